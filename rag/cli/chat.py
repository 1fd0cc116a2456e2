"""``rag chat``: questions one after the other, each understood in the light of those before."""

from __future__ import annotations

import typer

from rag.cli import show
from rag.cli.common import DEFAULT_INDEX, Index, library_of
from rag.errors import RagError
from rag.records import Exchange


def chat(context: typer.Context, index: Index = DEFAULT_INDEX) -> None:
    """Ask one question after another; a question may lean on those before it.

    An empty line or the end of the input ends the conversation.
    """
    rag = library_of(context, index)
    turns: tuple[Exchange, ...] = ()
    while question := show.asked_for():
        try:
            answer = rag.ask(question, conversation=turns)
        except RagError as error:
            show.error(error)
            continue
        turns = (*turns, Exchange.from_answer(answer))
        show.answer(answer, as_json=False)
