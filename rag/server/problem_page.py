"""An error as a page, for the person who opened an address in a browser."""

from __future__ import annotations

from html import escape

from rag.messages import say
from rag.records import Language

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1.0625rem/1.6 system-ui, sans-serif; max-width: 34rem; margin: 0 auto;
  padding: 4rem 1.25rem; color: light-dark(#1a2230, #e7ebf2);
  background: light-dark(#f5f6f8, #10161d); overflow-wrap: anywhere; }
h1 { font-family: Georgia, serif; font-size: 1.375rem; }
a { color: light-dark(#1d4b80, #9cc3f0); text-underline-offset: .2em; }
"""
_PRODUCT = "Verbatim"


def problem_page(message: str, language: Language, root: str) -> str:
    """The page with a message and the way back to the main page at ``root``."""
    back = escape(say("viewer.back", language, name=_PRODUCT))
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="robots" content="noindex"><title>{_PRODUCT}</title><style>{_STYLE}</style>'
        f'<main><h1>{_PRODUCT}</h1><p role="alert">{escape(message)}</p>'
        f'<p><a href="{escape(root)}">{back}</a></p></main></html>'
    )
