"""OpenDocument texts (ODT): paragraphs, headings, lists, tables and notes in document order."""

from __future__ import annotations

from rag.readers.archive import ZIP, open_archive, read_entry
from rag.readers.content import Content, hidden_text_notices, join_blocks
from rag.readers.document_format import DocumentFormat
from rag.readers.opendocument.body import OpenDocumentBody
from rag.readers.opendocument.package import MEDIA_TYPE, has_media_type, open_document


def read(data: bytes, path: str) -> Content:
    """The text as one page without a number.

    Raises DocumentUnreadable, DocumentLocked and DocumentTooLarge. Comments, deleted text,
    headers, footers and tables of contents are left out; notes come last.
    """
    document = open_document(data, path, "text")
    body = OpenDocumentBody(document.styles)
    blocks = list(body.blocks(document.body)) if document.body is not None else []
    page = join_blocks([*blocks, *body.notes])
    return document.content([page], hidden_text_notices(body.hidden))


def _has_signature(data: bytes, path: str) -> bool:
    if not data.startswith(ZIP):
        return False
    if has_media_type(data, path, "text"):
        return True
    archive = open_archive(data, path)
    stated = read_entry(archive, "mimetype", path).startswith(MEDIA_TYPE.encode())
    return not stated and "content.xml" in archive.namelist()


FORMAT = DocumentFormat(
    name="odt",
    label="ODT",
    endings=(".odt",),
    media_type=f"{MEDIA_TYPE}text",
    read=read,
    parsers=("defusedxml",),
    signature=_has_signature,
)
