"""Whether a sentence has less of what a claim says there is more of."""

from __future__ import annotations

from rag.facts.facts import TextFacts
from rag.facts.figures import equal
from rag.language.figures.year_trends import find_year_trends
from rag.language.statements.more_and_fewer import Things, find_more_and_fewer


def is_compared_otherwise(claim: TextFacts, quote: TextFacts, *, calculated: bool) -> bool:
    """Whether a quote has fewer of what a claim has more of, or only figures nobody compared.

    "Fewer Ontario and Quebec residents, and more men" has no more residents of Quebec. A row with
    two other figures does not say which of them is that of the claim, unless by their years.
    """
    language, other = claim.facts.language, quote.facts.language
    own = find_more_and_fewer(claim.text, language)
    there = find_more_and_fewer(quote.text, other)
    if own and not there:
        is_of_years = bool(find_year_trends(claim.text, language))
        return not (calculated or is_of_years) and _count_of_others(claim, quote) > 1
    return any(_differs(one, there, same_language=language == other) for one in own)


def _count_of_others(claim: TextFacts, quote: TextFacts) -> int:
    """How many figures of a quote a claim does not have."""
    return sum(
        not any(equal(one, own) for own in claim.facts.figures) for one in quote.facts.figures
    )


def _differs(one: Things, there: tuple[Things, ...], *, same_language: bool) -> bool:
    """Whether the likest things that a quote compares go the other way.

    If none is like those of the claim, they are others, or translated: then all must go its way.
    """
    shared = [len(one.families & other.families) for other in there]
    most = max(shared)
    ways = {other.more for other, count in zip(there, shared, strict=True) if count == most}
    if not most:
        return same_language or ways != {one.more}
    return one.more not in ways
