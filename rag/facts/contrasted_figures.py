"""Whether a figure of a claim is that of another thing in a sentence that sets two side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rag.facts.clauses import clause_span
from rag.facts.facts import Figure, TextFacts
from rag.facts.figures import equal
from rag.language.figures.compared_years import find_compared
from rag.language.words import read_families, terms
from rag.records import Language

_LEAST = 2  # words of a claim in the clause of another figure, and more than in that of its own


def is_of_other_figure(claim: TextFacts, quote: TextFacts) -> bool:
    """Whether a claim with one figure says of it what a quote says of another.

    "3 days, against 20 days for the paper form" is no 20 days for the service, and no 3 for the
    paper form. In a row, the heads say what a figure is of, and beside that of another year, the
    years do.
    """
    if len(claim.facts.figures) != 1 or "|" in quote.text:
        return False
    if find_compared(quote.text, quote.facts.language):
        return False
    (figure,) = claim.facts.figures
    same = [one for one in quote.facts.figures if equal(figure, one)]
    others = [one for one in quote.facts.figures if not equal(figure, one)]
    if not same or not others:
        return False
    read = terms if claim.facts.language == quote.facts.language else read_families
    own, there = (_words(quote, each, read) for each in (same, others))
    said = frozenset(read(claim.text, claim.facts.language)) - {figure.counted}
    here = len(said & (own - there))
    return len(said & (there - own)) >= max(_LEAST, here + 1)


def _words(
    quote: TextFacts, figures: list[Figure], read: Callable[[str, Language], Iterable[str]]
) -> frozenset[str]:
    """The words in the clauses of some figures, as ``read`` gives them, without the figures."""
    spans = {clause_span(quote, one.start) for one in figures}
    texts = (quote.text[start:end] for start, end in spans)
    found = (one for text in texts for one in read(text, quote.facts.language))
    return frozenset(one for one in found if one.isalpha())
