"""The formats that are read, and which of them a file is in.

The ending of a name only says what its author thought: the bytes are asked first.
"""

from __future__ import annotations

from typing import NoReturn

from rag.errors import DocumentLocked, DocumentUnreadable, FormatUnknown
from rag.messages import Message
from rag.readers import (
    docx,
    epub,
    html,
    images,
    json_lines,
    markdown,
    office,
    pdf,
    rtf,
    text,
    xml_tree,
)
from rag.readers.archive import ZIP
from rag.readers.containers import PACKED
from rag.readers.document_format import DocumentFormat
from rag.readers.mail import eml, msg
from rag.readers.opendocument import odp, ods, odt
from rag.readers.sheets import delimited, xlsx
from rag.readers.slides import pptx

# A format is added by its module and its line here. Signatures are asked in this order.
FORMATS: tuple[DocumentFormat, ...] = (
    pdf.FORMAT,
    html.FORMAT,
    docx.FORMAT,
    odt.FORMAT,
    epub.FORMAT,
    rtf.FORMAT,
    *images.FORMATS,
    msg.FORMAT,
    *office.FORMATS,
    eml.FORMAT,
    pptx.FORMAT,
    odp.FORMAT,
    xlsx.FORMAT,
    ods.FORMAT,
    delimited.CSV,
    delimited.TSV,
    xml_tree.FORMAT,
    json_lines.FORMAT,
    markdown.FORMAT,
    text.FORMAT,
)
# What file names may end in: documents, and containers that hold documents.
KNOWN = " ".join([*(ending for each in FORMATS for ending in each.endings), *PACKED])
ENDINGS: dict[str, DocumentFormat] = {ending: each for each in FORMATS for ending in each.endings}
# The distributions that parse files: after the upgrade of one, documents are read again.
PARSERS: tuple[str, ...] = tuple(sorted({name for each in FORMATS for name in each.parsers}))

_BY_NAME = {each.name: each for each in FORMATS}
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# Kinds of files that no reader takes, named in the error.
_OTHERS = {
    ZIP: "ZIP",
    b"GIF8": "GIF",
    b"%!PS": "PostScript",
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "RAR",
}


def format_of(name: str) -> DocumentFormat:
    """The format that a document names.

    Documents that were read elsewhere may name one that has no reader here: it has no pages,
    and browsers save its files.
    """
    unread = DocumentFormat(name, name.upper(), (), "application/octet-stream", _refuse)
    return _BY_NAME.get(name, unread)


def detect_format(data: bytes, announced: DocumentFormat, path: str) -> DocumentFormat:
    """The format of a file by its bytes, or where they cannot show it, the one announced.

    ``announced`` is the format of the file's ending. Raises DocumentLocked for an encrypted Word
    file, DocumentUnreadable for a kind that no reader takes, and what damaged archives raise.
    """
    for each in FORMATS:
        if each.signature is not None and each.signature(data, path):
            return each
    _refuse_others(data, path)
    if not announced.is_text:
        cause = Message("causes.not_format", format=announced.label)
        raise DocumentUnreadable(path=path, cause=cause)
    marked = data.startswith(text.BYTE_ORDER_MARKS) or text.utf16_of(data) is not None
    if b"\x00" in data[:8192] and not marked:
        cause = Message("causes.binary")
        raise DocumentUnreadable(path=path, cause=cause)
    return announced


def _refuse(_: bytes, path: str) -> NoReturn:
    raise FormatUnknown(path=path, known=KNOWN)


def _refuse_others(data: bytes, path: str) -> None:
    """Raises the error that names the kind of a file, where it is a known one."""
    if data.startswith(msg.COMPOUND):
        if _ENCRYPTED in data:
            raise DocumentLocked(path=path)
        raise _not_read(path, "Word 97-2003 (.doc)")
    for start, name in _OTHERS.items():
        if data.startswith(start):
            raise _not_read(path, name)


def _not_read(path: str, name: str) -> DocumentUnreadable:
    cause = Message("causes.other_format", format=name)
    return DocumentUnreadable(path=path, cause=cause)
