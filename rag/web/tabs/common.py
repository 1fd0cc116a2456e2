"""What the tabs share: the session's memory, and how a part of the page is HTML of our own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import gradio as gr
from gradio.blocks import Block

# A click on anything that carries data-act is an event of that name, with its data; page.js
# makes others by the event "verbatim".
_DELEGATE = """
const acts = [
  'ask', 'cite', 'leaf', 'judge', 'language', 'reopen', 'read', 'sort', 'tongue', 'added'
];
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-act]');
  if (!button || button.disabled || !acts.includes(button.dataset.act)) return;
  const day = window.verbatim.day();
  trigger(button.dataset.act, {...button.dataset, text: button.textContent, day});
});
element.addEventListener('verbatim', (event) => trigger(event.detail, {}));
const follow = () => window.verbatim && window.verbatim.shown(element);
watch('value', follow);
follow();
"""
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
ASKING: dict[str, Any] = {**QUIET, "concurrency_limit": 8, "concurrency_id": "ask"}


@dataclass(frozen=True, slots=True)
class Session:
    """What a session remembers on the server, until it ends."""

    language: gr.State = field(default_factory=lambda: gr.State("fr"))
    turns: gr.State = field(default_factory=lambda: gr.State([]))
    view: gr.State = field(default_factory=lambda: gr.State(None))


class Worded(Protocol):
    """A part of the page that speaks."""

    @property
    def reads(self) -> Sequence[Block]:
        """The components whose values ``words`` takes after the language."""
        ...

    @property
    def labelled(self) -> Sequence[Block]:
        """The components that ``words`` gives their words."""
        ...

    @property
    def words(self) -> Callable[..., list[Any]]:
        """The updates of ``labelled`` in a language."""
        ...


def html(name: str, *, visible: bool = True) -> gr.HTML:
    """HTML of our own, whose buttons are events."""
    return gr.HTML(elem_id=name, js_on_load=_DELEGATE, apply_default_css=False, visible=visible)
