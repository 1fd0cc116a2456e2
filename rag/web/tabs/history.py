"""The History tab. Without an account, the browser stores the history and sends it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr

from rag.messages import say
from rag.records import Language
from rag.web.past_answers import PastAnswer
from rag.web.presenter import Presenter
from rag.web.tabs.ask import AskTab
from rag.web.tabs.common import ASKING, Session, html

# Replaces the value of an empty component by the history that the browser stores.
_STORED = "(_, language) => [window.verbatimHistory.stored(), language]"


class HistoryTab:
    """Conversations to open again or delete, and watched questions."""

    def __init__(self, presenter: Presenter, session: Session, ask: AskTab) -> None:
        self._presenter, self._session, self._ask = presenter, session, ask
        with gr.Tab(id="history") as self.tab:
            self._stored = gr.Textbox(visible=False)
            self.history = html("v-history")
        self.label_inputs: list[gr.blocks.Block] = []
        self.labelled = [self.tab]

    def labels(self, language: Language) -> list[Any]:
        """The updates of ``labelled`` in a language."""
        return [gr.Tab(label=say("page.tab_history", language))]

    def wire(self, tabs: gr.Tabs) -> None:
        """Connects the events, once the other tabs exist."""
        self.refresh_on(self.tab.select)
        reopened = [self.history, tabs, *self._ask.answered]
        reopening = self.history.reopen(
            self._reopen, [self._stored, self._session.language], reopened, js=_STORED, **ASKING
        )
        self._ask.settle_after(reopening)

    def refresh_on(self, event: Any) -> None:
        """Shows the history whenever an event happens."""
        event(
            self._refresh, [self._stored, self._session.language], [self.history, self.tab],
            js=_STORED, **ASKING,
        )  # fmt: skip

    def _refresh(self, stored_json: str | None, language: Language) -> list[Any]:
        stored = self._presenter.kept.stored(stored_json or "")
        diffs = self._presenter.compare_watched(stored.watched)
        changed = sum(not diff.unchanged for diff in diffs)
        label = say("page.tab_history", language) + (f" ({changed})" if changed else "")
        return [self._presenter.history(stored, diffs, language), gr.Tab(label=label)]

    def _reopen(
        self, stored_json: str | None, language: Language, event: gr.EventData
    ) -> Iterator[list[Any]]:
        """Opens a conversation as it is stored now, or a watched question."""
        conversation, same = str(event._data.get("conversation") or ""), gr.skip()
        kept, in_browser = self._presenter.kept, stored_json or ""
        turns: Sequence[PastAnswer]
        if conversation:
            turns = dict(kept.stored(in_browser).conversations).get(conversation, ())
        else:
            turns = kept.watched_among(str(event._data.get("turns", "")), in_browser)
        if not turns:  # it was deleted elsewhere meanwhile
            shown, _ = self._refresh(stored_json, language)
            yield [shown, *[same] * (1 + len(self._ask.answered))]
        for answered in self._ask.reopen(turns, language, conversation) if turns else ():
            yield [same, gr.Tabs(selected="ask"), *answered]
