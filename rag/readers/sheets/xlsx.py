"""Excel workbooks (XLSX): each sheet a page, its rows as they are shown."""

from __future__ import annotations

import datetime as dt
import io
import warnings
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

from rag.errors import DocumentBlank, DocumentUnreadable
from rag.language import detect
from rag.language.documents.sheet_values import TRUTH
from rag.messages import Message
from rag.readers.archive import DAMAGE, ZIP, open_archive
from rag.readers.content import Content
from rag.readers.document_format import DocumentFormat
from rag.readers.sheets.grid import WIDEST, Grid, first_line
from rag.readers.sheets.hidden_rows import Hidden, hidden_parts
from rag.readers.sheets.number_formats import shown_date, shown_number
from rag.readers.strict_ooxml import transitional
from rag.readers.whole_rows import SheetRow
from rag.records import Language

_SAMPLE = 200  # rows of each sheet whose words decide the language of its numbers
# What openpyxl raises for parts that are missing or are not XML.
_DAMAGE = (*DAMAGE, KeyError, AttributeError, IndexError, TypeError, SyntaxError, ArithmeticError)


def read(data: bytes, path: str) -> Content:
    """A page for each sheet, without hidden sheets, rows and columns.

    Raises DocumentUnreadable, DocumentLocked, DocumentTooLarge and DocumentBlank.
    """
    data = transitional(data, path)  # within the limits of archives
    grid = Grid()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about parts that have no text
            book = _open(data)
            hidden = hidden_parts(data, path)
            pages = tuple(grid.pages(_sheets(book, hidden)))
            about = book.properties
    except _DAMAGE as error:
        cause = Message("causes.damaged_file", format="XLSX", error=error)
        raise DocumentUnreadable(path=path, cause=cause) from error
    if not pages:
        raise DocumentBlank(path=path)
    title = about.title or first_line(pages[0])
    return Content(
        pages, title, author=about.creator, untitled=not title,
        notices=(*grid.notices, *_notices(book)),
    )  # fmt: skip


def rows_of(data: bytes, path: str) -> list[SheetRow]:
    """The rows of the first sheet that is shown, as they are shown; raises as ``read``."""
    data = transitional(data, path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about parts that have no text
            _, rows = next(_sheets(_open(data), hidden_parts(data, path)), ("", iter(())))
            return list(rows)
    except _DAMAGE as error:
        cause = Message("causes.damaged_file", format="XLSX", error=error)
        raise DocumentUnreadable(path=path, cause=cause) from error


def _open(data: bytes) -> Any:
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)


def _sheets(book: Any, hidden: dict[str, Hidden]) -> Iterator[tuple[str, Iterator[SheetRow]]]:
    """The name and the rows of each sheet that is shown; charts have no rows."""
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            sheet.reset_dimensions()  # a file may state any size
            yield str(sheet.title), _rows(sheet, hidden.get(sheet.title, Hidden()))


def _rows(sheet: Any, hidden: Hidden) -> Iterator[SheetRow]:
    rows = sheet.iter_rows(max_col=WIDEST)
    first = list(islice(rows, _SAMPLE))
    language = _language(first)
    merged: dict[int, tuple[int, str]] = {}  # by column: the last row of a cell, and its text
    for number, row in enumerate(chain(first, rows), 1):
        texts = [_shown(cell, language) for cell in row]
        for at, text in enumerate(texts, 1):
            if (number, at) in hidden.tall:
                merged[at] = hidden.tall[number, at], text
            elif not text and number <= merged.get(at, (0, ""))[0]:
                texts[at - 1] = merged[at][1]
        if number not in hidden.rows:
            yield ["" if at in hidden.columns else text for at, text in enumerate(texts, 1)]


def _language(rows: Sequence[Sequence[Any]]) -> Language:
    """The language of the words of a sheet, in which its numbers are shown."""
    words = (cell.value for row in rows for cell in row if isinstance(cell.value, str))
    return detect(" ".join(words)[:5_000])


def _shown(cell: Any, language: Language) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return TRUTH[language][value]
    if isinstance(value, int | float):
        return shown_number(value, cell.number_format, language)
    if isinstance(value, dt.datetime | dt.date | dt.time | dt.timedelta):
        return shown_date(value, cell.number_format, language)
    return str(value)


def _notices(book: Any) -> Iterator[Message]:
    names = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    if names:
        yield Message("causes.hidden_sheets", names=", ".join(names))


def _has_signature(data: bytes, path: str) -> bool:
    return data.startswith(ZIP) and "xl/workbook.xml" in open_archive(data, path).namelist()


FORMAT = DocumentFormat(
    name="xlsx",
    label="XLSX",
    endings=(".xlsx", ".xlsm"),
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    read=read,
    parsers=("openpyxl",),
    signature=_has_signature,
    has_pages=True,
)
