"""The help of the commands in French: theirs, and the words of click around it."""

from __future__ import annotations

import gettext
import os
import re
from pathlib import Path

import click

from rag.messages.help import FRENCH, PLACES

_LOCALE = Path(__file__).parent / "locale"
_PLACE = re.compile("[A-Z]+")


def speak_french(app: click.Group) -> None:
    """Has a command and those under it speak French, errors of use too.

    click looks its words up by gettext, which believes LANGUAGE before the locale.
    """
    os.environ["LANGUAGE"] = "fr"
    gettext.bindtextdomain("messages", _LOCALE)
    _tell(app, "rag")


def _tell(command: click.Command, path: str) -> None:
    """Puts French in the place of the help of a command and those under it."""
    command.help = FRENCH[path]
    context = click.Context(command)
    for param in command.params:
        param.metavar = _PLACE.sub(lambda place: PLACES[place[0]], param.make_metavar(context))
        if isinstance(param, click.Option):
            name = param.opts[0]
            param.help = FRENCH.get(f"{path} {name}") or FRENCH[name]
    if isinstance(command, click.Group):
        command.subcommand_metavar = "COMMANDE [ARGUMENTS]..."
        for name, one in command.commands.items():
            _tell(one, f"{path} {name}")
