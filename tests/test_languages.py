"""A further language is an entry in the tables of ``language`` and in the messages, no more."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import rag
import rag.language
from rag.records import LANGUAGES

ROOT = Path(rag.__file__).parent
MODULES = sorted(info.name for info in pkgutil.iter_modules(rag.language.__path__))
# Where sentences of each language are written. Names of metadata fields are in ``readers``.
ROOMS = ("language", "messages", "errors", "readers")
# Modules that still hold a table of their own.
KNOWN = {
    "ingest/wire.py",
}


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
    module = importlib.import_module(f"rag.language.{name}")
    for variable, value in vars(module).items():
        for table in tables(value):
            assert tuple(table) == LANGUAGES, variable


def keyed_by_language(source: str) -> list[int]:
    """The lines of the dictionaries that are written with a language as a key."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Dict)
        and any(isinstance(key, ast.Constant) and key.value in LANGUAGES for key in node.keys)
    ]


def test_a_table_of_languages_is_seen_in_source() -> None:
    assert keyed_by_language('x = 1\nTABLE = {"a": {"fr": 1, "en": 2}}') == [2]
    assert keyed_by_language('x = {"france": 1, fr: 2}') == []


def test_only_the_rooms_of_languages_hold_such_tables() -> None:
    files = [path for path in ROOT.rglob("*.py") if path.relative_to(ROOT).parts[0] not in ROOMS]
    found = {
        path.relative_to(ROOT).as_posix()
        for path in files
        if keyed_by_language(path.read_text(encoding="utf-8"))
    }
    assert found <= KNOWN
