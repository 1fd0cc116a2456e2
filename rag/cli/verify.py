"""``rag verify``: whether a quotation still stands where its citation says."""

from __future__ import annotations

from typing import Annotated

import typer

from rag.cli import show
from rag.cli.common import DEFAULT_INDEX, NOT_FOUND, AsJson, Index, library_of
from rag.verification import State

EXIT_CODES: dict[State, int] = {"intact": 0, "moved": 0, "changed": 4, "gone": NOT_FOUND}


def verify(
    context: typer.Context,
    citation: Annotated[str, typer.Argument(help="A permalink, verbatim:…, between quotes.")],
    index: Index = DEFAULT_INDEX,
    quote: Annotated[
        str, typer.Option(help="The quoted text; it helps to find an edited form.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Say what became of a quotation: intact, moved, changed or gone, and what stands there now.

    Ends with 0 where it is intact or moved, 4 where it was changed, 3 where it is gone.
    """
    from rag.verify import Permalink

    link = Permalink.parse(citation)
    found = library_of(context, index).verify(citation, quote)
    show.verified(found, link.document, as_json=as_json)
    if code := EXIT_CODES[found.state]:
        raise typer.Exit(code)
