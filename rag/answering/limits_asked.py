"""The quotes that do not say the least of something where a question asks for the most."""

from __future__ import annotations

from collections.abc import Sequence

from rag.citations.quotes import Quote
from rag.language.figures.bounds import plain_bounds
from rag.language.questions.limits_asked import (
    LEAST_ASKED,
    MOST_ASKED,
    SAYS_LEAST,
    SAYS_MOST,
    SURELY_LEAST,
    SURELY_MOST,
)
from rag.language.words import fold
from rag.questions.named_things import NamedThings


def of_limit_asked(quotes: Sequence[Quote], asked: NamedThings) -> list[Quote]:
    """The quotes without those that only give the other limit than the one asked for.

    "At least 30 euros" does not say the most that may be paid in. All quotes, if the question asks
    for no limit or for both.
    """
    question = fold(asked.text)
    wants_most, wants_least = bool(MOST_ASKED.search(question)), bool(LEAST_ASKED.search(question))
    if wants_most == wants_least:
        return list(quotes)
    own, other = (SAYS_MOST, SURELY_LEAST) if wants_most else (SAYS_LEAST, SURELY_MOST)

    def is_other(quote: Quote) -> bool:
        text = fold(plain_bounds(quote.text, quote.hit.passage.language).text)
        return bool(other.search(text)) and not own.search(text)

    return [one for one in quotes if not is_other(one)]
