"""The tab where questions are asked: the conversation, the box, the source beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr

from rag.errors import SourceUnknown
from rag.messages import say
from rag.records import Language
from rag.web.past_answers import PastAnswer, linked, read_list
from rag.web.presenter import Presenter
from rag.web.state import PageTurn, SourceView, first_view, view_of
from rag.web.tabs.common import ASKING, QUIET, Session, html

# The day chosen in the browser, in place of the value of a component that holds nothing.
_DAY = "(question, _, ...rest) => [question, window.verbatim.day(), ...rest]"


class AskTab:
    """Questions and answers."""

    def __init__(self, desk: Presenter, session: Session) -> None:
        self._desk, self._session = desk, session
        with gr.Tab(id="ask") as self.tab, gr.Row(elem_id="v-ask"):
            with gr.Column(elem_id="v-left"):
                self.clear = gr.Button(elem_id="v-clear", visible=False)
                self.conversation = html("v-log")
                with gr.Row(elem_id="v-composer"):
                    self._lay_composer()
                self.examples = html("v-examples")
            with gr.Column(elem_id="v-right"):
                self.source = html("v-source")
        self.reads = [session.turns, session.view]
        self.labelled = [
            self.tab, self.question, self.send, self.clear, self.conversation, self.examples,
            self.source, self.options,
        ]  # fmt: skip
        self.answered = [self.question, *self.reads, self.conversation, self.source, self.clear]
        self._wire()

    def words(
        self, language: Language, turns: list[PageTurn], view: SourceView | None
    ) -> list[Any]:
        """The updates of ``labelled`` in a language."""
        return [
            gr.Tab(label=say("page.tab_ask", language)),
            gr.Textbox(
                label=say("page.question", language), placeholder=say("page.placeholder", language)
            ),
            gr.Button(say("page.ask", language)),
            gr.Button(say("page.clear", language)),
            self._desk.conversation(turns, language),
            self._desk.examples(language),
            self._desk.source(view, language),
            self._desk.options(language),
        ]

    def follow_link(self, language: Language, request: gr.Request) -> Iterator[list[Any]]:
        """Asks the question of the address of the page, where it holds one."""
        query = request.query_params
        past = linked(dict(query), query.getlist("c"))
        yield from self._again([past] if past else [], language)

    def reopen(self, language: Language, event: gr.EventData) -> Iterator[list[Any]]:
        """Asks the questions of a kept conversation again."""
        yield from self._again(read_list(str(event._data.get("turns", ""))), language)

    def _lay_composer(self) -> None:
        self.question = gr.Textbox(
            elem_id="v-question-box", lines=1, max_lines=5, show_label=False, container=False,
            autofocus=True,
        )  # fmt: skip
        self.send = gr.Button(elem_id="v-send", variant="primary")
        self._day = gr.Textbox(visible=False)
        self.options = html("v-options")

    def _wire(self) -> None:
        spoken, turns = self._session.language, self._session.turns
        asked = [self.question.submit, self.send.click]
        for answering in (
            gr.on(
                asked,
                self._ask,
                [self.question, self._day, turns, spoken],
                self.answered,
                js=_DAY,
                **ASKING,
            ),
            self.examples.ask(self._try, [turns, spoken], self.answered, **ASKING),
        ):
            answering.failure(self._break, [turns, spoken], [turns, self.conversation], **QUIET)
        opened = [self._session.view, self.source]
        self.conversation.cite(self._open, [spoken], opened, **QUIET)
        self.source.leaf(self._open, [spoken], opened, **QUIET)
        judged = [turns, self.conversation]
        self.conversation.judge(self._judge, [turns, spoken], judged, **QUIET)
        self.clear.click(self._forget, [spoken], self.answered, **QUIET)

    def _ask(
        self, question: str, day: str | None, turns: list[PageTurn], language: Language
    ) -> Iterator[list[Any]]:
        asked = [(self._desk.begin(question, day or ""), None)] if question.strip() else []
        yield from self._answer(asked, turns, language)

    def _again(self, pasts: Sequence[PastAnswer], language: Language) -> Iterator[list[Any]]:
        """Asks anew what was asked before, as on the same day."""
        days = [past.as_of.isoformat() if past.as_of else "" for past in pasts]
        asked = [
            (self._desk.begin(past.question, day), past)
            for past, day in zip(pasts, days, strict=True)
        ]
        yield from self._answer(asked, [], language)

    def _answer(
        self,
        asked: Sequence[tuple[PageTurn, PastAnswer | None]],
        turns: list[PageTurn],
        language: Language,
    ) -> Iterator[list[Any]]:
        """Each question is shown at once, then its answer with its first source open."""
        desk, same = self._desk, gr.skip()
        if not asked:  # Gradio empties the outputs of a generator that yields nothing.
            yield [same] * len(self.answered)
        for begun, past in asked:
            waiting = [*turns, begun]
            shown = desk.conversation(waiting, language)
            yield ["", waiting, same, shown, same, gr.Button(visible=True)]
            turns = [*turns, desk.finish(begun, past, before=turns)]
            view, shown = first_view(turns[-1]), desk.conversation(turns, language)
            yield [same, turns, view, shown, desk.source(view, language), same]

    def _try(
        self, turns: list[PageTurn], language: Language, event: gr.EventData
    ) -> Iterator[list[Any]]:
        told = event._data
        yield from self._ask(str(told.get("text", "")), str(told.get("day", "")), turns, language)

    def _break(self, turns: list[PageTurn], language: Language) -> list[Any]:
        """A fault of the program itself: Gradio logs it, the person is told."""
        broken = [turn.settled() for turn in turns]
        return [broken, self._desk.conversation(broken, language)]

    def _open(self, language: Language, event: gr.EventData) -> list[Any]:
        try:
            view = view_of(event._data)
        except SourceUnknown:
            return [None, self._desk.source(None, language)]
        return [view, self._desk.source(view, language)]

    def _judge(self, turns: list[PageTurn], language: Language, event: gr.EventData) -> list[Any]:
        judged = self._desk.judge(turns, event._data.get("turn"), event._data.get("verdict"))
        return [judged, self._desk.conversation(judged, language)]

    def _forget(self, language: Language) -> list[Any]:
        shown = self._desk.conversation([], language)
        empty = self._desk.source(None, language)
        return ["", [], None, shown, empty, gr.Button(visible=False)]
