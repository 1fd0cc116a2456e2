"""The tab of what this browser keeps: the browser hands it over, the server writes it out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from rag.messages import say
from rag.records import Language
from rag.web.past_answers import read_album
from rag.web.presenter import Presenter
from rag.web.tabs.ask import AskTab
from rag.web.tabs.common import ASKING, QUIET, Session, html

# What the browser keeps, in place of the value of a component that holds nothing.
_KEPT = "(_, language) => [window.verbatim.kept(), language]"


class HistoryTab:
    """Conversations to open again or delete, and watched questions."""

    def __init__(self, desk: Presenter, session: Session, ask: AskTab) -> None:
        self._desk, self._session, self._ask = desk, session, ask
        with gr.Tab(id="history") as self.tab:
            self._kept = gr.Textbox(visible=False)
            self.history = html("v-history")
        self.reads: list[gr.blocks.Block] = []
        self.labelled = [self.tab]

    def words(self, language: Language) -> list[Any]:
        """The updates of ``labelled`` in a language."""
        return [gr.Tab(label=say("page.tab_history", language))]

    def wire(self, tabs: gr.Tabs) -> None:
        """The events, once the other tabs are there."""
        self.recall(self.tab.select)
        again = [tabs, *self._ask.answered]
        self.history.reopen(self._reopen, [self._session.language], again, **ASKING)

    def recall(self, event: Any) -> None:
        """Writes out what the browser keeps, at an event."""
        event(
            self._recall, [self._kept, self._session.language], [self.history, self.tab],
            js=_KEPT, **QUIET,
        )  # fmt: skip

    def _recall(self, kept: str | None, language: Language) -> list[Any]:
        album = read_album(kept or "")
        standings = self._desk.review(album.watched)
        changed = sum(not standing.stands for standing in standings)
        label = say("page.tab_history", language) + (f" ({changed})" if changed else "")
        return [self._desk.history(album, standings, language), gr.Tab(label=label)]

    def _reopen(self, language: Language, event: gr.EventData) -> Iterator[list[Any]]:
        for answered in self._ask.reopen(language, event):
            yield [gr.Tabs(selected="ask"), *answered]
