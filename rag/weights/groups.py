"""The records of the groups of numbers; weights.toml says what each number means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from rag.records import Language
from rag.weights.likeness import EditedQuoteThreshold, EditionThresholds, RepeatThresholds
from rag.weights.signals import RoleThresholds, SignalWeights


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a group of numbers comes from: the command, the data, the day they were set."""

    command: str
    data: str
    date: dt.date


@dataclass(frozen=True, slots=True)
class FusionWeights:
    """The share of the cosine in the fused score, by the languages of question and passage."""

    same_language: float
    across_languages: float


@dataclass(frozen=True, slots=True)
class ProximityWeights:
    """The weights of the proximity features, and how many hits are reranked."""

    depth: int
    sentence_coverage: float
    pair_coverage: float
    passage_coverage: float


@dataclass(frozen=True, slots=True)
class SentenceWeights:
    """The weights of the features that rank the sentences of the hits."""

    retrieval_score: float
    sentence_coverage: float
    context_coverage: float
    passage_coverage: float
    similarity: float
    short_answer: float
    short_sentence: float
    same_language: float
    passage_answers: float
    sentence_answers: float
    span_logit: float


@dataclass(frozen=True, slots=True)
class SelectionThresholds:
    """When a sentence is quoted, is short, matches a query token, or need not be read."""

    close: float
    most_of_reading: float
    family_match: float
    token_match: float
    short_sentence_words: int
    list_of_thing: float
    thing_named_before: float
    reason: float


@dataclass(frozen=True, slots=True)
class ShortAnswerCosts:
    """What makes a short answer less likely, in characters, and what is no short answer."""

    question_word: float
    wrong_place: float
    single_name: float
    longest_share: float
    least_span_logit: float


@dataclass(frozen=True, slots=True)
class ConfidenceCorrection:
    """What confidence adds for a small library, and assumes of a question without names."""

    reference_passages: int
    smaller_library: float
    no_names: float


@dataclass(frozen=True, slots=True)
class ConfidenceWeights:
    """A logistic regression over the confidence features."""

    bias: float
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


@dataclass(frozen=True, slots=True)
class AnswerThresholds:
    """The confidence from which there is an answer, by the language of the question."""

    en: float
    fr: float


@dataclass(frozen=True, slots=True)
class Bm25Weights:
    """The share of a match in the title or the headings, in 0..1; in the text it counts 1."""

    title: float


@dataclass(frozen=True, slots=True)
class FragmentWeights:
    """What adds to the cosine of a fragment and a part of a question, and the least sum."""

    shared_words: float
    same_preposition: float
    same_form: float
    both_names: float
    counted: float
    later_question: float
    nested: float
    subject: float
    after_preposition: float
    least_score: float
    close: float


@dataclass(frozen=True, slots=True)
class VerdictThresholds:
    """From when a verdict on a claim is given; weights.toml says what each number means."""

    supported: float
    supported_by_facts: float
    contradicted: float
    partly: float
    absent: float
    same_words: float
    surely_unsaid: float
    surely_about: float
    least_word: float
    network_alone: float
    network_differs: float
    opposed_words: float
    stated_condition: float
    close: float
    superseded: float
    whole_claim: float


@dataclass(frozen=True, slots=True)
class RivalNameThresholds:
    """How many other words of a claim a quotation must have for its name to contradict it."""

    in_quote: float
    with_context: float


@dataclass(frozen=True, slots=True)
class DisagreementThresholds:
    """When two quotations that differ on a fact speak of one thing."""

    shared_words: float
    shared_words_for_names: float
    similarity: float
    similarity_with_dates: float
    figure_ratio: int
    words_on_one_day: int
    condition_words: float
    title_words: float


@dataclass(frozen=True, slots=True)
class WriterThresholds:
    """When the quotations of a sentence that a model wrote support it."""

    words: float
    fewer_words: float
    similarity: float
    similarity_across: float


@dataclass(frozen=True, slots=True)
class ShortlistWeights:
    """How likely a sentence is evidence on a claim, before a network has read it."""

    in_quote: float
    cover: float
    facts: float
    cosine: float


@dataclass(frozen=True, slots=True)
class NamedThingThresholds:
    """The quotes of the identifier, the label or the period that a question names."""

    confidence: float
    nearly_as_sure: float
    each_period: float
    same_words: float
    edition: float
    priced_thing: float
    other_passage: float


@dataclass(frozen=True, slots=True)
class LanguagePrior:
    """How much the languages of the documents count for that of a question."""

    documents: float


@dataclass(frozen=True, slots=True)
class MatchThreshold:
    """Which passages match a search by their words."""

    shared_words: float


@dataclass(frozen=True, slots=True)
class MentionWeights:
    """How likely "it" or "this fee" refers to a phrase of an earlier turn."""

    same_noun: float
    proper: float
    not_asked: float
    asked_plural: float
    same_gender: float
    same_number: float
    owner: float
    named_before: float


@dataclass(frozen=True, slots=True)
class Weights:
    """The numbers of a model, by group; ``provenance`` has an entry for each group."""

    fusion: FusionWeights
    proximity: ProximityWeights
    sentences: SentenceWeights
    selection: SelectionThresholds
    short_answers: ShortAnswerCosts
    confidence: ConfidenceCorrection
    confidence_en: ConfidenceWeights
    confidence_fr: ConfidenceWeights
    confidence_across: ConfidenceWeights
    thresholds: AnswerThresholds
    bm25: Bm25Weights
    fragments: FragmentWeights
    evidence: SignalWeights
    supports: SignalWeights
    contradicts: SignalWeights
    verdicts: VerdictThresholds
    rival_names: RivalNameThresholds
    disagreements: DisagreementThresholds
    writer: WriterThresholds
    edited_quotes: EditedQuoteThreshold
    roles: RoleThresholds
    shortlist: ShortlistWeights
    named_things: NamedThingThresholds
    question_language: LanguagePrior
    repeats: RepeatThresholds
    editions: EditionThresholds
    mentions: MentionWeights
    matches: MatchThreshold
    provenance: Mapping[str, Provenance]

    def confidence_weights(self, question: Language, answer: Language) -> ConfidenceWeights:
        """Those for a question in one language and a sentence in the same or the other one."""
        group = question if question == answer else "across"
        return cast(ConfidenceWeights, getattr(self, f"confidence_{group}"))

    def threshold(self, question: Language) -> float:
        """The confidence from which a question in a language has an answer."""
        return float(getattr(self.thresholds, question))
