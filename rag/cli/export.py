"""``--export FILE``: saves an answer or a check, in the format of the file's ending."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from rag.engine import Rag
from rag.records import Answer
from rag.records.checks import Check


def save(found: Answer | Check, library: Rag, path: Path) -> None:
    """Saves an answer or a check to a file; raises ExportUnknown for an unknown ending."""
    from rag.export import find_format, of_answer, of_check

    form, today = find_format(path.name), dt.date.today()
    if isinstance(found, Answer):
        dossier = of_answer(found, library, today, crops=form.pictures)
    else:
        dossier = of_check(found, library, today, crops=form.pictures)
    try:
        path.write_bytes(form.write(dossier))
    except OSError as error:
        raise click.BadParameter(f"{path}: {error}", param_hint="--export") from error
