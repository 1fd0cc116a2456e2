"""The parts of the Library tab that change the library: upload, tools, notice, upkeep."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from rag.records import Language
from rag.web.curation import ChangeOutcome, CurationPresenter
from rag.web.document_filters import LibraryFilter
from rag.web.presenter import Presenter
from rag.web.state import SourceView
from rag.web.tabs.common import CURATING, QUIET, Session, html


class LibraryParts:
    """What a change of the library redraws: the table, the open document, the head."""

    def __init__(
        self, filters: gr.State, view: gr.State, table: gr.HTML, reader: gr.HTML, head: gr.HTML
    ) -> None:
        self.inputs = [filters, view]
        self.outputs = [view, table, reader, head]


class CurationParts:
    """The components for curators, empty for everybody else; each is put in its place."""

    def __init__(self, curation: CurationPresenter, presenter: Presenter, session: Session) -> None:
        self._curation, self._presenter = curation, presenter
        self._language = session.language

    def place_notice(self) -> None:
        """Puts what was done here."""
        self._notice = html("v-notice")

    def place_upload(self) -> None:
        """Puts the form to add documents here."""
        self._upload = html("v-add")

    def place_upkeep(self) -> None:
        """Puts the upkeep of the index here."""
        self._upkeep = html("v-upkeep")

    def place_tools(self) -> None:
        """Puts the tools of the open document here."""
        self.tools = html("v-tools")

    @property
    def labelled(self) -> list[gr.HTML]:
        """The components that ``labels`` updates."""
        return [self._upload, self._upkeep, self.tools]

    def labels(self, language: Language, view: SourceView | None) -> list[Any]:
        """The updates of ``labelled`` in a language."""
        return [
            self._curation.upload_form(language),
            self._curation.upkeep(language),
            self._curation.tools(view, language),
        ]

    def tools_of(self, view: SourceView | None, language: Language) -> Any:
        """The tools of a document that is opened."""
        return self._curation.tools(view, language)

    def wire(self, library: LibraryParts) -> None:
        """The events, once all components are in their places."""
        inputs = [*library.inputs, self._language]
        outputs = [self._notice, self._upkeep, self.tools, *library.outputs]
        for act, work in self._changes().items():
            for component in (self._notice, self._upload, self._upkeep, self.tools):
                component_event = getattr(component, act)
                component_event(work, inputs, outputs, **CURATING)
        self._upkeep.reindex(self._reindex, [self._language], [self._upkeep], **CURATING)
        self._upkeep.follow(self._follow, inputs, outputs[1:], **QUIET)
        self._upload.uploaded(self._refresh, inputs, outputs[1:], **QUIET)

    def _changes(self) -> dict[str, Callable[..., list[Any]]]:
        """The events that change the library, by name."""
        curation = self._curation

        def handled(
            work: Callable[[dict[str, object], Language], ChangeOutcome],
        ) -> Callable[..., list[Any]]:
            def change(
                filters: LibraryFilter,
                view: SourceView | None,
                language: Language,
                event: gr.EventData,
            ) -> list[Any]:
                outcome = work(event._data, language)
                if not outcome.changed:
                    return [outcome.notice, *[gr.skip()] * 6]
                return [outcome.notice, *self._refresh(filters, view, language)]

            return change

        every = {"edit": curation.edit, "remove": curation.remove, "restore": curation.restore}
        return {name: handled(work) for name, work in every.items()}

    def _reindex(self, language: Language) -> Any:
        self._curation.reindex()
        return self._curation.upkeep(language)

    def _follow(
        self, filters: LibraryFilter, view: SourceView | None, language: Language
    ) -> list[Any]:
        """How far the indexing is; once it is over, all that it changed."""
        if self._curation.is_indexing():
            return [self._curation.upkeep(language), *[gr.skip()] * 5]
        return self._refresh(filters, view, language)

    def _refresh(
        self, filters: LibraryFilter, view: SourceView | None, language: Language
    ) -> list[Any]:
        """The upkeep, the tools and the parts of the library as they are now."""
        view = self._presenter.still_there(view)
        return [
            self._curation.upkeep(language),
            self._curation.tools(view, language),
            view,
            self._presenter.documents(filters, language),
            self._presenter.reader(view, language),
            self._presenter.head(language),
        ]
