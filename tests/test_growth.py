"""No regular expression or reader of questions takes a time that grows faster than the square."""

from __future__ import annotations

import datetime as dt
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import growth
import pytest
import questions_library

import rag.language
import rag.questions
from rag.errors import RagError
from rag.records import LANGUAGES
from rag.store import Library, Store

ROOT = Path(rag.__path__[0])
LONGEST = 256  # characters
LONGEST_QUESTION = 181  # readers stem and look up each word
# What opens a question for the readers; the rest of it is repeated.
OPENINGS = (
    "",
    "What are the price, the term and ",
    "Quels sont le tarif, la durée et ",
    "Bonjour, pouvez-vous me dire quels documents de 2023 ",
    "Thanks! Which reports about « the port » ",
)
TODAY = dt.date(2024, 6, 1)


def modules(*packages: ModuleType) -> Iterator[ModuleType]:
    for package in packages:
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(found.name)


def all_expressions() -> dict[re.Pattern[str], str]:
    """Each expression with the first name that it has: modules import those of others."""
    found: dict[re.Pattern[str], str] = {}
    for module in modules(rag.language, rag.questions):
        for key, value in vars(module).items():
            for name, expression in growth.expressions(value, f"{module.__name__}.{key}"):
                found.setdefault(expression, name)
    return found


EXPRESSIONS = all_expressions()


@cache
def source() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in ROOT.rglob("*.py"))


def use_of(name: str, expression: re.Pattern[str]) -> Callable[[str], object]:
    """How an expression is used: from the start of a text alone, or anywhere in it."""
    variable = re.sub(r"\[.*", "", name).rsplit(".", 1)[-1]
    calls = rf"\b{variable}(?:\[[^\]\n]*\])*\.(match|fullmatch|search|finditer|sub|split|findall)\("
    used = set(re.findall(calls, source()))
    if used and used <= {"match", "fullmatch"}:
        return expression.match
    return lambda text: [match.end() for match in expression.finditer(text)]


def fast_growth(
    call: Callable[[str], object], start: str, filler: str, longest: int, *, whole: bool = False
) -> str:
    """What grows too fast, "" for nothing; ``whole`` cuts no filler at the end.

    A part of a word, "wor", is another word, which may be mistyped: to look for the right one takes
    its own time, whatever the size of the text.
    """

    def text(size: int) -> str:
        if whole:
            return start + filler * max(1, round(size / len(filler)))
        return start + (filler * size)[:size]

    found = growth.grows_fast(call, text, longest)
    return f"{start!r} and {filler!r} repeated: {found}" if found else ""


def test_there_are_expressions_to_try() -> None:
    assert len(EXPRESSIONS) > 500


@pytest.mark.parametrize("module", sorted({one.split("[")[0].rsplit(".", 1)[0]
                                           for one in EXPRESSIONS.values()}))  # fmt: skip
def test_no_expression_takes_more_than_the_square(module: str) -> None:
    for expression, name in EXPRESSIONS.items():
        if name.split("[")[0].rsplit(".", 1)[0] == module:
            call = use_of(name, expression)
            for start, filler in growth.hard_texts(expression):
                assert not fast_growth(call, start, filler, LONGEST), name


def test_a_repetition_of_words_that_share_their_blank_is_found() -> None:
    twice = re.compile(r"^the (?:price|term) and (?:\w+\s?)+\?")
    assert any(
        fast_growth(twice.match, start, filler, LONGEST)
        for start, filler in growth.hard_texts(twice)
    )
    once = re.compile(r"^the (?:price|term) and \w+(?:\s\w+)*\?")
    assert not any(
        fast_growth(once.match, start, filler, LONGEST) for start, filler in growth.hard_texts(once)
    )


def readers() -> Iterator[tuple[str, Callable[..., object], list[str]]]:
    """The public functions that read a text, with what else they need, by its type."""
    for module in modules(rag.language, rag.questions):
        for name, function in vars(module).items():
            public = callable(function) and not inspect.isclass(function) and name[0] != "_"
            if not public or function.__module__ != module.__name__:
                continue
            needed = [
                str(one.annotation)
                for one in inspect.signature(function).parameters.values()
                if one.default is one.empty
            ]
            if needed[:1] == ["str"] and {*needed[1:]} <= {"Language", "Library", "dt.date"}:
                yield f"{module.__name__}.{name}", function, needed


READERS = {name: (function, needed) for name, function, needed in readers()}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Store.open(questions_library.build(tmp_path_factory.mktemp("growth"))) as store:
        yield store


@pytest.mark.parametrize("name", READERS)
def test_no_reader_takes_more_than_the_square(name: str, library: Library) -> None:
    function, needed = READERS[name]

    def read(text: str) -> None:
        for language in LANGUAGES:
            given: dict[str, Any] = {
                "str": text, "Language": language, "Library": library, "dt.date": TODAY
            }  # fmt: skip
            with suppress(ValueError, RagError):  # a text that is no date, or no table
                function(*(given[one] for one in needed))

    for opening in OPENINGS:
        for filler in growth.FILLERS:
            assert not fast_growth(read, opening, filler, LONGEST_QUESTION, whole=True)
