"""What a file is, by its first bytes: an ending only says what its author thought."""

from __future__ import annotations

import re

from rag.errors import Cause, DocumentLocked, DocumentUnreadable
from rag.readers.archive import entry, opened

# Endings, in lower case, and the format that each announces.
FORMATS = {
    ".pdf": "pdf",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".odt": "odt",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
}
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = {
    b"{\\rtf": "RTF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"%!PS": "PostScript",
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "RAR",
}
_ODT = b"application/vnd.oasis.opendocument.text"


def detect_format(data: bytes, announced: str, path: str) -> str:
    """The format of a file that announces one by its ending.

    Raises DocumentLocked for an encrypted Word file, and DocumentUnreadable for a kind that no
    reader takes.
    """
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _archive(data, path)
    if data.startswith(_OLD_OFFICE):
        if _ENCRYPTED in data:
            raise DocumentLocked(path=path)
        raise _not_read(path, "Word 97-2003 (.doc)")
    for start, name in _OTHERS.items():
        if data.startswith(start):
            raise _not_read(path, name)
    if _PAGE.match(data[:8192]):
        return "html"
    if announced in ("pdf", "docx", "odt"):
        cause = Cause(
            f"ce n'est pas un fichier {announced.upper()}", f"not a {announced.upper()} file"
        )
        raise DocumentUnreadable(path=path, cause=cause)
    if b"\x00" in data[:8192] and not data.startswith(_UTF16):
        cause = Cause("des octets, pas du texte", "bytes, not text")
        raise DocumentUnreadable(path=path, cause=cause)
    return announced


def _archive(data: bytes, path: str) -> str:
    archive = opened(data, path)
    names = set(archive.namelist())
    if "word/document.xml" in names:
        return "docx"
    if entry(archive, "mimetype", path).startswith(_ODT) or "content.xml" in names:
        return "odt"
    raise _not_read(path, "ZIP")


def _not_read(path: str, name: str) -> DocumentUnreadable:
    cause = Cause(
        f"c'est un fichier {name}, qui n'est pas lu", f"it is a {name} file, not read here"
    )
    return DocumentUnreadable(path=path, cause=cause)
