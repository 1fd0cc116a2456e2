"""What the commands share: their options, and the settings of a run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rag.config import Settings, load_settings

NOT_FOUND = 3
DEFAULT_INDEX = Path("index")
Index = Annotated[Path, typer.Option("--index", help="The folder of the index.")]
Config = Annotated[Path | None, typer.Option("--config", help="Settings; rag.toml by default.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object instead of text.")]
Export = Annotated[
    Path | None,
    typer.Option("--export", help="Keep it in a file: .md .docx .pdf .bib .ris .json .txt"),
]
Debug = Annotated[bool, typer.Option("--debug", help="The traceback of an error.")]


def settings_of(context: typer.Context) -> Settings:
    """The settings that ``--config`` names, or those of rag.toml; raises SettingsInvalid."""
    config, _ = context.obj
    return load_settings(config)
