"""What the tabs share: the state of a session, and HTML components with buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import gradio as gr
from gradio.blocks import Block

# A click on an element with data-act is an event of that name, with its data attributes. page.js
# raises other events by dispatching "verbatim".
_DELEGATE = """
const acts = [
  'ask', 'exact', 'cite', 'turn_page', 'rate', 'language', 'reopen', 'read', 'sort',
  'filter_language', 'documents_page', 'uploaded', 'order', 'result_page', 'every', 'limit',
  'unlimit', 'edit', 'remove', 'restore', 'reindex', 'follow', 'check', 'roll_back', 'add_user',
  'set_role', 'set_password', 'remove_user', 'add_token', 'revoke', 'settle', 'clear_refused'
];
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-act]');
  if (!button || button.disabled || !acts.includes(button.dataset.act)) return;
  const day = window.verbatim.day(), limits = window.verbatim.limits(button);
  const fields = button.dataset.fields ?? window.verbatimCuration.fields(button);
  trigger(button.dataset.act, {...button.dataset, text: button.textContent, day, limits, fields});
});
element.addEventListener('verbatim', (event) => trigger(event.detail, {}));
const notify = () => window.verbatim && window.verbatim.rendered(element);
watch('value', notify);
notify();
"""
_PRIVATE: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
# Three budgets: what shows something waits for nothing that asks or writes the index. What asks
# waits in the admission queue alone, where each person has a share.
QUIET: dict[str, Any] = {**_PRIVATE, "concurrency_limit": 8, "concurrency_id": "show"}
ASKING: dict[str, Any] = {**_PRIVATE, "concurrency_limit": None, "concurrency_id": "ask"}
CURATING: dict[str, Any] = {**_PRIVATE, "concurrency_limit": 4, "concurrency_id": "curate"}


@dataclass(frozen=True, slots=True)
class Session:
    """The state of a session, on the server until the session ends."""

    language: gr.State = field(default_factory=lambda: gr.State("fr"))
    turns: gr.State = field(default_factory=lambda: gr.State([]))
    view: gr.State = field(default_factory=lambda: gr.State(None))
    scope: gr.State = field(default_factory=lambda: gr.State(None))


class Localized(Protocol):
    """A part of the page with labels, in the language of the page."""

    @property
    def label_inputs(self) -> Sequence[Block]:
        """The components whose values ``labels`` takes after the language."""
        ...

    @property
    def labelled(self) -> Sequence[Block]:
        """The components that ``labels`` updates."""
        ...

    @property
    def labels(self) -> Callable[..., list[Any]]:
        """The updates of ``labelled``, in its order, in a language."""
        ...


def html(name: str, *, visible: bool = True) -> gr.HTML:
    """An HTML component whose buttons raise events."""
    return gr.HTML(elem_id=name, js_on_load=_DELEGATE, apply_default_css=False, visible=visible)
