"""The words around a figure that may name what it counts: "18 of the crew", "18 crew members"."""

from __future__ import annotations

from rag.facts.facts import Figure, TextFacts
from rag.language.figures.counted_nouns import ANYONE
from rag.language.figures.number_words import ONE_THING
from rag.language.statements.predicates import is_finite
from rag.language.words import fold, stem, terms, words


def counted_phrase(text: TextFacts, figure: Figure) -> frozenset[str]:
    """The terms beside a figure, from the verb before it to the one after it.

    "Eleven people died in accidents" counts people, and no accidents.
    """
    language = text.facts.language
    verbs = [word for word in words(text.text) if is_finite(word.folded, language)]
    start = max((word.end for word in verbs if word.end <= figure.start), default=0)
    ends = (word.start for word in verbs if word.start >= figure.end)
    return frozenset(terms(text.text[start : min(ends, default=len(text.text))], language))


def counts_people(figure: Figure, other: Figure, quote: TextFacts) -> bool:
    """Whether a claim counts people whom a quote names by a proper noun: "6,000 Canadians"."""
    language = quote.facts.language
    if figure.counted not in ANYONE[language]:
        return False
    after = (word for word in words(quote.text) if word.start >= other.end)
    named = next((one for one in after if stem(one.folded, language) == other.counted), None)
    return named is not None and quote.text[named.start].isupper()


def in_a_word(figure: Figure, quote: TextFacts) -> str:
    """The words for one thing that a figure counts, "one proxy" for "1 proxy", "" without them."""
    if figure.value != 1 or figure.unit or figure.ordinal:
        return ""
    language = quote.facts.language
    found = ONE_THING[language].finditer(quote.text)
    return next((m[0] for m in found if stem(fold(m["noun"]), language) == figure.counted), "")
