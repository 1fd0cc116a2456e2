"""``--export FILE``: an answer or a check as a file, in the format of its ending."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from rag.engine import Rag
from rag.records import Answer
from rag.records.checks import Check


def save(found: Answer | Check, library: Rag, path: Path) -> None:
    """Writes what was found into a file; raises ExportUnknown for an ending that is not known."""
    from rag.export import find_format, of_answer, of_check

    form, today = find_format(path.name), dt.date.today()
    if isinstance(found, Answer):
        told = of_answer(found, library, today, crops=form.pictures)
    else:
        told = of_check(found, library, today, crops=form.pictures)
    try:
        path.write_bytes(form.write(told))
    except OSError as error:
        raise click.BadParameter(f"{path}: {error}", param_hint="--export") from error
