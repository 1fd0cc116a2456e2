"""Hits to quotes: the sentences that answer a question, and how sure the answer is."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from rag.answering.confidence import ConfidenceFeatures, confidence, confidence_features
from rag.answering.late_interaction import QueryTokens
from rag.answering.question import ParsedQuestion
from rag.answering.selection import (
    Candidate,
    TokenEncoder,
    encode_hits,
    rank_sentences,
    rerank_hits,
)
from rag.answering.spans import short_answer
from rag.citations.quotes import Quote
from rag.records import Hit
from rag.weights import WEIGHTS, Weights


@dataclass(frozen=True, slots=True)
class Choice:
    """The quotes chosen, best first, and the confidence in 0..1 that they answer.

    ``threshold`` is the confidence from which there is an answer. ``others`` are the next
    sentences, which cover less of the question; they have no short answer. ``hits`` are the
    hits that were read, reranked by how much of the question they cover.
    """

    quotes: tuple[Quote, ...]
    confidence: float
    threshold: float
    features: ConfidenceFeatures | None = None
    others: tuple[Quote, ...] = ()
    hits: tuple[Hit, ...] = ()


def choose(
    question: ParsedQuestion,
    hits: Sequence[Hit],
    *,
    passages: int,
    encode: TokenEncoder,
    older: Container[str] = (),
    weights: Weights = WEIGHTS,
) -> Choice:
    """The sentences of the hits that best answer a question, each once.

    ``passages`` is how many were searched; ``encode`` gives the tokens of the question and of
    the passages. Where several documents contain the same sentence, one whose id is in ``older``
    is quoted last.
    """
    query = QueryTokens.of(question, encode([question.text], kind="query")[0])
    encoded = encode_hits(query, hits, encode)
    ranked, reranked = rank_sentences(question, query, encoded, weights), rerank_hits(encoded)
    threshold = weights.threshold(question.language)
    if not ranked:
        return Choice((), 0.0, threshold, hits=tuple(reranked))
    best = ranked[0]
    features = confidence_features(question, hits, best, weights)
    answer_language = best.hit.passage.language
    sure = confidence(features, question.language, answer_language, passages, weights)
    unique = _unique(ranked, older)
    least = weights.selection.close * best.score
    close = sum(one.score >= least and one.fragment <= best.fragment for one in unique)
    return Choice(
        quotes=tuple(
            _answer(question, _quote(one, best.score, sure), weights) for one in unique[:close]
        ),
        confidence=sure,
        threshold=threshold,
        features=features,
        others=tuple(_quote(one, best.score, sure) for one in unique[close:]),
        hits=tuple(reranked),
    )


def _unique(ranked: Sequence[Candidate], older: Container[str]) -> list[Candidate]:
    """The candidates, each sentence once, from a document that is not ``older`` if there is one."""
    kept: dict[str, Candidate] = {}
    for one in ranked:
        text = " ".join(one.sentence.text.split())
        first = kept.setdefault(text, one)
        if first.hit.document.id in older and one.hit.document.id not in older:
            kept[text] = replace(one, score=first.score)  # the newer version says it too
    return list(kept.values())


def _quote(one: Candidate, best: float, sure: float) -> Quote:
    """A sentence as a quote; its score is the confidence times its share of the best score."""
    start = one.hit.passage.start + one.sentence.start
    score = sure * max(0.0, min(1.0, one.score / best)) if best > 0 else 0.0
    return Quote(one.hit, start, start + len(one.sentence.text), one.sentence.text, score)


def _answer(question: ParsedQuestion, quote: Quote, weights: Weights) -> Quote:
    """The quote with its short answer, if the question asks for one."""
    language = quote.hit.passage.language
    span = short_answer(quote.text, language, question, weights.short_answers)
    if span is None:
        return quote
    start, end = quote.start + span.start, quote.start + span.end
    return replace(quote, span=replace(span, start=start, end=end))
