"""Settings in ``VERBATIM_*`` variables and ``--set`` flags, read by pydantic-settings.

``VERBATIM_HITS=5`` is the setting hits, ``VERBATIM_SERVICE__HOSTS=a.example,b.example`` is hosts of
the table [service]. pydantic-settings is imported only if there is one: importing pydantic takes a
tenth of the time of ``rag ask``.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any

from rag.config.records import Curation, Institution, Oidc, Service, Settings, StoreSettings
from rag.errors import SettingsInvalid
from rag.messages import Message
from rag.records.json_text import parse_json

_PREFIX = "VERBATIM_"
_BETWEEN = "__"  # between the name of a table and that of its setting
FLAG = "--set"
TABLES: Mapping[str, type[Any]] = {
    "service": Service, "library": Curation, "institution": Institution, "oidc": Oidc,
    "store": StoreSettings,
}  # fmt: skip
_KUBERNETES = "tcp://"  # how it begins the variable VERBATIM_PORT of a service called "verbatim"


def known_names() -> tuple[str, ...]:
    """The names that a variable or a flag can set, with dots: "hits", "service.hosts"."""
    plain = (each.name for each in dataclasses.fields(Settings))
    inside = (
        f"{table}.{each.name}"
        for table, kind in TABLES.items()
        for each in dataclasses.fields(kind)
    )
    return (*(name for name in plain if name not in (*TABLES, "collections")), *inside)


def variable_of(name: str) -> str:
    """The variable of a setting: VERBATIM_SERVICE__HOSTS for "service.hosts"."""
    return _PREFIX + name.replace(".", _BETWEEN).upper()


def variables() -> dict[str, str]:
    """The variables that are set, by the dotted names of their settings."""
    found = {name: os.environ.get(variable_of(name)) for name in known_names()}
    if (found["port"] or "").startswith(_KUBERNETES):
        found["port"] = None
    return {name: value for name, value in found.items() if value is not None}


def unknown_variables() -> tuple[str, ...]:
    """The variables with our prefix that are no setting, in order."""
    known = set(map(variable_of, known_names()))
    return tuple(
        sorted(each for each in os.environ if each.startswith(_PREFIX) and each not in known)
    )


def given_values(flags: Mapping[str, str]) -> dict[str, Any]:
    """What flags and variables set, nested as in the file; a flag comes before a variable.

    Raises SettingsInvalid, for an unknown name too.
    """
    for name in flags:
        if name not in known_names():
            cause = Message("causes.unknown_setting", name=name[:40])
            raise SettingsInvalid(path=FLAG, cause=cause)
    if not flags and not variables():
        return {}
    from pydantic import ValidationError

    try:
        values: dict[str, Any] = _model()(**_nested(flags)).model_dump(exclude_unset=True)
    except ValidationError as error:
        name = ".".join(map(str, error.errors()[0]["loc"][:2]))
        name = name if name in known_names() else name.partition(".")[0]
        source, text = (FLAG, flags[name]) if name in flags else (variable_of(name), None)
        text = os.environ.get(source) if text is None else text
        bad = f"{name.rpartition('.')[2]} = {text!r}"
        raise SettingsInvalid(path=source, cause=bad) from error
    return values


@cache
def _model() -> Any:
    """The settings as a class of pydantic-settings, which reads the variables itself."""
    from pydantic import BaseModel, create_model
    from pydantic_settings import BaseSettings, SettingsConfigDict

    class FromVariables(BaseSettings):  # type: ignore[misc]  # its base has no types
        model_config = SettingsConfigDict(
            env_prefix=_PREFIX,
            env_nested_delimiter=_BETWEEN,
            enable_decoding=False,
            validate_default=False,
        )

        @classmethod
        def settings_customise_sources(cls, _: Any, **sources: Any) -> tuple[Any, ...]:
            """The flags, then the variables that are settings."""
            known = {variable_of(name).lower(): value for name, value in variables().items()}
            sources["env_settings"].env_vars = known
            return sources["init_settings"], sources["env_settings"]

    inside: dict[str, Any] = {
        table: (create_model(table, __base__=BaseModel, **_fields(kind)), None)
        for table, kind in TABLES.items()
    }
    plain = {name: each for name, each in _fields(Settings).items() if name in known_names()}
    return create_model("Given", __base__=FromVariables, **plain, **inside)


def _fields(kind: type[Any]) -> dict[str, Any]:
    """The fields of a record for pydantic: the types of their defaults, and no value."""
    from pydantic import BeforeValidator

    several = Annotated[tuple[str, ...], BeforeValidator(_items)]
    return {
        each.name: (several if isinstance(each.default, tuple) else type(each.default), None)
        for each in dataclasses.fields(kind)
    }


def _items(text: object) -> object:
    """A list as JSON, or as texts with commas between them."""
    if isinstance(text, str) and text.lstrip().startswith("["):
        try:
            return parse_json(text)
        except ValueError:
            return None
    return [item for each in str(text).split(",") if (item := each.strip())]


def _nested(flags: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, text in flags.items():
        table, _, field = name.rpartition(".")
        (values.setdefault(table, {}) if table else values)[field] = text
    return values
