"""A box or a caption in the middle of a sentence is read after the columns of its page."""

from __future__ import annotations

import pytest
from documents import drawn
from reportlab.pdfgen.canvas import Canvas

from rag.readers.pdf import read

TEXTS = {
    "fr": (
        ("L’envoyée est arrivée au port de Vaux le", "premier mai. Sa note décrit les quais et la"),
        ("douane où elle fut reçue avec un certain", "étonnement. La maire a parlé de l’école."),
    ),
    "en": (
        ("The envoy reached the port of Vale on the", "first of May. Her note describes the house"),
        ("where she was received with some surprise.", "The mayor spoke at length of the school."),
    ),
}


def page(
    language: str, inset: list[str], *, framed: bool, size: float = 10, bold: bool = False
) -> list[str]:
    above, below = TEXTS[language]

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 10)
        for row, line in enumerate(above):
            canvas.drawString(72, 700 - 12 * row, line)
        for row, line in enumerate(below):
            canvas.drawString(72, 600 - 12 * row, line)
        canvas.setFont("Times-Bold" if bold else "Times-Roman", size)
        for row, line in enumerate(inset):
            canvas.drawString(84, 660 - 12 * row, line)
        if framed:
            canvas.rect(78, 612, 160, 62)

    (only,) = read(drawn(draw), "x.pdf").pages
    return only.text.split("\n\n")


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize(
    ("framed", "size", "bold"), [(True, 10, False), (False, 8, False), (False, 10, True)]
)
def test_the_sentence_around_an_inset_is_whole(
    language: str, framed: bool, size: float, bold: bool
) -> None:
    found = page(language, ["Anna Verne", "Vue du port"], framed=framed, size=size, bold=bold)
    above, below = TEXTS[language]
    assert found[0] == " ".join((*above, *below))
    assert "Anna Verne" in " ".join(found[1:])


@pytest.mark.parametrize("language", TEXTS)
def test_lines_like_the_text_stay_where_they_are(language: str) -> None:
    found = page(language, ["Anna Verne", "Vue du port"], framed=False)
    assert found[0] == " ".join(TEXTS[language][0])


def test_bold_words_inside_a_sentence_stay_in_it() -> None:
    lines = ("La commune de Vaux a donné la somme de", "deux mille euros par an et par foyer qui")

    def draw(canvas: Canvas) -> None:
        for row, (line, font) in enumerate(
            ((lines[0], "Times-Roman"), (lines[1], "Times-Bold"), ("sera versée.", "Times-Roman"))
        ):
            canvas.setFont(font, 10)
            canvas.drawString(72, 700 - 12 * row, line)

    (only,) = read(drawn(draw), "x.pdf").pages
    assert only.text == " ".join((*lines, "sera versée."))
