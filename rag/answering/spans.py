"""The short answers that a sentence may contain: dates, numbers, names, by kind of answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rag.answering.question import AnswerKind, ParsedQuestion
from rag.language.dates import find_dates
from rag.language.names import find_names
from rag.language.numbers import find_quantities
from rag.language.words import family, is_stop_word, words
from rag.records import Language, Offsets, Span
from rag.weights import WEIGHTS, ShortAnswerCosts

# Durations, clock times and centuries, which `rag.language` reads as neither dates nor quantities.
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
# A question for the year gets no day.
_YEARS = frozenset({"annee", "year"})
_YEAR = re.compile(r"\b[12]\d{3}\b")
# Years before those that `rag.language.dates` reads; used if a sentence has no other time.
_OLD_YEAR = re.compile(
    r"\b(?:in|en|since|depuis|from|to|until|d[eè]s|vers|by|before|after|avant|apr[eè]s|an|year|ann[ée]e)"
    rf"[ \u00a0](?P<year>[1-9]\d{{2,3}})(?![\w%]|[.,]\d|[ \u00a0\u202f](?:[€$£%]|\d|{_UNITS}))",
    re.I,
)
_SHARES = frozenset({"%", "‰", "pp"})
# Words of a question that ask for a share or for money, and whether a unit fits them.
_UNITS_ASKED_FOR: tuple[tuple[frozenset[str], Callable[[str], bool]], ...] = (
    (frozenset({"percentage", "percent", "pourcentage", "taux"}), lambda unit: unit in _SHARES),
    (
        frozenset({"prix", "cout", "montant", "budget", "price", "cost"}),
        lambda unit: bool(unit) and unit not in _SHARES,
    ),
)
# Before a place: "in Paris", "à Rabat".
_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|from|to|near|on|à|a|en|aux?|dans|de|d['’]|vers|sur)\s*(?:the |l[ea]s? |l['’])?$",
    re.I,
)
# Before an owner, who did not act: "the archives of the Institute".
_OWNER = re.compile(r"\b(?:of the|du|des|de la|de l['’])\s*$", re.I)


class _SharedWord(NamedTuple):
    """A word of a text that the question has too, ``text[start:end]``, and its rarity."""

    start: int
    end: int
    rarity: float


@lru_cache(maxsize=16_384)
def candidates(text: str, language: Language, kind: AnswerKind) -> tuple[Offsets, ...]:
    """The spans of a sentence that may be a short answer of a kind, in order; cached."""
    if kind == "time":
        found = [(date.start, date.end) for date in find_dates(text)]
        for form in (_CENTURY, _HOUR, _WEEKDAY):
            found += [match.span() for match in form.finditer(text)]
        found = found or [match.span("year") for match in _OLD_YEAR.finditer(text)]
    elif kind in ("count", "duration"):
        found = _quantities(text, language, durations_only=kind == "duration")
    elif kind in ("person", "place"):
        found = [(name.start, name.end) for name in find_names(text, language)]
    else:
        found = []
    return tuple(sorted(found))


def _quantities(text: str, language: Language, *, durations_only: bool) -> list[Offsets]:
    """The quantities of a text outside its dates, each with the unit of time after it."""
    dates = [(date.start, date.end) for date in find_dates(text) if date.precision != "year"]
    found = []
    for one in find_quantities(text, language):
        if any(one.start < end and start < one.end for start, end in dates):
            continue
        unit = _UNIT_AFTER.match(text, one.end)
        if unit or not durations_only:
            found.append((one.start, unit.end() if unit else one.end))
    return found


def short_answer(
    text: str,
    language: Language,
    question: ParsedQuestion,
    costs: ShortAnswerCosts = WEIGHTS.short_answers,
) -> Span | None:
    """The candidate closest to the words of the question in a sentence, if it says anything new.

    Offsets are into ``text``. ``None`` if the sentence has no candidate.
    """
    shared = _shared_words(text, language, question)
    best: tuple[float, Offsets] | None = None
    found = candidates(text, language, question.answer_kind)
    for span in _in_unit(text, question, language, found):
        distance = _distance(span, shared)
        penalty = _penalty(text, question, span, costs)
        if penalty is not None and (best is None or distance + penalty < best[0]):
            best = distance + penalty, span
    if best is None:
        return None
    start, end = best[1]
    if question.folded & _YEARS and (year := _YEAR.search(text, start, end)):
        start, end = year.span()
    return Span(start, end, text[start:end])


def _penalty(
    text: str, question: ParsedQuestion, span: Offsets, costs: ShortAnswerCosts
) -> float | None:
    """What is added to the distance of a candidate; ``None`` if it is no answer."""
    inside = {word.folded for word in words(text[slice(*span)])}
    if inside <= question.folded:
        return None
    penalty = costs.question_word * len(inside & question.folded)
    start, kind = span[0], question.answer_kind
    after_place = _PLACE_BEFORE.search(text, max(0, start - 12), start) is not None
    if (kind == "place" and not after_place) or (kind == "person" and after_place):
        penalty += costs.wrong_place
    if kind == "person" and len(inside) < 2:
        if _OWNER.search(text, max(0, start - 12), start):
            return None
        penalty += costs.single_name
    return penalty


def _in_unit(
    text: str, question: ParsedQuestion, language: Language, found: Sequence[Offsets]
) -> Sequence[Offsets]:
    """The candidates in the unit that the question asks for; all of them if none is."""
    for names, fits in _UNITS_ASKED_FOR:
        if question.folded & names:
            units = [{one.unit for one in find_quantities(text[a:b], language)} for a, b in found]
            right = [span for span, has in zip(found, units, strict=True) if any(map(fits, has))]
            return right or found
    return found


def _shared_words(text: str, language: Language, question: ParsedQuestion) -> list[_SharedWord]:
    """The words of a text that are in the question too."""
    return [
        _SharedWord(word.start, word.end, question.rarity.get(family(word.folded), 1.0))
        for word in words(text)
        if not is_stop_word(word.folded, language)
        and (family(word.folded) in question.rarity or word.folded in question.folded)
    ]


def _distance(span: Offsets, shared: Sequence[_SharedWord]) -> float:
    """The mean distance in characters to the shared words, weighted by their rarity."""
    start, end = span
    total = sum(one.rarity for one in shared) or 1.0
    distances = (one.rarity * max(one.start - end, start - one.end, 0) for one in shared)
    return sum(distances) / total
