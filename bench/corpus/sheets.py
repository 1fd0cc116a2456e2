"""Sources as spreadsheets, XLSX and ODS, a sheet for each section, and as CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.styles import Font

from bench.corpus.odt import XML, meta, odt_names
from bench.corpus.packing import packed, repacked
from bench.corpus.source import CorpusBlock, CorpusSource, sections

_SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_STAMP = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def xlsx(source: CorpusSource) -> bytes:
    """A sheet for each section: who made it and when, a blank row, a title, its table."""
    book = Workbook()
    book.remove(book.worksheets[0])
    about = book.properties
    about.title, about.creator, about.created = source.title, source.issuer, source.stamp
    about.language, about.lastModifiedBy = source.language, source.issuer
    for name, table in _tables(source):
        sheet = book.create_sheet(name)
        for row in _rows(source, name, table):
            sheet.append(list(map(_value, row)))
        for cell in (*sheet[4], *sheet[5]):
            cell.font = Font(bold=True)
        for column in "ABCD":
            sheet.column_dimensions[column].width = 28
    stored = io.BytesIO()
    book.save(stored)
    stamp = f"{source.stamp.isoformat()}Z".encode()
    return repacked(stored.getvalue(), change=lambda part: _STAMP.sub(rb"\g<1>" + stamp, part))


def ods(source: CorpusSource) -> bytes:
    """The same as an ODS 1.2."""
    sheets = "".join(
        f'<table:table table:name="{escape(name)}">'
        + "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>"
                  for row in _rows(source, name, table))
        + "</table:table>"
        for name, table in _tables(source)
    )  # fmt: skip
    content = (
        f'{XML}<office:document-content {odt_names()} office:version="1.2"><office:body>'
        f"<office:spreadsheet>{sheets}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    parts = {"mimetype": _SPREADSHEET, "content.xml": content, "meta.xml": meta(source)}
    return packed([(name, text.encode()) for name, text in parts.items()], first="mimetype")


def delimited(source: CorpusSource) -> bytes:
    """The only table, as French spreadsheets save it: semicolons, in the encoding of Windows."""
    written = io.StringIO()
    (table,) = (each for each in source.blocks if each.kind == "table")
    csv.writer(written, delimiter=";").writerows(table.rows)
    return written.getvalue().encode("cp1252")


def _tables(source: CorpusSource) -> Iterator[tuple[str, CorpusBlock]]:
    for heading, blocks in sections(source.blocks):
        for each in blocks:
            if each.kind == "table":
                yield heading, each


def _rows(source: CorpusSource, name: str, table: CorpusBlock) -> Iterator[tuple[str, ...]]:
    yield (source.issuer,)
    yield (source.dateline,)
    yield ()
    yield (f"{source.title}, {name[:1].lower()}{name[1:]}",)
    yield from table.rows


def _value(text: str) -> str | float:
    """A number where the text is one."""
    if not _NUMBER.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)


def _cell(text: str) -> str:
    value = f' office:value="{text}"' if _NUMBER.fullmatch(text) else ""
    kind = "float" if value else "string"
    return (
        f'<table:table-cell office:value-type="{kind}"{value}><text:p>{escape(text)}</text:p>'
        "</table:table-cell>"
    )
