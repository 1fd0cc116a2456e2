"""OpenDocument spreadsheets (ODS): each sheet a page, its cells as the file shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rag.errors import DocumentBlank
from rag.messages import Message
from rag.readers.content import Content
from rag.readers.document_format import DocumentFormat
from rag.readers.opendocument.body import OpenDocumentBody
from rag.readers.opendocument.names import TABLE, TEXT
from rag.readers.opendocument.package import MEDIA_TYPE, has_media_type, open_document
from rag.readers.sheets.grid import WIDEST, Grid, first_line
from rag.readers.whole_rows import SheetRow

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ROWS = frozenset(TABLE + name for name in ("table-rows", "table-header-rows", "table-row-group"))
_COLUMNS = frozenset(
    TABLE + name for name in ("table-columns", "table-header-columns", "table-column-group")
)
_CELLS = frozenset((TABLE + "table-cell", TABLE + "covered-table-cell"))
_DEEPEST = 20  # groups inside groups
_MOST_BLANK = 1  # blank rows kept of a run: programs fill the sheet with them


def read(data: bytes, path: str) -> Content:
    """A page for each sheet, without hidden sheets, rows and columns.

    Raises DocumentUnreadable, DocumentLocked, DocumentTooLarge and DocumentBlank.
    """
    document = open_document(data, path, "spreadsheet")
    tables = [] if document.body is None else document.body.findall(f"{TABLE}table")
    unseen = document.styles.undisplayed
    shown = [table for table in tables if table.get(f"{TABLE}style-name") not in unseen]
    grid, body = Grid(), OpenDocumentBody(document.styles)
    pages = tuple(grid.pages((_name(table), _SheetReader(body).rows(table)) for table in shown))
    if not pages:
        raise DocumentBlank(path=path)
    content = document.content(pages, (*grid.notices, *_notices(tables, shown)))
    title = content.title or first_line(pages[0])
    return replace(content, title=title, untitled=not title)


def _notices(tables: list[Element], shown: list[Element]) -> Iterator[Message]:
    names = [_name(table) for table in tables if table not in shown]
    if names:
        yield Message("causes.hidden_sheets", names=", ".join(names))


def _name(table: Element) -> str:
    return table.get(f"{TABLE}name", "")


@dataclass(slots=True)
class _SheetReader:
    """Reads one sheet; knows which of its columns are hidden."""

    body: OpenDocumentBody
    hidden: set[int] = field(default_factory=set)
    _columns: int = 0

    def rows(self, parent: Element, depth: int = 0) -> Iterator[SheetRow]:
        """The rows that are shown, each as often as the file repeats it."""
        for child in parent if depth < _DEEPEST else ():
            if child.tag == f"{TABLE}table-row":
                yield from self._repeated(child)
            elif child.tag in _ROWS:
                yield from self.rows(child, depth + 1)
            elif child.tag in _COLUMNS:
                self._note_columns(child)
            elif child.tag == f"{TABLE}table-column":
                self._note_column(child)

    def _note_columns(self, group: Element) -> None:
        for column in group.iter(f"{TABLE}table-column"):
            self._note_column(column)

    def _note_column(self, column: Element) -> None:
        count = _count(column, "number-columns-repeated")
        if column.get(f"{TABLE}visibility", "visible") != "visible":
            self.hidden |= set(range(self._columns, min(self._columns + count, WIDEST)))
        self._columns += count

    def _repeated(self, row: Element) -> Iterator[SheetRow]:
        if row.get(f"{TABLE}visibility", "visible") != "visible":
            return
        cells = list(self._cells(row))
        count = _count(row, "number-rows-repeated")
        for _ in range(count if any(cells) else min(count, _MOST_BLANK)):
            yield cells

    def _cells(self, row: Element) -> Iterator[str]:
        at = 0
        for cell in row:
            if cell.tag not in _CELLS:
                continue
            text = " ".join(self.body.text(each) for each in cell.iter(f"{TEXT}p"))
            for _ in range(_count(cell, "number-columns-repeated")):
                if at >= WIDEST:
                    return
                yield "" if at in self.hidden else text
                at += 1


def _count(element: Element, name: str) -> int:
    count = element.get(f"{TABLE}{name}", "1")
    return int(count) if count.isdecimal() and len(count) < 8 else 1


def _has_signature(data: bytes, path: str) -> bool:
    return has_media_type(data, path, "spreadsheet")


FORMAT = DocumentFormat(
    name="ods",
    label="ODS",
    endings=(".ods",),
    media_type=f"{MEDIA_TYPE}spreadsheet",
    read=read,
    parsers=("defusedxml",),
    signature=_has_signature,
    has_pages=True,
)
