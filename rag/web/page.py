"""The page in Gradio: its head, its tabs, and the words of all of them in one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import gradio as gr
from fastapi import FastAPI
from gradio.context import LocalContext

from rag.records import Language
from rag.server import PAGE_KEY
from rag.web.presenter import Presenter, preferred
from rag.web.tabs.ask import AskTab
from rag.web.tabs.check import CheckTab
from rag.web.tabs.common import ASKING, QUIET, Session, Worded, html
from rag.web.tabs.history import HistoryTab
from rag.web.tabs.library import LibraryTab

_HEAD = """
<link rel="stylesheet" href="/verbatim/page.css">
<link rel="stylesheet" href="/verbatim/tabs.css">
<script src="/verbatim/stream.js"></script>
<script src="/verbatim/page.js"></script>
<link rel="icon" href="/verbatim/icon.svg" type="image/svg+xml">
"""
_KEPT = "verbatim-language"  # in the browser; fixed, so that it outlives a restart


class WebPage:
    """The components of the page and their events."""

    def __init__(self, desk: Presenter) -> None:
        self._desk = desk
        with gr.Blocks(title="Verbatim", analytics_enabled=False, fill_width=True) as self.blocks:
            self._session = Session()
            self._chosen = gr.BrowserState(None, storage_key=_KEPT, secret=_KEPT)
            self._head = html("v-head")
            with gr.Tabs(elem_id="v-tabs") as tabs:
                self._ask = AskTab(desk, self._session)
                check = CheckTab(desk, self._session)
                library = LibraryTab(desk, self._session)
                self._history = HistoryTab(desk, self._session, self._ask)
            library.refresh(self._head)
            self._history.wire(tabs)
            self._parts: list[Worded] = [self._ask, check, library, self._history]
            self._wire()

    def _wire(self) -> None:
        spoken = self._session.language
        reads = [each for part in self._parts for each in part.reads]
        labelled = [each for part in self._parts for each in part.labelled]
        greeted = self.blocks.load(
            self._greet, [self._chosen, *reads], [spoken, self._head, *labelled],
            concurrency_limit=None, **QUIET,
        )  # fmt: skip
        linked = greeted.then(self._ask.follow_link, [spoken], self._ask.answered, **ASKING)
        self._history.recall(linked.then)
        outputs = [spoken, self._chosen, self._head, *labelled]
        switched = self._head.language(self._switch, reads, outputs, **QUIET)
        self._history.recall(switched.then)

    def _words(self, language: Language, read: list[Any]) -> list[Any]:
        """Every word of the page in one language."""
        words: list[Any] = [self._desk.head(language)]
        for part in self._parts:
            own, read = read[: len(part.reads)], read[len(part.reads) :]
            words += part.words(language, *own)
        return words

    def _greet(self, request: gr.Request, stored: str | None, *read: Any) -> Iterator[list[Any]]:
        """The page at once, and again when the library is open."""
        language = preferred(stored, request.headers.get("accept-language", ""))
        if self._desk.loader.state == "opening":
            yield [language, *self._words(language, list(read))]
            self._desk.loader.wait(120)
        yield [language, *self._words(language, list(read))]

    def _switch(self, event: gr.EventData, *read: Any) -> list[Any]:
        language = preferred(event._data.get("to"), "")
        return [language, language, *self._words(language, list(read))]


def event_scope() -> Mapping[str, Any] | None:
    """The ASGI scope of the request that sent the event being worked on, if one is, and its page.

    Gradio works on events outside the context of their requests, and keeps the request aside.
    """
    request = LocalContext.request.get(None)
    if request is None or not request.request:
        return None
    return {**request.request.scope, PAGE_KEY: request.session_hash or ""}


def mount(app: FastAPI, desk: Presenter) -> FastAPI:
    """The application with the page at its root."""
    page = WebPage(desk)
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
