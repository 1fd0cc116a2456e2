"""The tab where a claim or a whole text is checked: the box, the verdicts, the source beside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from rag.errors import SourceUnknown
from rag.messages import say
from rag.records import Language
from rag.web.presenter import Presenter
from rag.web.state import CheckTurn, SourceView, view_of
from rag.web.tabs.common import ASKING, QUIET, Session, html


class CheckTab:
    """Texts held against the documents, claim by claim."""

    def __init__(self, desk: Presenter, session: Session) -> None:
        self._desk, self._session = desk, session
        with gr.Tab(id="check") as self.tab, gr.Row(elem_id="v-check"):
            self._last, self._view = gr.State(None), gr.State(None)
            with gr.Column(elem_id="v-check-left"):
                self._welcome = html("v-check-welcome")
                with gr.Column(elem_id="v-check-box"):
                    self._text = gr.Textbox(
                        elem_id="v-claims-box", lines=3, max_lines=12, show_label=False,
                        container=False,
                    )  # fmt: skip
                    self._send = gr.Button(elem_id="v-check-send", variant="primary")
                self._examples = html("v-check-examples")
                self._checked = html("v-checked")
            with gr.Column(elem_id="v-check-right"):
                self._proof = html("v-proof")
        self.reads = [self._last, self._view]
        self.labelled = [
            self.tab, self._welcome, self._text, self._send, self._examples, self._checked,
            self._proof,
        ]  # fmt: skip
        self._wire()

    def words(
        self, language: Language, last: CheckTurn | None, view: SourceView | None
    ) -> list[Any]:
        """The updates of ``labelled`` in a language."""
        label, inside = say("page.claims", language), say("page.placeholder_check", language)
        return [
            gr.Tab(label=say("page.tab_check", language)),
            self._desk.check_welcome(language),
            gr.Textbox(label=label, placeholder=inside),
            gr.Button(say("page.check", language)),
            self._desk.check_examples(language),
            self._desk.checked(last, language),
            self._shown(view, language),
        ]

    def _wire(self) -> None:
        spoken = self._session.language
        outputs = [self._last, self._checked, self._view, self._proof]
        for checking in (
            self._send.click(self._check, [self._text, spoken], outputs, **ASKING),
            self._examples.ask(self._try, [spoken], [self._text, *outputs], **ASKING),
        ):
            checking.failure(
                self._break, [self._last, spoken], [self._last, self._checked], **QUIET
            )
        opened = [self._view, self._proof]
        self._checked.cite(self._open, [spoken], opened, **QUIET)
        self._proof.leaf(self._open, [spoken], opened, **QUIET)

    def _check(self, given: str, language: Language) -> Iterator[list[Any]]:
        """The text is under way at once, then its verdicts are there."""
        if not given.strip():  # Gradio empties the outputs of a generator that yields nothing.
            yield [gr.skip()] * 4
            return
        waiting = self._desk.begin_check(given)
        closed = [None, self._shown(None, language)]
        yield [waiting, self._desk.checked(waiting, language), *closed]
        done = self._desk.finish_check(waiting)
        yield [done, self._desk.checked(done, language), *closed]

    def _try(self, language: Language, event: gr.EventData) -> Iterator[list[Any]]:
        tried = str(event._data.get("text", ""))
        for outputs in self._check(tried, language):
            yield [tried, *outputs]

    def _break(self, last: CheckTurn | None, language: Language) -> list[Any]:
        """A fault of the program itself: Gradio logs it, the person is told."""
        broken = last and last.settled()
        return [broken, self._desk.checked(broken, language)]

    def _open(self, language: Language, event: gr.EventData) -> list[Any]:
        try:
            view = view_of(event._data)
        except SourceUnknown:
            return [None, self._shown(None, language)]
        return [view, self._shown(view, language)]

    def _shown(self, view: SourceView | None, language: Language) -> str:
        """The source beside the verdicts; no panel at all until one is chosen."""
        return "" if view is None else self._desk.source(view, language)
