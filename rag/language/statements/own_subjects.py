"""The clauses of a sentence that have a subject each: "The pool had 400 bathers, the rink 210"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from rag.language.any_language import any_word
from rag.language.statements.predicates import find_predicate
from rag.language.words import is_stop_word, words
from rag.records import Language, Offsets

_JOINTS: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        r"(?:[;,]\s|\s(?=et\s|mais\s|puis\s|tandis\s|alors\s))"
        r"(?:(?:et|mais|puis)\s|(?:tandis|alors)\squ(?:e\s|['’]))?",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"(?:[;,]\s|\s(?=and\s|but\s|while\s|whereas\s))(?:(?:and|but|while|whereas)\s)?",
        re.IGNORECASE,
    ),
}
_OPENING: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"(?:l['’]|(?:l[ae]s?|ce(?:tte|t|s)?)\s|(?-i:[A-ZÀ-Ý]))", re.IGNORECASE),
    "en": re.compile(r"(?:(?:the|this|these)\s|(?-i:[A-Z]))", re.IGNORECASE),
}
# A clause led by one of these has the subject of the clause before.
_CARRIED_SUBJECTS: dict[Language, frozenset[str]] = {
    "fr": frozenset("il elle ils elles on je nous vous ce cela".split()),
    "en": frozenset("it he she they we i you this these".split()),
}
_CARRIED_WORDS = any_word(_CARRIED_SUBJECTS)
# "the rink 210", "the rink in 2021": a subject, then a figure at the end of its clause.
_ELLIPSIS = re.compile(
    r"(?P<subject>[^\d,;:.()]{3,80}?)\s(?:(?:en|in|le|on|for|pour)\s)?"
    r"[€$£]?\d[\d.,\u00a0\u202f ]*\s?[%€$£]?(?:\s[^\W\d_]+){0,2}\s?(?=[.;,]|$|\s(?:et|and)\s)"
)
_MOST_CLAUSES = 12  # of a sentence: a longer one is a list


@dataclass(frozen=True, slots=True)
class OwnClause:
    """A clause by its place in the text, and its subject; ``whole``: it has a verb too."""

    start: int
    end: int
    subject: Offsets
    whole: bool


@lru_cache(maxsize=8_192)
def find_own_clauses(text: str, language: Language) -> tuple[OwnClause, ...]:
    """The clauses of a text with subjects of their own, in order; none if it has one subject.

    Cached: a sentence is compared with many claims.
    """
    starts = [0, *(match.end() for match in _JOINTS[language].finditer(text))]
    if not 2 <= len(starts) <= _MOST_CLAUSES:
        return ()
    bounds = [*starts[1:], len(text)]
    opened = [
        one
        for start, end in zip(starts, bounds, strict=True)
        if (one := _clause(text, start, end, language))
    ]
    if len(opened) < 2 or not opened[0].whole:
        return ()
    ends = [*(one.start for one in opened[1:]), len(text)]
    return tuple(replace(one, end=end) for one, end in zip(opened, ends, strict=True))


def _clause(text: str, start: int, end: int, language: Language) -> OwnClause | None:
    """The clause that opens there, ``None`` if no subject of its own does."""
    first = words(text[start:end])[:1]
    if not _OPENING[language].match(text, start) or not first:
        return None
    if first[0].folded in _CARRIED_WORDS:
        return None
    predicate = find_predicate(text[start:end], language)
    if predicate is not None:
        left, right = predicate.subject
        return OwnClause(start, end, (start + left, start + right), whole=True)
    match = _ELLIPSIS.match(text, start, min(len(text), end + 1))
    if match is None or is_stop_word(words(match["subject"])[-1].folded, language):
        return None
    return OwnClause(start, end, match.span("subject"), whole=False)
