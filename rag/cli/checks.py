"""``rag check``: the claims of a text held against the documents."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from rag.checks import Verdict
from rag.cli import show
from rag.cli.common import DEFAULT_INDEX, NOT_FOUND, AsJson, Export, Index, library_of
from rag.cli.exports import save

# 0 every claim supported, 3 none found; a contradiction counts before what is only partly said.
EXIT_CODES: dict[Verdict, int] = {
    "supported": 0,
    "not found": NOT_FOUND,
    "contradicted": 4,
    "partly": 5,
}


def check(
    context: typer.Context,
    claim: Annotated[str, typer.Argument(help="A claim, or a whole text; - for stdin.")] = "",
    file: Annotated[Path | None, typer.Option(help="The text in a file, UTF-8.")] = None,
    index: Index = DEFAULT_INDEX,
    as_json: AsJson = False,
    export: Export = None,
) -> None:
    """Check the claims of a text: supported, contradicted, partly, not found, with quotes.

    Ends with 0 where every claim is supported, 3 where none is found, 4 where one is
    contradicted, 5 otherwise.
    """
    if bool(claim) == (file is not None):
        raise typer.BadParameter("CLAIM | --file FILE")
    text = _read(file) if file is not None else sys.stdin.read() if claim == "-" else claim
    library = library_of(context, index)
    found = library.check(text)
    show.checked(found, as_json=as_json)
    if export is not None:
        save(found, library, export)
    if code := EXIT_CODES[found.verdict]:
        raise typer.Exit(code)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"{file}: {error}", param_hint="--file") from error
