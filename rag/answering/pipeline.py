"""A question to its answer: language, two rankings, fusion, sentences, checked citations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from rag.answering.choice import Choice, choose
from rag.answering.conflicts import Encode, both_sides, conflicts
from rag.citations.cite import cite, newer_versions, newest_first, verified
from rag.citations.quotes import Quote
from rag.config import Settings
from rag.encoders import Encoder
from rag.language import detect
from rag.messages.answers import not_found
from rag.records import Answer, Hit, Language, Statement, Successor
from rag.retrieval.rerank import Reranker
from rag.retrieval.search import search
from rag.runtime.stopwatch import Stopwatch
from rag.store import Library

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Passages read token by token, of those found: reading is what an answer's time goes to. Of
# those in another language, which share no words with the question, it looks further.
READ, READ_ACROSS = 8, 16


def answer_question(
    library: Library,
    encoder: Encoder,
    settings: Settings,
    question: str,
    reranker: Reranker | None = None,
) -> Answer:
    """The answer of an index to one question: verified quotes, or that there is none.

    ``reranker`` reads the first hits once more, after the closer look that all hits get.
    """
    watch = Stopwatch()
    newer = newer_versions(library)

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        return encoder.encode(texts, kind="passage")

    with watch.step("language"):
        language = detect(question)
    with watch.step("encode"):
        vector = encoder.tokens([question], kind="query")[0].whole
    with watch.step("search"):
        hits = search(library, vector, question, language=language, k=settings.candidates)
    if reranker is not None:
        with watch.step("rerank"):
            hits = reranker.rerank(question, language, hits)
    with watch.step("answer"):
        through = _read_through(hits, language)
        choice = choose(
            question,
            language,
            through,
            terms=library.terms,
            read=encoder.tokens,
            older=newer,
        )
        quotes, lost = _shown(library, choice, settings.statements, newer, encode)
    if reranker is None:  # where there is one, the order is its own
        hits = _moved(hits, choice.hits)
    threshold = settings.threshold if settings.threshold >= 0 else choice.threshold
    sure = choice.confidence >= threshold
    found = bool(quotes) and sure
    citations = tuple(cite(n, quote, newer) for n, quote in enumerate(quotes, 1)) if found else ()
    statements = tuple(Statement(cited.quote, (cited.n,)) for cited in citations)
    return Answer(
        question=question,
        language=language,
        found=found,
        text=_text(statements) or not_found(language, len(library.documents())),
        statements=statements,
        citations=citations,
        hits=tuple(hits[: settings.hits]),
        confidence=choice.confidence,
        index_id=library.index_id,
        timings_ms=watch.timings_ms,
        withheld=lost if sure else 0,
        conflicts=conflicts(quotes, encode) if found else (),
    )


def _read_through(hits: Sequence[Hit], language: Language) -> list[Hit]:
    across = [hit for hit in hits[READ:READ_ACROSS] if hit.passage.language != language]
    return [*hits[:READ], *across]


def _moved(hits: Sequence[Hit], first: Sequence[Hit]) -> list[Hit]:
    """The hits with some put first, in their order; scores stay with the places.

    They tell how well something was found at all: what is read of a passage only orders them.
    """
    before = {hit.passage for hit in first}
    order = [*first, *(hit for hit in hits if hit.passage not in before)]
    return [replace(hit, score=place.score) for hit, place in zip(order, hits, strict=True)]


def _shown(
    library: Library, choice: Choice, count: int, newer: Mapping[str, Successor], encode: Encode
) -> tuple[list[Quote], int]:
    """The quotes to show, ``count`` and their rivals, and how many were withheld.

    The next one takes the place of a quote that its page does not bear out.
    """
    sound = verified(library, choice.quotes)
    lost = sum(quote not in sound for quote in choice.quotes[:count])
    others = (*sound[count:], *choice.others)
    chosen = newest_first(both_sides(sound[:count], others, encode), newer)
    quotes = verified(library, chosen)
    return quotes, lost + len(chosen) - len(quotes)


def _text(statements: Sequence[Statement]) -> str:
    """The statements in reading order, each followed by its citation: "... [1] ... [2]"."""
    return " ".join(
        f"{said.text} {''.join(f'[{n}]' for n in said.citations)}" for said in statements
    )
