"""What openpyxl passes over when it streams: hidden rows and columns, and merged cells."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zipfile import ZipFile

from rag.readers.archive import open_archive, read_entry
from rag.readers.xml_parts import parse_xml

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BOOK = "xl/workbook.xml"
_WIDEST = 16_384  # columns that a sheet can have
_MOST_MERGED = 50_000  # cells of a sheet
_RANGE = re.compile(r"(?P<column>[A-Z]{1,3})(?P<first>[0-9]{1,7}):[A-Z]{1,3}(?P<last>[0-9]{1,7})")


@dataclass(frozen=True, slots=True)
class Hidden:
    """The numbers, from 1, of the rows and columns of a sheet that are not shown.

    ``tall`` gives the last row of each cell that is merged over several, by its row and column.
    """

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    tall: Mapping[tuple[int, int], int] = field(default_factory=dict)


def hidden_parts(data: bytes, path: str) -> dict[str, Hidden]:
    """What is hidden in each sheet, by its name; sheets that show everything are left out."""
    archive = open_archive(data, path)
    found: dict[str, Hidden] = {}
    for name, part in _parts(archive, path):
        text = read_entry(archive, part, path)
        if b"hidden=" in text or b"mergeCell " in text:
            hidden = _hidden(text)
            if hidden.rows or hidden.columns or hidden.tall:
                found[name] = hidden
    return found


def _parts(archive: ZipFile, path: str) -> Iterator[tuple[str, str]]:
    """The name of each sheet and the entry of the archive that holds it."""
    book = parse_xml(read_entry(archive, _BOOK, path), path)
    related = parse_xml(read_entry(archive, "xl/_rels/workbook.xml.rels", path), path)
    if book is None or related is None:
        return
    targets = {each.get("Id"): each.get("Target", "") for each in related}
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_ID), "")
        yield sheet.get("name", ""), posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _hidden(text: bytes) -> Hidden:
    from defusedxml.ElementTree import iterparse

    rows: set[int] = set()
    columns: set[int] = set()
    tall: dict[tuple[int, int], int] = {}
    count = 0
    for _, element in iterparse(io.BytesIO(text), forbid_dtd=True):
        if element.tag == f"{_MAIN}row":
            count = _number(element, "r", count + 1)
            if _is_hidden(element):
                rows.add(count)
            element.clear()
        elif element.tag == f"{_MAIN}col" and _is_hidden(element):
            last = min(_number(element, "max", 0), _WIDEST)
            columns |= set(range(_number(element, "min", 1), last + 1))
        elif element.tag == f"{_MAIN}mergeCell" and len(tall) < _MOST_MERGED:
            tall |= _tall(element.get("ref", ""))
    return Hidden(frozenset(rows), frozenset(columns), tall)


def _tall(reference: str) -> dict[tuple[int, int], int]:
    """The first cell of a range such as "A2:B5" with its last row, if it has several."""
    match = _RANGE.fullmatch(reference)
    if match is None or int(match["last"]) <= int(match["first"]):
        return {}
    column = 0
    for letter in match["column"]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return {(int(match["first"]), column): int(match["last"])}


def _is_hidden(element: Element) -> bool:
    return element.get("hidden") in ("1", "true")


def _number(element: Element, name: str, default: int) -> int:
    text = element.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 8 else default
