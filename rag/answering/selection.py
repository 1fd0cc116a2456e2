"""The sentences of the hits, with what ranks them before they are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from rag.answering.eligible import asks_for_title, can_answer, is_dateline, is_fragment
from rag.answering.late_interaction import MaxSim, QueryTokens, idf_weights
from rag.answering.question import ParsedQuestion
from rag.answering.reasons_asked import says_why
from rag.answering.spans import candidates
from rag.answering.things_asked import says_which
from rag.encoders import TextKind, Tokens
from rag.language.rows import rows_as_read
from rag.language.sentences import Sentence, read_sentences
from rag.language.words import read_families, words
from rag.passages import embedded_text
from rag.records import Hit, Offsets
from rag.weights import WEIGHTS, SelectionThresholds, SentenceWeights, Weights

if TYPE_CHECKING:
    from numpy.typing import NDArray


class TokenEncoder(Protocol):
    """Texts to their tokens, each encoded in its context: ``Encoder.tokens``."""

    def __call__(self, texts: Sequence[str], *, kind: TextKind) -> Sequence[Tokens]:
        """The tokens of each text, a question or a passage."""


# Kinds of questions that the day of a document never answers.
_NEVER_A_DAY = frozenset({"person", "duration", "place", "count"})


@dataclass(frozen=True, slots=True)
class SentenceFeatures:
    """What ranks a sentence among those of the hits: in 0..1, but for those of the reader.

    Those of the reader are 0 until the sentence is read.

    retrieval_score    the score of its hit, over that of the best one
    sentence_coverage  the share of the question in the sentence, by ``idf_weights``
    context_coverage   the same with the sentence before and the headings
    passage_coverage   the share of the question in the passage, by the rarity of words
    similarity         the cosine of the question and the sentence, each as a whole
    short_answer       whether it has a short answer of the kind asked for; 0.5 for no kind
    short_sentence     whether it is as short as headings and table cells are
    same_language      whether it is in the language of the question
    passage_answers    the reader's log odds that its passage answers
    sentence_answers   the reader's log odds that it answers itself
    span_logit         the logarithm of the probability of its likeliest short answer
    """

    retrieval_score: float
    sentence_coverage: float
    context_coverage: float
    passage_coverage: float
    similarity: float
    short_answer: float
    short_sentence: float
    same_language: float
    passage_answers: float = 0.0
    sentence_answers: float = 0.0
    span_logit: float = 0.0

    def score(self, weights: SentenceWeights) -> float:
        """The weighted sum of the features."""
        score = weights.retrieval_score * self.retrieval_score
        score += weights.passage_coverage * self.passage_coverage
        score += weights.similarity * self.similarity
        score += weights.sentence_coverage * self.sentence_coverage
        score += weights.context_coverage * self.context_coverage
        score += weights.short_answer * self.short_answer
        score += weights.short_sentence * self.short_sentence
        score += weights.same_language * self.same_language
        score += weights.passage_answers * self.passage_answers
        score += weights.sentence_answers * self.sentence_answers
        return score + weights.span_logit * self.span_logit


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a hit, the one with the number ``place``, with its features and its score.

    ``sentence_coverage`` and ``context_coverage`` are weighted by the rarity of words in the
    library, so that they compare from question to question; those of ``features`` are weighted
    by what separates the sentences of one question. ``span`` is the short answer that the reader
    finds in the sentence, offsets into the passage. ``fragment`` says that the sentence is cut;
    such candidates come last.
    """

    hit: Hit
    place: int
    sentence: Sentence
    sentence_coverage: float
    context_coverage: float
    features: SentenceFeatures
    score: float
    fragment: bool
    span: Offsets = (0, 0)


@dataclass(frozen=True, slots=True, eq=False)
class _SentenceScores:
    """The MaxSim scores of a sentence, (m,) each: alone, in context, and of its passage.

    The context is the sentence before and the headings.
    """

    hit: Hit
    place: int
    sentence: Sentence
    alone: NDArray[np.float32]
    in_context: NDArray[np.float32]
    passage: NDArray[np.float32]
    similarity: float


@dataclass(frozen=True, slots=True, eq=False)
class ComparedHit:
    """A hit compared with a question.

    The encoded text is the title, the headings and the passage, which starts at ``start``.
    """

    hit: Hit
    max_sim: MaxSim
    start: int


def compare_hits(
    query: QueryTokens, hits: Sequence[Hit], encode: TokenEncoder
) -> list[ComparedHit]:
    """The hits, each encoded token by token with the title and headings above it.

    The rows of tables in them get the heads of their columns.
    """
    hits = [hit_as_read(hit) for hit in hits]
    texts = [embedded_text(hit.document, hit.passage) for hit in hits]
    return [
        ComparedHit(hit, MaxSim(query, tokens), len(text) - len(hit.passage.text))
        for hit, text, tokens in zip(hits, texts, encode(texts, kind="passage"), strict=True)
    ]


def hit_as_read(hit: Hit) -> Hit:
    """A hit whose passage has its rows as they are read: see ``rag.language.rows``."""
    passage = hit.passage
    form = rows_as_read(passage.text, passage.headings)
    return hit if not form.places else replace(hit, passage=replace(passage, text=form.text))


def rerank_hits(hits: Sequence[ComparedHit]) -> list[Hit]:
    """The hits by the sum of their score and of the share of the question that they cover."""

    def score(one: ComparedHit) -> float:
        return one.hit.score + one.max_sim.coverage()

    return [one.hit for one in sorted(hits, key=score, reverse=True)]


def score_sentences(
    question: ParsedQuestion,
    query: QueryTokens,
    hits: Sequence[ComparedHit],
    weights: Weights = WEIGHTS,
) -> list[Candidate]:
    """The sentences that may answer, none of them read, in their order; see ``can_answer``."""
    limits = weights.selection
    titles = asks_for_title(question.folded, question.language)
    scored = [one for hit in hits for one in _sentences(query, hit, limits.family_match, titles)]
    if question.answer_kind in _NEVER_A_DAY:
        scored = [one for one in scored if not is_dateline(one.sentence)]
    best = max((one.hit.score for one in hits), default=0.0) or 1.0
    idf = idf_weights(query, [one.alone for one in scored], limits.token_match)
    found = []
    for one in scored:
        features = _features(question, query, one, idf, best, limits)
        found.append(
            Candidate(
                one.hit,
                one.place,
                one.sentence,
                sentence_coverage=float(one.alone @ query.weights),
                context_coverage=float(one.in_context @ query.weights),
                features=features,
                score=features.score(weights.sentences)
                + says_which(question, one.sentence, one.hit.passage, limits)
                + says_why(question, one.sentence, one.hit.passage, limits),
                fragment=is_fragment(one.sentence, one.hit.passage),
            )
        )
    return found


def _sentences(
    query: QueryTokens, compared: ComparedHit, family_match: float, asks_title: bool
) -> Iterator[_SentenceScores]:
    hit, max_sim, start = compared.hit, compared.max_sim, compared.start
    passage, in_passage = hit.passage, max_sim.scores()
    titles = read_families("\n".join((hit.document.title, *passage.headings)), passage.language)
    headings = np.maximum(
        family_match * query.in_families(titles), max_sim.scores(max_sim.between(0, start))
    )
    before = np.zeros_like(headings)
    for place, sentence in enumerate(read_sentences(passage.text, passage.language)):
        inside = max_sim.between(start + sentence.start, start + sentence.end)
        same_family = family_match * query.in_families(sentence.families)
        alone = np.maximum(same_family, max_sim.scores(inside))
        if can_answer(sentence, hit, asks_for_title=asks_title):
            in_context = np.maximum(np.maximum(alone, before), headings)
            similarity = max(max_sim.similarity(inside), 0.0)
            yield _SentenceScores(hit, place, sentence, alone, in_context, in_passage, similarity)
        before = alone


def _features(
    question: ParsedQuestion, query: QueryTokens, one: _SentenceScores,
    idf: NDArray[np.float32], best: float, limits: SelectionThresholds,
) -> SentenceFeatures:  # fmt: skip
    """The features of a sentence; ``best`` is the best score of a hit."""
    return SentenceFeatures(
        retrieval_score=one.hit.score / best,
        sentence_coverage=float(one.alone @ idf),
        context_coverage=float(one.in_context @ idf),
        passage_coverage=float(one.passage @ query.weights),
        similarity=one.similarity,
        short_answer=_short_answer(question, one.hit, one.sentence),
        short_sentence=float(len(one.sentence.families) < limits.short_sentence_words),
        same_language=float(one.hit.passage.language == question.language),
    )


def _short_answer(question: ParsedQuestion, hit: Hit, sentence: Sentence) -> float:
    """How likely a sentence contains a short answer, in 0..1; 0.5 if the question asks for none.

    A person has a first name or a title; a single capitalised word is more often an institution.
    """
    if question.answer_kind == "other":
        return 0.5
    spans = [
        {word.folded for word in words(sentence.text[start:end])}
        for start, end in candidates(sentence.text, hit.passage.language, question.answer_kind)
    ]
    new = [span for span in spans if not span <= question.folded]
    alone = question.answer_kind == "person" and all(len(span) < 2 for span in new)
    return (0.5 if alone else 1.0) if new else 0.0
