"""OpenDocument files as ZIP archives of XML parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.errors import DocumentLocked, DocumentUnreadable
from rag.language.words import fold
from rag.messages import Message
from rag.readers.archive import ZIP, open_archive, read_entry
from rag.readers.content import Content
from rag.readers.metadata import field_date
from rag.readers.opendocument.names import DC, META, OFFICE
from rag.readers.opendocument.styles import OpenDocumentStyles
from rag.readers.xml_parts import parse_xml
from rag.records import Page

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

MEDIA_TYPE = "application/vnd.oasis.opendocument."
_DATES = ("date", "date de publication", "publication date", "issued")
_ISSUERS = ("issuer", "emetteur", "publisher", "editeur", "organisation", "organization")


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """The parts of a file: its body, ``None`` if it has none of its kind, styles and fields."""

    body: Element | None
    styles: OpenDocumentStyles
    fields: dict[str, str]

    def content(self, pages: Iterable[Page], notices: Iterable[Message] = ()) -> Content:
        """These pages with the metadata of the file."""
        fields = self.fields
        return Content(
            tuple(pages),
            fields.get("title"),
            field_date(next((fields[name] for name in _DATES if name in fields), None)),
            next((fields[name] for name in _ISSUERS if name in fields), None),
            fields.get("initial-creator"),
            tuple(notices),
        )


def open_document(data: bytes, path: str, kind: str) -> OpenDocument:
    """A file whose body is of a kind, such as "text" or "spreadsheet".

    Raises DocumentUnreadable, DocumentLocked and DocumentTooLarge.
    """
    archive = open_archive(data, path)
    if b"encryption-data" in read_entry(archive, "META-INF/manifest.xml", path):
        raise DocumentLocked(path=path)
    content = parse_xml(read_entry(archive, "content.xml", path), path)
    if content is None:
        cause = Message("causes.no_content")
        raise DocumentUnreadable(path=path, cause=cause)
    styles = parse_xml(read_entry(archive, "styles.xml", path), path)
    meta = parse_xml(read_entry(archive, "meta.xml", path), path)
    return OpenDocument(
        content.find(f"{OFFICE}body/{OFFICE}{kind}"),
        OpenDocumentStyles(
            [root for root in (styles, content) if root is not None], on_paper=kind == "text"
        ),
        _fields(meta),
    )


def has_media_type(data: bytes, path: str, kind: str) -> bool:
    """Whether a file states a media type: "text", "spreadsheet" or "presentation"."""
    if not data.startswith(ZIP):
        return False
    written = read_entry(open_archive(data, path), "mimetype", path)
    return written.startswith(f"{MEDIA_TYPE}{kind}".encode())


def _fields(root: Element | None) -> dict[str, str]:
    """The metadata fields: title, initial creator, and those defined by the user, by name."""
    fields: dict[str, str] = {}
    for element in root.iter() if root is not None else ():
        if element.text and element.tag in (f"{DC}title", f"{META}initial-creator"):
            fields[element.tag.rsplit("}", 1)[-1]] = element.text
        elif element.text and element.tag == f"{META}user-defined":
            fields.setdefault(fold(element.get(f"{META}name", "")), element.text)
    return fields
