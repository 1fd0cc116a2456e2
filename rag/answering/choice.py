"""Hits to quotes: the sentences that answer a question, and how sure the answer is."""

from __future__ import annotations

import math
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from rag.answering.confidence import ConfidenceFeatures, confidence, confidence_features
from rag.answering.late_interaction import QueryTokens
from rag.answering.lists import item_mark, leads_in
from rag.answering.question import ParsedQuestion
from rag.answering.reading import Models, read_candidates
from rag.answering.selection import Candidate, compare_hits, rerank_hits, score_sentences
from rag.answering.spans import of_year_asked, read_answer, short_answer
from rag.answering.standalone import asks_for_list
from rag.citations.quotes import Quote
from rag.language.rows import rows_as_read
from rag.language.sentences import Sentence
from rag.records import Hit, Span
from rag.weights import WEIGHTS, Weights


@dataclass(frozen=True, slots=True)
class Choice:
    """The quotes chosen, best first, and the confidence in 0..1 that they answer.

    ``threshold`` is the confidence from which there is an answer. ``others`` are the next
    sentences, which answer less surely. ``hits`` are
    the hits that were read, reranked by how much of the question they cover.
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
    models: Models,
    older: Container[str] = (),
    weights: Weights = WEIGHTS,
) -> Choice:
    """The sentences of the hits that best answer a question, each once.

    ``passages`` is how many were searched. Where several documents contain the same sentence, one
    whose id is in ``older`` is quoted last. Unless ``models.every``, only hits that can change
    ``quotes`` or the confidence are read, and ``others`` has what is left in a rough order.
    """
    query = QueryTokens.of(question, models.encode([question.text], kind="query")[0])
    found = compare_hits(query, hits, models.encode)
    originals = {id(one.hit): hit for one, hit in zip(found, hits, strict=True)}
    said = [
        one
        for one in score_sentences(question, query, found, weights)
        if _is_said(originals[id(one.hit)], one.sentence)
    ]
    ranked = read_candidates(question, said, models, weights)
    reranked = rerank_hits(found)
    threshold = weights.threshold(question.language)
    if not ranked:
        return Choice((), 0.0, threshold, hits=tuple(originals[id(hit)] for hit in reranked))
    best = ranked[0]
    unique = _unique(ranked, older)
    lead = unique[0].score - unique[1].score if len(unique) > 1 else best.score
    features = confidence_features(question, hits, best, lead, weights)
    answer_language = best.hit.passage.language
    sure = confidence(features, question.language, answer_language, passages, weights)
    least = best.score - weights.selection.close
    close = sum(one.score >= least and one.fragment <= best.fragment for one in unique)

    def quote(one: Candidate) -> Quote:
        score = sure * math.exp(min(0.0, one.score - best.score))
        span = _span(question, one, weights)
        return _quote(originals[id(one.hit)], one.sentence, score, span)

    return Choice(
        quotes=tuple(quote(one) for one in unique[:close]),
        confidence=sure,
        threshold=threshold,
        features=features,
        others=tuple(quote(one) for one in unique[close:]),
        hits=tuple(originals[id(hit)] for hit in reranked),
    )


def _is_said(hit: Hit, sentence: Sentence) -> bool:
    """Whether a sentence of a hit as read has words of the page, and not those of a head alone."""
    return bool(_quote(hit, sentence, 0.0, None).text.strip())


def _quote(hit: Hit, sentence: Sentence, score: float, span: Span | None) -> Quote:
    """A sentence of a hit as read, with its short answer, in the words of the page."""
    passage = hit.passage
    form = rows_as_read(passage.text, passage.headings)

    def original(start: int, end: int) -> tuple[int, int, str]:
        left, right = form.original(start), form.original(end)
        return passage.start + left, passage.start + right, passage.text[left:right]

    short = None if span is None else Span(*original(span.start, span.end))
    short = short if short is not None and short.text else None
    return Quote(hit, *original(sentence.start, sentence.end), score, short)


def _unique(ranked: Sequence[Candidate], older: Container[str]) -> list[Candidate]:
    """The candidates, each sentence once, from a document that is not ``older`` if there is one."""
    kept: dict[str, Candidate] = {}
    for one in ranked:
        text = " ".join(one.sentence.text.split())
        first = kept.setdefault(text, one)
        if first.hit.document.id in older and one.hit.document.id not in older:
            kept[text] = replace(one, score=first.score)  # the newer version says it too
    return list(kept.values())


def _is_of_list(text: str) -> bool:
    """Whether a sentence is an item of a list, or introduces one."""
    return bool(item_mark(text)) or leads_in(text)


def _span(question: ParsedQuestion, one: Candidate, weights: Weights) -> Span | None:
    """The short answer in a sentence, in its passage as read: the reader's, or else one by rule.

    An item or a lead-in has none if the question asks for a list: the items answer together.
    """
    if asks_for_list(question.text) and _is_of_list(one.sentence.text):
        return None
    text, language = one.sentence.text, one.hit.passage.language
    costs = weights.short_answers
    start, end = (place - one.sentence.start for place in one.span)
    likely = end > start and one.features.span_logit >= costs.least_span_logit
    found = read_answer(text, language, question, (start, end), costs) if likely else None
    found = found or short_answer(text, language, question, costs)
    found = found and of_year_asked(text, language, question, found)
    if found is None:
        return None
    begin = one.sentence.start
    return replace(found, start=begin + found.start, end=begin + found.end)
