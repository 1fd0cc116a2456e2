"""What a quote limits that a claim does not: then it never confirms the claim.

A quote may hold each word of a claim and still not say it: of all but some, under a condition, a
month where the claim says a day, of another year. No network tells these surely.
"""

from __future__ import annotations

import re
from itertools import pairwise

from rag.facts.clauses import CLAUSE_BREAK, clause_terms
from rag.facts.compare import same_date
from rag.facts.compared_shares import is_compared_otherwise
from rag.facts.contrasted_figures import is_of_other_figure
from rag.facts.facts import Figure, TextFacts
from rag.facts.figures import equal
from rag.facts.happened import happened_otherwise
from rag.facts.opposed_groups import is_of_opposed_group
from rag.facts.years import nearest_year
from rag.language.figures.bounded_figures import Bound, are_opposite, bound_of, holds_under
from rag.language.figures.bounds import UPPER
from rag.language.figures.calculation_words import OUT_OF_WHOLE
from rag.language.figures.compared_years import find_compared
from rag.language.figures.measures import measure_after, shared_noun
from rag.language.statements.carried_subjects import find_subject
from rag.language.statements.limits_of_statements import (
    ONLY,
    find_limits,
    limits,
    rates,
    turned_round,
)
from rag.language.statements.offices import HOLDERS
from rag.language.statements.plans import is_done, is_planned
from rag.language.statements.superlatives import find_groups
from rag.language.words import fold, stem, terms
from rag.records import Offsets
from rag.weights import WEIGHTS

_BRACKETS = re.compile(r"\([^()]*\)")
_REACH = 24  # characters after a figure in which its rate is


def limits_more(claim: TextFacts, quote: TextFacts, *, calculated: bool = False) -> bool:
    """Whether a quote states less than a claim, or of something else, by the words of both.

    ``calculated``: the figure of the claim, and so the growth that it states, follows from those
    of the quote.
    """
    language, other = claim.facts.language, quote.facts.language
    quote = _without_asides(claim, quote)
    claimed, quoted = limits(claim.text, language), limits(quote.text, other)
    if "exception" in claimed and _says_only(claim, quote):
        quoted |= {"exception"}
    return (
        bool(_limiting(claim, quote) - claimed)
        or bool(claimed & ({"exception"} if calculated else {"exception", "growth"}) - quoted)
        or bool(rates(claim.text, language) - rates(quote.text, other))
        or (is_done(claim.text, language) and is_planned(quote.text, other))
        or happened_otherwise(claim, quote)
        or _other_rate(claim, quote)
        or _other_bound(claim, quote)
        or _other_measure(claim, quote)
        or _other_year(claim, quote)
        or is_of_opposed_group(claim, quote)
        or is_compared_otherwise(claim, quote, calculated=calculated)
        or (not calculated and is_of_other_figure(claim, quote))
        or _other_part(claim, quote)
        or (language == other and any(one(claim, quote) for one in _IN_ONE_LANGUAGE))
    )


def _without_asides(claim: TextFacts, quote: TextFacts) -> TextFacts:
    """A quote without the brackets whose figures, each "only" so many, a claim does not have.

    "1,842 by cell phone (of which 1,219 were cell phone only)" limits nothing but the 1,219.
    """
    language = quote.facts.language
    for match in _BRACKETS.finditer(quote.text):
        aside = TextFacts.of(match[0], language)
        names = {ONLY.match(aside.text, one.clause[0]) for one in find_limits(match[0], language)}
        theirs = aside.facts.figures
        has_own = any(equal(one, own) for one in theirs for own in claim.facts.figures)
        if names and None not in names and theirs and claim.facts.figures and not has_own:
            rest = quote.text[: match.start()] + quote.text[match.end() :]
            return TextFacts.of(rest, language)
    return quote


def _says_only(claim: TextFacts, quote: TextFacts) -> bool:
    """Whether a quote has the "only" of a claim in the words of a figure: "a single time".

    "Only two" is also "no more than two".
    """
    if "exception" in limits(quote.original or quote.text, quote.facts.language):
        return True
    clauses = [
        one.clause
        for one in find_limits(claim.text, claim.facts.language)
        if one.name == "exception"
    ]
    return any(
        equal(figure, one) and _bound(quote, one).side == UPPER
        for start, end in clauses
        for figure in claim.facts.figures
        if start <= figure.start < end
        for one in quote.facts.figures
    )


def _limiting(claim: TextFacts, quote: TextFacts) -> set[str]:
    """The exceptions of a quote, and its conditions that the claim does not state as facts."""
    found = find_limits(quote.text, quote.facts.language)
    return {
        one.name
        for one in found
        if (one.name == "exception" and not _is_only_of_figure(claim, quote, one.clause))
        or (one.name == "condition" and not _is_stated(claim, quote, one.clause))
    }


def _is_only_of_figure(claim: TextFacts, quote: TextFacts, clause: Offsets) -> bool:
    """Whether an "only" is of a figure that a claim has too: "would only cost 4,000 dollars"."""
    part = TextFacts.of(quote.text[slice(*clause)], quote.facts.language)
    shared = set(part.facts.terms) & set(claim.facts.terms)
    across = claim.facts.language != quote.facts.language
    return (
        ONLY.match(part.text) is not None
        and bool(part.facts.figures)
        and (across or bool(shared))
        and _has_figures(claim, part)
    )


def _is_stated(claim: TextFacts, quote: TextFacts, clause: Offsets) -> bool:
    """Whether a claim has what a clause is about: "in a council of nine", "where it has nine".

    It has each figure of the clause within its bound, each date, and most of its words; across
    languages at least one figure.
    """
    language, (start, end) = quote.facts.language, clause
    condition = TextFacts.of(quote.text[start:end], language)
    part = condition.facts
    dates = all(any(same_date(one, own) for own in claim.facts.dates) for one in part.dates)
    if not (_has_figures(claim, condition) and dates):
        return False
    if claim.facts.language != language:
        return bool(part.figures)
    known = sum(term in claim.facts.terms for term in part.terms)
    return bool(part.terms) and known >= WEIGHTS.verdicts.stated_condition * len(part.terms)


def _has_figures(claim: TextFacts, part: TextFacts) -> bool:
    """Whether a claim has each figure of a part of a quote, within its bound."""
    return all(
        any(
            equal(one, own) and holds_under(_bound(claim, own), _bound(part, one))
            for own in claim.facts.figures
        )
        for one in part.facts.figures
    )


def _bound(text: TextFacts, figure: Figure) -> Bound:
    return bound_of(text.text, figure.start, figure.end, text.facts.language)


def _other_bound(claim: TextFacts, quote: TextFacts) -> bool:
    """Whether the claim is of what is above a figure, and the quote of what is below it."""
    for figure in claim.facts.figures:
        same = [_bound(quote, one) for one in quote.facts.figures if equal(figure, one)]
        if same and all(are_opposite(_bound(claim, figure), one) for one in same):
            return True
    return False


def _other_rate(claim: TextFacts, quote: TextFacts) -> bool:
    """Whether a figure of the claim is for another time than in the quote: "$70 a day", a month."""
    quoted = [(one, _rate_of(quote, one)) for one in quote.facts.figures]
    if not any(rate for _, rate in quoted):
        return False
    for figure in claim.facts.figures:
        own = _rate_of(claim, figure)
        same = [rate for one, rate in quoted if equal(figure, one)]
        # Without a rate of its own, the figure has not the one of another figure.
        others = [rate for one, rate in quoted if one.unit == figure.unit]
        if own and same and own not in same and any(others):
            return True
    return False


def _rate_of(text: TextFacts, figure: Figure) -> frozenset[str]:
    """The time that a figure is for, by the words after it: "$70 a month"."""
    after = text.text[figure.end : figure.end + _REACH]
    return rates(CLAUSE_BREAK.split(after, maxsplit=1)[0], text.facts.language)


def _is_wider(claim: TextFacts, quote: TextFacts) -> bool:
    """Whether a claim says "the first" or "every" of more things than the quote: of all centres."""
    language, known = claim.facts.language, set(claim.facts.terms)
    claimed = {kind for kind, _ in find_groups(claim.text, language)}
    quoted = [one for one in find_groups(quote.text, language) if one[0] in claimed]
    return bool(quoted) and all(group - known for _, group in quoted)


def _turned_round(claim: TextFacts, quote: TextFacts) -> bool:
    """Whether the claim has a word of the quote with a negative prefix, or the other way round."""
    language = claim.facts.language
    own, other = claim.facts.words - quote.facts.words, quote.facts.words - claim.facts.words
    return turned_round(own, other, language)


def _other_year(claim: TextFacts, quote: TextFacts) -> bool:
    """Whether a figure of the claim stands nearer to another year than that of the claim."""
    years = {date.date.year for date in claim.facts.dates}
    if len(years) != 1:
        return False
    for figure in claim.facts.figures:
        same = next((one for one in quote.facts.figures if equal(figure, one)), None)
        nearest = nearest_year(quote, same) if same is not None else None
        if nearest is not None and nearest not in years:
            return True
    return False


def _other_measure(claim: TextFacts, quote: TextFacts) -> bool:
    """Whether a figure of the claim is in another unit than its equals in the quote: km, cm."""
    for figure in claim.facts.figures:
        own = measure_after(claim.text, figure.end)
        same = [one for one in quote.facts.figures if equal(figure, one)]
        others = {measure_after(quote.text, one.end) for one in same}
        if own and others and own not in others:
            return True
    return False


def _other_whole(claim: TextFacts, quote: TextFacts) -> bool:
    """Whether a percentage is a share of something else: "3% of Canadians", "3% of users"."""
    language, known = claim.facts.language, set(quote.facts.terms)
    for figure in claim.facts.figures:
        noun = shared_noun(claim.text, figure.end) if figure.unit == "%" else ""
        same = [one for one in quote.facts.figures if equal(figure, one)]
        wholes = [shared_noun(quote.text, one.end) for one in same]
        if noun and any(wholes) and stem(fold(noun), language) not in known:
            return True
    return False


def _other_office(claim: TextFacts, quote: TextFacts) -> bool:
    """Whether the claim has the holder of an office where the quote has another: the chief."""
    own, other = (
        {word for word in one.facts.words if word in HOLDERS[one.facts.language]}
        for one in (claim, quote)
    )
    return bool(other) and bool(own - other)


def _other_part(claim: TextFacts, quote: TextFacts) -> bool:
    """Whether the claim has only the whole of a part: 33, where the quote has "29 of 33"."""
    between = OUT_OF_WHOLE[quote.facts.language]
    for part, whole in pairwise(quote.facts.figures):
        if 0 < part.value < whole.value and between.fullmatch(quote.text, part.end, whole.start):
            own = claim.facts.figures
            if any(equal(one, whole) for one in own) and not any(equal(one, part) for one in own):
                return True
    return False


def _other_act(claim: TextFacts, quote: TextFacts) -> bool:
    """Whether a date of the claim is that of another act in the quote: "amended in 2023".

    What the claim says is in the clause of another date, and nothing of it in that of its own.
    """
    if find_compared(quote.text, quote.facts.language):
        return False  # a figure of another year, and no act
    subject = terms(find_subject(claim.text, claim.facts.language), claim.facts.language)
    said, words = set(claim.facts.terms) - set(subject), set(quote.facts.terms) - set(subject)
    dates = [(one, words & clause_terms(quote, one.start)) for one in quote.facts.dates]
    for date in claim.facts.dates:
        here = set[str]().union(*(own for one, own in dates if same_date(date, one)))
        there = set[str]().union(*(own for one, own in dates if not same_date(date, one)))
        if here and not said & here and said & there:
            return True
    return False


_IN_ONE_LANGUAGE = (_other_act, _is_wider, _turned_round, _other_whole, _other_office)
