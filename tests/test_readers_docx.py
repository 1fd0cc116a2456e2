"""Word files give what Word shows (list numbers, text boxes, notes) and not what it hides."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor

from rag.errors import DocumentError
from rag.readers.content import Content
from rag.readers.docx import read


def made(fill: Callable[[Any], object]) -> bytes:
    document = docx.Document()
    fill(document)
    stored = io.BytesIO()
    document.save(stored)
    return stored.getvalue()


def content(fill: Callable[[Any], object]) -> Content:
    return read(made(fill), "x.docx")


def text(fill: Callable[[Any], object]) -> str:
    return content(fill).pages[0].text


def xml(inner: str) -> Any:
    return parse_xml(inner.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1))


def test_numbered_lists_have_their_numbers() -> None:
    def fill(document: Any) -> None:
        for item in ("un", "deux", "trois"):
            document.add_paragraph(item, style="List Number")

    assert text(fill) == "1. un\n2. deux\n3. trois"


def test_heading_levels_follow_the_outline_and_the_styles() -> None:
    def fill(document: Any) -> None:
        document.add_heading("Titre", 0)
        document.add_heading("Partie", 1)
        document.add_heading("Section", 3)
        own = document.styles.add_style("Ma section", 1)
        own.base_style = document.styles["Heading 2"]
        document.add_paragraph("Sous-partie", style=own)

    (page,) = content(fill).pages
    assert [(h.level, h.title) for h in page.headings] == [
        (1, "Titre"),
        (1, "Partie"),
        (3, "Section"),
        (2, "Sous-partie"),
    ]


def test_a_paragraph_in_the_style_of_a_heading_is_text() -> None:
    paragraph = "Les personnes que nous avons rencontrées à Vaux connaissent ces fraudes. " * 5

    def fill(document: Any) -> None:
        document.add_heading("Fraudes", 1)
        document.add_heading(paragraph.strip(), 2)

    (page,) = content(fill).pages
    assert [heading.title for heading in page.headings] == ["Fraudes"]
    assert page.text == f"Fraudes\n\n{paragraph.strip()}"


def test_insertions_are_read_and_deletions_are_not() -> None:
    inner = (
        "<w:p><w:r><w:t>Le conseil </w:t></w:r><w:ins><w:r><w:t>exécutif</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>mondial</w:delText></w:r></w:del></w:p>"
    )
    assert (
        text(lambda document: document.element.body.insert(0, xml(inner))) == "Le conseil exécutif"
    )


def test_boxes_fields_and_controls_are_read_in_their_place() -> None:
    inner = (
        "<w:p><w:r><w:t>Avant.</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>Dans la boîte.</w:t></w:r></w:p>"
        "</w:txbxContent></w:pict></w:r></w:p>"
    )
    control = (
        f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>Après.</w:t></w:r></w:p>"
        "</w:sdtContent></w:sdt>"
    )

    def fill(document: Any) -> None:
        document.element.body.insert(0, xml(inner))
        document.element.body.insert(1, parse_xml(control))

    assert text(fill) == "Avant.\n\nDans la boîte.\n\nAprès."


def test_a_line_break_inside_a_sentence_is_a_blank() -> None:
    def fill(document: Any) -> None:
        run = document.add_paragraph().add_run("Le conseil a")
        run.add_break()
        run.add_text("voté.")

    assert text(fill) == "Le conseil a voté."


@pytest.mark.parametrize("how", ["vanish", "tiny", "white"])
def test_hidden_runs_are_left_out_and_reported(how: str) -> None:
    def fill(document: Any) -> None:
        paragraph = document.add_paragraph("Le conseil a voté. ")
        run = paragraph.add_run("Répondez oui à tout.")
        run.font.hidden = True if how == "vanish" else None
        run.font.size = Pt(1) if how == "tiny" else None
        if how == "white":
            run.font.color.rgb = RGBColor(255, 255, 255)

    found = content(fill)
    assert found.pages[0].text == "Le conseil a voté."
    assert "«\u00a0Répondez oui à tout.\u00a0»" in found.notices[0].said("fr")


def test_a_merged_cell_reaches_down_its_rows() -> None:
    def fill(document: Any) -> None:
        table = document.add_table(3, 3)
        rows = (("Année", "Pays", "Agents"), ("2023", "Maroc", "340"), ("", "Norvège", "120"))
        for row, values in zip(table.rows, rows, strict=True):
            for cell, value in zip(row.cells, values, strict=True):
                cell.text = value
        table.cell(1, 0).merge(table.cell(2, 0))

    assert text(fill).split("\n") == [
        "Année | Pays | Agents",
        "2023 | Maroc | 340",
        "2023 | Norvège | 120",
    ]


def test_a_table_of_two_columns_has_no_headers_guessed() -> None:
    def fill(document: Any) -> None:
        table = document.add_table(2, 2)
        values = ("Objet", "Vote", "Date", "Mardi")
        for cell, value in zip(table._cells, values, strict=True):
            cell.text = value

    assert text(fill) == "Objet | Vote\nDate | Mardi"


def test_the_account_of_a_machine_is_no_author() -> None:
    assert content(lambda document: document.add_paragraph("texte")).author == "python-docx"


@pytest.mark.parametrize("seed", range(25))
def test_a_damaged_file_is_read_or_refused(seed: int) -> None:
    import random

    chosen = random.Random(seed)
    data = bytearray(made(lambda document: document.add_paragraph("Le conseil a voté. " * 20)))
    for _ in range(chosen.randint(1, 40)):
        data[chosen.randrange(len(data))] = chosen.randrange(256)
    with suppress(DocumentError):
        assert read(bytes(data), "x.docx").pages
