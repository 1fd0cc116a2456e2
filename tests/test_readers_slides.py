"""Slides are pages: titles as headings, notes marked, what nobody is shown left out."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from documents import archive
from office_documents import odf_file, odp_frame
from PIL import Image
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Cm

from rag.errors import (
    DocumentBlank,
    DocumentEmpty,
    DocumentError,
    DocumentPictures,
    DocumentUnreadable,
)
from rag.readers import read
from rag.readers.content import Content
from rag.readers.opendocument import odp
from rag.readers.slides import pptx


def deck(*fill: Callable[[Any], object]) -> Content:
    """A PPTX with a slide for each function, which fills it."""
    made, stored = Presentation(), io.BytesIO()
    for each in fill:
        each(made.slides.add_slide(made.slide_layouts[1]))
    made.save(stored)
    return pptx.read(stored.getvalue(), "a.pptx")


def titled(text: str, body: str = "") -> Callable[[Any], None]:
    def fill(slide: Any) -> None:
        slide.shapes.title.text = text
        slide.placeholders[1].text = body

    return fill


def box(slide: Any, text: str, left: float, top: float) -> Any:
    shape = slide.shapes.add_textbox(Cm(left), Cm(top), Cm(5), Cm(1))
    shape.text_frame.text = text
    return shape


def test_each_slide_is_a_page_and_its_title_a_heading() -> None:
    content = deck(titled("Budget"), titled("Recettes", "La ville vote.\nLe maire signe."))
    assert [page.number for page in content.pages] == [1, 2]
    assert content.pages[1].text == "Recettes\n\n• La ville vote.\n• Le maire signe."
    assert [head.level for page in content.pages for head in page.headings] == [1, 2]


def test_notes_come_last_under_a_heading() -> None:
    def fill(slide: Any) -> None:
        slide.shapes.title.text = "Budget"
        slide.notes_slide.notes_text_frame.text = "Rappeler le vote de mars."

    page = deck(fill).pages[0]
    assert page.text == "Budget\n\nNotes\n\nRappeler le vote de mars."
    assert (page.headings[-1].title, page.headings[-1].level) == ("Notes", 3)


def test_shapes_are_read_from_top_to_bottom_and_left_to_right() -> None:
    def fill(slide: Any) -> None:
        box(slide, "Quatrième.", 12, 14)
        box(slide, "Deuxième.", 12, 8.1)
        box(slide, "Première.", 1, 8.2)
        group = slide.shapes.add_group_shape()
        inner = group.shapes.add_textbox(Cm(1), Cm(12), Cm(5), Cm(1))
        inner.text_frame.text = "Troisième."

    assert deck(fill).pages[0].text.split() == [
        "Première.",
        "Deuxième.",
        "Troisième.",
        "Quatrième.",
    ]


def test_numbered_paragraphs_have_their_numbers() -> None:
    def fill(slide: Any) -> None:
        slide.placeholders[1].text = "Voter\nSigner"
        for paragraph in slide.placeholders[1].text_frame.paragraphs:
            number = paragraph._p.get_or_add_pPr().makeelement(
                qn("a:buAutoNum"), {"type": "arabicParenR"}
            )
            paragraph._p.get_or_add_pPr().append(number)

    assert deck(fill).pages[0].text == "1) Voter\n2) Signer"


def test_a_hidden_slide_keeps_its_number_and_is_reported() -> None:
    def hide(slide: Any) -> None:
        titled("Brouillon")(slide)
        slide.element.set("show", "0")

    content = deck(titled("Budget"), hide, titled("Recettes"))
    assert [page.text for page in content.pages] == ["Budget", "", "Recettes"]
    assert content.notices[0].said("fr") == "diapositives masquées écartées\u00a0: 2"


SLIDE = "<draw:page{}>{}</draw:page>"


def test_an_odp_has_titles_notes_and_white_words_but_no_margins() -> None:
    white = '<style:style style:name="W"><style:text-properties fo:color="#ffffff"/></style:style>'
    notes = (
        f"<presentation:notes>{odp_frame('<text:p>Rappel.</text:p>', 'notes')}</presentation:notes>"
    )
    slide = (
        odp_frame("<text:p>Budget</text:p>", "title")
        + odp_frame("<text:p text:style-name='W'>En blanc.</text:p>")
        + odp_frame("<text:p>2024</text:p>", "footer")
        + "<draw:g><draw:custom-shape><text:p>Groupé.</text:p></draw:custom-shape></draw:g>"
        + notes
    )
    [page] = odp.read(odf_file("presentation", SLIDE.format("", slide), styles=white), "a").pages
    assert page.text == "Budget\n\nEn blanc.\n\nGroupé.\n\nNotes\n\nRappel."


def test_a_hidden_slide_of_an_odp_is_left_out() -> None:
    style = (
        "<style:style style:name='H'><style:drawing-page-properties "
        "presentation:visibility='hidden'/></style:style>"
    )
    words = odp_frame("<text:p>Brouillon</text:p>", "title")
    data = odf_file("presentation", SLIDE.format(" draw:style-name='H'", words), styles=style)
    content = odp.read(data, "a.odp")
    assert content.pages[0].text == ""
    assert content.notices[0].said("en") == "hidden slides left out: 1"


def test_presentations_without_slides_or_parts_are_refused() -> None:
    with pytest.raises(DocumentEmpty):
        odp.read(odf_file("presentation", ""), "a.odp")
    with pytest.raises(DocumentUnreadable):
        pptx.read(archive({"ppt/presentation.xml": b"<x/>"}), "a.pptx")


@pytest.mark.parametrize("seed", range(25))
def test_a_damaged_presentation_is_read_or_refused(seed: int) -> None:
    chosen, stored = random.Random(seed), io.BytesIO()
    made = Presentation()
    titled("Budget", "La ville vote.")(made.slides.add_slide(made.slide_layouts[1]))
    made.save(stored)
    data = bytearray(stored.getvalue())
    for _ in range(chosen.randint(1, 40)):
        data[chosen.randrange(len(data))] = chosen.randrange(256)
    with suppress(DocumentError):
        assert pptx.read(bytes(data), "x.pptx").pages


def test_a_presentation_of_pictures_alone_is_not_called_empty(tmp_path: Path) -> None:
    made, picture = Presentation(), io.BytesIO()
    Image.new("RGB", (40, 30), "grey").save(picture, "PNG")
    slide = made.slides.add_slide(made.slide_layouts[6])
    slide.shapes.add_picture(picture, Cm(1), Cm(1))
    made.save(tmp_path / "pictures.pptx")
    with pytest.raises(DocumentPictures, match="pictures only"):
        read(tmp_path / "pictures.pptx", tmp_path)
    made = Presentation()
    made.slides.add_slide(made.slide_layouts[6])
    made.save(tmp_path / "blank.pptx")
    with pytest.raises(DocumentBlank):
        read(tmp_path / "blank.pptx", tmp_path)
