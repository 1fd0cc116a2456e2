"""The Search tab: the box, the documents that match, and the source panel beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import gradio as gr

from rag.messages import say
from rag.records import RESULT_ORDERS, Language, ResultOrder, Scope
from rag.web.presenter import Presenter
from rag.web.state import SearchTurn, SourceView
from rag.web.tabs.common import ASKING, QUIET, Session, html
from rag.web.tabs.scope import ScopeBars
from rag.web.tabs.source import SourcePanel


class SearchTab:
    """Every passage that matches, a page of documents at a time."""

    def __init__(self, presenter: Presenter, session: Session, bars: ScopeBars) -> None:
        self._presenter, self._session, self._bars = presenter, session, bars
        with gr.Tab(id="search") as self.tab, gr.Row(elem_id="v-search"):
            self._turn, self._view = gr.State(None), gr.State(None)
            with gr.Column(elem_id="v-search-left"):
                bars.place("search")
                with gr.Row(elem_id="v-search-box"):
                    self._query = gr.Textbox(
                        elem_id="v-query-box", lines=1, max_lines=1, show_label=False,
                        container=False,
                    )  # fmt: skip
                    self._send = gr.Button(elem_id="v-search-send", variant="primary")
                self._results = html("v-results")
            with gr.Column(elem_id="v-search-right"):
                self._source = SourcePanel(presenter, session, self._view, "v-search-source")
        self.label_inputs = [self._turn, self._view]
        self.labelled = [self.tab, self._query, self._send, self._results, self._source.panel]
        self._wire()

    def labels(
        self, language: Language, turn: SearchTurn | None, view: SourceView | None
    ) -> list[Any]:
        """The updates of ``labelled`` in a language."""
        label = say("page.query", language)
        return [
            gr.Tab(label=say("page.tab_search", language)),
            gr.Textbox(label=label, placeholder=say("page.placeholder_search", language)),
            gr.Button(say("page.search", language)),
            self._presenter.results(turn, language),
            self._source.shown(view, language),
        ]

    def _wire(self) -> None:
        language = self._session.language
        outputs = [self._turn, self._results, *self._source.outputs]
        again = [self._turn, language]
        for searching in (
            gr.on(
                [self._query.submit, self._send.click], self._search,
                [self._query, self._turn, language, self._session.scope], outputs,
                trigger_mode="always_last", **ASKING,
            ),
            self._results.order(self._order, again, outputs, **ASKING),
            self._results.result_page(self._page, again, outputs, **ASKING),
            self._results.every(self._every, again, outputs, **ASKING),
        ):  # fmt: skip
            searching.failure(self._fail, again, [self._turn, self._results], **QUIET)
        scope = self._session.scope
        scope.change(self._narrow, [*again, scope], outputs, **ASKING)
        self._source.wire(self._results)

    def limit_by_facets(self) -> None:
        """Limits the search to a value of a facet, once the bars of all tabs are in their places.

        The limit is that of questions and checks too, and its chip removes it.
        """
        inputs = [self._session.scope, self._session.language]
        self._results.limit(self._bars.limit, inputs, self._bars.outputs, **QUIET)

    def _narrow(
        self, turn: SearchTurn | None, language: Language, scope: Scope | None
    ) -> list[Any]:
        """Searches again when the limits change."""
        return self._found(turn and replace(turn, scope=scope, page=1, opened=()), language)

    def _search(
        self, query: str, turn: SearchTurn | None, language: Language, scope: Scope | None
    ) -> list[Any]:
        if not query.strip():
            return [gr.skip()] * 4
        order = turn.order if turn else "relevance"
        return self._found(SearchTurn(query.strip(), order, scope=scope), language)

    def _order(self, turn: SearchTurn | None, language: Language, event: gr.EventData) -> list[Any]:
        wanted = event._data.get("to")
        order: ResultOrder = next((each for each in RESULT_ORDERS if each == wanted), "relevance")
        return self._found(turn and replace(turn, order=order, page=1), language)

    def _page(self, turn: SearchTurn | None, language: Language, event: gr.EventData) -> list[Any]:
        number = str(event._data.get("to", ""))
        page = int(number) if number.isdecimal() and len(number) < 7 else 1
        return self._found(turn and replace(turn, page=max(page, 1)), language)

    def _every(self, turn: SearchTurn | None, language: Language, event: gr.EventData) -> list[Any]:
        """Shows all passages of a document that match."""
        document = str(event._data.get("document", ""))
        return self._found(turn and replace(turn, opened=(*turn.opened, document)), language)

    def _found(self, turn: SearchTurn | None, language: Language) -> list[Any]:
        if turn is None:
            return [gr.skip()] * 4
        done = self._presenter.run_search(turn)
        return [done, self._presenter.results(done, language), *self._source.closed]

    def _fail(self, turn: SearchTurn | None, language: Language) -> list[Any]:
        """After a fault of the program: Gradio logs it, the page shows an error."""
        failed = turn and turn.settled()
        return [failed, self._presenter.results(failed, language)]
