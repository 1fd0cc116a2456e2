"""The source panel beside the results of a tab: empty until a quote is chosen."""

from __future__ import annotations

from typing import Any

import gradio as gr
from gradio.blocks import Block

from rag.errors import SourceUnknown
from rag.records import Language
from rag.web.presenter import Presenter
from rag.web.state import SourceView, parse_view
from rag.web.tabs.common import QUIET, Session, html


class SourcePanel:
    """The panel, and what it shows."""

    def __init__(self, presenter: Presenter, session: Session, view: gr.State, name: str) -> None:
        self._presenter, self._session = presenter, session
        self.panel = html(name)
        self.outputs: list[Block] = [view, self.panel]

    def wire(self, results: gr.HTML) -> None:
        """Opens a source by the buttons of some results, and turns its pages."""
        language = self._session.language
        results.cite(self._open, [language], self.outputs, **QUIET)
        self.panel.turn_page(self._open, [language], self.outputs, **QUIET)

    def shown(self, view: SourceView | None, language: Language) -> str:
        """The panel for a view; nothing until a source is chosen."""
        return "" if view is None else self._presenter.source(view, language)

    @property
    def closed(self) -> list[Any]:
        """The values of ``outputs`` without a source."""
        return [None, ""]

    def _open(self, language: Language, event: gr.EventData) -> list[Any]:
        try:
            view = parse_view(event._data)
        except SourceUnknown:
            return self.closed
        return [view, self.shown(view, language)]
