"""The page in Gradio: its header, its tabs, and the labels of both in one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import gradio as gr
from fastapi import FastAPI
from gradio.context import LocalContext
from starlette.routing import Mount

from rag.records import Language
from rag.server import PAGE_KEY, Tools, Worker, add_error_handlers
from rag.server.page_events import PageEvents
from rag.web.administration import AdministrationPresenter
from rag.web.client_functions import add_client_functions
from rag.web.curation import CurationPresenter
from rag.web.first_paint import FirstPaint
from rag.web.presenter import Presenter, preferred_language
from rag.web.static_files import static_address
from rag.web.tabs.administration import AdministrationTab
from rag.web.tabs.ask import AskTab
from rag.web.tabs.check import CheckTab
from rag.web.tabs.common import QUIET, Localized, Session, html
from rag.web.tabs.documents import LibraryTab
from rag.web.tabs.history import HistoryTab
from rag.web.tabs.scope import ScopeBars
from rag.web.tabs.search import SearchTab

_STYLES = ("page.css", "tabs.css")
_SCRIPTS = (
    "stream.js", "curation.js", "history.js", "sheet.js", "page.js", "session.js", "composer.js",
    "links.js",
)  # fmt: skip
_HEAD = "\n".join((
    *(f'<link rel="stylesheet" href="{static_address(each)}">' for each in _STYLES),
    *(f'<script src="{static_address(each)}"></script>' for each in _SCRIPTS),
    f'<link rel="icon" href="{static_address("icon.svg")}" type="image/svg+xml">',
))  # fmt: skip
_SHOWING = 40  # events that Gradio works on at once, beside those in the admission queue
_SHOWN = ("show", "load")  # the budgets of events that only show something
_LANGUAGE_KEY = "verbatim-language"  # in the browser; fixed, so that it survives a restart


@dataclass(frozen=True, slots=True)
class Presenters:
    """What the page does: for everybody, for curators, for administrators, and for programs."""

    presenter: Presenter
    curation: CurationPresenter
    administration: AdministrationPresenter
    tools: Tools


class WebPage:
    """The components of the page and their events."""

    def __init__(self, presenters: Presenters) -> None:
        presenter, curation = presenters.presenter, presenters.curation
        self._presenter = presenter
        with gr.Blocks(
            title=presenter.title, analytics_enabled=False, fill_width=True
        ) as self.blocks:
            self._session = Session()
            self._stored_language = gr.BrowserState(
                None, storage_key=_LANGUAGE_KEY, secret=_LANGUAGE_KEY
            )
            self._head = html("v-head")
            bars = ScopeBars(presenter, self._session)
            with gr.Tabs(elem_id="v-tabs") as tabs:
                self._ask = AskTab(presenter, self._session, bars)
                search = SearchTab(presenter, self._session, bars)
                check = CheckTab(presenter, self._session, bars)
                library = LibraryTab(presenter, curation, self._session)
                self._history = HistoryTab(presenter, self._session, self._ask)
                administration = AdministrationTab(presenters.administration, self._session)
            library.wire_curation(self._head)
            self._history.wire(tabs)
            bars.wire()
            self._ask.wire()
            library.limit_to(tabs, bars)
            search.limit_by_facets()
            self._tabs: list[Localized] = [
                self._ask, bars, search, check, library, self._history, administration
            ]  # fmt: skip
            self._wire()

    def _wire(self) -> None:
        language = self._session.language
        inputs = [each for tab in self._tabs for each in tab.label_inputs]
        labelled = [each for tab in self._tabs for each in tab.labelled]
        loaded = self.blocks.load(
            self._load, [self._stored_language, *inputs], [language, self._head, *labelled],
            **{**QUIET, "concurrency_limit": None, "concurrency_id": "load"},
        )  # fmt: skip
        begun = self._ask.begin_on(loaded.then)
        self._history.refresh_on(begun.then)
        outputs = [language, self._stored_language, self._head, *labelled]
        switched = self._head.language(self._switch, inputs, outputs, **QUIET)
        self._history.refresh_on(switched.then)

    def _labels(self, language: Language, inputs: list[Any]) -> list[Any]:
        """The updates of everything that is labelled, in one language."""
        labels: list[Any] = [self._presenter.head(language)]
        for tab in self._tabs:
            own, inputs = inputs[: len(tab.label_inputs)], inputs[len(tab.label_inputs) :]
            labels += tab.labels(language, *own)
        return labels

    def _load(self, request: gr.Request, stored: str | None, *inputs: Any) -> Iterator[list[Any]]:
        """Shows the page at once, and again when the library is open."""
        language = preferred_language(stored, request.headers.get("accept-language", ""))
        if self._presenter.loader.state == "opening":
            yield [language, *self._labels(language, list(inputs))]
            self._presenter.loader.wait(120)
        yield [language, *self._labels(language, list(inputs))]

    def _switch(self, event: gr.EventData, *inputs: Any) -> list[Any]:
        language = preferred_language(event._data.get("to"), "")
        return [language, language, *self._labels(language, list(inputs))]


def event_scope() -> Mapping[str, Any] | None:
    """The ASGI scope and the page of the request behind the current event, if there is one.

    Gradio handles events outside the context of their requests; it stores the request apart.
    """
    request = LocalContext.request.get(None)
    if request is None or not request.request:
        return None
    return {**request.request.scope, PAGE_KEY: request.session_hash or ""}


def mount(
    app: FastAPI,
    presenters: Presenters,
    events: PageEvents,
    *,
    waiting: int,
    worker: Worker,
    prefix: str = "",
) -> FastAPI:
    """The application with the page at its root, which a proxy serves at ``prefix``.

    The numbers of its events are noted in ``events``. ``waiting`` of them may be in the admission
    queue, each in a thread.
    """
    page = WebPage(presenters)
    if worker.service:
        page.blocks.app_id = worker.service  # one server for the browser, whichever answers
    page.blocks.max_threads = _SHOWING + waiting
    add_client_functions(page.blocks, presenters.tools)
    page.blocks.queue(api_open=False)
    events.numbers = frozenset(page.blocks.fns)
    events.shown = frozenset(
        number for number, one in page.blocks.fns.items() if one.concurrency_id in _SHOWN
    )
    # System fonts, so that nothing is downloaded; colours and shapes are in page.css.
    theme = gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["monospace"])
    gr.mount_gradio_app(
        app,
        page.blocks,
        path="/",
        root_path=prefix or None,
        footer_links=[],
        run_history=False,
        theme=theme,
        head=_HEAD,
        show_error=False,
        ssr_mode=False,
        mcp_server=False,
        max_file_size="1mb",
    )
    name = presenters.presenter.institution
    app.add_middleware(FirstPaint, name=name, preloaded=(*_STYLES, *_SCRIPTS), worker=worker)
    _answer_errors_alike(app)
    return app


def _answer_errors_alike(app: FastAPI) -> None:
    """The errors of Gradio's own routes have the form of all others."""
    for route in app.routes:
        if isinstance(route, Mount) and isinstance(route.app, gr.routes.App):
            add_error_handlers(route.app)
