"""What the commands share: their options, and the settings of a run."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.cli.show import notice, terminal_language
from rag.config import Settings, load_settings
from rag.dates import read_day
from rag.errors import DateInvalid

if TYPE_CHECKING:
    from rag.engine import Rag

NOT_FOUND = 3
DEFAULT_INDEX = Path("index")
Index = Annotated[Path, typer.Option("--index", help="The folder of the index.")]
Config = Annotated[Path | None, typer.Option("--config", help="Settings; rag.toml by default.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object instead of text.")]
Export = Annotated[
    Path | None,
    typer.Option("--export", help="Keep it in a file: .md .docx .pdf .bib .ris .json .txt"),
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", help="Without the documents dated after that day (2023-12-31)."),
]
Debug = Annotated[bool, typer.Option("--debug", help="The traceback of an error.")]


def day_of(text: str | None) -> dt.date | None:
    """The day that ``--as-of`` names; ends the command as wrongly used where it names none."""
    try:
        return None if text is None else read_day(text)
    except DateInvalid as error:
        told = error.message(terminal_language())
        raise typer.BadParameter(told, param_hint="--as-of") from error


def settings_of(context: typer.Context) -> Settings:
    """The settings that ``--config`` names, or those of rag.toml; raises SettingsInvalid."""
    config, _ = context.obj
    return load_settings(config)


def library_of(context: typer.Context, index: Path) -> Rag:
    """The library of a run; says on stderr where an older state of it answers."""
    from rag.engine import Rag

    library = Rag.open(index, settings=settings_of(context))
    notice(library.notice(terminal_language()))
    return library
