"""The figures of a claim compared with those of a quote, one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from rag.facts.clauses import has_figures_of_clause, is_about_other_clause
from rag.facts.counted_phrases import counted_phrase, counts_people, in_a_word
from rag.facts.durations import TIME_UNITS
from rag.facts.facts import Figure, TextFacts
from rag.facts.years import of_year, rival_of_year, stated_years
from rag.language.figures.approximations import (
    Approximation,
    SaidFigure,
    excludes,
    find_said,
    may_be,
)
from rag.language.figures.bounded_figures import bound_of
from rag.language.figures.bounds import UPPER
from rag.language.figures.counted_nouns import same_noun
from rag.language.figures.measures import measure_after
from rag.language.figures.numbers import may_be_one_unit
from rag.language.statements.modality import find_modality
from rag.records.checks import Outcome, Reason

_SIGNS: dict[Approximation, str] = {
    "exact": " ≈ ", "about": " ≈ ", "over": " > ", "under": " < ", "least": " ≥ ", "many": " ≥ ",
}  # fmt: skip


def compare_figures(claim: TextFacts, quote: TextFacts) -> Iterator[Reason]:
    """Whether a quote has each figure of a claim, as it is or as the claim rounds it."""
    years = stated_years(claim)
    sides = {year: _Side.of(claim, of_year(quote, year)) for year in {*years.values()}}
    for figure, year in years.items():
        reason = _compare_figure(figure, claim, sides[year])
        rival = rival_of_year(quote, figure, year) if reason.outcome == "missing" else None
        yield replace(reason, outcome="differs", quoted=quote.shown(rival)) if rival else reason


@dataclass(frozen=True, slots=True)
class _Side:
    """A quote with the figures of one year, and what is the same for all figures of a claim.

    ``unclaimed`` are its figures that the claim has not, each with those of the claim that say it
    in round numbers.
    """

    quote: TextFacts
    unclaimed: Mapping[Figure, frozenset[Figure]]
    only_counts: tuple[Figure, Figure] | None

    @classmethod
    def of(cls, claim: TextFacts, quote: TextFacts) -> _Side:
        """The side of a claim that a quote is."""
        own = {(one.value, one.unit, one.ordinal): one for one in claim.facts.figures}.values()
        unclaimed = {
            f: frozenset(one for one in own if _is_rounded(one, f, claim, quote))
            for f in quote.facts.figures
            if not any(equal(f, one) for one in own)
        }
        return cls(quote, unclaimed, _only_counts(claim, quote))


def _compare_figure(figure: Figure, claim: TextFacts, side: _Side) -> Reason:
    """Whether a quote has a figure of the claim."""
    quote, said = side.quote, said_figure(figure, claim)
    equals = [
        f
        for f in quote.facts.figures
        if equal(figure, f) and _may_count_the_same(figure, f, claim, quote)
    ]
    rivals = [
        f
        for f in _rivals(figure, claim, quote, side.only_counts)
        if f in side.unclaimed and side.unclaimed[f] <= {figure}
    ]
    near = [f for f in rivals if _is_near(figure, said, f, quote)]
    rivals = [f for f in rivals if _is_excluded(figure, said, f, quote)]
    if near and not equals:
        return _approximate(figure, said, near[0], claim, quote)
    if rivals and not equals and _is_allowed(figure, rivals[0], claim, quote):
        return Reason("figure", "missing", claim.shown(figure))
    if rivals and not any(_counts_the_same(figure, f, claim, quote) for f in equals):
        return Reason("figure", "differs", claim.shown(figure), quote.shown(rivals[0]))
    if equals and (crossed := _crossed(figure, equals, claim, quote)):
        return Reason("figure", "differs", claim.shown(figure), quote.shown(crossed))
    if equals:
        return _compare_clauses(claim, quote, figure, equals[0], rivals)
    if one := in_a_word(figure, quote):
        return Reason("figure", "agrees", claim.shown(figure), one)
    if (other := _in_other_unit(figure, quote)) is not None:
        return Reason("figure", "differs", claim.shown(figure), quote.shown(other))
    return Reason("figure", "missing", claim.shown(figure))


def _crossed(
    figure: Figure, equals: Sequence[Figure], claim: TextFacts, quote: TextFacts
) -> Figure | None:
    """Another figure of what a claim counts, where the same figure counts another thing.

    "19 agents, of whom 47 are guards" has both figures of "47 agents, of whom 19 are guards".
    """
    if any(_counts_the_same(figure, one, claim, quote) for one in equals):
        return None
    alike = claim.facts.language == quote.facts.language
    others = (one for one in quote.facts.figures if not equal(figure, one))
    return next((one for one in others if comparable(figure, one, same_language=alike)), None)


def _is_allowed(figure: Figure, limit: Figure, claim: TextFacts, quote: TextFacts) -> bool:
    """Whether a claim allows a figure that a quote's limit allows too: 400, "up to 500"."""
    language, there = claim.facts.language, quote.facts.language
    allows = any(name == "may" for name, _ in find_modality(claim.text, language))
    if not allows or UPPER in claim.text or figure.value > limit.value:
        return False
    own = bound_of(claim.text, figure.start, figure.end, language)
    return not own.side and bound_of(quote.text, limit.start, limit.end, there).side == UPPER


def _is_rounded(figure: Figure, other: Figure, claim: TextFacts, quote: TextFacts) -> bool:
    """Whether a claim says a figure of a quote as about so much, and so none of its others."""
    said = said_figure(figure, claim)
    alike = said.how != "exact" and may_be_one_unit(figure.unit, other.unit)
    return alike and _is_near(figure, said, other, quote)


def _in_other_unit(figure: Figure, quote: TextFacts) -> Figure | None:
    """The same number in another unit: 15 % where the quote has 15 €, but not 15 months."""
    if figure.unit in TIME_UNITS:
        return None
    return next(
        (
            other
            for other in quote.facts.figures
            if other.value == figure.value
            and other.unit not in {"", *TIME_UNITS}
            and not (figure.unit == "" or may_be_one_unit(figure.unit, other.unit))
        ),
        None,
    )


def said_figure(figure: Figure, text: TextFacts) -> SaidFigure:
    """How a text says a figure of it: about, over, in a word."""
    return find_said(text.text, figure.start, text.facts.language, text.shown(figure), figure.unit)


def _said_as(said: SaidFigure, other: Figure, quote: TextFacts) -> Approximation:
    """How the claim says its figure; two of a kind, "at least" both, are compared as they are."""
    return "exact" if said.how == said_figure(other, quote).how else said.how


def _is_near(figure: Figure, said: SaidFigure, other: Figure, quote: TextFacts) -> bool:
    how = _said_as(said, other, quote)
    return may_be(figure.value, how, other.value, is_part=said.is_part)


def _is_excluded(figure: Figure, said: SaidFigure, other: Figure, quote: TextFacts) -> bool:
    """Whether neither figure can be the other, as each text says its own."""
    theirs = said_figure(other, quote)
    if not excludes(figure.value, _said_as(said, other, quote), other.value, is_part=said.is_part):
        return False
    rounded = theirs.is_part or theirs.how not in ("exact", said.how)
    return not (rounded and may_be(other.value, theirs.how, figure.value, is_part=theirs.is_part))


def _approximate(
    figure: Figure, said: SaidFigure, other: Figure, claim: TextFacts, quote: TextFacts
) -> Reason:
    """The reason that a figure is what the claim says in round numbers, with both as calculated."""
    claimed = claim.words_at(said.start, figure.end)
    sides = plain_number(other.value), plain_number(figure.value)
    return Reason("figure", "agrees", claimed, quote.shown(other), _SIGNS[said.how].join(sides))


def plain_number(value: Decimal) -> str:
    """A number in digits, in groups of three: "8 800 000"."""
    return f"{value.normalize():,f}".replace(",", "\u202f")


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
        if not equal(figure, f)
        and (
            comparable(figure, f, same_language=same_language)
            or _same_measure(figure, f, claim, quote)
        )
        and _one_unit_of_time(figure, f, claim, quote)
    ]
    if found or same_language or only_counts is None or only_counts[0] != figure:
        return found
    # Counted nouns are seldom comparable across languages. If each text counts one thing, it is
    # the same thing.
    return [
        f
        for f in only_counts[1:]
        if not equal(figure, f) and same_noun(figure.counted, f.counted) is not False
    ]


def _same_measure(figure: Figure, other: Figure, claim: TextFacts, quote: TextFacts) -> bool:
    """Whether both figures are in one unit of measurement, however it is written: cm."""
    own = measure_after(claim.text, figure.end)
    return own != "" and own == measure_after(quote.text, other.end)


def _one_unit_of_time(figure: Figure, other: Figure, claim: TextFacts, quote: TextFacts) -> bool:
    """False for durations in two units, years and months, if either text has several."""
    if figure.unit not in TIME_UNITS or _same_noun(figure, other, claim, quote):
        return True
    return all(
        sum(one.unit in TIME_UNITS for one in text.facts.figures) == 1 for text in (claim, quote)
    )


def _same_noun(figure: Figure, other: Figure, claim: TextFacts, quote: TextFacts) -> bool:
    if claim.facts.language != quote.facts.language:
        return same_noun(figure.counted, other.counted) is True
    return figure.counted == other.counted


def _counts_the_same(figure: Figure, other: Figure, claim: TextFacts, quote: TextFacts) -> bool:
    """Whether equal figures count the same thing, as far as both say what: 18 guests, 18 crew."""
    if figure.unit or figure.ordinal or not (figure.counted and other.counted):
        return True
    if claim.facts.language != quote.facts.language:
        return same_noun(figure.counted, other.counted) is not False
    return figure.counted == other.counted or counts_people(figure, other, quote)


def _may_count_the_same(figure: Figure, other: Figure, claim: TextFacts, quote: TextFacts) -> bool:
    """Whether equal figures may count the same thing: "18 crew members", "18 of the crew"."""
    own, theirs = (
        measure_after(text.text, one.end) for one, text in ((figure, claim), (other, quote))
    )
    if own or theirs:
        return own == theirs
    if claim.facts.language != quote.facts.language:
        return _counts_the_same(figure, other, claim, quote)
    named = figure.counted in counted_phrase(quote, other)
    named = named or other.counted in counted_phrase(claim, figure)
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
        if other is None and has_figures_of_clause(claim, quote, match):
            continue
        if other is not False:
            outcome: Outcome = "differs" if other else "missing"
            return Reason("figure", outcome, claimed, quote.shown(rival))
    return Reason("figure", "agrees", claimed, quote.shown(match))


def equal(one: Figure, other: Figure) -> bool:
    """Whether two figures are the same quantity; a unit may be missing from one of them.

    That of a duration may not: 36 months are not 36.
    """
    units = may_be_one_unit(one.unit, other.unit) or (
        not (one.unit and other.unit) and not {one.unit, other.unit} & TIME_UNITS
    )
    return one.value == other.value and one.ordinal == other.ordinal and units


def comparable(one: Figure, other: Figure, *, same_language: bool) -> bool:
    """Whether two unequal figures measure the same thing: the same unit or counted noun."""
    if one.ordinal != other.ordinal or not may_be_one_unit(one.unit, other.unit):
        return False
    if one.unit:
        return True
    if same_language:
        return one.counted == other.counted != ""
    return same_noun(one.counted, other.counted) is True
