"""``rag completion`` and ``rag man``: what a shell completes, and the manual page."""

from __future__ import annotations

from collections.abc import Iterator

import click
from click.shell_completion import get_completion_class

from rag._version import __version__

_SHELLS = ("bash", "zsh", "fish")
_VARIABLE = "_RAG_COMPLETE"  # by which click is asked what fits


@click.command()
@click.argument("shell", type=click.Choice(_SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print what makes a shell complete commands and options.

    For bash: rag completion bash > ~/.local/share/bash-completion/completions/rag
    """
    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(context.find_root().command, {}, "rag", _VARIABLE).source())


@click.command()
@click.pass_context
def man(context: click.Context) -> None:
    """Print the manual page, for man -l -.

    It has every command with its options.
    """
    click.echo("\n".join(_page(context.find_root().command)))


def _page(app: click.Command) -> Iterator[str]:
    """The lines of the manual page in the language of man (roff)."""
    yield f'.TH RAG 1 "" "Verbatim {__version__}" ""'
    yield from (".SH NAME", rf"rag \- {_plain(app.get_short_help_str(200))}")
    yield from (".SH SYNOPSIS", r"\fBrag\fR [\fIoptions\fR] \fIcommand\fR ...", ".SH OPTIONS")
    yield from _options(click.Context(app, info_name="rag"))
    for path, context in _commands(app, None, "rag"):
        yield f".SH {_plain(path).upper()}"
        usage = " ".join(context.command.collect_usage_pieces(context))
        yield rf"\fB{_plain(path)}\fR {_plain(usage)}"
        for paragraph in (context.command.help or "").split("\n\n"):
            yield from (".PP", _plain(" ".join(paragraph.split())))
        yield from _options(context)


def _commands(
    command: click.Command, parent: click.Context | None, path: str
) -> Iterator[tuple[str, click.Context]]:
    """The commands below one, with their whole names, in the order of their lists."""
    context = click.Context(command, parent, info_name=path.rpartition(" ")[2])
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.commands[name]
            if not isinstance(inner, click.Group):
                yield f"{path} {name}", click.Context(inner, context, info_name=name)
            yield from _commands(inner, context, f"{path} {name}")


def _options(context: click.Context) -> Iterator[str]:
    for param in context.command.get_params(context):
        record = param.get_help_record(context)
        if record is not None:
            yield from (".TP", rf"\fB{_plain(record[0])}\fR", _plain(record[1]))


def _plain(text: str) -> str:
    r"""A text as roff writes it: backslashes and minus signs escaped, no request at its start."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return rf"\&{escaped}" if escaped.startswith((".", "'")) else escaped
