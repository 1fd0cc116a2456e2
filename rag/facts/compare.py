"""The facts of a claim compared with those of a quote, one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.facts.clauses import clause_of_year
from rag.facts.comparable_dates import ComparableDates
from rag.facts.denials import negation_differs
from rag.facts.facts import Facts, TextFacts, has_name
from rag.facts.figures import compare_figures
from rag.language.figures.dates import FoundDate, find_months
from rag.language.identifiers.mark_nouns import mark_kind
from rag.language.identifiers.marks import Mark
from rag.language.names import Name
from rag.language.statements.opposites import find_opposite_sides
from rag.language.words import fold, stem, words
from rag.records.checks import Reason
from rag.weights import WEIGHTS

# The reference of a form, a rule or a document: capitals, then digits.
_CODE = re.compile(r"(?<!\w)(?P<kind>[A-Z]{1,5})[-–/]?[0-9][\w./-]*(?<![./-])")
# The name of a file, an address: "pxelinux.0".
_FILE = re.compile(r"(?<![\w./-])(?=[\w./-]*\d)[^\W\d_][\w-]+(?:[._/][\w-]+)+")
_NOUN = re.compile(r"[^\W\d_]+")
_DEPTH = {"year": 1, "month": 2, "day": 3}
_RIVAL_NAMES = WEIGHTS.rival_names


def compare(claim: TextFacts, quote: TextFacts, context: TextFacts) -> tuple[Reason, ...]:
    """Whether a quote has each figure, date and name of a claim, and whether it negates it.

    Dates and names that are not in the quote are taken from its context: the title, the
    headings and the sentence before.
    """
    return (
        *compare_figures(claim, quote),
        *_codes(claim, quote, context),
        *_files(claim, quote, context),
        *_marks(claim, quote, context),
        *_dates(claim, quote, context),
        *_months(claim, quote, context),
        *_names(claim, quote, context),
        *_opposition(claim, quote),
    )


def _codes(claim: TextFacts, quote: TextFacts, context: TextFacts) -> Iterator[Reason]:
    """Whether each reference of a claim, "F-12" or "A/78/3", is in the quote to the letter."""
    quoted = {code[0]: code for code in _CODE.finditer(quote.text)}
    in_context = {code[0] for code in _CODE.finditer(context.text)}
    for code in _CODE.finditer(claim.text):
        rivals = [found[0] for found in quoted.values() if found["kind"] == code["kind"]]
        if code[0] in quoted or code[0] in in_context:
            yield Reason("figure", "agrees", code[0], code[0])
        elif rivals:
            yield Reason("figure", "differs", code[0], rivals[0])
        else:
            yield Reason("figure", "missing", code[0])


def _files(claim: TextFacts, quote: TextFacts, context: TextFacts) -> Iterator[Reason]:
    """The names with a digit and a point, "pxelinux.0", that neither quote nor context has."""
    known = {found[0] for text in (quote, context) for found in _FILE.finditer(text.text)}
    for found in _FILE.finditer(claim.text):
        if found[0] not in known:
            yield Reason("figure", "missing", found[0])


def _marks(claim: TextFacts, quote: TextFacts, context: TextFacts) -> Iterator[Reason]:
    """Whether the quote or its context has each reference of a claim: "article 12", "n° 45".

    Another reference is no evidence against the claim: article 13 may say the same.
    """
    quoted = [(text, mark) for text in (quote, context) for mark in text.facts.marks]
    for mark in claim.facts.marks:
        claimed = claim.shown(mark)
        if not mark.is_reference or _CODE.search(claimed):
            continue
        alike = claim.facts.language == quote.facts.language
        kin = [
            (text, other)
            for text, other in quoted
            if (_same_kind if alike else _may_translate)(claimed, text.shown(other))
        ]
        # A sentence on category 1, or that opens with schedule 12, says nothing of what
        # category 2 or article 12 above it are.
        rival = any(text is quote and other.kind == mark.kind == "label" for text, other in kin)
        rival = rival or any(
            text is quote and other.kind == "label" and not quote.text[: other.start].strip("L'’")
            for text, other in quoted
        )
        same = [
            text.shown(other)
            for text, other in kin
            if _same_mark(mark, other) and not (alike and rival and text is context)
        ]
        yield Reason("figure", "agrees" if same else "missing", claimed, *same[:1])


def _same_mark(mark: Mark, other: Mark) -> bool:
    """Whether another mark has the number of a mark, or all its numbers: "zones 2A, 2B or 3".

    That of a paragraph may be named: "5", "section 5".
    """
    kinds = mark.kind == other.kind or (mark.kind, other.kind) == ("label", "item")
    return kinds and (mark.value == other.value or mark.numbers <= other.numbers)


def _same_kind(one: str, other: str) -> bool:
    """Whether two marks may be of one kind of thing: "art. 12" and "article 12", not "schedule"."""
    left, right = (_NOUN.match(fold(each)) for each in (one, other))
    if left is None or right is None:
        return True
    return left[0].startswith(right[0]) or right[0].startswith(left[0])


def _may_translate(one: str, other: str) -> bool:
    """Whether a mark may be another one in the other language: "article 7", not "schedule 7"."""
    left, right = (_NOUN.match(fold(each)) for each in (one, other))
    if left is None or right is None:
        return True
    kinds = mark_kind(left[0]), mark_kind(right[0])
    return "" in kinds or kinds[0] == kinds[1]


def _dates(claim: TextFacts, quote: TextFacts, context: TextFacts) -> Iterator[Reason]:
    comparable = ComparableDates.of(quote)
    claimed_dates = claim.facts.dates
    rival = {
        other: not any(same_date(date, other) for date in claimed_dates)
        for other in quote.facts.dates
    }
    for date in claimed_dates:
        claimed = claim.shown(date)
        own, of_thing = comparable.with_one_of(claim, date)
        same = [other for other in own if confirms(other, date)]
        rivals = [other for other in own if of_thing or rival[other]]
        in_context = [other for other in context.facts.dates if confirms(other, date)]
        if same:
            yield Reason("date", "agrees", claimed, quote.shown(same[0]))
        elif in_context and not of_thing and (date.precision == "year" or not rivals):
            # The year of the title is that of a sentence without one: not of "... in 2022".
            if any(map(comparable.is_when, rivals)):
                yield Reason("date", "missing", claimed)
            else:
                yield Reason("date", "agrees", claimed, context.shown(in_context[0]))
        elif rivals:
            yield Reason("date", "differs", claimed, quote.shown(rivals[0]))
        else:
            yield Reason("date", "missing", claimed)


def confirms(other: FoundDate, date: FoundDate) -> bool:
    """Whether another date is the same and at least as precise."""
    return same_date(date, other) and _DEPTH[other.precision] >= _DEPTH[date.precision]


def same_date(one: FoundDate, other: FoundDate) -> bool:
    """Whether two dates agree in what both give: "novembre 2023" and "15 November 2023"."""
    depth = min(_DEPTH[date.precision] for date in (one, other))
    return one.date.timetuple()[:depth] == other.date.timetuple()[:depth]


def _months(claim: TextFacts, quote: TextFacts, context: TextFacts) -> Iterator[Reason]:
    """Whether the quote has each month without a year: "avant le 15 juin", "in July"."""
    claimed_months = find_months(claim.text)
    claimed_numbers = {month.number for month in claimed_months}
    quoted = find_months(quote.text)
    in_context = {month.number for month in find_months(context.text)}
    for month in claimed_months:
        if month.dated:
            continue
        claimed = claim.shown(month)
        same = next((other for other in quoted if other.number == month.number), None)
        rival = next((other for other in quoted if other.number not in claimed_numbers), None)
        if same:
            yield Reason("date", "agrees", claimed, quote.shown(same))
        elif rival:
            yield Reason("date", "differs", claimed, quote.shown(rival))
        else:
            yield Reason("date", "agrees" if month.number in in_context else "missing", claimed)


def _names(claim: TextFacts, quote: TextFacts, context: TextFacts) -> Iterator[Reason]:
    rivals = _rival_names(claim, quote, context)
    months = {(month.start, month.end) for month in find_months(claim.text)}
    for name in claim.facts.names:
        if (name.start, name.end) in months:
            continue  # "between June and early September": see ``_months``
        claimed = claim.shown(name)
        only_a_noun = _is_only_a_noun(name, quote)
        if has_name(quote.facts, name) and not only_a_noun:
            yield Reason("name", "agrees", claimed)
        elif _is_named(name, context, whole=only_a_noun):
            same = (n for n in context.facts.names if n.parts & name.parts)
            yield Reason("name", "agrees", claimed, next((context.shown(n) for n in same), ""))
        elif rivals and len(name.parts) > 1:
            yield Reason("name", "differs", claimed, quote.shown(rivals[0]))
        else:
            yield Reason("name", "missing", claimed)


def _is_named(name: Name, context: TextFacts, *, whole: bool) -> bool:
    """Whether a context has a name; ``whole``: all of it, since the quote has its noun alone."""
    if whole and not name.parts <= context.facts.words:
        return False
    return has_name(context.facts, name) and not _is_only_a_noun(name, context)


def _is_only_a_noun(name: Name, text: TextFacts) -> bool:
    """Whether a text has of a name of two words only the noun: "an airport", of Kelowna Airport."""
    found = [part for part in name.parts if part in text.facts.words]
    if len(name.parts) != 2 or len(found) != 1:
        return False
    places = (one.start for one in words(text.text) if one.folded == found[0])
    return all(text.text[start].islower() for start in places)


def _rival_names(claim: TextFacts, quote: TextFacts, context: TextFacts) -> list[Name]:
    """The other names in a quote, if the quote has most of the other terms of the claim."""
    if not claim.facts.names or claim.facts.language != quote.facts.language:
        return []
    rivals = [n for n in quote.facts.names if len(n.parts) > 1 and not has_name(claim.facts, n)]
    in_names = {stem(part, claim.facts.language) for n in claim.facts.names for part in n.parts}
    rest = set(claim.facts.terms) - in_names
    same_subject = (
        _share(rest, quote.facts) >= _RIVAL_NAMES.in_quote
        and _share(rest, quote.facts, context.facts) >= _RIVAL_NAMES.with_context
    )
    return rivals if same_subject else []


def _share(wanted: set[str], *texts: Facts) -> float:
    """The share of some terms that are in texts, in 0..1."""
    found = {term for facts in texts for term in facts.terms}
    return len(wanted & found) / len(wanted) if wanted else 0.0


def _opposition(claim: TextFacts, quote: TextFacts) -> Iterator[Reason]:
    """A negation or an opposite in one text only; two of them cancel out ("did not reject")."""
    same_language = claim.facts.language == quote.facts.language
    opposites = find_opposite_sides(claim.facts.sides, quote.facts.sides, counted=same_language)
    if negation_differs(claim, clause_of_year(claim, quote)) == (len(opposites) % 2 == 1):
        return
    if opposites:
        yield Reason("opposite", "differs", opposites[0][0].word, opposites[0][1].word)
    else:
        yield Reason("denial", "differs")
