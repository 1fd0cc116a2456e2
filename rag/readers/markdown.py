"""Markdown files: the front matter, then the text as the HTML it renders to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.errors import DocumentBlank
from rag.language.words import fold
from rag.readers.content import Content, join_blocks
from rag.readers.document_format import DocumentFormat
from rag.readers.html.body import body
from rag.readers.html.readable import readable_html
from rag.readers.html.tree import parse
from rag.readers.metadata import field_date
from rag.readers.text import decode

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([^\W\d][\w \-]*?)[ \t]*:[ \t]*(.+?)[ \t\r]*$", re.MULTILINE)
_NOTE, _NOTE_MARK = re.compile(r"^\[\^(\w+)\]:\s*", re.MULTILINE), re.compile(r"\[\^\w+\](?!:)")
_TITLES = ("title", "titre")
_DATES = ("date", "published", "publication", "date de publication", "issued")
_ISSUERS = ("issuer", "emetteur", "publisher", "editeur", "organisation", "organization")
_AUTHORS = ("author", "auteur", "authors", "auteurs")


def read(data: bytes, path: str) -> Content:
    """The text, CommonMark with tables, as one page without a number; raises DocumentBlank."""
    text = decode(data)
    fields: dict[str, str] = {}
    if front := _FRONT_MATTER.match(text):
        fields = {fold(name): value.strip("\"'") for name, value in _FIELD.findall(front.group(1))}
    root = parse(_markup(text))
    if root is None:
        raise DocumentBlank(path=path)
    title = _first(fields, _TITLES)
    return Content(
        (join_blocks(body(root).blocks),),
        title,
        field_date(_first(fields, _DATES)),
        _first(fields, _ISSUERS),
        _first(fields, _AUTHORS),
        untitled=title is None and any(name in fields for name in _TITLES),
    )


def render_html(data: bytes) -> str:
    """The text as HTML, without what ``read`` leaves out; not sanitised."""
    return readable_html(_markup(decode(data)))


def _markup(text: str) -> str:
    """The HTML that a text without its front matter renders to."""
    from markdown_it import MarkdownIt

    front = _FRONT_MATTER.match(text)
    text = text[front.end() :] if front else text
    text = _NOTE.sub(r"\1. ", _NOTE_MARK.sub("", text))
    markup = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text)
    return f"<html><body>{markup}</body></html>"


def _first(fields: dict[str, str], names: Sequence[str]) -> str | None:
    return next((fields[name] for name in names if fields.get(name)), None)


FORMAT = DocumentFormat(
    name="markdown",
    label="Markdown",
    endings=(".md", ".markdown"),
    media_type="text/plain; charset=utf-8",  # browsers save text/markdown
    read=read,
    parsers=("markdown-it-py", "lxml"),
    is_text=True,
    inline=True,
    render_html=render_html,
)
