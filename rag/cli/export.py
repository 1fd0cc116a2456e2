"""``--export FILE``: an answer or a check as a file, in the format of its extension."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from rag.engine import Rag
from rag.records import Answer
from rag.records.checks import Check


def save(found: Answer | Check, library: Rag, path: Path) -> None:
    """Writes an answer or a check to a file; raises ExportUnknown for an unknown extension."""
    from rag.export import dossier_of_answer, dossier_of_check, find_format

    output, today = find_format(path.name), dt.date.today()
    if isinstance(found, Answer):
        dossier = dossier_of_answer(found, library, today, crops=output.page_images)
    else:
        dossier = dossier_of_check(found, library, today, crops=output.page_images)
    try:
        path.write_bytes(output.write(dossier))
    except OSError as error:
        raise click.BadParameter(f"{path}: {error}", param_hint="--export") from error
