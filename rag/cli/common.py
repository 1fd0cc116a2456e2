"""The options that commands share, and the settings of a run.

The commands use click directly: typer imports pydantic, which took a tenth of the time of
``rag ask``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rag.cli.show import notice, terminal_language
from rag.config import Settings, SourcedSettings, load_sourced
from rag.errors import DateInvalid
from rag.language.figures.dates import read_day

if TYPE_CHECKING:
    from rag.engine import Rag

NOT_FOUND = 3
FILE = click.Path(path_type=Path)
with_index = click.option(
    "--index",
    type=FILE,
    default="index",
    show_default=True,
    metavar="FOLDER",
    help="Folder of the index.",
)
with_json = click.option(
    "--json", "as_json", is_flag=True, help="Print a JSON object instead of text."
)
with_export = click.option(
    "--export",
    type=FILE,
    metavar="FILE",
    callback=lambda _context, _option, path: known_format(path),
    help="Save to a file: .pdf .docx .md .txt .bib .ris .json",
)
with_as_of = click.option(
    "--as-of", metavar="DAY", help="Ignore documents dated after this date (2023-12-31)."
)

with_exact = click.option(
    "--exact", is_flag=True, help="Take the question as typed: correct and complete nothing."
)


def known_format(path: Path | None) -> Path | None:
    """The path of ``--export``, before any work; raises ExportUnknown."""
    if path is not None:
        from rag.export import find_format

        find_format(path.name)
    return path


def day_of(text: str | None) -> dt.date | None:
    """The day of ``--as-of``; an invalid one ends the command as a usage error."""
    try:
        return None if text is None else read_day(text)
    except DateInvalid as error:
        message = error.message(terminal_language())
        raise click.BadParameter(message, param_hint="--as-of") from error


@dataclass(frozen=True, slots=True)
class SettingsGiven:
    """The settings file of ``--config`` and the values of ``--set``."""

    path: Path | None = None
    flags: Mapping[str, str] = field(default_factory=dict)


def sourced_settings_of(context: click.Context) -> SourcedSettings:
    """The settings of a run, and where they come from; raises SettingsInvalid."""
    given = context.obj or SettingsGiven()
    return load_sourced(given.path, given.flags)


def settings_of(context: click.Context) -> Settings:
    """The settings of a run; raises SettingsInvalid."""
    return sourced_settings_of(context).settings


def library_of(context: click.Context, index: Path) -> Rag:
    """The library of a run; a notice on stderr says if an older generation answers."""
    from rag.engine import Rag

    library = Rag.open(index, settings=settings_of(context))
    notice(library.notice(terminal_language()))
    return library
