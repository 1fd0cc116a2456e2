"""``rag chat``: a conversation; each question may build on the earlier ones."""

from __future__ import annotations

from pathlib import Path

import click

from rag.cli import show, show_answer
from rag.cli.common import library_of, with_index
from rag.cli.scope import scope_of, with_scope
from rag.errors import RagError
from rag.records import Exchange


@click.command()
@with_index
@with_scope
@click.pass_context
def chat(context: click.Context, index: Path) -> None:
    """Ask one question after another.

    A question may build on the earlier ones. An empty line or the end of the input ends the
    conversation.
    """
    rag = library_of(context, index)
    scope = scope_of(context, rag)
    turns: tuple[Exchange, ...] = ()
    while question := show.read_question():
        try:
            answer = rag.ask(question, conversation=turns, scope=scope)
        except RagError as error:
            show.error(error)
            continue
        turns = (*turns, Exchange.from_answer(answer))
        show_answer.answer(answer, as_json=False)
