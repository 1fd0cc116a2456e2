"""The tab of the library: what is indexed, a document to read, documents to add."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import gradio as gr

from rag.errors import SourceUnknown
from rag.messages import say
from rag.records import LANGUAGES, Language
from rag.web.library_filter import COLUMNS, LibraryFilter
from rag.web.presenter import Presenter
from rag.web.state import SourceView, view_of
from rag.web.tabs.common import QUIET, Session, html


class LibraryTab:
    """The documents, and one of them open beside."""

    def __init__(self, desk: Presenter, session: Session) -> None:
        self._desk, self._session = desk, session
        with gr.Tab(id="library") as self.tab, gr.Row(elem_id="v-library"):
            self._look, self._view = gr.State(LibraryFilter()), gr.State(None)
            with gr.Column(elem_id="v-shelf"):
                self._words = gr.Textbox(
                    elem_id="v-filter", lines=1, max_lines=1, show_label=False, container=False
                )
                self._table = html("v-documents")
                self._adding = html("v-add", visible=desk.adds)
            with gr.Column(elem_id="v-beside"):
                self._reader = html("v-reader")
        self.reads = [self._look, self._view]
        self.labelled = [self.tab, self._words, self._table, self._adding, self._reader]
        self._wire()

    def words(self, language: Language, look: LibraryFilter, view: SourceView | None) -> list[Any]:
        """The updates of ``labelled`` in a language."""
        filtering = say("page.filter", language)
        return [
            gr.Tab(label=say("page.tab_library", language)),
            gr.Textbox(label=filtering, placeholder=filtering),
            self._desk.catalogue(look, language),
            self._desk.adding(language),
            self._desk.reader(view, language),
        ]

    def _wire(self) -> None:
        spoken, shown = self._session.language, [self._look, self._table]
        # Not "input": Gradio sends that for keys only, not for what is pasted or dictated.
        self._words.change(
            self._filter, [self._words, self._look, spoken], shown,
            trigger_mode="always_last", **QUIET,
        )  # fmt: skip
        self._table.sort(self._sort, [self._look, spoken], shown, **QUIET)
        self._table.tongue(self._speak, [self._look, spoken], shown, **QUIET)
        opened = [self._view, self._reader]
        self._table.read(self._open, [spoken], opened, **QUIET)
        self._reader.leaf(self._turn, [spoken], opened, **QUIET)

    def refresh(self, head: gr.HTML) -> None:
        """Writes the table anew, and the count in the head, once documents were added."""
        spoken = self._session.language
        self._adding.added(self._renew, [self._look, spoken], [self._table, head], **QUIET)

    def _filter(self, words: str, look: LibraryFilter, language: Language) -> list[Any]:
        return self._shown(replace(look, words=words), language)

    def _sort(self, look: LibraryFilter, language: Language, event: gr.EventData) -> list[Any]:
        asked = event._data.get("column")
        column = next((each for each in COLUMNS if each == asked), look.column)
        return self._shown(look.turned(column), language)

    def _speak(self, look: LibraryFilter, language: Language, event: gr.EventData) -> list[Any]:
        asked = event._data.get("to")
        chosen = next((each for each in LANGUAGES if each == asked), None)
        return self._shown(replace(look, language=chosen), language)

    def _renew(self, look: LibraryFilter, language: Language) -> list[Any]:
        return [self._desk.catalogue(look, language), self._desk.head(language)]

    def _shown(self, look: LibraryFilter, language: Language) -> list[Any]:
        return [look, self._desk.catalogue(look, language)]

    def _open(self, language: Language, event: gr.EventData) -> list[Any]:
        view = self._desk.first_page(str(event._data.get("document", "")))
        return [view, self._desk.reader(view, language)]

    def _turn(self, language: Language, event: gr.EventData) -> list[Any]:
        try:
            view = view_of(event._data)
        except SourceUnknown:
            return [None, self._desk.reader(None, language)]
        return [view, self._desk.reader(view, language)]
