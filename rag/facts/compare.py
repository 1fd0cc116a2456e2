"""The facts of a claim compared with those of a quote, one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.facts.clauses import is_about_other_clause
from rag.facts.denials import negation_differs
from rag.facts.facts import Facts, Figure, TextFacts, has_name
from rag.language.approximations import Approximation, excludes, find_approximation, may_be
from rag.language.counted_nouns import same_noun
from rag.language.dates import FoundDate, find_months
from rag.language.marks import Mark
from rag.language.names import Name
from rag.language.opposites import find_opposite_sides
from rag.language.words import stem
from rag.records.checks import Outcome, Reason
from rag.weights import WEIGHTS

# The reference of a form, a rule or a document: capitals, then digits.
_CODE = re.compile(r"(?<!\w)(?P<kind>[A-Z]{1,5})[-–/]?[0-9][\w./-]*(?<![./-])")
_DEPTH = {"year": 1, "month": 2, "day": 3}
_RIVAL_NAMES = WEIGHTS.rival_names


def compare(claim: TextFacts, quote: TextFacts, context: TextFacts) -> tuple[Reason, ...]:
    """Whether a quote has each figure, date and name of a claim, and whether it negates it.

    Dates and names that are not in the quote are taken from its context: the title, the
    headings and the sentence before.
    """
    return (
        *_figures(claim, quote),
        *_codes(claim, quote, context),
        *_marks(claim, quote, context),
        *_dates(claim, quote, context),
        *_months(claim, quote, context),
        *_names(claim, quote, context),
        *_opposition(claim, quote),
    )


def _figures(claim: TextFacts, quote: TextFacts) -> Iterator[Reason]:
    own = {(one.value, one.unit, one.ordinal): one for one in claim.facts.figures}.values()
    unclaimed = frozenset(
        f for f in quote.facts.figures if not any(equal(f, figure) for figure in own)
    )
    only_counts = _only_counts(claim, quote)
    for figure in claim.facts.figures:
        claimed = claim.shown(figure)
        equals = [
            f
            for f in quote.facts.figures
            if equal(figure, f) and _may_count_the_same(figure, f, claim, quote)
        ]
        rivals = [f for f in _rivals(figure, claim, quote, only_counts) if f in unclaimed]
        said = [(f, _said_as(figure, f, claim, quote)) for f in rivals]
        near = [f for f, how in said if may_be(figure.value, how, f.value)]
        rivals = [f for f, how in said if excludes(figure.value, how, f.value)]
        if near and not equals:
            yield Reason("figure", "agrees", claimed, quote.shown(near[0]))
        elif rivals and not any(_counts_the_same(figure, f, claim, quote) for f in equals):
            yield Reason("figure", "differs", claimed, quote.shown(rivals[0]))
        elif equals:
            yield _compare_clauses(claim, quote, figure, equals[0], rivals)
        else:
            yield Reason("figure", "missing", claimed)


def _said_as(figure: Figure, other: Figure, claim: TextFacts, quote: TextFacts) -> Approximation:
    """How the claim says its figure; two of a kind, "at least" both, are compared as they are."""
    own = find_approximation(claim.text, figure.start, claim.facts.language)
    theirs = find_approximation(quote.text, other.start, quote.facts.language)
    return "exact" if own == theirs else own


def _only_counts(claim: TextFacts, quote: TextFacts) -> tuple[Figure, Figure] | None:
    """The figures of two texts that count one thing each."""
    claimed, quoted = (
        [f for f in text.facts.figures if not f.unit and not f.ordinal] for text in (claim, quote)
    )
    return (claimed[0], quoted[0]) if len(claimed) == 1 and len(quoted) == 1 else None


def _rivals(
    figure: Figure, claim: TextFacts, quote: TextFacts, only_counts: tuple[Figure, Figure] | None
) -> list[Figure]:
    """The figures of a quote that measure the same thing and are not equal."""
    same_language = claim.facts.language == quote.facts.language
    found = [
        f
        for f in quote.facts.figures
        if not equal(figure, f) and comparable(figure, f, same_language=same_language)
    ]
    if found or same_language or only_counts is None or only_counts[0] != figure:
        return found
    # Counted nouns are seldom comparable across languages. If each text counts one thing, it is
    # the same thing.
    return [f for f in only_counts[1:] if not equal(figure, f)]


def _counts_the_same(figure: Figure, other: Figure, claim: TextFacts, quote: TextFacts) -> bool:
    """Whether equal figures count the same thing, as far as both say what: 18 guests, 18 crew."""
    if figure.unit or figure.ordinal or not (figure.counted and other.counted):
        return True
    if claim.facts.language != quote.facts.language:
        return same_noun(figure.counted, other.counted) is not False
    return figure.counted == other.counted


def _may_count_the_same(figure: Figure, other: Figure, claim: TextFacts, quote: TextFacts) -> bool:
    """Whether equal figures may count the same thing: "18 crew members", "18 of the crew"."""
    if claim.facts.language != quote.facts.language:
        return True
    named = figure.counted in quote.facts.terms or other.counted in claim.facts.terms
    return named or _counts_the_same(figure, other, claim, quote)


def _compare_clauses(
    claim: TextFacts, quote: TextFacts, figure: Figure, match: Figure, rivals: Sequence[Figure]
) -> Reason:
    """An equal figure agrees, unless it is about another thing in the quote and a rival is not."""
    claimed = claim.shown(figure)
    same_language = claim.facts.language == quote.facts.language
    for rival in rivals:
        # What a figure is about cannot be compared across languages.
        other = is_about_other_clause(claim, quote, match, rival) if same_language else None
        if other is not False:
            outcome: Outcome = "differs" if other else "missing"
            return Reason("figure", outcome, claimed, quote.shown(rival))
    return Reason("figure", "agrees", claimed, quote.shown(match))


def equal(one: Figure, other: Figure) -> bool:
    """Whether two figures are the same quantity; a unit may be missing from one of them."""
    units = one.unit == other.unit or not (one.unit and other.unit)
    return one.value == other.value and one.ordinal == other.ordinal and units


def comparable(one: Figure, other: Figure, *, same_language: bool) -> bool:
    """Whether two unequal figures measure the same thing: the same unit or counted noun."""
    if one.ordinal != other.ordinal or one.unit != other.unit:
        return False
    if one.unit:
        return True
    if same_language:
        return one.counted == other.counted != ""
    return same_noun(one.counted, other.counted) is True


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


def _marks(claim: TextFacts, quote: TextFacts, context: TextFacts) -> Iterator[Reason]:
    """Whether the quote or its context has each reference of a claim: "article 12", "n° 45".

    Another reference is no evidence against the claim: article 13 may say the same.
    """
    quoted = [(text, mark) for text in (quote, context) for mark in text.facts.marks]
    for mark in claim.facts.marks:
        claimed = claim.shown(mark)
        if not mark.is_reference or _CODE.search(claimed):
            continue
        same = [text.shown(other) for text, other in quoted if _same_mark(mark, other)]
        yield Reason("figure", "agrees" if same else "missing", claimed, *same[:1])


def _same_mark(mark: Mark, other: Mark) -> bool:
    """Whether two marks have one number; that of a paragraph may be named: "5", "section 5"."""
    kinds = mark.kind == other.kind or (mark.kind, other.kind) == ("label", "item")
    return kinds and mark.value == other.value


def _dates(claim: TextFacts, quote: TextFacts, context: TextFacts) -> Iterator[Reason]:
    for date in claim.facts.dates:
        claimed = claim.shown(date)
        same = [other for other in quote.facts.dates if _confirms(other, date)]
        in_context = [other for other in context.facts.dates if _confirms(other, date)]
        rivals = [other for other in quote.facts.dates if not same_date(date, other)]
        if same:
            yield Reason("date", "agrees", claimed, quote.shown(same[0]))
        elif in_context and (date.precision == "year" or not rivals):
            yield Reason("date", "agrees", claimed, context.shown(in_context[0]))
        elif rivals:
            yield Reason("date", "differs", claimed, quote.shown(rivals[0]))
        else:
            yield Reason("date", "missing", claimed)


def _confirms(other: FoundDate, date: FoundDate) -> bool:
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
    for name in claim.facts.names:
        claimed = claim.shown(name)
        if has_name(quote.facts, name):
            yield Reason("name", "agrees", claimed)
        elif has_name(context.facts, name):
            same = (n for n in context.facts.names if n.parts & name.parts)
            yield Reason("name", "agrees", claimed, next((context.shown(n) for n in same), ""))
        elif rivals and len(name.parts) > 1:
            yield Reason("name", "differs", claimed, quote.shown(rivals[0]))
        else:
            yield Reason("name", "missing", claimed)


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
    if negation_differs(claim, quote) == (len(opposites) % 2 == 1):
        return
    if opposites:
        yield Reason("opposite", "differs", opposites[0][0].word, opposites[0][1].word)
    else:
        yield Reason("denial", "differs")
