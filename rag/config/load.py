"""The settings of a run: flags come before variables, and these before the file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rag.config.environment import (
    FLAG,
    TABLES,
    given_values,
    known_names,
    unknown_variables,
    variable_of,
)
from rag.config.reading import read_settings
from rag.config.records import FILE, Settings
from rag.config.secrets import without_secrets
from rag.errors import SettingsInvalid
from rag.messages import Message


@dataclass(frozen=True, slots=True)
class SourcedSettings:
    """The settings, and where each comes from that is not the default.

    ``sources`` holds the name of the file, of the variable or of the flag, by the dotted name of
    the setting. ``ignored`` are the variables with our prefix that are no setting.
    """

    settings: Settings
    sources: dict[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()


def load_settings(path: Path | None = None) -> Settings:
    """The settings of a TOML file and of the ``VERBATIM_*`` variables, which come first.

    Without a path it is rag.toml, if there is one. Raises SettingsInvalid for an unreadable file,
    an unknown key or a wrong type.
    """
    return load_sourced(path).settings


def load_sourced(
    path: Path | None = None, flags: Mapping[str, str] | None = None
) -> SourcedSettings:
    """The settings and where they come from; ``flags`` hold texts by dotted names.

    Raises as ``load_settings``.
    """
    flags = flags or {}
    source = path or Path(FILE)
    in_file = _file_values(source, required=path is not None)
    sources = {name: str(source) for name in _dotted(in_file)}
    settings = _read(in_file, source)  # its own faults first, under its own name
    given = given_values(flags)
    if given:
        sources |= {name: FLAG if name in flags else variable_of(name) for name in _dotted(given)}
        try:
            settings = read_settings(_merged(in_file, given), source)
        except SettingsInvalid as error:
            raise _from_its_source(error, sources, source) from error
    return SourcedSettings(settings, sources, unknown_variables())


def _file_values(source: Path, *, required: bool) -> dict[str, Any]:
    if not required and not source.is_file():
        return {}
    try:
        return tomllib.loads(source.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SettingsInvalid(path=source, cause=Message("causes.settings_missing")) from error
    except (OSError, ValueError, RecursionError) as error:  # no UTF-8, no TOML, a number too long
        cause = error.strerror if isinstance(error, OSError) else str(error)
        raise SettingsInvalid(path=source, cause=cause) from error


def _read(values: dict[str, Any], source: Path) -> Settings:
    try:
        return read_settings(dict(values), source)
    except SettingsInvalid as error:  # the records do not know which file they come from
        raise SettingsInvalid(**(error.values | {"path": source})) from error


def _merged(in_file: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """The values of the file with those of variables and flags over them, as TOML has them."""
    merged = dict(in_file)
    for name, value in given.items():
        if isinstance(value, dict):
            plain = {key: _plain(each) for key, each in value.items()}
            merged[name] = dict(in_file.get(name, {})) | plain
        else:
            merged[name] = _plain(value)
    return merged


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _dotted(values: Mapping[str, Any]) -> list[str]:
    """The dotted names of nested values; the collections are one."""
    names = []
    for name, value in values.items():
        inside = isinstance(value, dict) and name in TABLES
        names += [f"{name}.{each}" for each in value] if inside else [name]
    return names


def _from_its_source(
    error: SettingsInvalid, sources: Mapping[str, str], file: Path
) -> SettingsInvalid:
    """The error under the name of the variable or flag whose value it names ("hits = 0").

    One that names no value is of the file or, without a file, of what was given.
    """
    named = str(error.values["cause"]).partition(" = ")[0]
    found = (
        sources[name]
        for name in known_names()
        if name.rpartition(".")[2] == named and name in sources
    )
    otherwise = file if file.is_file() else next(iter(sources.values()), file)
    return SettingsInvalid(**(error.values | {"path": next(found, otherwise)}))


def changed_settings(loaded: SourcedSettings) -> list[tuple[str, object, str]]:
    """The name, the value and the source of each setting that something sets, in order."""
    rows = []
    for name in (*known_names(), "collections"):
        if name in loaded.sources:
            table, _, last = name.rpartition(".")
            record = getattr(loaded.settings, table) if table else loaded.settings
            rows.append((name, _shown(getattr(record, last)), loaded.sources[name]))
    return rows


def _shown(value: object) -> object:
    """A value as a person writes it and others may see it; collections by their names."""
    if isinstance(value, str):
        return without_secrets(value)
    if isinstance(value, tuple):
        names = (getattr(each, "name", each) for each in value)
        return ", ".join(map(str, names))
    return value
