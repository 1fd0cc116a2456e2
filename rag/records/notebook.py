"""How records show themselves: in one line, and as HTML for notebooks.

There are no words of a language here: what is shown are the records' own.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from rag.records.citations import Citation

_LONGEST = 80  # characters of a text in a line


def short(text: str) -> str:
    """A text on one line, cut off after ``_LONGEST`` characters."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def place(cited: Citation) -> str:
    """The page of a citation, as it is printed and in the file where they differ; or ""."""
    if cited.page is None:
        return ""
    if cited.page_label in (None, str(cited.page)):
        return f", p. {cited.page}"
    return f", p. {cited.page_label} (PDF {cited.page})"


def heading(text: str) -> str:
    """A heading."""
    return f"<h4>{escape(text)}</h4>"


def paragraph(text: str) -> str:
    """A paragraph."""
    return f"<p>{escape(text)}</p>"


def note(text: str) -> str:
    """A paragraph in italics."""
    return f"<p><em>{escape(text)}</em></p>"


def quote(cited: Citation) -> str:
    """A quote with its short answer marked, and the number of its source."""
    before, span, after = map(escape, cited.text_parts)
    marked = f"<mark>{span}</mark>" if span else ""
    return f"<blockquote>{before}{marked}{after} [{cited.n}]</blockquote>"


def sources(citations: Iterable[Citation]) -> str:
    """The title, the page, the date and the file of each citation, with its permalink as a tip."""
    lines = "".join(map(_source, citations))
    return f"<ol>{lines}</ol>" if lines else ""


def _source(cited: Citation) -> str:
    date = f", {cited.date.isoformat()}" if cited.date else ""
    line = escape(f"{cited.title}{place(cited)}{date} ({cited.path})")
    return f'<li value="{cited.n}" title="{escape(cited.permalink)}">{line}</li>'
