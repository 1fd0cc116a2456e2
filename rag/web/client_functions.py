"""What the client of Gradio can call: ``ask``, ``search`` and ``check``, with the usual records.

They return JSON as text: the client takes an object with a ``path`` for a file to download.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import gradio as gr
from gradio.events import api

from rag.errors import RagError
from rag.server import Tools, accepted_language
from rag.web.tabs.common import ASKING

# Each tool takes one text, under this name.
_TAKES = {"ask": "question", "search": "query", "check": "text"}


def add_client_functions(blocks: gr.Blocks, tools: Tools) -> None:
    """Adds a function for each to a page, with the queue and the limits of the caller."""
    with blocks:
        for name, argument in _TAKES.items():
            public = {**ASKING, "api_visibility": "public"}
            public.pop("show_progress")
            api(_function(tools, name, argument), api_name=name, **public)


def _function(tools: Tools, name: str, argument: str) -> Callable[..., str]:
    """A tool as a function of one text; an error says what is wrong in the caller's language."""

    def called(text: str, request: gr.Request) -> str:
        try:
            return json.dumps(tools.call(name, {argument: text}).values, ensure_ascii=False)
        except RagError as error:
            language = accepted_language(request.headers.get("accept-language", ""))
            raise gr.Error(error.message(language), print_exception=False) from error

    called.__doc__ = f"POST /v1/{name}"
    return called
