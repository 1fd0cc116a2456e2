"""Settings from plain values, as a TOML file has them; unknown keys and wrong types are refused."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from rag.config.records import (
    Collection,
    Curation,
    Institution,
    Oidc,
    Service,
    Settings,
    StoreSettings,
)
from rag.errors import SettingsInvalid
from rag.messages import Message


def read_settings(values: dict[str, Any], source: Path) -> Settings:
    """The settings in the values of a source; raises SettingsInvalid."""
    names = ("service", "library", "institution", "oidc", "store", "collections")
    tables = {name: _table(values.pop(name, {}), name, source) for name in names}
    collections = tables["collections"]
    return Settings(
        **_checked(values, Settings, source),
        service=Service(**_checked(tables["service"], Service, source)),
        library=Curation(**_checked(tables["library"], Curation, source)),
        institution=Institution(**_checked(tables["institution"], Institution, source)),
        oidc=Oidc(**_checked(tables["oidc"], Oidc, source)),
        store=StoreSettings(**_checked(tables["store"], StoreSettings, source)),
        collections=tuple(_collection(name, table, source) for name, table in collections.items()),
    )


def _table(value: object, name: str, source: Path) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise SettingsInvalid(path=source, cause=f"{name} = {value!r}")
    return value


def _collection(name: str, table: object, source: Path) -> Collection:
    values = dict(_table(table, name, source))
    lists = {key: _strings(values.pop(key, []), key, source) for key in ("paths", "roles")}
    for key in values:
        cause = Message("causes.unknown_setting", name=f"{name}.{key}")
        raise SettingsInvalid(path=source, cause=cause)
    return Collection(name, **lists)  # type: ignore[arg-type]  # its roles are checked there


def _strings(value: object, key: str, source: Path) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(type(each) is str for each in value):
        raise SettingsInvalid(path=source, cause=f"{key} = {value!r}")
    return tuple(value)


def _checked(values: dict[str, Any], record: type[Any], source: Path) -> dict[str, Any]:
    types = {field.name: type(field.default) for field in dataclasses.fields(record)}
    checked = {}
    for key, value in values.items():
        if key not in types:
            raise SettingsInvalid(path=source, cause=Message("causes.unknown_setting", name=key))
        if types[key] is tuple:
            value = _strings(value, key, source)
        whole_for_real = types[key] is float and type(value) is int
        if type(value) is not types[key] and not whole_for_real:
            raise SettingsInvalid(path=source, cause=f"{key} = {value!r}")
        checked[key] = value
    return checked
