"""The numbers fitted or chosen for search, answers and checks, from the folder of a model.

``weights.toml`` holds them with the command, the data and the date of each group. Another model may
have its own file; what it lacks, and ``bm25`` to ``matches``, is that of the default model.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, get_type_hints

from rag.errors import SettingsInvalid
from rag.weights.groups import (
    ConfidenceCorrection,
    ConfidenceWeights,
    FusionWeights,
    Provenance,
    ProximityWeights,
    SelectionThresholds,
    SentenceWeights,
    ShortAnswerCosts,
    VerdictThresholds,
    Weights,
)
from rag.weights.signals import SignalValues, SignalWeights

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
    "SignalValues",
    "SignalWeights",
    "VerdictThresholds",
    "Weights",
    "load_weights",
]

FILE = "weights.toml"
DEFAULT_FOLDER = Path(__file__).parent.parent / "models" / "verbatim-fr-en"
# What a value in the file may be, by the annotation of its field.
_ACCEPTED = {"float": (float, int), "int": (int,), "str": (str,), "dt.date": (dt.date,)}


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
