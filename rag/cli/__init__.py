"""The command ``rag``. Exit codes: 0 answered, 3 not in the documents, 2 usage, 1 error."""

from __future__ import annotations

import logging
import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from rag.cli import indexing, people, show
from rag.cli.chat import chat
from rag.cli.checks import check
from rag.cli.common import (
    DEFAULT_INDEX,
    NOT_FOUND,
    AsJson,
    AsOf,
    Config,
    Debug,
    Export,
    Index,
    day_of,
    library_of,
    settings_of,
)
from rag.cli.exports import save
from rag.cli.verify import verify
from rag.errors import RagError
from rag.records import Exchange

app = typer.Typer(
    name="rag",
    help="Verbatim: answers over your own documents, in verified quotes with their page.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def common(context: typer.Context, config: Config = None, debug: Debug = False) -> None:
    """Answers over your own documents, in verified quotes with their page."""
    context.obj = (config, debug)


app.command()(indexing.index)


@app.command()
def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="In French or in English.")],
    index: Index = DEFAULT_INDEX,
    after: Annotated[
        list[str] | None, typer.Option(help="A question asked before; may be given again.")
    ] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    export: Export = None,
) -> None:
    """Answer a question in quotes with their page."""
    day = day_of(as_of)
    library = library_of(context, index)
    turns: tuple[Exchange, ...] = ()
    for earlier in after or ():
        turns = (*turns, Exchange.from_answer(library.ask(earlier, conversation=turns, as_of=day)))
    answer = library.ask(question, conversation=turns, as_of=day)
    show.answer(answer, as_json=as_json)
    if export is not None:
        save(answer, library, export)
    if not answer.found:
        raise typer.Exit(NOT_FOUND)


app.command()(check)
app.command()(verify)
app.command()(chat)


@app.command()
def evaluate(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="corpus.jsonl, queries.jsonl, qrels.tsv.")],
    out: Annotated[Path | None, typer.Option(help="Write the run here, JSON lines.")] = None,
    answers: Annotated[str, typer.Option(help="In the run: sentences or span.")] = "sentences",
    as_json: AsJson = False,
) -> None:
    """Run a labelled set through the product and print its figures."""
    from rag.cli.progress import Progress
    from rag.encoders import load_encoder
    from rag.evaluate import evaluate as run
    from rag.evaluate import load_set, write_run
    from rag.threads import algebra_on_one_thread

    if answers not in ("sentences", "span"):
        raise typer.BadParameter("sentences | span", param_hint="--answers")
    algebra_on_one_thread()
    settings, labelled = settings_of(context), load_set(folder)
    encoder = load_encoder(settings.encoder, settings.encoder_revision)
    with Progress("evaluating") as ticker:
        evaluation = run(labelled, encoder, settings, ticker=ticker)
    if out is not None:
        write_run(evaluation, out, answers=answers)
    show.evaluated(evaluation, as_json=as_json)


@app.command()
def serve(
    context: typer.Context,
    index: Index = DEFAULT_INDEX,
    host: Annotated[str | None, typer.Option(help="Address to bind; loopback by default.")] = None,
    port: Annotated[int | None, typer.Option(help="Port; 7860 by default.")] = None,
) -> None:
    """Serve the web page and the HTTP interface."""
    from rag.web import serve as serve_page

    settings = settings_of(context)
    host, port = host or settings.host, port if port is not None else settings.port
    told = partial(show.serving, host, port)
    serve_page(index, settings, host=host, port=port, ready=told)


@app.command()
def doctor(context: typer.Context, index: Index = DEFAULT_INDEX, as_json: AsJson = False) -> None:
    """Say what is installed, which model and index are here, what is missing."""
    from rag.cli.doctor import examine

    checks = examine(index, settings_of(context))
    show.examined(checks, as_json=as_json)
    if not all(check.good for check in checks):
        raise typer.Exit(1)


app.add_typer(people.user, name="user")
app.add_typer(people.token, name="token")


def main() -> None:
    """Run the command; an error is one line on stderr, its traceback with ``--debug``."""
    # What the library logs, the commands tell themselves; ``rag serve`` has its own log.
    logging.getLogger("rag").addHandler(logging.NullHandler())
    try:
        app()
    except RagError as error:
        if "--debug" in sys.argv:
            raise
        show.error(error)
        sys.exit(1)
