"""The Ask tab: the conversation, the question box, and the source panel beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import gradio as gr

from rag.errors import SourceUnknown
from rag.messages import say
from rag.records import Language, Scope
from rag.web.past_answers import PastAnswer, parse_share_query
from rag.web.presenter import Presenter
from rag.web.state import PageTurn, SourceView, first_view, parse_view
from rag.web.tabs.common import ASKING, QUIET, Session, html
from rag.web.tabs.scope import ScopeBars

# Replaces the value of an empty component by the day that was chosen in the browser.
_SENT = """(question, _, ...rest) =>
  [window.verbatim.taken(question), window.verbatim.day(), ...rest]"""
# The same for the conversation that the page showed before it was loaded again.
_SHOWN_BEFORE = "(_, ...rest) => [window.verbatimHistory.shownBefore(), ...rest]"


class AskTab:
    """Questions and answers."""

    def __init__(self, presenter: Presenter, session: Session, bars: ScopeBars) -> None:
        self._presenter, self._session, self.bars = presenter, session, bars
        with gr.Tab(id="ask") as self.tab, gr.Row(elem_id="v-ask"):
            with gr.Column(elem_id="v-left"):
                self.clear = gr.Button(elem_id="v-clear", visible=False)
                self.conversation = html("v-log")
                with gr.Row(elem_id="v-composer"):
                    self._add_composer()
                self.examples = html("v-examples")
            with gr.Column(elem_id="v-right"):
                self.source = html("v-source")
        self.label_inputs = [session.turns, session.view]
        self.labelled = [
            self.tab, self.question, self.send, self.clear, self.conversation, self.examples,
            self.source, self.options,
        ]  # fmt: skip

    @property
    def answered(self) -> list[Any]:
        """What an answer updates, once the bars of all tabs are in their places."""
        return [
            self.question, self._session.turns, self._session.view, self.conversation,
            self.source, self.clear, *self.bars.outputs,
        ]  # fmt: skip

    def labels(
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
            self._presenter.conversation(turns, language),
            self._presenter.examples(language),
            self._presenter.source(view, language),
            self._presenter.options(language),
        ]

    def begin_on(self, event: Any) -> Any:
        """Shows what the page was opened for when an event happens; returns the next event."""
        inputs = [self._shown_before, self._session.language]
        begun = event(self._begin, inputs, self.answered, js=_SHOWN_BEFORE, **ASKING)
        self.settle_after(begun)
        return begun

    def settle_after(self, answering: Any) -> None:
        """If an event fails, its questions no longer wait: the next one can be sent."""
        turns = self._session.turns
        answering.failure(
            self._fail, [turns, self._session.language], [turns, self.conversation], **QUIET
        )

    def _begin(
        self, shown_before: str | None, language: Language, request: gr.Request
    ) -> Iterator[list[Any]]:
        """Shows the conversation of a page that is loaded again, or follows a shared link."""
        conversation, turns = self._presenter.kept.resumed(shown_before or "")
        if turns:
            yield from self._ask_again(turns, language, conversation, quiet=True)
            return
        query = request.query_params
        past_answer = parse_share_query(dict(query), query.getlist("c"))
        yield from self._ask_again([past_answer] if past_answer else [], language)

    def reopen(
        self, turns: Sequence[PastAnswer], language: Language, conversation: str
    ) -> Iterator[list[Any]]:
        """Asks the questions of a stored conversation again, or without one, watched questions."""
        yield from self._ask_again(turns, language, conversation, watched=not conversation)

    def _add_composer(self) -> None:
        self.bars.place("ask")
        self.question = gr.Textbox(
            elem_id="v-question-box", lines=1, max_lines=5, show_label=False, container=False,
            autofocus=True,
        )  # fmt: skip
        self.send = gr.Button(elem_id="v-send", variant="primary")
        self._day, self._shown_before = gr.Textbox(visible=False), gr.Textbox(visible=False)
        self.options = html("v-options")

    def wire(self) -> None:
        """The events, once the bars of all tabs are in their places."""
        language, turns = self._session.language, self._session.turns
        sent = [self.question.submit, self.send.click]
        for answering in (
            gr.on(
                sent,
                self._ask,
                [self.question, self._day, turns, language, self._session.scope],
                self.answered,
                js=_SENT,
                trigger_mode="always_last",  # a question sent before the answer ends waits for it
                **ASKING,
            ),
            self.examples.ask(
                self._try, [turns, language, self._session.scope], self.answered, **ASKING
            ),
            self.conversation.exact(self._exactly, [turns, language], self.answered, **ASKING),
        ):
            self.settle_after(answering)
        opened = [self._session.view, self.source]
        self.conversation.cite(self._open, [language], opened, **QUIET)
        self.source.turn_page(self._open, [language], opened, **QUIET)
        rated = [turns, self.conversation]
        self.conversation.rate(self._rate, [turns, language], rated, **QUIET)
        self.clear.click(self._clear, [language], self.answered, **QUIET)

    def _ask(
        self,
        question: str,
        day: str | None,
        turns: list[PageTurn],
        language: Language,
        scope: Scope | None,
    ) -> Iterator[list[Any]]:
        turn = self._presenter.new_turn(question, day or "", scope)
        yield from self._answer([turn] if question.strip() else [], turns, language)

    def _ask_again(
        self,
        past_answers: Sequence[PastAnswer],
        language: Language,
        conversation: str = "",
        *,
        quiet: bool = False,
        watched: bool = False,
    ) -> Iterator[list[Any]]:
        """Asks the questions of past answers again, about the same documents.

        Those of a conversation of the history are shown again: what is recorded of them stays.
        The limits of the last one are those of the next question. With ``quiet``, only a changed
        answer is compared with the past one.
        """
        pending = []
        for past in past_answers:
            day = past.as_of.isoformat() if past.as_of else ""
            turn = self._presenter.new_turn(past.question, day, past.scope)
            turn = replace(turn, exact=past.exact, past=past, quiet=quiet, watched=watched)
            recorded = bool(conversation)
            pending.append(replace(turn, conversation=conversation, recorded=recorded))
        scope = past_answers[-1].scope if past_answers else None
        limited = self.bars.values(scope, language) if past_answers else []
        for outputs in self._answer(pending, [], language):
            yield outputs[: len(outputs) - len(limited)] + limited

    def _answer(
        self,
        pending: Sequence[PageTurn],
        turns: list[PageTurn],
        language: Language,
    ) -> Iterator[list[Any]]:
        """Shows the questions at once, then each answer with its first source open."""
        presenter, same, shown = self._presenter, gr.skip(), gr.Button(visible=True)
        limits = [same] * len(self.bars.outputs)
        if not pending:  # Gradio empties the outputs of a generator that yields nothing.
            yield [same] * len(self.answered)
        waiting = list(pending)
        if not any(each.recorded for each in pending):  # they are stored already
            turns, waiting = presenter.kept.begin(turns, pending)
        while waiting:
            turn, *waiting = waiting
            with_question = [*turns, turn, *waiting]
            conversation = presenter.conversation(with_question, language)
            yield [same, with_question, same, conversation, same, shown, *limits]
            turns = [*turns, presenter.answer(turn, before=turns)]
            every = [*turns, *waiting]
            presenter.kept.update(every)
            view, conversation = first_view(turns[-1]), presenter.conversation(every, language)
            source = presenter.source(view, language)
            # Said again: of two updates that come at once, the browser may keep the last alone.
            yield [same, every, view, conversation, source, shown, *limits]

    def _try(
        self,
        turns: list[PageTurn],
        language: Language,
        scope: Scope | None,
        event: gr.EventData,
    ) -> Iterator[list[Any]]:
        text, day = (str(event._data.get(name, "")) for name in ("text", "day"))
        yield from self._ask(text, day, turns, language, scope)

    def _exactly(
        self, turns: list[PageTurn], language: Language, event: gr.EventData
    ) -> Iterator[list[Any]]:
        """Asks the question of a turn, or of a part of it, again, as it was typed."""
        asked, question = str(event._data.get("turn", "")), str(event._data.get("question", ""))
        chosen = [each for number, each in enumerate(turns, 1) if str(number) == asked]
        pending = []
        for each in chosen:
            turn = self._presenter.new_turn(question, scope=each.scope)
            pending.append(replace(turn, as_of=each.as_of, exact=True))
        yield from self._answer(pending, turns, language)

    def _fail(self, turns: list[PageTurn], language: Language) -> list[Any]:
        """After a fault of the program: Gradio logs it, the page shows an error."""
        failed = [turn.settled() for turn in turns]
        return [failed, self._presenter.conversation(failed, language)]

    def _open(self, language: Language, event: gr.EventData) -> list[Any]:
        try:
            view = parse_view(event._data)
        except SourceUnknown:
            return [None, self._presenter.source(None, language)]
        return [view, self._presenter.source(view, language)]

    def _rate(self, turns: list[PageTurn], language: Language, event: gr.EventData) -> list[Any]:
        rated = self._presenter.rate(turns, event._data.get("turn"), event._data.get("verdict"))
        return [rated, self._presenter.conversation(rated, language)]

    def _clear(self, language: Language) -> list[Any]:
        welcome = self._presenter.conversation([], language)
        source = self._presenter.source(None, language)
        hidden = gr.Button(visible=False)
        return ["", [], None, welcome, source, hidden, *self.bars.values(None, language)]
