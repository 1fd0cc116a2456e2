"""The page in Gradio: its components and their events; words and HTML come from ``Desk``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr
from fastapi import FastAPI

from rag.errors import SourceUnknown
from rag.messages.page import say
from rag.records import Language
from rag.web.desk import Desk, Turn, View, first_view, preferred, view_of

_HEAD = """
<link rel="stylesheet" href="/verbatim/page.css">
<script src="/verbatim/page.js"></script>
<link rel="icon" href="/verbatim/icon.svg" type="image/svg+xml">
"""
# A click on anything that carries data-act is an event of that name, with its data.
_DELEGATE = """
const acts = ['ask', 'cite', 'leaf', 'language'];
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-act]');
  if (!button || button.disabled || !acts.includes(button.dataset.act)) return;
  trigger(button.dataset.act, {...button.dataset, text: button.textContent});
});
const follow = () => window.verbatim && window.verbatim.shown(element);
watch('value', follow);
follow();
"""
_KEPT = "verbatim-language"  # in the browser; fixed, so that it outlives a restart
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_ASKING = {"concurrency_limit": 8, "concurrency_id": "ask"}


class Page:
    """The components of the page and their events."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        with gr.Blocks(title="Verbatim", analytics_enabled=False, fill_width=True) as self.blocks:
            self.turns, self.view, self.language = gr.State([]), gr.State(None), gr.State("fr")
            self.chosen = gr.BrowserState(None, storage_key=_KEPT, secret=_KEPT)
            self.head = _html("v-head")
            with gr.Tabs(elem_id="v-tabs"), gr.Tab(id="ask") as self.tab_ask:
                self._lay_ask()
            self._wire()

    def _lay_ask(self) -> None:
        with gr.Row(elem_id="v-ask"):
            with gr.Column(elem_id="v-left"):
                self.conversation = _html("v-log")
                with gr.Row(elem_id="v-composer"):
                    self.question = gr.Textbox(
                        elem_id="v-question-box", lines=1, max_lines=5, show_label=False,
                        container=False, autofocus=True,
                    )  # fmt: skip
                    self.send = gr.Button(elem_id="v-send", variant="primary")
                    self.clear = gr.Button(elem_id="v-clear", visible=False)
                self.examples = _html("v-examples")
            with gr.Column(elem_id="v-right"):
                self.source = _html("v-source")

    def _wire(self) -> None:
        seen, labelled = [self.turns, self.view], [self.language, *self._labelled()]
        answered = [self.question, *seen, self.conversation, self.source, self.clear]
        self.blocks.load(
            self._greet, [self.chosen, *seen], labelled, concurrency_limit=None, **_QUIET
        )
        self.head.language(self._switch, seen, [self.chosen, *labelled], **_QUIET)
        asking = [self.question, self.turns, self.language]
        asked = [self.question.submit, self.send.click]
        tried = [self.turns, self.language]
        for answering in (
            gr.on(asked, self._ask, asking, answered, **_ASKING, **_QUIET),
            self.examples.ask(self._try, tried, answered, **_ASKING, **_QUIET),
        ):
            answering.failure(self._break, tried, [self.turns, self.conversation], **_QUIET)
        opened = [self.view, self.source]
        self.conversation.cite(self._open, [self.language], opened, **_QUIET)
        self.source.leaf(self._open, [self.language], opened, **_QUIET)
        self.clear.click(self._forget, [self.language], answered, **_QUIET)

    def _labelled(self) -> list[gr.blocks.Block]:
        """The components whose words change with the language, in the order of ``_words``."""
        return [
            self.head, self.tab_ask, self.question, self.send, self.clear, self.conversation,
            self.examples, self.source,
        ]  # fmt: skip

    def _words(self, language: Language, turns: list[Turn], view: View | None) -> list[Any]:
        """Every word of the page in one language."""
        return [
            self._desk.head(language),
            gr.Tab(label=say("tab_ask", language)),
            gr.Textbox(label=say("question", language), placeholder=say("placeholder", language)),
            gr.Button(say("ask", language)),
            gr.Button(say("clear", language)),
            self._desk.conversation(turns, language),
            self._desk.examples(language),
            self._desk.source(view, language),
        ]

    def _greet(
        self, stored: str | None, turns: list[Turn], view: View | None, request: gr.Request
    ) -> Iterator[list[Any]]:
        """The page at once, and again when the library is open."""
        language = preferred(stored, request.headers.get("accept-language", ""))
        if self._desk.opening.state == "opening":
            yield [language, *self._words(language, turns, view)]
            self._desk.opening.wait(120)
        yield [language, *self._words(language, turns, view)]

    def _switch(self, turns: list[Turn], view: View | None, event: gr.EventData) -> list[Any]:
        language = preferred(event._data.get("to"), "")
        return [language, language, *self._words(language, turns, view)]

    def _ask(self, question: str, turns: list[Turn], language: Language) -> Iterator[list[Any]]:
        """The question is shown at once, then its answer with its first source open."""
        if not question.strip():
            return
        desk, turn, same = self._desk, self._desk.begin(question), gr.skip()
        waiting = [*turns, turn]
        shown = desk.conversation(waiting, language)
        yield ["", waiting, same, shown, same, gr.Button(visible=True)]
        turns = [*turns, desk.finish(turn)]
        view = first_view(turns[-1])
        shown = desk.conversation(turns, language)
        yield [same, turns, view, shown, desk.source(view, language), same]

    def _break(self, turns: list[Turn], language: Language) -> list[Any]:
        """A fault of the program itself: Gradio logs it, the person is told."""
        broken = [turn.settled() for turn in turns]
        return [broken, self._desk.conversation(broken, language)]

    def _try(
        self, turns: list[Turn], language: Language, event: gr.EventData
    ) -> Iterator[list[Any]]:
        yield from self._ask(str(event._data.get("text", "")), turns, language)

    def _open(self, language: Language, event: gr.EventData) -> list[Any]:
        try:
            view = view_of(event._data)
        except SourceUnknown:
            return [None, self._desk.source(None, language)]
        return [view, self._desk.source(view, language)]

    def _forget(self, language: Language) -> list[Any]:
        shown = self._desk.conversation([], language)
        empty = self._desk.source(None, language)
        return ["", [], None, shown, empty, gr.Button(visible=False)]


def mount(app: FastAPI, desk: Desk) -> FastAPI:
    """The application with the page at its root."""
    page = Page(desk)
    page.blocks.queue(api_open=False)
    # System fonts, named so that nothing is fetched; colours and shapes are in page.css.
    theme = gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["monospace"])
    gr.mount_gradio_app(
        app,
        page.blocks,
        path="/",
        footer_links=[],
        run_history=False,
        theme=theme,
        head=_HEAD,
        show_error=False,
        ssr_mode=False,
        mcp_server=False,
        max_file_size="1mb",
    )
    return app


def _html(name: str) -> gr.HTML:
    return gr.HTML(elem_id=name, js_on_load=_DELEGATE, apply_default_css=False)
