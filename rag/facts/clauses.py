"""The clauses of a sentence, which decide what each figure in it is about."""

from __future__ import annotations

import re

from rag.facts.facts import Figure, TextFacts
from rag.language.any_language import any_form
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
