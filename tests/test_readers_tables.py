"""Tables: rows stay in the words of the document, under the heads of their columns."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
from documents import odt_file
from office_documents import workbook_of

from rag.language.rows import rows_as_read
from rag.passages import split
from rag.readers.content import Block, Content, join_blocks
from rag.readers.docx import read as read_docx
from rag.readers.html import read as read_html
from rag.readers.markdown import read as read_markdown
from rag.readers.opendocument.odt import read as read_odt
from rag.readers.sheets.xlsx import read as read_xlsx
from rag.readers.whole_rows import table_as_it_is
from rag.records import Document, Page, Passage, Reading

ROWS = [["Pays", "Ville", "Agents"], ["Maroc", "Rabat", "340"], ["Norvège", "", "120"]]
# A table whose heads are in two rows: the first has one cell over two columns.
TWO_HEADS = (
    "Pays | Effectifs | | Budget (k€)",
    "Pays | Femmes | Hommes | Budget (k€)",
)
BODY = ["Maroc | 170 | 165 | 4 200", "Norvège | 61 | 59 | 310"]


def lines(rows: list[list[str]], heads: int | None) -> list[str]:
    return join_blocks(table_as_it_is(rows, heads)).text.split("\n")


def heads(page: Page) -> list[str]:
    return [heading.title for heading in page.headings if heading.end is not None]


def passages(content: Content) -> list[Passage]:
    document = Document("0" * 64, "/", "x", "Titre", "html", "fr", None, None, len(content.pages))
    return split(Reading(document, content.pages))


@pytest.mark.parametrize("given", [1, None], ids=["marked", "guessed"])
def test_rows_are_as_in_the_document_and_blank_cells_keep_their_place(given: int | None) -> None:
    page = join_blocks(table_as_it_is(ROWS, given))
    assert page.text.split("\n") == [
        "Pays | Ville | Agents",
        "Maroc | Rabat | 340",
        "Norvège | | 120",
    ]
    assert heads(page) == ["Pays | Ville | Agents"]


def test_without_heads_every_row_is_a_line() -> None:
    assert lines(ROWS, 0)[0] == "Pays | Ville | Agents"
    assert heads(join_blocks(table_as_it_is(ROWS, 0))) == []
    assert lines([["1", "2", "3"], ["4", "5", "6"]], None) == ["1 | 2 | 3", "4 | 5 | 6"]


def test_a_column_alone_is_paragraphs() -> None:
    assert join_blocks(table_as_it_is([["Un."], [""], ["Deux."]])).text == "Un.\n\nDeux."


def test_no_rows_are_no_text() -> None:
    assert list(table_as_it_is([])) == list(table_as_it_is([["", ""]], 1)) == []


def test_heads_alone_are_a_line() -> None:
    page = join_blocks(table_as_it_is([["Pays", "Ville"]], 1))
    assert (page.text, page.headings) == ("Pays | Ville", ())


def test_two_tables_in_a_row_have_their_own_heads() -> None:
    other = [["Poste", "Coût"], ["Repas", "16"]]
    page = join_blocks([*table_as_it_is(ROWS), *table_as_it_is(other)])
    first, second = page.headings
    assert (first.level, second.level) == (7, 7)
    assert page.text[first.start : first.end].endswith("Norvège | | 120")
    assert page.text[second.start : second.end] == "Poste | Coût\nRepas | 16"


def test_a_flow_of_blocks_has_exact_headings() -> None:
    page = join_blocks([Block("Un\n titre ", 2), Block(" "), Block("a"), Block("b", close=True)])
    assert page.text == "Un titre\n\na\nb"
    assert [(h.start, h.level, h.title) for h in page.headings] == [(0, 2, "Un titre")]


def html_table() -> Content:
    body = (
        "<table><thead><tr><th rowspan=2>Pays<th colspan=2>Effectifs<th rowspan=2>Budget (k€)</tr>"
        "<tr><th>Femmes<th>Hommes</tr></thead>"
        "<tr><td>Maroc<td>170<td>165<td>4 200</tr><tr><td>Norvège<td>61<td>59<td>310</tr></table>"
    )
    return read_html(f"<html><body>{body}</body></html>".encode(), "a.html")


def docx_table() -> Content:
    document: Any = docx.Document()
    table = document.add_table(4, 4)
    rows = [["Pays", "Effectifs", "", "Budget (k€)"], ["", "Femmes", "Hommes", ""]]
    rows += [line.split(" | ") for line in BODY]
    for row, values in zip(table.rows, rows, strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 3).merge(table.cell(1, 3))
    out = io.BytesIO()
    document.save(out)
    return read_docx(out.getvalue(), "a.docx")


def odt_table() -> Content:
    def cell(text: str, more: str = "") -> str:
        return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"

    covered = "<table:covered-table-cell/>"
    tall, wide = 'table:number-rows-spanned="2"', 'table:number-columns-spanned="2"'
    first = cell("Pays", tall) + cell("Effectifs", wide) + covered + cell("Budget (k€)", tall)
    second = covered + cell("Femmes") + cell("Hommes") + covered
    rows = [first, second, *("".join(map(cell, line.split(" | "))) for line in BODY)]
    marked = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return read_odt(odt_file(f"<table:table>{marked}</table:table>"), "a.odt")


def xlsx_table() -> Content:
    rows: list[list[object]] = [
        ["Pays", "Effectifs", None, "Budget (k€)"],
        [None, "Femmes", "Hommes", None],
        ["Maroc", 170, 165, 4200],
        ["Norvège", 61, 59, 310],
    ]
    return read_xlsx(workbook_of(rows, merged=("A1:A2", "B1:C1", "D1:D2")), "a.xlsx")


@pytest.mark.parametrize("made", [html_table, docx_table, odt_table, xlsx_table])
def test_heads_over_two_rows_stand_over_every_row(made: Callable[[], Content]) -> None:
    content = made()
    [page] = content.pages
    wide, narrow = heads(page)
    assert "Effectifs" in wide
    assert "Femmes | Hommes" in narrow
    last = passages(content)[-1]
    assert last.headings[-2:] == (wide, narrow)
    read = rows_as_read(page.text, (wide, narrow)).text
    assert "Effectifs Hommes: 165" in read
    assert "Budget (k€): 310 k€" in read
    numbers = [line for line in page.text.split("\n") if "165" in line]
    assert ["".join(line.split()) for line in numbers] == ["".join(BODY[0].split())]


def test_markdown_keeps_its_rows_too() -> None:
    text = "| Dépense | Plafond (€) |\n| --- | --- |\n| Repas | 16 |\n| Hôtel | 110 |\n"
    content = read_markdown(text.encode(), "a.md")
    assert content.pages[0].text == "Dépense | Plafond (€)\nRepas | 16\nHôtel | 110"
    assert heads(content.pages[0]) == ["Dépense | Plafond (€)"]


def test_a_long_table_has_its_heads_beside_its_last_row() -> None:
    body = "".join(f"<tr><td>Commune {n}<td>{n} habitants<td>{n}0</tr>" for n in range(10, 400))
    page = f"<table><tr><th>Nom<th>Population<th>Surface (ha)</tr>{body}</table>"
    content = read_html(f"<html><body>{page}</body></html>".encode(), "a.html")
    found = passages(content)
    assert len(found) > 5
    assert {passage.headings for passage in found} == {("Nom | Population | Surface (ha)",)}
    read = rows_as_read(found[-1].text, found[-1].headings).text
    assert read.endswith("Nom: Commune 399 | Population: 399 habitants | Surface (ha): 3990 ha")


def test_blank_rows_are_no_column_heads() -> None:
    rows = [["", ""], ["City", "Cost"], ["Rabat", "16"], ["Fes", "18"]]
    assert heads(join_blocks(table_as_it_is(rows, 2))) == ["City | Cost"]


def test_rows_that_are_marked_as_heads_by_mistake_are_few() -> None:
    rows = [[f"City {number}", f"Cost {number}"] for number in range(12)]
    assert len(heads(join_blocks(table_as_it_is([*rows, ["Rabat", "16"]], 12)))) == 3


@pytest.mark.parametrize("hidden", ['<tr style="display:none">', "<tr hidden>"])
def test_a_hidden_row_of_a_page_is_no_column_head(hidden: str) -> None:
    table = (
        f"<table><thead>{hidden}<th>Filter</th><th>x</th></tr>"
        "<tr><th>City</th><th>Cost</th></tr></thead>"
        "<tbody><tr><td>Rabat</td><td>16</td></tr><tr><td>Fes</td><td>18</td></tr></tbody></table>"
    )
    found = read_html(f"<p>Some words before it.</p>{table}".encode(), "a.html")
    assert heads(found.pages[0]) == ["City | Cost"]


def test_a_title_with_a_bar_names_no_columns() -> None:
    page = join_blocks([Block("Verbatim | Rapport annuel", level=1), *table_as_it_is(ROWS)])
    document = Document("a" * 64, "/", "a.html", "Rapport", "html", "fr", None, None, 1)
    (passage, *_) = split(Reading(document, (page,)))
    assert passage.headings == ("Verbatim – Rapport annuel", "Pays | Ville | Agents")
