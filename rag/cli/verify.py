"""``rag verify``: whether a quote is still where its citation says."""

from __future__ import annotations

from pathlib import Path

import click

from rag.cli import show
from rag.cli.common import NOT_FOUND, library_of, with_index, with_json
from rag.records.verification import QuotationState

EXIT_CODES: dict[QuotationState, int] = {"intact": 0, "moved": 0, "changed": 4, "gone": NOT_FOUND}


@click.command()
@click.argument("citation")
@with_index
@click.option("--quote", default="", help="The quoted text; it helps to find an edited form.")
@with_json
@click.pass_context
def verify(context: click.Context, citation: str, index: Path, quote: str, as_json: bool) -> None:
    """Say what became of a quote.

    CITATION is a permalink, verbatim:…, in quotation marks. The quote is intact, moved, changed
    or gone; the current text is shown.

    Exit code: 0 if it is intact or moved, 4 if it was changed, 3 if it is gone.
    """
    from rag.citations.permalinks import Permalink

    link = Permalink.parse(citation)
    found = library_of(context, index).verify(citation, quote)
    show.verified(found, link.document, as_json=as_json)
    if code := EXIT_CODES[found.state]:
        context.exit(code)
