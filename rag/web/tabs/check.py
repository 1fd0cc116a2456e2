"""The Check tab: the box for a claim or a text, the verdicts, and the source panel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from rag.messages import say
from rag.records import Language, Scope
from rag.web.presenter import Presenter
from rag.web.state import CheckTurn, SourceView
from rag.web.tabs.common import ASKING, QUIET, Session, html
from rag.web.tabs.scope import ScopeBars
from rag.web.tabs.source import SourcePanel


class CheckTab:
    """A text and the verdict on each of its claims."""

    def __init__(self, presenter: Presenter, session: Session, bars: ScopeBars) -> None:
        self._presenter, self._session = presenter, session
        with gr.Tab(id="check") as self.tab, gr.Row(elem_id="v-check"):
            self._turn, self._view = gr.State(None), gr.State(None)
            with gr.Column(elem_id="v-check-left"):
                self._welcome = html("v-check-welcome")
                with gr.Column(elem_id="v-check-box"):
                    bars.place("check")
                    self._text = gr.Textbox(
                        elem_id="v-claims-box", lines=3, max_lines=12, show_label=False,
                        container=False,
                    )  # fmt: skip
                    self._send = gr.Button(elem_id="v-check-send", variant="primary")
                self._examples = html("v-check-examples")
                self._result = html("v-checked")
            with gr.Column(elem_id="v-check-right"):
                self._source = SourcePanel(presenter, session, self._view, "v-check-source")
        self.label_inputs = [self._turn, self._view]
        self.labelled = [
            self.tab, self._welcome, self._text, self._send, self._examples, self._result,
            self._source.panel,
        ]  # fmt: skip
        self._wire()

    def labels(
        self, language: Language, turn: CheckTurn | None, view: SourceView | None
    ) -> list[Any]:
        """The updates of ``labelled`` in a language."""
        label, inside = say("page.claims", language), say("page.placeholder_check", language)
        return [
            gr.Tab(label=say("page.tab_check", language)),
            self._presenter.check_welcome(language),
            gr.Textbox(label=label, placeholder=inside),
            gr.Button(say("page.check", language)),
            self._presenter.check_examples(language),
            self._presenter.check_result(turn, language),
            self._source.shown(view, language),
        ]

    def _wire(self) -> None:
        language, scope = self._session.language, self._session.scope
        outputs = [self._turn, self._result, *self._source.outputs]
        for checking in (
            self._send.click(self._check, [self._text, language, scope], outputs, **ASKING),
            self._examples.ask(self._try, [language, scope], [self._text, *outputs], **ASKING),
        ):
            checking.failure(
                self._fail, [self._turn, language], [self._turn, self._result], **QUIET
            )
        self._source.wire(self._result)

    def _check(self, text: str, language: Language, scope: Scope | None) -> Iterator[list[Any]]:
        """Shows at once that the text is being checked, then its verdicts."""
        if not text.strip():  # Gradio empties the outputs of a generator that yields nothing.
            yield [gr.skip()] * 4
            return
        pending = self._presenter.new_check(text, scope)
        yield [pending, self._presenter.check_result(pending, language), *self._source.closed]
        done = self._presenter.run_check(pending)
        yield [done, self._presenter.check_result(done, language), *self._source.closed]

    def _try(
        self, language: Language, scope: Scope | None, event: gr.EventData
    ) -> Iterator[list[Any]]:
        example = str(event._data.get("text", ""))
        for outputs in self._check(example, language, scope):
            yield [example, *outputs]

    def _fail(self, turn: CheckTurn | None, language: Language) -> list[Any]:
        """After a fault of the program: Gradio logs it, the page shows an error."""
        failed = turn and turn.settled()
        return [failed, self._presenter.check_result(failed, language)]
