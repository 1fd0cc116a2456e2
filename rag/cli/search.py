"""``rag search``: every passage that matches, by document."""

from __future__ import annotations

from pathlib import Path

import click

from rag.cli import show_results
from rag.cli.common import NOT_FOUND, day_of, library_of, with_as_of, with_index, with_json
from rag.cli.scope import scope_of, with_scope
from rag.records import RESULT_ORDERS, ResultOrder


@click.command()
@click.argument("query")
@with_index
@click.option(
    "--order",
    type=click.Choice(RESULT_ORDERS),
    default="relevance",
    show_default=True,
    help="Order of the documents.",
)
@click.option(
    "--page",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="NUMBER",
    help="Page of the results, ten documents each.",
)
@click.option(
    "--each",
    type=click.IntRange(1, 50),
    default=3,
    show_default=True,
    metavar="NUMBER",
    help="Passages shown of each document.",
)
@with_as_of
@with_scope
@with_json
@click.pass_context
def search(
    context: click.Context,
    query: str,
    index: Path,
    order: ResultOrder,
    page: int,
    each: int,
    as_of: str | None,
    as_json: bool,
) -> None:
    """List the passages that match, by document.

    QUERY is words, a question, or phrases in quotation marks. Each passage says why it is there.
    Nothing is refused: without the words, the passages closest in meaning are listed.

    Exit code: 0 if passages have the words, 3 if none has.
    """
    day, library = day_of(as_of), library_of(context, index)
    scope = scope_of(context, library)
    found = library.search(query, order=order, page=page, each=each, as_of=day, scope=scope)
    if page > found.pages > 0:
        show_results.no_such_page(page, found)
    show_results.results(found, as_json=as_json)
    if not found.by_words:
        context.exit(NOT_FOUND)
