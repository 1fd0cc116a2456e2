"""Whether a sentence gives the trend of the thing that a claim says there is more or less of."""

from __future__ import annotations

from rag.facts.facts import TextFacts
from rag.language.figures.counted_nouns import same_noun
from rag.language.figures.year_trends import YearTrend, find_year_trends
from rag.language.statements.carried_subjects import find_subject
from rag.language.words import fold, terms

_COGNATE = 5  # letters that two nouns have in common in both languages


def is_trend_of_other(claim: TextFacts, quote: TextFacts) -> bool:
    """Whether a claim compares two years, and a quote does not name what it compares.

    "More rescues in 2023 than in 2022" is not said by "214,000 walkers in 2023, against 187,000".
    """
    return any(
        not _names_thing(_thing(claim, one), claim, quote)
        for one in find_year_trends(claim.text, claim.facts.language)
    )


def _thing(claim: TextFacts, trend: YearTrend) -> str:
    return trend.thing or find_subject(claim.text, claim.facts.language)


def _names_thing(thing: str, claim: TextFacts, quote: TextFacts) -> bool:
    wanted = set(terms(thing, claim.facts.language))
    if not wanted or wanted & set(quote.facts.terms):
        return True
    if claim.facts.language == quote.facts.language:
        return False
    cognates = {one[:_COGNATE] for one in quote.facts.words}
    if any(fold(one)[:_COGNATE] in cognates for one in wanted):
        return True
    counted = [one.counted for one in quote.facts.figures]
    return any(same_noun(one, other) for one in wanted for other in counted)
