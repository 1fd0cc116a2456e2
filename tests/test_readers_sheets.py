"""Spreadsheets give their rows as they are shown, under their column heads, within limits."""

from __future__ import annotations

import datetime as dt
import io
import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import pytest
from documents import archive
from office_documents import odf_file
from openpyxl import Workbook

from rag.errors import DocumentEmpty, DocumentError, DocumentLocked, DocumentUnreadable
from rag.readers.content import Content
from rag.readers.opendocument import ods
from rag.readers.sheets import delimited, xlsx
from rag.readers.sheets.number_formats import shown_date, shown_number
from rag.records import Language


def workbook(fill: Callable[[Any], object], *names: str) -> bytes:
    """An XLSX whose first sheet a function fills; further sheets have these names."""
    book, stored = Workbook(), io.BytesIO()
    fill(book.active)
    for name in names:
        book.create_sheet(name).append([f"Texte de {name}"])
    book.save(stored)
    return stored.getvalue()


def filled(rows: Sequence[Sequence[object]]) -> Callable[[Any], None]:
    def fill(sheet: Any) -> None:
        for row in rows:
            sheet.append(list(row))

    return fill


def text_of(content: Content) -> str:
    return content.pages[0].text


def csv(text: str, encoding: str = "utf-8") -> Content:
    return delimited.read(text.encode(encoding), "a.csv")


TABLE = "Pays;Ville;Agents formés\nNorvège;Bergen;120\nMaroc;Rabat;340\n"
READ = "Pays | Ville | Agents formés\nNorvège | Bergen | 120\nMaroc | Rabat | 340"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_the_encoding_of_a_table_is_detected(encoding: str) -> None:
    assert text_of(csv(TABLE, encoding)) == READ


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_detected(separator: str) -> None:
    assert text_of(csv(TABLE.replace(";", separator))) == READ
    assert text_of(csv(f"sep={separator}\n{TABLE.replace(';', separator)}")) == READ


def test_decimal_commas_do_not_pass_for_separators() -> None:
    assert text_of(csv("Poste;Prix\nRepas;16,50\nNuit;110,00\n")).split("\n")[1] == "Repas | 16,50"


def test_quoted_cells_hold_separators_and_line_ends() -> None:
    assert "Repas, boissons comprises | 16" in text_of(
        csv('Poste,Prix,Année\n"Repas,\nboissons comprises",16,2024\n')
    )


def test_a_line_above_a_table_is_its_heading_and_the_title() -> None:
    content = csv("Barème en k€\n\nPoste;Prix;Taux\nRepas;16;2\n")
    assert content.title == "Barème en k€"
    assert [(h.level, h.title) for h in content.pages[0].headings] == [
        (1, "Barème en k€"),
        (7, "Poste | Prix | Taux"),
    ]


def test_a_table_without_title_goes_by_the_name_of_its_file() -> None:
    assert csv(TABLE).untitled


def test_an_empty_cell_keeps_its_place() -> None:
    assert "Maroc | | 340" in text_of(csv(TABLE.replace("Rabat", "")))


def test_rows_of_figures_are_no_column_heads() -> None:
    assert csv("1;2;3\n4;5;6\n").pages[0].headings == ()


def test_years_can_be_column_heads() -> None:
    [heads] = csv("Poste;2023;2024\nRepas;16;19\n").pages[0].headings
    assert heads.title == "Poste | 2023 | 2024"


def test_two_rows_name_the_columns_under_wider_heads() -> None:
    content = csv(";Dépenses;;Recettes\nPoste;Prévu;Réel;Total\nRepas;16;19;35\n")
    wide, narrow = content.pages[0].headings
    assert (wide.title, narrow.title) == (
        "| Dépenses | | Recettes",
        "Poste | Prévu | Réel | Total",
    )
    assert wide.level < narrow.level
    assert wide.end == narrow.end == len(content.pages[0].text)


def test_each_sheet_is_a_page_under_its_name() -> None:
    content = xlsx.read(workbook(filled([["Le conseil vote."]]), "Budget", "Notes"), "a.xlsx")
    assert [page.number for page in content.pages] == [1, 2, 3]
    assert content.pages[1].text == "Budget\n\nTexte de Budget"
    assert content.pages[0].text == "Le conseil vote."  # "Sheet" is no name


def test_hidden_sheets_rows_and_columns_are_left_out_and_reported() -> None:
    def fill(sheet: Any) -> None:
        for row in (["Nom", "Note", "Salaire"], ["Ana", 14, 9_999], ["Léo", 12, 8_888]):
            sheet.append(row)
        sheet.column_dimensions["C"].hidden = True
        sheet.row_dimensions[3].hidden = True
        sheet.parent.create_sheet("Paie").append(["Secret"])
        sheet.parent["Paie"].sheet_state = "hidden"

    content = xlsx.read(workbook(fill), "a.xlsx")
    assert len(content.pages) == 1
    assert text_of(content) == "Nom | Note\nAna | 14"
    assert "Paie" in content.notices[0].said("fr")


def test_values_are_read_as_they_are_shown() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["Le poste de dépense", "Le montant prévu", "La date du vote", "La part"])
        sheet.append(["Les repas des agents", 1234.5, dt.date(2024, 3, 5), 0.125])
        for column, code in (("B", '#,##0.00 "€"'), ("C", "dd/mm/yyyy"), ("D", "0.0%")):
            sheet[f"{column}2"].number_format = code

    row = text_of(xlsx.read(workbook(fill), "a.xlsx")).split("\n")[1]
    assert row == "Les repas des agents | 1\u202f234,50 € | 05/03/2024 | 12,5%"


@pytest.mark.parametrize(
    ("value", "code", "language", "shown"),
    [
        (1234567.891, "#,##0.00", "en", "1,234,567.89"),
        (1234567.891, "#,##0", "fr", "1\u202f234\u202f568"),
        (-12.5, "0.00;(0.00)", "en", "(12.50)"),
        (-12.5, "0.0", "en", "-12.5"),
        (0, '0;-0;"–"', "en", "–"),
        (0.5, "General", "fr", "0,5"),
        (0.1 + 0.2, "General", "en", "0.3"),
        (340, "General", "en", "340"),
        (12, "000", "en", "012"),
        (1_500_000, '0.0,,"M€"', "fr", "1,5M€"),
        (9.5, "[$€-40C] 0.00", "en", "€ 9.50"),
        (123456, "0.00E+00", "en", "1.23E+5"),
        (2.5, "0.###", "en", "2.5"),
        (0.25, "# ?/?", "en", "0.25"),
    ],
)
def test_a_number_is_shown_in_its_format(
    value: float, code: str, language: Language, shown: str
) -> None:
    assert shown_number(value, code, language) == shown


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (dt.datetime(2024, 3, 5, 14, 7), "dd/mm/yyyy hh:mm", "05/03/2024 14:07"),
        (dt.datetime(2024, 3, 5, 14, 7), "h:mm AM/PM", "2:07 PM"),
        (dt.date(2024, 3, 5), "d mmmm yyyy", "5 mars 2024"),
        (dt.date(2024, 3, 5), "dddd d mmm yy", "mardi 5 mars 24"),
        (dt.date(2024, 3, 5), '[$-40C]d\\ mmmm\\ yyyy;@', "5 mars 2024"),
        (dt.time(9, 30), "hh:mm", "09:30"),
        (dt.date(2024, 3, 5), "General", "2024-03-05"),
        (dt.timedelta(hours=26, minutes=5), "[h]:mm", "26:05:00"),
    ],
)  # fmt: skip
def test_a_date_is_shown_in_its_format(value: dt.date, code: str, shown: str) -> None:
    assert shown_date(value, code, "fr") == shown


def test_long_sheets_are_cut_and_the_notice_says_where() -> None:
    content = csv("Poste;Prix\n" + "Repas;16\n" * 30_000)
    assert text_of(content).count("\n") == 19_999
    assert "20\u202f000 premières lignes" in content.notices[0].said("fr")
    assert "first 20,000 rows" in content.notices[0].said("en")


def ods_cell(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


def test_an_ods_gives_what_its_cells_show_without_hidden_parts() -> None:
    shown = "".join(map(ods_cell, ("Poste", "Prix", "Taux", "Caché")))
    value = "".join(map(ods_cell, ("Repas", "16,50 €", "12 %", "Caché")))
    columns = (
        "<table:table-column table:number-columns-repeated='3'/>"
        "<table:table-column table:visibility='collapse'/>"
    )
    row = "<table:table-row{}>{}</table:table-row>"
    rows = row.format("", shown) + row.format(" table:visibility='filter'", value)
    hidden = (
        "<style:style style:name='H'><style:table-properties table:display='false'/></style:style>"
    )
    tables = (
        f"<table:table table:name='Barème'>{columns}{rows}{row.format('', value)}</table:table>"
        f"<table:table table:name='Paie' table:style-name='H'>{row.format('', value)}</table:table>"
    )
    content = ods.read(odf_file("spreadsheet", tables, styles=hidden), "a.ods")
    assert [page.text for page in content.pages] == [
        "Barème\n\nPoste | Prix | Taux\nRepas | 16,50 € | 12 %"
    ]
    assert "Paie" in content.notices[0].said("en")


def test_repeated_rows_of_an_ods_do_not_fill_the_memory() -> None:
    repeated = (
        "<table:table-row table:number-rows-repeated='9999999'>"
        + ods_cell("a", "table:number-columns-repeated='9999999'")
        + "</table:table-row>"
    )
    content = ods.read(odf_file("spreadsheet", f"<table:table>{repeated}</table:table>"), "a.ods")
    assert len(text_of(content)) < 3_000_000
    assert content.notices


def test_an_empty_or_encrypted_workbook_is_refused() -> None:
    with pytest.raises(DocumentEmpty):
        ods.read(odf_file("spreadsheet", ""), "a.ods")
    with pytest.raises(DocumentLocked):
        ods.read(archive({"META-INF/manifest.xml": b"encryption-data"}), "a.ods")
    with pytest.raises(DocumentUnreadable):
        xlsx.read(archive({"xl/workbook.xml": b"<x/>"}), "a.xlsx")


@pytest.mark.parametrize("seed", range(25))
def test_a_damaged_workbook_is_read_or_refused(seed: int) -> None:
    chosen = random.Random(seed)
    data = bytearray(workbook(filled([["Poste", "Prix"], ["Repas", 16]] * 20)))
    for _ in range(chosen.randint(1, 40)):
        data[chosen.randrange(len(data))] = chosen.randrange(256)
    with suppress(DocumentError):
        assert xlsx.read(bytes(data), "x.xlsx").pages
