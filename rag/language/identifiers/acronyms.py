"""Acronyms that a text explains: "compte épargne-temps (CET)", "CET (compte épargne-temps)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rag.language.any_language import any_word
from rag.language.words import STOP_WORDS, Word, fold, words

_CAPITAL = "A-ZÀ-ÖØ-Þ"
_SHORT = rf"[{_CAPITAL}](?:\.?[{_CAPITAL}&]|\.?[a-zà-öø-ÿ](?=[{_CAPITAL}])){{1,8}}\.?"
_BLANKS = r"\s{0,3}"  # a bound: long blanks would be read again for each way to divide them
# "... long form (CET)", "(CET) long form ...", and "CET (long form)" or "CET : long form".
_IN_BRACKETS = re.compile(
    rf"\({_BLANKS}[«\"“]?{_BLANKS}(?P<short>{_SHORT})s?{_BLANKS}[»\"”]?{_BLANKS}\)"
)
_BEFORE_BRACKETS = re.compile(
    rf"\b(?P<short>{_SHORT})s?\s*(?:\(\s*[«\"“]?|:\s|–\s|-\s|=\s?)(?P<long>[^()\n.;:]{{5,120}})"
)
# What every form of a definition has, so that most pages need no further search.
_DEFINES = re.compile(r"[(:–=]|-\s")
_CLAUSE_END = re.compile(r"[.;:!?()\n]")
_MOST_SKIPPED = 1  # words of content that give no letter: "(allocation d')aide au retour ..."
_SMALL = any_word(STOP_WORDS)


class Definition(NamedTuple):
    """An acronym in capitals without points, and the long form that the text gives for it."""

    short: str
    long: str


def find_definitions(text: str) -> list[Definition]:
    """The acronyms that a text explains, in order, with repeats.

    The initials of the long form are the letters of the acronym; small words may be left out of
    it (after Schwartz & Hearst 2003).
    """
    if not _DEFINES.search(text):
        return []
    found = [*_definitions_in_brackets(text), *_definitions_after(text)]
    return list(dict.fromkeys(found))


def letters_of(short: str) -> str:
    """The letters of an acronym, in capitals without points."""
    return "".join(letter for letter in short if letter.isalnum()).upper()


def _definitions_in_brackets(text: str) -> Iterator[Definition]:
    for match in _IN_BRACKETS.finditer(text):
        short = letters_of(match["short"])
        before = text[max(match.start() - 150, 0) : match.start()]
        start = max((end.end() for end in _CLAUSE_END.finditer(before)), default=0)
        long = _ending(before[start:], short)
        if not long:
            after = _CLAUSE_END.split(text[match.end() : match.end() + 150])[0]
            long = _beginning(after, short)
        if long:
            yield Definition(short, long)


def _definitions_after(text: str) -> Iterator[Definition]:
    for match in _BEFORE_BRACKETS.finditer(text):
        short = letters_of(match["short"])
        if long := _beginning(match["long"], short):
            yield Definition(short, long)


def _ending(text: str, short: str) -> str:
    """The shortest end of a text whose initials are the letters, "" if there is none."""
    found = words(text)
    for start in range(len(found) - 2, -1, -1):
        if _spells(found[start:], short):
            return _clean(text[found[start].start : found[-1].end])
    return ""


def _beginning(text: str, short: str) -> str:
    """The shortest beginning of a text whose initials are the letters, "" if there is none."""
    found = words(text)
    while found and found[0].folded in _SMALL and found[0].folded[0] != short[0].lower():
        found = found[1:]
    for end in range(2, min(len(found), 3 * len(short)) + 1):
        if _spells(found[:end], short):
            return _clean(text[found[0].start : found[end - 1].end])
    return ""


def _spells(found: Sequence[Word], short: str) -> bool:
    """Whether words give the letters of an acronym; the first and the last word give one."""
    letters = fold(short)
    ends = found[0].folded[0] == letters[0] and found[-1].folded[0] == letters[-1]
    if not ends or len(found) < 2 or {found[0].folded, found[-1].folded} & _SMALL:
        return False
    return _matches(found, letters, _MOST_SKIPPED)


def _matches(found: Sequence[Word], letters: str, skips: int) -> bool:
    if not found or not letters:
        return not letters and all(word.folded in _SMALL for word in found)
    word = found[0].folded
    if word[0] == letters[0] and _matches(found[1:], letters[1:], skips):
        return True
    left = skips if word in _SMALL else skips - 1
    return left >= 0 and _matches(found[1:], letters, left)


def _clean(long: str) -> str:
    return " ".join(long.split())
