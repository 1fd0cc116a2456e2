"""The limits above each box of the page: their chips, the same in every tab."""

from __future__ import annotations

from typing import Any

import gradio as gr

from rag.errors import RagError
from rag.records import Language, Scope
from rag.web.presenter import Presenter
from rag.web.tabs.common import QUIET, Session, html


class ScopeBars:
    """The documents that questions, searches and checks are limited to."""

    def __init__(self, presenter: Presenter, session: Session) -> None:
        self._presenter, self._session = presenter, session
        self.label_inputs = [session.scope]
        self._bars: dict[str, gr.HTML] = {}

    def place(self, tab: str) -> None:
        """Puts the bar of a tab here."""
        self._bars[tab] = html(f"v-scope-{tab}")

    @property
    def labelled(self) -> list[gr.HTML]:
        """The bars of all tabs, which are in their places."""
        return list(self._bars.values())

    @property
    def outputs(self) -> list[Any]:
        """The scope and the bars of all tabs, which are in their places."""
        return [self._session.scope, *self.labelled]

    def wire(self) -> None:
        """The events, once all bars are in their places."""
        inputs = [self._session.scope, self._session.language]
        for bar in self.labelled:
            bar.limit(self.limit, inputs, self.outputs, **QUIET)
            bar.unlimit(self._unlimit, inputs, self.outputs, **QUIET)

    def labels(self, language: Language, scope: Scope | None) -> list[Any]:
        """The updates of ``labelled`` in a language."""
        return self.values(scope, language)[1:]

    def values(
        self, scope: Scope | None, language: Language, error: RagError | None = None
    ) -> list[Any]:
        """The values of ``outputs`` for a scope."""
        return [scope, *(self._presenter.scope(scope, language, tab, error) for tab in self._bars)]

    def limit(self, scope: Scope | None, language: Language, event: gr.EventData) -> list[Any]:
        """The values of ``outputs`` after a limit was added, or could not be."""
        limited, error = self._presenter.limit(scope, event._data)
        return self.values(limited, language, error)

    def _unlimit(self, scope: Scope | None, language: Language, event: gr.EventData) -> list[Any]:
        return self.values(self._presenter.unlimit(scope, event._data), language)
