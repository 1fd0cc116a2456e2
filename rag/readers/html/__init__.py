"""HTML pages: character set, main text and metadata."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rag.errors import DocumentBlank
from rag.readers.clean import one_line
from rag.readers.content import Content, hidden_text_notices, join_blocks
from rag.readers.document_format import DocumentFormat
from rag.readers.html.body import body
from rag.readers.html.readable import readable_html
from rag.readers.html.tree import parse
from rag.readers.metadata import field_date
from rag.readers.text import BYTE_ORDER_MARKS, decode
from rag.records.json_text import parse_json

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w:.-]+)""", re.IGNORECASE)
_CHARSET_WITHIN = 4_096  # bytes searched for the charset, as browsers do
_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_TITLES = ("citation_title", "dc.title", "dcterms.title", "og:title")
_DATES = (
    "citation_publication_date",
    "citation_date",
    "dcterms.issued",
    "dc.date.issued",
    "dc.date",
    "dcterms.date",
    "article:published_time",
    "date",
    "pubdate",
    "publish-date",
    "publication_date",
)
_ISSUERS = ("citation_publisher", "dc.publisher", "dcterms.publisher", "publisher", "og:site_name")
_AUTHORS = ("citation_author", "dc.creator", "dcterms.creator", "author", "article:author")


def read(data: bytes, path: str) -> Content:
    """The main text of a page as one page without a number; raises DocumentBlank."""
    root = parse(_decoded(data))
    if root is None:
        raise DocumentBlank(path=path)
    metas, linked, found = _metas(root), _linked_data(root), body(root)
    return Content(
        (join_blocks(found.blocks),),
        _first(metas, _TITLES) or linked.get("headline") or _title(root),
        field_date(_first(metas, _DATES) or linked.get("datePublished") or _time(root)),
        _first(metas, _ISSUERS) or linked.get("publisher"),
        _first(metas, _AUTHORS),
        hidden_text_notices(found.hidden),
    )


def render_html(data: bytes) -> str:
    """The main text of a page as HTML, without what ``read`` leaves out; not sanitised."""
    return readable_html(_decoded(data))


def _decoded(data: bytes) -> str:
    """The text of a page: as UTF-8 if its bytes are valid, otherwise in the declared charset.

    Accented letters in another charset are never valid UTF-8 by chance, and many old pages in
    UTF-8 still declare Latin-1.
    """
    declared = _CHARSET.search(data[:_CHARSET_WITHIN])
    if declared and not data.startswith(BYTE_ORDER_MARKS) and not _is_utf8(data):
        name = declared.group(1).decode("ascii", "replace").lower()
        # On the web, Latin-1 means Windows-1252 (WHATWG Encoding).
        name = "cp1252" if name in ("iso-8859-1", "latin1", "us-ascii", "ascii") else name
        try:
            return data.decode(name)
        except (LookupError, UnicodeError):
            pass  # an unknown charset, or bytes that are not in it
    return decode(data)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _metas(root: Any) -> dict[str, str]:
    """The fields of ``<meta>`` elements by name, in lower case; the first one of each name."""
    fields: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("name") or meta.get("property") or meta.get("itemprop") or ""
        value = one_line(meta.get("content") or "")
        if name and value:
            fields.setdefault(name.lower(), value)
    return fields


def _first(fields: dict[str, str], names: Sequence[str]) -> str | None:
    return next((fields[name] for name in names if name in fields), None)


def _linked_data(root: Any) -> dict[str, str]:
    """Headline, date and publisher of the first schema.org article of a page."""
    for script in root.iter("script"):
        if script.get("type") == "application/ld+json":
            for item in _items(script.text or ""):
                fields = {name: item.get(name) for name in ("headline", "datePublished")}
                publisher = item.get("publisher")
                fields["publisher"] = publisher.get("name") if isinstance(publisher, dict) else None
                if found := {name: one_line(v) for name, v in fields.items() if isinstance(v, str)}:
                    return found
    return {}


def _items(text: str) -> list[dict[str, Any]]:
    try:
        data = parse_json(text)
    except ValueError:
        return []
    graph = data.get("@graph", data) if isinstance(data, dict) else data
    items = graph if isinstance(graph, list) else [graph]
    return [item for item in items if isinstance(item, dict)]


def _title(root: Any) -> str | None:
    """The ``<title>``, or the only ``<h1>`` if the title contains it, with the site's name."""
    title = one_line(root.findtext(".//title") or "")
    heads = [one_line(" ".join("".join(head.itertext()).split())) for head in root.iter("h1")]
    if len(heads) == 1 and heads[0] and heads[0] in title:
        return heads[0]
    return " ".join(title.split()) or None


def _time(root: Any) -> str | None:
    """The date of the first ``<time>`` marked as the date of publication."""
    for time in root.iter("time"):
        if time.get("pubdate") is not None or time.get("itemprop") == "datePublished":
            return str(time.get("datetime") or "".join(time.itertext()))
    return None


def _has_signature(data: bytes, path: str) -> bool:
    """Whether a file starts as an HTML page does; ``path`` is not used."""
    return _START.match(data[:8192]) is not None


FORMAT = DocumentFormat(
    name="html",
    label="HTML",
    endings=(".html", ".htm", ".xhtml"),
    media_type="text/html; charset=utf-8",
    read=read,
    parsers=("lxml",),
    signature=_has_signature,
    is_text=True,
    inline=True,
    render_html=render_html,
)
