"""The command ``rag``. Exit codes: 0 answered, 3 not in the documents, 2 usage, 1 error."""

from __future__ import annotations

import atexit
import dataclasses
import errno
import logging
import os
import sys
from functools import partial
from pathlib import Path
from typing import NoReturn

import click

from rag._version import __version__
from rag.cli import indexing, people, show, show_answer
from rag.cli.ask_lines import ask_lines
from rag.cli.chat import chat
from rag.cli.check import check
from rag.cli.common import (
    FILE,
    NOT_FOUND,
    SettingsGiven,
    day_of,
    library_of,
    settings_of,
    sourced_settings_of,
    with_as_of,
    with_exact,
    with_export,
    with_index,
    with_json,
)
from rag.cli.completion import completion, man
from rag.cli.evaluate import evaluate
from rag.cli.export import save
from rag.cli.mcp import mcp
from rag.cli.scope import scope_of, with_scope
from rag.cli.search import search
from rag.cli.verify import verify
from rag.errors import OutputUnwritable, RagError
from rag.records import Exchange

_FULL = (errno.ENOSPC, errno.EDQUOT)


class _OrderedGroup(click.Group):
    """Lists its commands in the order of use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order in which they were added."""
        return list(self.commands)


def _values(texts: tuple[str, ...]) -> dict[str, str]:
    """The values of ``--set`` by their names; a text without "=" is a usage error."""
    pairs = [text.partition("=") for text in texts]
    if not all(equals for _, equals, _ in pairs):
        raise click.BadParameter("NAME=VALUE")
    return {name.strip(): value.strip() for name, _, value in pairs}


@click.group(cls=_OrderedGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    __version__, "--version", prog_name="rag", message="%(prog)s %(version)s",
    help="Show the version.",
)  # fmt: skip
@click.option("--config", type=FILE, metavar="FILE", help="Settings file; rag.toml by default.")
@click.option(
    "--set",
    "values",
    multiple=True,
    metavar="NAME=VALUE",
    callback=lambda *given: _values(given[2]),
    help="Set a setting for this run, such as hits=5; can be repeated.",
)
@click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of an error.")
@click.option("-q", "--quiet", is_flag=True, help="Print no progress, notices or summaries.")
@click.option("-v", "--verbose", is_flag=True, help="Print how long each step of an answer took.")
@click.pass_context
def app(
    context: click.Context,
    config: Path | None,
    values: dict[str, str],
    quiet: bool,
    verbose: bool,
) -> None:
    """Verbatim: answers from your own documents, as verified quotes with their page."""
    context.obj = SettingsGiven(config, values)
    show.set_detail(quiet=quiet, verbose=verbose)


app.add_command(indexing.index)


@app.command()
@click.argument("question")
@with_index
@click.option("--after", multiple=True, help="An earlier question; can be repeated.")
@with_as_of
@with_scope
@with_exact
@with_json
@with_export
@click.pass_context
def ask(
    context: click.Context,
    question: str,
    index: Path,
    after: tuple[str, ...],
    as_of: str | None,
    exact: bool,
    as_json: bool,
    export: Path | None,
) -> None:
    """Answer a question with quotes and their pages.

    QUESTION is in French or in English. - reads one a line from standard input, as text or as a
    JSON object with question, and id, as_of, exact or scope if wanted; --json then prints one
    object a line.
    """
    day = day_of(as_of)
    if question == "-" and (after or export is not None):
        raise click.BadParameter("- | --after, --export")
    library = library_of(context, index)
    limited = partial(library.ask, as_of=day, scope=scope_of(context, library))
    if question == "-":
        context.exit(ask_lines(sys.stdin, partial(limited, exact=exact), as_json=as_json))
    turns: tuple[Exchange, ...] = ()
    for earlier in after:
        turns = (*turns, Exchange.from_answer(limited(earlier, conversation=turns)))
    answer = limited(question, conversation=turns, exact=exact)
    if export is not None:
        save(answer, library, export)
    show_answer.answer(answer, as_json=as_json)
    show.steps(answer.timings_ms)
    if not answer.found:
        context.exit(NOT_FOUND)


app.add_command(search)
app.add_command(check)
app.add_command(verify)
app.add_command(chat)


app.add_command(evaluate)


@app.command()
@with_index
@click.option("--host", help="Address to listen on; by default, this machine only.")
@click.option(
    "--port", type=click.IntRange(0, 65_535), metavar="INTEGER", help="Port; by default 7860."
)
@click.option(
    "--uploads",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Folder for documents added through the page.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    metavar="INTEGER",
    help="Processes that answer; by default one.",
)
@click.pass_context
def serve(
    context: click.Context,
    index: Path,
    host: str | None,
    port: int | None,
    uploads: Path | None,
    workers: int | None,
) -> None:
    """Serve the web page and the HTTP interface."""
    from rag.web import serve as serve_page

    settings = settings_of(context)
    if workers is not None:
        service = dataclasses.replace(settings.service, workers=workers)
        settings = dataclasses.replace(settings, service=service)
    host, port = host or settings.host, port if port is not None else settings.port
    ready = partial(show.serving, host, port)
    serve_page(index, settings, host=host, port=port, uploads=uploads, ready=ready)


app.add_command(mcp)


@app.command()
@with_index
@with_json
@click.pass_context
def doctor(context: click.Context, index: Path, as_json: bool) -> None:
    """Check the installation and say what is missing.

    The encoder and the index in use are shown too.
    """
    from rag.cli.doctor import examine

    checks = examine(index, sourced_settings_of(context), show.terminal_language())
    show.examined(checks, as_json=as_json)
    if not all(check.good for check in checks):
        context.exit(1)


app.add_command(people.user)
app.add_command(people.token)
app.add_command(completion)
app.add_command(man)


def main() -> None:
    """Run the command; an error is one line on stderr, with its traceback if ``--debug``."""
    # The commands print what the library logs; ``rag serve`` has its own log.
    logging.getLogger("rag").addHandler(logging.NullHandler())
    if (language := show.terminal_language()) != "en":
        from rag.cli.help import speak  # the English help is in the commands

        speak(app, language)
    try:
        code = _run()
        sys.stdout.flush()
    except (RagError, OSError) as error:
        if "--debug" in sys.argv:
            raise
        show.error(_shown(error))
        code = 1
    _exit(code)


def _run() -> int:
    """The exit code of the command."""
    try:
        app()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def _shown(error: RagError | OSError) -> RagError:
    """The error to show; any system error but a full disk is raised again."""
    if isinstance(error, RagError):
        return error
    if error.errno not in _FULL:
        raise error
    return OutputUnwritable(cause=error.strerror)


def _exit(code: int) -> NoReturn:
    """Ends the process after its exit functions.

    A regular exit also takes apart the modules and the memory of the encoder, which took a tenth of
    the time of ``rag ask``.
    """
    atexit._run_exitfuncs()
    os._exit(code)
