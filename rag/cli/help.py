"""The help of the commands in languages other than English, click's own words included."""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Sequence
from pathlib import Path

import click

from rag.messages.catalogue import CATALOGUE, say
from rag.records import Language

_LOCALE = Path(__file__).parent / "locale"
_METAVAR = re.compile("[A-Z]+")


def speak(app: click.Group, language: Language) -> None:
    """Translates a command and its subcommands, usage errors included.

    click translates its own words with gettext, which prefers LANGUAGE to the locale.
    """
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("messages", _LOCALE)
    _translate(app, "rag", language)


def _translate(command: click.Command, path: str, language: Language) -> None:
    """Translates the help of a command and its subcommands."""
    command.help = _help((path,), language, command.help)
    context = click.Context(command)
    for param in command.params:
        param.metavar = _METAVAR.sub(
            lambda place: _help((place[0],), language, place[0]) or "", param.make_metavar(context)
        )
        if isinstance(param, click.Option):
            option = param.opts[0]
            param.help = _help((f"{path} {option}", option), language, param.help)
    if isinstance(command, click.Group):
        command.subcommand_metavar = (
            _help(("COMMAND",), language, None) or command.subcommand_metavar
        )
        for name, one in command.commands.items():
            _translate(one, f"{path} {name}", language)


def _help(names: Sequence[str], language: Language, english: str | None) -> str | None:
    """The entry of the first name that the language has, or else the English help."""
    entries = CATALOGUE.entries("help")
    known = (name for name in names if language in entries.get(name, {}))
    name = next(known, None)
    return english if name is None else say(f"help.{name}", language)
