"""How the time of a call grows with its text, and the texts that make an expression try most.

Sizes rise by √2, so that one that never ends is left after little: even if time doubles with each
character, the first size over a tenth of a second takes a few seconds.
"""

from __future__ import annotations

import importlib
import re
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

# Texts that are repeated: letters, words, spaces, commas, joints, digits, quotation marks.
FILLERS = ("a", "word ", " ", ", ", "a, ", " and ", "et ", "1", "1 ", '" ', "Ab-", "\n",
           "\nKelso ")  # fmt: skip
_MOST_TIMES = 4.0  # that twice the text may take: what grows with the square is let through
_TOLERANCE = 1.6  # of that: cubic growth takes 8 times
_LEAST = 0.005  # seconds; below, growth says nothing
_LONG = 0.1  # seconds
# A character of each kind, the commonest first: one that a set of characters has stands for it.
_SAMPLES = "a1 ,e-'\"(.;:/?\n$€%Aéb2"
_parser: Any = importlib.import_module("re._parser")
_codes: Any = importlib.import_module("re._constants")


def grows_fast(call: Callable[[str], object], text: Callable[[int], str], longest: int) -> str:
    """How many times longer a call takes with twice the text, "" if about 4 times or fewer.

    The time of the processor counts, the least of several tries, each with another text: a cache
    answers none of them.
    """
    size = 16.0
    while size <= longest:
        spent = _seconds(call, text(round(size)), tries=1)
        if spent > _LEAST:
            spent = _seconds(call, text(round(size)), tries=1 if spent > _LONG else 4)
            half = _seconds(call, text(round(size / 2)), tries=4)
            if spent > _LEAST and spent > _MOST_TIMES * _TOLERANCE * half:
                return f"{spent / half:.1f} times from {round(size / 2)} to {round(size)}"
        if spent > _LONG:
            break
        size *= 2**0.5
    return ""


def _seconds(call: Callable[[str], object], text: str, *, tries: int) -> float:
    spent = []
    for number in range(tries):
        varied = f"{text}{'!' * (number + 1)}"
        start = time.process_time()
        call(varied)
        spent.append(time.process_time() - start)
    return min(spent)


def expressions(values: object, name: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """The regular expressions in a value, at any depth of its tuples and tables, and their names.

    Those of bytes are left out.
    """
    if isinstance(values, re.Pattern):
        if isinstance(values.pattern, str):
            yield name, values
    elif isinstance(values, dict):
        for key, value in values.items():
            yield from expressions(value, f"{name}[{key!r}]")
    elif isinstance(values, (tuple, list, set, frozenset)):
        for number, value in enumerate(values):
            yield from expressions(value, f"{name}[{number}]")


def hard_texts(expression: re.Pattern[str]) -> Iterable[tuple[str, str]]:
    """Pairs of a start and a filler: what leads to each repetition of an expression, and what to
    repeat there, a match of what is repeated included."""
    flags = expression.flags & ~re.UNICODE
    repeats = _Repeats()
    repeats.after_all(_parser.parse(expression.pattern, flags), "")
    places = dict.fromkeys([("", ""), *repeats.found])
    return dict.fromkeys(
        (start, filler) for start, own in places for filler in (own, *FILLERS) if filler
    )


class _Repeats:
    """The repetitions of an expression: each with a text that leads to it and one that it has."""

    _MANY = 8  # a repetition of fewer is none

    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []
        self._groups: dict[int, str] = {}

    def after_all(self, parts: Iterable[tuple[Any, Any]], before: str) -> str:
        """A text that some parts match, after the text before them."""
        for code, value in parts:
            before = self._after(code, value, before)
        return before

    def _after(self, code: Any, value: Any, before: str) -> str:
        if code is _codes.LITERAL:
            return before + chr(value)
        if code is _codes.NOT_LITERAL:
            return before + next(one for one in _SAMPLES if ord(one) != value)
        if code is _codes.ANY:
            return f"{before}a"
        if code is _codes.IN:
            return before + _one_of(value)
        if code is _codes.BRANCH:
            first, *_ = [self.after_all(branch, before) for branch in value[1]]
            return first
        if code is _codes.GROUPREF:
            return before + self._groups.get(value, "")
        return self._after_group(code, value, before)

    def _after_group(self, code: Any, value: Any, before: str) -> str:
        if code is _codes.SUBPATTERN:
            after = self.after_all(value[3], before)
            self._groups[value[0]] = after[len(before) :]
            return after
        if code is _codes.ATOMIC_GROUP:
            return self.after_all(value, before)
        if code in (_codes.MAX_REPEAT, _codes.MIN_REPEAT, _codes.POSSESSIVE_REPEAT):
            least, most, parts = value
            own = self.after_all(parts, before)[len(before) :]
            if most >= self._MANY:
                self.found.append((before, own))
            return before + own * int(least)
        if code is _codes.ASSERT:
            after = self.after_all(value[1], before)
            return before if value[0] > 0 else after
        return before


def _one_of(members: list[tuple[Any, Any]]) -> str:
    """A character that a set of characters has."""
    return next((one for one in _SAMPLES if _has(members, one)), "a")


def _has(members: list[tuple[Any, Any]], character: str) -> bool:
    turned, found = False, False
    for code, value in members:
        if code is _codes.NEGATE:
            turned = True
        elif code is _codes.LITERAL:
            found |= ord(character) == value
        elif code is _codes.RANGE:
            found |= value[0] <= ord(character) <= value[1]
        elif code is _codes.CATEGORY:
            found |= _is_of(str(value), character)
    return found != turned


def _is_of(category: str, character: str) -> bool:
    kinds = {
        "DIGIT": character.isdigit(),
        "SPACE": character.isspace(),
        "WORD": character.isalnum() or character == "_",
    }
    return kinds[category.rsplit("_", 1)[-1]] != ("NOT" in category)
