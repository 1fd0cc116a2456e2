"""Electronic books (EPUB): each chapter file a page, in the order of the book."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote
from zipfile import ZipFile

from rag.errors import DocumentLocked, DocumentUnreadable
from rag.messages import Message
from rag.readers.archive import ZIP, open_archive, read_entry
from rag.readers.content import Content, hidden_text_notices, join_blocks
from rag.readers.document_format import DocumentFormat
from rag.readers.html.body import body
from rag.readers.html.tree import parse
from rag.readers.metadata import field_date
from rag.readers.text import decode
from rag.readers.xml_parts import parse_xml

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from rag.records import Page

_MEDIA_TYPE = "application/epub+zip"
_CONTAINER = "META-INF/container.xml"
_RIGHTS = "META-INF/encryption.xml"
_FONTS = re.compile(rb"Algorithm=[\"']http://(?:www\.idpf\.org|ns\.adobe\.com)/[^\"']*[\"']")
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_FILES = "{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_MOST = 5_000  # chapter files


@dataclass(frozen=True, slots=True)
class Book:
    """The package of a book: its fields by name, and its chapter files in order."""

    fields: dict[str, str]
    chapters: tuple[str, ...]


def read(data: bytes, path: str) -> Content:
    """A page for each chapter file of the book, numbered in its order.

    Raises DocumentUnreadable, DocumentLocked and DocumentTooLarge.
    """
    archive = open_archive(data, path)
    rights = read_entry(archive, _RIGHTS, path)
    if b"Algorithm=" in _FONTS.sub(b"", rights):
        raise DocumentLocked(path=path)  # only fonts may be scrambled
    book = _book(archive, path)
    hidden: list[str] = []
    pages = tuple(_pages(archive, book.chapters, path, hidden))
    fields = book.fields
    return Content(
        pages, fields.get("title"), field_date(fields.get("date")), fields.get("publisher"),
        fields.get("creator"), hidden_text_notices(hidden),
    )  # fmt: skip


def _pages(
    archive: ZipFile, chapters: tuple[str, ...], path: str, hidden: list[str]
) -> Iterator[Page]:
    for number, name in enumerate(chapters, 1):
        text = _DECLARATION.sub("", decode(read_entry(archive, name, path)))
        root = parse(text) if text.strip() else None
        found = None if root is None else body(root)
        if found is not None:
            hidden += found.hidden
        yield join_blocks([] if found is None else found.blocks, number)


def _book(archive: ZipFile, path: str) -> Book:
    container = parse_xml(read_entry(archive, _CONTAINER, path), path)
    files = [] if container is None else [each.get("full-path", "") for each in
                                          container.iter(_FILES)]  # fmt: skip
    package = parse_xml(read_entry(archive, files[0], path), path) if files else None
    if package is None:
        cause = Message("causes.not_format", format="EPUB")
        raise DocumentUnreadable(path=path, cause=cause)
    folder = posixpath.dirname(files[0])
    return Book(_fields(package), tuple(_chapters(package, folder))[:_MOST])


def _chapters(package: Element, folder: str) -> Iterator[str]:
    """The names of the entries that hold the chapters, without the table of contents."""
    items = {item.get("id"): item for item in package.iter(f"{_OPF}item")}
    for reference in package.iter(f"{_OPF}itemref"):
        item = items.get(reference.get("idref"))
        if item is not None and "nav" not in item.get("properties", "").split():
            name = unquote(item.get("href", "").partition("#")[0])
            yield posixpath.normpath(posixpath.join(folder, name))


def _fields(package: Element) -> dict[str, str]:
    """The Dublin Core fields, the first of each name."""
    fields: dict[str, str] = {}
    for element in package.iter():
        if isinstance(element.tag, str) and element.tag.startswith(_DC) and element.text:
            fields.setdefault(element.tag.removeprefix(_DC), element.text)
    return fields


def _has_signature(data: bytes, path: str) -> bool:
    return (
        data.startswith(ZIP)
        and _CONTAINER in open_archive(data, path).namelist()
        and (
            read_entry(open_archive(data, path), "mimetype", path).startswith(_MEDIA_TYPE.encode())
        )
    )


FORMAT = DocumentFormat(
    name="epub",
    label="EPUB",
    endings=(".epub",),
    media_type=_MEDIA_TYPE,
    read=read,
    parsers=("defusedxml", "lxml"),
    signature=_has_signature,
    has_pages=True,
)
