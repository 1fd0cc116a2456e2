"""The Library tab: the documents of the index, one to read, and the form to add more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import gradio as gr

from rag.errors import SourceUnknown
from rag.messages import say
from rag.records import LANGUAGES, Language
from rag.web.curation import CurationPresenter
from rag.web.document_filters import COLUMNS, LONGEST, LibraryFilter
from rag.web.presenter import Presenter
from rag.web.state import SourceView, parse_view
from rag.web.tabs.common import QUIET, Session, html
from rag.web.tabs.curation import CurationParts, LibraryParts
from rag.web.tabs.scope import ScopeBars


class LibraryTab:
    """The table of documents, with one of them open beside it."""

    def __init__(self, presenter: Presenter, curation: CurationPresenter, session: Session) -> None:
        self._presenter, self._session = presenter, session
        self._curation = CurationParts(curation, presenter, session)
        with gr.Tab(id="library") as self.tab, gr.Row(elem_id="v-library"):
            self._filters, self._view = gr.State(LibraryFilter()), gr.State(None)
            with gr.Column(elem_id="v-library-left"):
                self._curation.place_notice()
                self._curation.place_upload()
                self._search = gr.Textbox(
                    elem_id="v-filter", lines=1, max_lines=1, max_length=LONGEST,
                    show_label=False, container=False,
                )  # fmt: skip
                self._table = html("v-documents")
                self._curation.place_upkeep()
            with gr.Column(elem_id="v-library-right"):
                self._curation.place_tools()
                self._reader = html("v-reader")
        self.label_inputs = [self._filters, self._view]
        self.labelled = [
            self.tab, self._search, self._table, self._reader, *self._curation.labelled
        ]  # fmt: skip
        self._wire()

    def labels(
        self, language: Language, filters: LibraryFilter, view: SourceView | None
    ) -> list[Any]:
        """The updates of ``labelled`` in a language."""
        filtering = say("page.filter", language)
        return [
            gr.Tab(label=say("page.tab_library", language)),
            gr.Textbox(label=filtering, placeholder=filtering),
            self._presenter.documents(filters, language),
            self._presenter.reader(view, language),
            *self._curation.labels(language, view),
        ]

    def _wire(self) -> None:
        language, table = self._session.language, [self._filters, self._table]
        # Not "input": Gradio sends that for keys only, not for pasted or dictated text.
        self._search.change(
            self._filter, [self._search, self._filters, language], table,
            trigger_mode="always_last", **QUIET,
        )  # fmt: skip
        self._table.sort(self._sort, [self._filters, language], table, **QUIET)
        self._table.filter_language(
            self._filter_language, [self._filters, language], table, **QUIET
        )
        self._table.documents_page(self._turn_table, [self._filters, language], table, **QUIET)
        opened = [self._view, self._reader, self._curation.tools]
        self._table.read(self._open, [language], opened, **QUIET)
        self._reader.turn_page(self._turn_page, [language], opened, **QUIET)

    def wire_curation(self, head: gr.HTML) -> None:
        """The events that change the library, which redraw the count in the header too."""
        self._curation.wire(
            LibraryParts(self._filters, self._view, self._table, self._reader, head)
        )

    def limit_to(self, tabs: gr.Tabs, bars: ScopeBars) -> None:
        """Leads from a document to the questions about it alone, in the tab that asks."""

        def limit(language: Language, event: gr.EventData) -> list[Any]:
            return [gr.Tabs(selected="ask"), *bars.limit(None, language, event)]

        self._table.limit(limit, [self._session.language], [tabs, *bars.outputs], **QUIET)

    def _filter(self, words: str, filters: LibraryFilter, language: Language) -> list[Any]:
        return self._update_table(filters.with_words(words), language)

    def _sort(self, filters: LibraryFilter, language: Language, event: gr.EventData) -> list[Any]:
        name = event._data.get("column")
        column = next((each for each in COLUMNS if each == name), filters.column)
        return self._update_table(filters.sorted_by(column), language)

    def _filter_language(
        self, filters: LibraryFilter, language: Language, event: gr.EventData
    ) -> list[Any]:
        name = event._data.get("to")
        chosen = next((each for each in LANGUAGES if each == name), None)
        return self._update_table(filters.in_language(chosen), language)

    def _turn_table(
        self, filters: LibraryFilter, language: Language, event: gr.EventData
    ) -> list[Any]:
        to = str(event._data.get("to", ""))
        page = int(to) if to.isdecimal() and len(to) < 7 else 1
        return self._update_table(replace(filters, page=page), language)

    def _update_table(self, filters: LibraryFilter, language: Language) -> list[Any]:
        return [filters, self._presenter.documents(filters, language)]

    def _open(self, language: Language, event: gr.EventData) -> list[Any]:
        view = self._presenter.first_page(str(event._data.get("document", "")))
        return self._opened(view, language)

    def _turn_page(self, language: Language, event: gr.EventData) -> list[Any]:
        try:
            view = parse_view(event._data)
        except SourceUnknown:
            return self._opened(None, language)
        return [view, self._presenter.reader(view, language), gr.skip()]

    def _opened(self, view: SourceView | None, language: Language) -> list[Any]:
        reader = self._presenter.reader(view, language)
        return [view, reader, self._curation.tools_of(view, language)]
