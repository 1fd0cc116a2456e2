"""``rag check``: the claims of a text, checked against the documents."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from rag.cli.common import FILE, NOT_FOUND, library_of, with_export, with_index, with_json
from rag.cli.export import save
from rag.cli.scope import scope_of, with_scope
from rag.cli.show import steps
from rag.cli.show_check import checked
from rag.records.checks import Verdict

# A contradiction counts before a claim that is only partly supported.
EXIT_CODES: dict[Verdict, int] = {
    "supported": 0,
    "not found": NOT_FOUND,
    "contradicted": 4,
    "partly": 5,
}


@click.command()
@click.argument("claim", default="")
@click.option("--file", type=FILE, metavar="FILE", help="File with the text, in UTF-8.")
@with_index
@with_scope
@with_json
@with_export
@click.pass_context
def check(
    context: click.Context,
    claim: str,
    file: Path | None,
    index: Path,
    as_json: bool,
    export: Path | None,
) -> None:
    """Check the claims of a text against the documents.

    CLAIM is a claim, or a whole text; - for standard input. Each claim is supported,
    contradicted, partly supported or not found, with quotes.

    Exit code: 0 if every claim is supported, 3 if none is found, 4 if one is contradicted,
    5 otherwise.
    """
    if bool(claim) == (file is not None):
        raise click.BadParameter("CLAIM | --file FILE")
    text = _read(file) if file is not None else sys.stdin.read() if claim == "-" else claim
    library = library_of(context, index)
    found = library.check(text, scope=scope_of(context, library))
    if export is not None:
        save(found, library, export)
    checked(found, as_json=as_json)
    steps(found.timings_ms)
    if code := EXIT_CODES[found.verdict]:
        context.exit(code)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise click.BadParameter(f"{file}: {error}", param_hint="--file") from error
