"""A further language is an entry in the tables of ``language`` and in the messages, no more."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

import pytest

import rag
import rag.language
from rag.records import LANGUAGES
from rag.weights import Weights
from rag.weights.groups import AnswerThresholds

ROOT = Path(rag.__file__).parent
PATH = rag.language.__path__
MODULES = sorted(info.name for info in pkgutil.walk_packages(PATH, "rag.language."))
# Where the tables of languages are. The numbers of a model, by language too, are in its
# weights.toml, and LANGUAGES itself is in ``records``.
ROOMS = ("language", "messages", "records")
FILES = [path for path in ROOT.rglob("*.py") if path.relative_to(ROOT).parts[0] not in ROOMS]
WORD = re.compile(r"[a-z]{2}[à-ÿ]|[à-ÿ][a-z]{2}")  # with an accent; not a range of letters


def tables(value: object) -> Iterator[dict[object, object]]:
    """The dictionaries keyed by language in a value, at any depth."""
    if isinstance(value, dict):
        # "en" is a French preposition too, beside longer words.
        if set(LANGUAGES) & set(value) and all(len(key) == 2 for key in value):
            yield value
        for inner in value.values():
            yield from tables(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from tables(inner)


@pytest.mark.parametrize("name", MODULES)
def test_a_table_of_languages_has_all_of_them(name: str) -> None:
    module = importlib.import_module(name)
    for variable, value in vars(module).items():
        for table in tables(value):
            assert tuple(table) == LANGUAGES, variable


def named_together(source: str) -> list[int]:
    """The lines of the expressions that name all languages: tables, pairs, conditions."""
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.expr)]
    return sorted({node.lineno for node in nodes if set(LANGUAGES) <= set(strings(node))})


def keyed_by_language(source: str) -> list[int]:
    """The lines of the dictionaries that are written with a language as a key."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Dict)
        and any(isinstance(key, ast.Constant) and key.value in LANGUAGES for key in node.keys)
    ]


def accented_words(source: str) -> list[str]:
    """The strings of the code with an accented word, without docstrings."""
    tree = ast.parse(source)
    docstrings = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    nodes = [node for node in ast.walk(tree) if node not in docstrings]
    return [text for node in nodes for text in own_string(node) if WORD.search(text)]


def strings(node: ast.AST) -> Iterator[str]:
    """The strings that are written in a part of the code."""
    for inner in ast.walk(node):
        yield from own_string(inner)


def own_string(node: ast.AST) -> Iterator[str]:
    """The string that a node is, if it is one."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def test_a_table_of_languages_is_seen_in_source() -> None:
    assert keyed_by_language('x = 1\nTABLE = {"a": {"fr": 1, "en": 2}}') == [2]
    assert keyed_by_language('x = {"france": 1, fr: 2}') == []


def test_a_pair_of_languages_is_seen_in_source() -> None:
    assert named_together("x = 1\ny = f\"{say('fr')} / {say('en')}\"") == [2]
    assert named_together('first, second = ("fr", "en"), 1') == [1]
    assert named_together('x = detect(q, "fr")\ny = "en"') == []


def test_a_french_word_is_seen_in_source() -> None:
    assert accented_words('"""Un résumé."""\nx = re.compile(r"(?:résumé|abstract)")') == [
        "(?:résumé|abstract)"
    ]
    assert accented_words('x = re.compile(r"[A-ZÀ-Ý][a-zà-ÿ]+")') == []


@pytest.mark.parametrize("find", [keyed_by_language, named_together, accented_words])
def test_what_depends_on_the_language_is_only_in_the_tables(
    find: Callable[[str], list[object]],
) -> None:
    found = {
        path.relative_to(ROOT).as_posix(): find(path.read_text(encoding="utf-8")) for path in FILES
    }
    assert {name: places for name, places in found.items() if places} == {}


def test_the_fields_of_the_weights_are_those_of_the_languages() -> None:
    confidence = {f"confidence_{language}" for language in LANGUAGES}
    assert confidence <= {field.name for field in fields(Weights)}
    assert {field.name for field in fields(AnswerThresholds)} == set(LANGUAGES)
