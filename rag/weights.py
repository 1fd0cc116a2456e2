"""The numbers fitted or chosen for search, answers and checks, from the folder of a model.

``weights.toml`` holds them with the command, the data and the date of each group. Another model may
have its own file; what it lacks, and ``bm25`` to ``edited_quotes``, is that of the default model.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, get_type_hints

from rag.errors import SettingsInvalid
from rag.records import Language

FILE = "weights.toml"
DEFAULT_FOLDER = Path(__file__).parent / "models" / "verbatim-fr-en"
# What a value in the file may be, by the annotation of its field.
_ACCEPTED = {"float": (float, int), "int": (int,), "str": (str,), "dt.date": (dt.date,)}


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
    """When a sentence is quoted, is short, or matches a query token."""

    close: float
    family_match: float
    token_match: float
    short_sentence_words: int


@dataclass(frozen=True, slots=True)
class ShortAnswerCosts:
    """What makes a short answer less likely, in characters; the least ``span_logit`` of one."""

    question_word: float
    wrong_place: float
    single_name: float
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
    least_score: float


@dataclass(frozen=True, slots=True)
class SignalWeights:
    """The weights of what speaks for a sentence as evidence on a claim; see ``Signals``."""

    bias: float
    cosine: float
    in_quote: float
    cover: float
    across: float
    facts: float
    names: float
    about: float
    agrees: float
    differing_facts: float
    differing_names: float
    differing_words: float
    differing_scope: float
    missing_facts: float
    missing_names: float
    alignment: float
    weakest: float
    place: float
    length: float


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
    close: float
    superseded: float


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


@dataclass(frozen=True, slots=True)
class WriterThresholds:
    """When the quotations of a sentence that a model wrote support it."""

    words: float
    fewer_words: float
    similarity: float
    similarity_across: float


@dataclass(frozen=True, slots=True)
class EditedQuoteThreshold:
    """The similarity from which a sentence is an edited form of a quotation."""

    similarity: float


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
    provenance: Mapping[str, Provenance]

    def confidence_weights(self, question: Language, answer: Language) -> ConfidenceWeights:
        """Those for a question in one language and a sentence in the same or the other one."""
        group = question if question == answer else "across"
        weights: ConfidenceWeights = getattr(self, f"confidence_{group}")
        return weights

    def threshold(self, question: Language) -> float:
        """The confidence from which a question in a language has an answer."""
        threshold: float = getattr(self.thresholds, question)
        return threshold


_GROUPS = {name: of for name, of in get_type_hints(Weights).items() if name != "provenance"}


@lru_cache(maxsize=16)
def load_weights(folder: Path = DEFAULT_FOLDER) -> Weights:
    """The numbers of the model in a folder, read once a process; raises SettingsInvalid."""
    path = folder / FILE
    if folder != DEFAULT_FOLDER and not path.is_file():
        return load_weights()
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsInvalid(path=path, cause=str(error)) from error
    missing = [] if folder != DEFAULT_FOLDER else sorted(_GROUPS.keys() - tables.keys())
    if wrong := sorted(tables.keys() - _GROUPS.keys()) or missing:
        raise SettingsInvalid(path=path, cause=f"[{wrong[0]}]")
    groups = {name: _group(path, name, table) for name, table in tables.items()}
    provenance = {name: _provenance(table) for name, table in tables.items()}
    if folder == DEFAULT_FOLDER:
        return Weights(**groups, provenance=provenance)
    default = load_weights()
    return replace(default, **groups, provenance={**default.provenance, **provenance})


def _provenance(table: Mapping[str, Any]) -> Provenance:
    return Provenance(table["command"], table["data"], table["date"])


def _group(path: Path, name: str, table: Any) -> Any:
    """The record of a group; its keys are the record's fields and the provenance, no others."""
    types = {field.name: field.type for field in (*fields(_GROUPS[name]), *fields(Provenance))}
    if not isinstance(table, dict):
        raise SettingsInvalid(path=path, cause=name)
    if wrong := sorted(types.keys() ^ table.keys()):
        raise SettingsInvalid(path=path, cause=f"[{name}] {', '.join(wrong)}")
    for key, value in table.items():
        if isinstance(value, bool) or not isinstance(value, _ACCEPTED[str(types[key])]):
            raise SettingsInvalid(path=path, cause=f"[{name}] {key} = {value!r}")
    return _GROUPS[name](**{field.name: table[field.name] for field in fields(_GROUPS[name])})


WEIGHTS = load_weights()
