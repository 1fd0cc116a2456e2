"""The options that limit a question or a check to some documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from rag.cli.show import terminal_language
from rag.errors import DateInvalid
from rag.records import LANGUAGES, Scope

if TYPE_CHECKING:
    from rag.engine import Rag

_Command = TypeVar("_Command", bound=Callable[..., Any])
_LIMITS = "rag.scope"  # where a run keeps the values of these options


def _keep(context: click.Context, option: click.Parameter, value: Any) -> None:
    """Keeps the value of an option for ``scope_of``."""
    if value:
        context.meta.setdefault(_LIMITS, {})[option.name] = value


def _keep_day(context: click.Context, option: click.Parameter, value: str | None) -> None:
    """Keeps a day; an invalid one ends the command as a usage error."""
    from rag.questions.scope_reading import read_bound

    try:
        day = value and read_bound(value, last=option.name == "until")
    except DateInvalid as error:
        raise click.BadParameter(error.message(terminal_language())) from error
    _keep(context, option, day and day.isoformat())


_OPTIONS = (
    click.option(
        "--in", "places", multiple=True, metavar="NAME", expose_value=False, callback=_keep,
        help="Read only this document (title, file) or folder; can be repeated.",
    ),
    click.option(
        "--from", "from", metavar="DAY", expose_value=False, callback=_keep_day,
        help="Read only documents dated this day (or year) or later.",
    ),
    click.option(
        "--until", "until", metavar="DAY", expose_value=False, callback=_keep_day,
        help="Read only documents dated this day (or year) or earlier.",
    ),
    click.option(
        "--language", "languages", multiple=True, type=click.Choice(LANGUAGES),
        expose_value=False, callback=_keep, help="Read only documents in this language.",
    ),
    click.option(
        "--issuer", "issuers", multiple=True, metavar="NAME", expose_value=False, callback=_keep,
        help="Read only documents of this issuer; can be repeated.",
    ),
    click.option(
        "--type", "types", multiple=True, metavar="NAME", expose_value=False, callback=_keep,
        help="Read only files of this type, such as pdf; can be repeated.",
    ),
)  # fmt: skip


def with_scope(command: _Command) -> _Command:
    """The command with the options that limit the documents; ``scope_of`` reads them."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def scope_of(context: click.Context, library: Rag) -> Scope | None:
    """The limits of a run, ``None`` if there are none; raises ScopeInvalid."""
    from rag.questions.scope import read_places
    from rag.questions.scope_reading import read_scope

    limits: dict[str, Any] = dict(context.meta.get(_LIMITS, {}))
    if places := limits.pop("places", ()):
        limits |= read_places(places, library.documents()).to_dict()
    return read_scope(limits) or None
