"""The numbers fitted or chosen for search, answers and checks, from the folder of a model.

``weights.toml`` holds them with the command, the data and the date of each group. Another model may
have its own file; what it lacks, and ``bm25`` to ``mentions``, is that of the default model.
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
from rag.weights.groups import (
    AnswerThresholds,
    Bm25Weights,
    ConfidenceCorrection,
    ConfidenceWeights,
    DisagreementThresholds,
    EditedQuoteThreshold,
    FragmentWeights,
    FusionWeights,
    LanguagePrior,
    MentionWeights,
    NamedThingThresholds,
    ProximityWeights,
    RepeatThresholds,
    RivalNameThresholds,
    RoleThresholds,
    SelectionThresholds,
    SentenceWeights,
    ShortAnswerCosts,
    ShortlistWeights,
    SignalWeights,
    VerdictThresholds,
    WriterThresholds,
)

__all__ = [
    "DEFAULT_FOLDER",
    "FILE",
    "WEIGHTS",
    "ConfidenceCorrection",
    "ConfidenceWeights",
    "FusionWeights",
    "Provenance",
    "ProximityWeights",
    "SelectionThresholds",
    "SentenceWeights",
    "ShortAnswerCosts",
    "SignalWeights",
    "VerdictThresholds",
    "Weights",
    "load_weights",
]

FILE = "weights.toml"
DEFAULT_FOLDER = Path(__file__).parent.parent / "models" / "verbatim-fr-en"
# What a value in the file may be, by the annotation of its field.
_ACCEPTED = {"float": (float, int), "int": (int,), "str": (str,), "dt.date": (dt.date,)}


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a group of numbers comes from: the command, the data, the day they were set."""

    command: str
    data: str
    date: dt.date


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
    mentions: MentionWeights
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
