"""Word files (DOCX): paragraphs, headings, lists, tables and notes in document order."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from typing import Any

from rag.errors import DocumentUnreadable
from rag.messages import Message
from rag.readers.archive import DAMAGE, ZIP, open_archive, read_entry
from rag.readers.content import Block, Content, hidden_text_notices, join_blocks
from rag.readers.document_format import DocumentFormat
from rag.readers.docx.body import BodyReader
from rag.readers.docx.numbering import Numbering
from rag.readers.docx.styles import Styles
from rag.readers.strict_ooxml import transitional

_COMPANY = re.compile(rb"<Company>([^<]{2,200})</Company>")
_NOTES = ("footnotes", "endnotes")
# What python-docx and lxml raise for parts that are missing or are not XML (lxml raises a
# SyntaxError).
_DAMAGE = (KeyError, ValueError, AttributeError, IndexError, TypeError, SyntaxError)


def read(data: bytes, path: str) -> Content:
    """The text as one page without a number.

    Raises DocumentUnreadable, DocumentLocked and DocumentTooLarge. Comments, deleted text,
    headers and footers are left out; footnotes and endnotes come last.
    """
    from docx import Document
    from docx.opc.exceptions import OpcError

    data = transitional(data, path)
    company = _COMPANY.search(read_entry(open_archive(data, path), "docProps/app.xml", path))
    try:
        document = Document(io.BytesIO(data))
        body = BodyReader(Styles(document.styles.element), Numbering(_part(document, "numbering")))
        blocks = [*body.blocks(document.element.body), *_notes(document, body)]
        title, author = document.core_properties.title, document.core_properties.author
    except (OpcError, *DAMAGE, *_DAMAGE) as error:
        cause = Message("causes.damaged_file", format="DOCX", error=error)
        raise DocumentUnreadable(path=path, cause=cause) from error
    issuer = html.unescape(company.group(1).decode("utf-8", "replace")) if company else None
    notices = hidden_text_notices(body.hidden)
    return Content((join_blocks(blocks),), title or None, None, issuer, author or None, notices)


def render_html(data: bytes) -> str:
    """The text with its headings, lists, tables and images as HTML; not sanitised.

    Raises DocumentUnreadable, DocumentLocked and DocumentTooLarge.
    """
    import mammoth

    data = transitional(data, "DOCX")
    try:
        return str(mammoth.convert_to_html(io.BytesIO(data)).value)
    except (*DAMAGE, *_DAMAGE) as error:
        cause = Message("causes.damaged_file", format="DOCX", error=error)
        raise DocumentUnreadable(path="DOCX", cause=cause) from error


def _part(document: Any, kind: str) -> Any:
    """The root element of a part of the document, such as "footnotes"; ``None`` if absent."""
    from docx.oxml.parser import parse_xml

    for relation in document.part.rels.values():
        if relation.reltype.endswith(f"/{kind}") and not relation.is_external:
            return parse_xml(relation.target_part.blob)
    return None


def _notes(document: Any, body: BodyReader) -> Iterator[Block]:
    for kind in _NOTES:
        root = _part(document, kind)
        if root is not None:
            yield from body.notes(root)


def _has_signature(data: bytes, path: str) -> bool:
    return data.startswith(ZIP) and "word/document.xml" in open_archive(data, path).namelist()


FORMAT = DocumentFormat(
    name="docx",
    label="DOCX",
    endings=(".docx",),
    media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    read=read,
    parsers=("python-docx", "lxml"),
    signature=_has_signature,
    render_html=render_html,
)
