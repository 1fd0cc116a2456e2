"""The Administration tab, shown to administrators only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from rag.messages import say
from rag.records import Language
from rag.web.administration import AdministrationPresenter
from rag.web.tabs.common import CURATING, QUIET, Session, html


class AdministrationTab:
    """What was done, above all sections; drawn when the tab is opened."""

    def __init__(self, presenter: AdministrationPresenter, session: Session) -> None:
        self._presenter, self._language = presenter, session.language
        with gr.Tab(id="administration", visible=False) as self.tab:
            self._opened = gr.State(value=False)
            self._notice = html("v-admin-notice")
            self._page = html("v-administration")
        self.label_inputs = [self._opened]
        self.labelled = [self.tab, self._page]
        self._wire()

    def labels(self, language: Language, opened: bool) -> list[Any]:
        """The updates of ``labelled`` in a language."""
        label = say("administration.tab", language)
        tab = gr.Tab(label=label, visible=self._presenter.allowed)
        return [tab, self._presenter.page(language) if opened else gr.skip()]

    def _wire(self) -> None:
        opened = [self._opened, self._page]
        self.tab.select(self._open, [self._language], opened, **QUIET)
        outputs = [self._notice, self._page]
        for name in self._presenter.acts:
            for component in outputs:
                event = getattr(component, name)
                event(self._handler(name), [self._language], outputs, **CURATING)

    def _open(self, language: Language) -> list[Any]:
        return [True, self._presenter.page(language)]

    def _handler(self, name: str) -> Callable[..., list[Any]]:
        def change(language: Language, event: gr.EventData) -> list[Any]:
            outcome = self._presenter.act(name, event._data, language)
            shown = self._presenter.page(language) if outcome.changed else gr.skip()
            return [outcome.notice, shown]

        return change
