"""The clauses of a sentence, which decide what each figure in it is about."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

from rag.facts.facts import Figure, TextFacts
from rag.language.any_language import any_form
from rag.language.statements.clause_joints import STATEMENT_BREAK
from rag.language.statements.function_words import CLAUSE_WORDS
from rag.language.words import terms

CLAUSE_BREAK = re.compile(rf"[,;:](?=\s)|[\n\t()|]|\s(?:{any_form(CLAUSE_WORDS)})\s", re.IGNORECASE)


def clause_span(sentence: TextFacts, position: int) -> tuple[int, int]:
    """The span of the clause at a position in a text."""
    breaks = [match.span() for match in CLAUSE_BREAK.finditer(sentence.text)]
    start = max((end for _, end in breaks if end <= position), default=0)
    end = min((left for left, _ in breaks if left >= position), default=len(sentence.text))
    return start, end


def clause_terms(sentence: TextFacts, position: int) -> frozenset[str]:
    """The stems in that clause."""
    start, end = clause_span(sentence, position)
    return frozenset(terms(sentence.text[start:end], sentence.facts.language))


def is_about_other_clause(
    claim: TextFacts, quote: TextFacts, match: Figure, rival: Figure
) -> bool | None:
    """Whether a claim is about the clause of ``rival`` and not about that of ``match``.

    ``match`` is the figure of the claim in the quote, ``rival`` another one there. ``None`` if
    the claim is about both clauses: "the use of a bicycle is refunded 0.44 euro".
    """
    match_terms, rival_terms = clause_terms(quote, match.start), clause_terms(quote, rival.start)
    claimed = set(claim.facts.terms)
    if not claimed & (rival_terms - match_terms):
        return False
    return None if claimed & (match_terms - rival_terms) else True


def has_figures_of_clause(claim: TextFacts, quote: TextFacts, match: Figure) -> bool:
    """Whether a claim has all figures of the clause of ``match``, several, and no others.

    "Between 5 and 7 days" is that of "from 5 to 7 days on average, but may be 2 to 12 days".
    """
    start, end = clause_span(quote, match.start)
    there = {_quantity(one) for one in quote.facts.figures if start <= one.start < end}
    return len(there) > 1 and there == set(map(_quantity, claim.facts.figures))


def _quantity(figure: Figure) -> tuple[Decimal, str, bool]:
    return figure.value, figure.unit, figure.ordinal


def clause_of_year(claim: TextFacts, quote: TextFacts) -> TextFacts:
    """The clause of a quote that is of the year of a claim, where another is of another year.

    "None in 2024; nine had been in 2023" denies nothing of 2023. The quote if it has none such.
    """
    years = {date.date.year for date in claim.facts.dates}
    if len(years) != 1 or len({date.date.year for date in quote.facts.dates}) < 2:
        return quote
    language = quote.facts.language
    bounds = [0, *(match.end() for match in STATEMENT_BREAK[language].finditer(quote.text))]
    spans = list(pairwise([*bounds, len(quote.text)]))
    own = [
        (start, end)
        for start, end in spans
        if {one.date.year for one in quote.facts.dates if start <= one.start < end} == years
    ]
    return TextFacts.of(quote.text[slice(*own[0])], language) if len(own) == 1 else quote
