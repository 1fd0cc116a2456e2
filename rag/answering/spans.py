"""The short answers that a sentence could hold: dates, numbers, names, by what is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from rag.answering.question import AnswerKind, ParsedQuestion
from rag.language.dates import find_dates
from rag.language.names import find_names
from rag.language.numbers import find_quantities
from rag.language.words import family, is_stop_word, words
from rag.records import Language, Span

# A length of time, a clock time, a century: what neither dates nor quantities are made to read.
_UNITS = (
    r"(?:ann[ée]es?|ans?|mois|semaines?|jours?|heures?|minutes?|secondes?|si[èe]cles?|"
    r"years?|months?|weeks?|days?|hours?|seconds?|centur(?:y|ies)|decades?|working days?)"
)
_UNIT_AFTER = re.compile(
    rf"[ \u00a0\u202f-]{_UNITS}\b(?: (?:ouvrables|ouvrés|francs|civiles))?", re.I
)
_CENTURY = re.compile(
    r"\b(?:[IVX]+(?:e|er|ᵉ|ème)|\d{1,2}(?:st|nd|rd|th|e)|[a-z]+teenth|twentieth|twenty-first)"
    r"[ \u00a0](?:siècles?|centur(?:y|ies))\b(?: (?:av\. J\.-C\.|BC))?",
    re.I,
)
_HOUR = re.compile(
    r"\b\d{1,2}[ \u00a0]?(?:h(?:eures?)?\b(?:[ \u00a0]?\d{2})?|:\d{2}|[ap]\.?m\.?)", re.I
)
_WEEKDAY = re.compile(
    r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?\b",
    re.I,
)
# Who asks for the year is not told the day.
_YEARS = frozenset({"annee", "year"})
_YEAR = re.compile(r"\b[12]\d{3}\b")
# Before those that dates are read with; where nothing else tells a time.
_OLD_YEAR = re.compile(
    r"\b(?:in|en|since|depuis|from|to|until|d[eè]s|vers|by|before|after|avant|apr[eè]s|an|year|ann[ée]e)"
    rf"[ \u00a0](?P<year>[1-9]\d{{2,3}})(?![\w%]|[.,]\d|[ \u00a0\u202f](?:[€$£%]|\d|{_UNITS}))",
    re.I,
)
_SHARES = frozenset({"%", "‰", "pp"})
# Whether a unit is of what the question names: a share, or money.
_ASKED: tuple[tuple[frozenset[str], Callable[[str], bool]], ...] = (
    (frozenset({"percentage", "percent", "pourcentage", "taux"}), lambda unit: unit in _SHARES),
    (
        frozenset({"prix", "cout", "montant", "budget", "price", "cost"}),
        lambda unit: bool(unit) and unit not in _SHARES,
    ),
)
_PLACED = re.compile(
    r"\b(?:in|at|from|to|near|on|à|a|en|aux?|dans|de|d['’]|vers|sur)\s*(?:the |l[ea]s? |l['’])?$",
    re.I,
)

# "the archives of the Institute": whose they are, not who did it.
_OWNER = re.compile(r"\b(?:of the|du|des|de la|de l['’])\s*$", re.I)


@lru_cache(maxsize=16_384)
def candidates(text: str, language: Language, kind: AnswerKind) -> tuple[tuple[int, int], ...]:
    """The spans of a sentence that may be a short answer of that kind, in order; kept."""
    if kind == "time":
        found = [(date.start, date.end) for date in find_dates(text)]
        for form in (_CENTURY, _HOUR, _WEEKDAY):
            found += [match.span() for match in form.finditer(text)]
        found = found or [match.span("year") for match in _OLD_YEAR.finditer(text)]
    elif kind in ("count", "duration"):
        found = _measures(text, language, lasting=kind == "duration")
    elif kind in ("person", "place"):
        found = [(name.start, name.end) for name in find_names(text, language)]
    else:
        found = []
    return tuple(sorted(found))


def _measures(text: str, language: Language, *, lasting: bool) -> list[tuple[int, int]]:
    """The quantities of a text with the word of time after them; only those where it lasts."""
    dates = [(date.start, date.end) for date in find_dates(text) if date.precision != "year"]
    found = []
    for one in find_quantities(text, language):
        if any(one.start < end and start < one.end for start, end in dates):
            continue
        after = _UNIT_AFTER.match(text, one.end)
        if after or not lasting:
            found.append((one.start, after.end() if after else one.end))
    return found


def short_answer(text: str, language: Language, asked: ParsedQuestion) -> Span | None:
    """The candidate that stands nearest to the words of the question, none of them its own.

    Offsets are into ``text``. ``None`` where the sentence holds no candidate.
    """
    best: tuple[float, int, int] | None = None
    shared = _shared(text, language, asked)
    for start, end in _measured(text, asked, language, candidates(text, language, asked.kind)):
        inside = {word.folded for word in words(text[start:end])}
        if inside <= asked.folded:
            continue
        cost = _distance(start, end, shared) + 15 * len(inside & asked.folded)
        placed = _PLACED.search(text, max(0, start - 12), start) is not None
        if (asked.kind == "place" and not placed) or (asked.kind == "person" and placed):
            cost += 40
        if asked.kind == "person" and len(inside) < 2:  # a body or a place more often than not
            if _OWNER.search(text, max(0, start - 12), start):
                continue
            cost += 25
        if best is None or cost < best[0]:
            best = (cost, start, end)
    if best is None:
        return None
    _, start, end = best
    if asked.folded & _YEARS and (year := _YEAR.search(text, start, end)):
        start, end = year.span()
    return Span(start, end, text[start:end])


def _measured(
    text: str, asked: ParsedQuestion, language: Language, found: Sequence[tuple[int, int]]
) -> Sequence[tuple[int, int]]:
    """Of the candidates those in the unit that the question names, where there are any."""
    for names, fits in _ASKED:
        if asked.folded & names:
            units = [{one.unit for one in find_quantities(text[a:b], language)} for a, b in found]
            right = [span for span, held in zip(found, units, strict=True) if any(map(fits, held))]
            return right or found
    return found


def _shared(text: str, language: Language, asked: ParsedQuestion) -> list[tuple[int, int, float]]:
    """The words of a text that the question has too, each with its rarity."""
    return [
        (word.start, word.end, asked.rarity.get(family(word.folded), 1.0))
        for word in words(text)
        if not is_stop_word(word.folded, language)
        and (family(word.folded) in asked.rarity or word.folded in asked.folded)
    ]


def _distance(start: int, end: int, shared: list[tuple[int, int, float]]) -> float:
    """The mean distance in characters to the shared words, the rare ones weighing more."""
    total = sum(weight for _, _, weight in shared) or 1.0
    return sum(weight * max(left - end, start - right, 0) for left, right, weight in shared) / total
