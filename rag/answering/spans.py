"""The short answers that a sentence may contain: dates, numbers, names, by kind of answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rag.answering.identifiers import identifiers, identifiers_asked_for
from rag.answering.question import ParsedQuestion
from rag.language.any_language import any_form, any_word
from rag.language.figures.calculation_words import AGAINST_OF_YEAR
from rag.language.figures.counted_nouns import may_be_counted
from rag.language.figures.dates import find_dates
from rag.language.figures.numbers import find_quantities
from rag.language.figures.times import OLD_YEAR, TIMES, UNIT_OF_TIME
from rag.language.identifiers.marks import find_marks
from rag.language.names import find_names
from rag.language.questions.questions import MONEY_NOUNS, SHARE_NOUNS, YEAR_NOUNS, AnswerKind
from rag.language.statements.function_words import ARTICLE_FORMS, OF_THE, PLACE_PREPOSITIONS
from rag.language.words import family, fold, is_stop_word, words
from rag.records import Language, Offsets, Span
from rag.weights import WEIGHTS, ShortAnswerCosts

_YEAR_NOUNS = any_word(YEAR_NOUNS)  # a question for the year gets no day
_YEAR = re.compile(r"\b[12]\d{3}\b")
# A cell of a table under a heading with a year: "Rate 2021: €16".
_YEAR_CELL = re.compile(
    r"(?:^|\| |\t)[^|:\t\n]*\b(?P<year>(?:19|20)\d{2})[^|:\t\n]*: (?P<value>[^|\t\n]*)"
)
_NEXT_WORD = re.compile(r"[ \u00a0\u202f]([a-zà-ÿ]+)")
_SHARES = frozenset({"%", "‰", "pp"})
# Words of a question that ask for a share or for money, and whether a unit fits them.
_UNITS_ASKED_FOR: tuple[tuple[frozenset[str], Callable[[str], bool]], ...] = (
    (any_word(SHARE_NOUNS), lambda unit: unit in _SHARES),
    (any_word(MONEY_NOUNS), lambda unit: bool(unit) and unit not in _SHARES),
)
# Before a place: "in Paris", "à Rabat".
_PLACE_BEFORE = re.compile(
    rf"\b(?:{any_form(PLACE_PREPOSITIONS)})\s*(?:{any_form(ARTICLE_FORMS)})?$", re.IGNORECASE
)
# Before an owner, who did not act: "the archives of the Institute".
_OWNER = re.compile(rf"\b(?:{any_form(OF_THE)})\s*$", re.IGNORECASE)

_SHORT_TEXT = 40  # characters: as short a text may be an answer though it is nearly a sentence

# A word, or a figure with what joins its parts.
_WORD = re.compile(r"\w*\d+(?:[-/.,*:\u00a0\u202f ]?\d+)*\w*|\w+")


class _SharedWord(NamedTuple):
    """A word of a text that the question has too, ``text[start:end]``, and its rarity."""

    start: int
    end: int
    rarity: float


@lru_cache(maxsize=16_384)
def candidates(text: str, language: Language, kind: AnswerKind) -> tuple[Offsets, ...]:
    """The spans of a sentence that may be a short answer of a kind, in order; cached."""
    if kind == "time":
        marks = find_marks(text, language)
        found = [
            (date.start, date.end)
            for date in find_dates(text)
            if not any(mark.start <= date.start < mark.end for mark in marks)
        ]
        for form in TIMES:
            found += [match.span() for match in form.finditer(text)]
        found = found or [match.span("year") for match in OLD_YEAR.finditer(text)]
    elif kind in ("count", "duration"):
        found = _quantities(text, language, durations_only=kind == "duration")
    elif kind == "identifier":
        found = identifiers(text, language)
    elif kind in ("person", "place"):
        found = [(name.start, name.end) for name in find_names(text, language)]
    else:
        found = []
    return tuple(sorted(found))


def _quantities(text: str, language: Language, *, durations_only: bool) -> list[Offsets]:
    """The quantities of a text outside its dates, each with the unit of time after it.

    A rank counts nothing.
    """
    dates = [
        (date.start, date.end)
        for date in find_dates(text)
        if date.precision != "year" or not _counts(text, date.end, language)
    ]
    dates += [match.span("year") for match in OLD_YEAR.finditer(text)]
    found = []
    for one in find_quantities(text, language):
        if one.ordinal or any(one.start < end and start < one.end for start, end in dates):
            continue
        unit = UNIT_OF_TIME.match(text, one.end)
        if unit or not durations_only:
            found.append((one.start, unit.end() if unit else one.end))
    return found


def _counts(text: str, end: int, language: Language) -> bool:
    """Whether what looks like a year counts something: "1900 visitors", but not "2024 in full"."""
    if (after := _NEXT_WORD.match(text, end)) is None:
        return False
    noun = fold(after[1])
    return not is_stop_word(noun, language) and may_be_counted(noun, language)


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
    if question.folded & _YEAR_NOUNS and (year := _YEAR.search(text, start, end)):
        start, end = year.span()
    return Span(start, end, text[start:end])


def read_answer(
    text: str,
    language: Language,
    question: ParsedQuestion,
    read: Offsets,
    costs: ShortAnswerCosts = WEIGHTS.short_answers,
) -> Span | None:
    """The short answer that the reader found in a sentence; ``None`` if it is no answer.

    A question for an identifier, and a table row of several years, are left to ``short_answer``:
    the reader does not tell marks from figures. Neither is nearly the whole sentence an answer.
    """
    if question.answer_kind == "identifier" or len(_YEAR_CELL.findall(text)) > 1:
        return None
    start, end = _whole_words(text, read)
    marks = find_marks(text, language)
    if any(one.start <= start and end <= one.end for one in marks):
        return None
    if _repeats(text[start:end], language, question):
        return None
    if end - start > max(costs.longest_share * len(text), _SHORT_TEXT):
        return None
    return Span(start, end, text[start:end])


def of_year_asked(
    text: str, language: Language, question: ParsedQuestion, found: Span
) -> Span | None:
    """A short answer, or the figure of the year asked for: "512 articles, against 468 in 2022".

    ``None`` if it is the figure of another year, which the sentence only compares with.
    """
    if not any(map(str.isdigit, found.text)):
        return found
    for match in AGAINST_OF_YEAR[language].finditer(text):
        start, end = match.span("figure")
        inside = start <= found.start < end
        if match["year"] in question.folded and not inside:
            return Span(start, end, text[start:end])
        if match["year"] not in question.folded and inside:
            return None
    return found


def _whole_words(text: str, span: Offsets) -> Offsets:
    """A span widened to the words that it begins and ends in, and to a bracket that it opens.

    A figure has no part: "07" is of "2024-07", "5" of "1.5".
    """
    start, end = span
    for word in _WORD.finditer(text):
        start = word.start() if word.start() < start < word.end() else start
        end = word.end() if word.start() < end < word.end() else end
    if text[start:end].count("(") > text[start:end].count(")") and text[end : end + 1] == ")":
        end += 1
    return start, end


def _penalty(
    text: str, question: ParsedQuestion, span: Offsets, costs: ShortAnswerCosts
) -> float | None:
    """What is added to the distance of a candidate; ``None`` if it is no answer."""
    inside = {word.folded for word in words(text[slice(*span)])}
    if _repeats(text[slice(*span)], question.language, question):
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
    """The candidates in the unit that the question asks for; all of them if none is.

    An identifier of another kind is no answer at all.
    """
    if question.answer_kind == "identifier":
        return identifiers_asked_for(text, language, question.folded)
    found = _of_year_asked(text, question, found)
    for names, fits in _UNITS_ASKED_FOR:
        if question.folded & names:
            units = [{one.unit for one in find_quantities(text[a:b], language)} for a, b in found]
            right = [span for span, has in zip(found, units, strict=True) if any(map(fits, has))]
            return right or found
    return found


def _of_year_asked(
    text: str, question: ParsedQuestion, found: Sequence[Offsets]
) -> Sequence[Offsets]:
    """The candidates of a table row without those of other years than the question names.

    "Meal | Rate 2021: €16 | Rate 2024: €19". If it names none of them, the latest year counts.
    """
    labels = {cell.span("value"): cell["year"] for cell in _YEAR_CELL.finditer(text)}
    if len(labels) < 2:
        return found
    wanted = question.folded & set(labels.values()) or {max(labels.values())}
    others = [span for span, year in labels.items() if year not in wanted]
    return [one for one in found if not any(a <= one[0] < b for a, b in others)]


def _shared_words(text: str, language: Language, question: ParsedQuestion) -> list[_SharedWord]:
    """The words of a text that are in the question too."""
    return [
        _SharedWord(word.start, word.end, question.rarity.get(family(word.folded), 1.0))
        for word in words(text)
        if not is_stop_word(word.folded, language) and _is_asked(word.folded, question)
    ]


def _repeats(text: str, language: Language, question: ParsedQuestion) -> bool:
    """Whether a text says only words of a question: "the grant" for "which grants"."""
    found = [word.folded for word in words(text)]
    new = [word for word in found if not _is_asked(word, question)]
    return len(new) < len(found) and all(is_stop_word(word, language) for word in new)


def _is_asked(folded: str, question: ParsedQuestion) -> bool:
    """Whether a question has a folded word, or one of its family: "grant" for "grants"."""
    return folded in question.folded or family(folded) in question.rarity


def _distance(span: Offsets, shared: Sequence[_SharedWord]) -> float:
    """The mean distance in characters to the shared words, weighted by their rarity."""
    start, end = span
    total = sum(one.rarity for one in shared) or 1.0
    distances = (one.rarity * max(one.start - end, start - one.end, 0) for one in shared)
    return sum(distances) / total
