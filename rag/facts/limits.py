"""What a quote limits that a claim does not: then it never confirms the claim.

A quote may hold each word of a claim and still not say it: of all but some, under a condition, a
month where the claim says a day, of another year. No network tells these surely.
"""

from __future__ import annotations

from rag.facts.compare import equal
from rag.facts.facts import TextFacts
from rag.language.limits_of_statements import limits, rates, turned_round


def limits_more(claim: TextFacts, quote: TextFacts) -> bool:
    """Whether a quote states less than a claim, or of something else, by the words of both."""
    language, other = claim.facts.language, quote.facts.language
    claimed, quoted = limits(claim.text, language), limits(quote.text, other)
    if quoted & {"exception", "condition"} - claimed:
        return True
    if claimed & {"exception", "growth"} - quoted:
        return True
    if rates(claim.text, language) - rates(quote.text, other):
        return True
    return _other_year(claim, quote) or (language == other and _turned_round(claim, quote))


def _turned_round(claim: TextFacts, quote: TextFacts) -> bool:
    """Whether the claim has a word of the quote with a negative prefix, or the other way round."""
    language = claim.facts.language
    own, other = claim.facts.words - quote.facts.words, quote.facts.words - claim.facts.words
    return turned_round(own, other, language)


def _other_year(claim: TextFacts, quote: TextFacts) -> bool:
    """Whether a figure of the claim stands nearer to another year than that of the claim."""
    years = {date.date.year for date in claim.facts.dates}
    places = [(date.start, date.date.year) for date in quote.facts.dates]
    if len(years) != 1 or len({year for _, year in places}) < 2:
        return False
    for figure in claim.facts.figures:
        same = next((one for one in quote.facts.figures if equal(figure, one)), None)
        if same is not None:
            _, nearest = min(places, key=lambda place: _distance(place[0], same.start))
            if nearest not in years:
                return True
    return False


def _distance(date: int, figure: int) -> int:
    """How far a date is from a figure; one before it, as a label is, counts as nearer."""
    return figure - date if date < figure else 2 * (date - figure)
