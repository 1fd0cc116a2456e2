"""How sure an answer is: features of the question and its hits, weighted into a probability."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answering.question import ParsedQuestion
from rag.answering.selection import Candidate
from rag.language.words import read_families
from rag.records import Hit, Language
from rag.weights import WEIGHTS, ConfidenceCorrection, ConfidenceWeights, Weights


@dataclass(frozen=True, slots=True)
class ConfidenceFeatures:
    """What confidence is computed from: in 0..1, but for the last four.

    retrieval_score    the best score of a hit
    similarity         the cosine of the question and the best sentence
    names              the share of the question's names and figures in the first hit
    sentence_coverage  the share of the question in the best sentence
    context_coverage   the same with the sentence before and the headings
    passage_coverage   the share of the question in the passage of the best sentence
    passage_answers    the reader's log odds that this passage answers
    sentence_answers   the reader's log odds that the best sentence answers
    span_logit         the logarithm of the probability of the short answer in it
    lead               how far its score is before that of the next sentence
    """

    retrieval_score: float
    similarity: float
    names: float
    sentence_coverage: float
    context_coverage: float
    passage_coverage: float
    passage_answers: float
    sentence_answers: float
    span_logit: float
    lead: float

    def logit(self, weights: ConfidenceWeights) -> float:
        """The log odds by a logistic regression."""
        logit = weights.bias + weights.retrieval_score * self.retrieval_score
        logit += weights.similarity * self.similarity + weights.names * self.names
        logit += weights.sentence_coverage * self.sentence_coverage
        logit += weights.context_coverage * self.context_coverage
        logit += weights.passage_coverage * self.passage_coverage
        logit += weights.passage_answers * self.passage_answers
        logit += weights.sentence_answers * self.sentence_answers
        return logit + weights.span_logit * self.span_logit + weights.lead * self.lead


def confidence_features(
    question: ParsedQuestion,
    hits: Sequence[Hit],
    best: Candidate,
    lead: float,
    weights: Weights = WEIGHTS,
) -> ConfidenceFeatures:
    """The features of a question with at least one hit, ``best`` being its best sentence.

    ``lead`` is how far its score is before that of the next sentence.
    """
    return ConfidenceFeatures(
        retrieval_score=max(hit.score for hit in hits),
        similarity=best.features.similarity,
        names=_names(question, hit_families(hits[0]), weights.confidence.no_names),
        sentence_coverage=best.sentence_coverage,
        context_coverage=best.context_coverage,
        passage_coverage=best.features.passage_coverage,
        passage_answers=best.features.passage_answers,
        sentence_answers=best.features.sentence_answers,
        span_logit=best.features.span_logit,
        lead=lead,
    )


def confidence(
    features: ConfidenceFeatures,
    question: Language,
    answer: Language,
    passages: int,
    weights: Weights = WEIGHTS,
) -> float:
    """The probability in 0..1 that the documents answer.

    It depends on the languages of the question and of the best sentence, and on how many
    passages were searched.
    """
    logit = features.logit(weights.confidence_weights(question, answer))
    return 1 / (1 + math.exp(-logit - _size_correction(passages, weights.confidence)))


def _size_correction(passages: int, weights: ConfidenceCorrection) -> float:
    """What is added to the log odds in a library of so many passages; never negative.

    The fewer passages there are, the fewer resemble a question by chance.
    """
    times_smaller = max(weights.reference_passages / max(passages, 1), 1)
    return weights.smaller_library * math.log(times_smaller)


def hit_families(hit: Hit) -> frozenset[str]:
    """The families of the words of a passage with its title and headings."""
    passage = hit.passage
    text = "\n".join((hit.document.title, *passage.headings, passage.text))
    return read_families(text, passage.language)


def _names(question: ParsedQuestion, families: frozenset[str], no_names: float) -> float:
    """The share of the question's names and figures, by rarity, among some families of words."""
    total = sum(question.rarity.get(name, 0.0) for name in question.names)
    found = sum(question.rarity.get(name, 0.0) for name in question.names & families)
    return found / total if total else no_names
