"""An initial that is several lines high begins its word, in the first of these lines."""

from __future__ import annotations

import pytest
from documents import drawn, lines_of
from reportlab.pdfgen.canvas import Canvas

from rag.readers.pdf import read

REST = {
    "fr": "port a ouvert aux bateaux le deux mai, et depuis aucun navire n’a été renvoyé au large. "
    "La maire de Vaux s’en réjouit, car la ville vit de la pêche et des voyages. Le conseil lui "
    "a donné raison au mois de juin, à une voix près.",
    "en": "harbour opened to boats on the second of May, and no ship has been turned away since. "
    "The mayor of Vale is glad of it, for the town lives on fishing and on travel. The council "
    "agreed with her in June, by a single vote.",
}


def page(initial: str, gap: float, first: str, language: str, *, large: float = 46) -> str:
    """The text of a page with an initial, three lines beside it, and the lines under it."""
    lines = lines_of(f"{first} {REST[language]}", 220)

    def draw(canvas: Canvas) -> None:
        width = canvas.stringWidth(initial, "Times-Roman", large) + gap
        for row, line in enumerate(lines):
            canvas.setFont("Times-Roman", 10)
            canvas.drawString(72 + (width if row < 3 else 0), 700 - 12 * row, line)
        canvas.setFont("Times-Roman", large)
        canvas.drawString(72, 700 - 24, initial)
        canvas.setFont("Times-Roman", 10)
        for row in range(9):
            canvas.drawString(72, 500 - 12 * row, "D’autres lignes, d’une hauteur ordinaire.")

    (only,) = read(drawn(draw), "x.pdf").pages
    return " ".join(only.text.split("\n\n")[0].split())


@pytest.mark.parametrize(
    ("initial", "gap", "first", "language", "shown"),
    [
        ("N", 1, "otre", "fr", "Notre"),
        ("L", 0, "’ancien", "fr", "L’ancien"),
        ("L’", 1, "ancien", "fr", "L’ancien"),
        ("C", 2, "ETTE ANNÉE le", "fr", "CETTE ANNÉE le"),
        ("A", 5, "eu lieu ; le", "fr", "A eu lieu ; le"),
        ("T", 1, "he", "en", "The"),
        ("A", 5, "new", "en", "A new"),
        ("A", 0, "ll of the", "en", "All of the"),
        ("I", 5, "saw that the", "en", "I saw that the"),
    ],
)
def test_an_initial_begins_its_word_in_its_line(
    initial: str, gap: float, first: str, language: str, shown: str
) -> None:
    found = page(initial, gap, first, language)
    assert found == f"{shown} {REST[language]}"


def test_a_letter_over_the_entries_of_an_index_stays_over_them() -> None:
    def draw(canvas: Canvas) -> None:
        for letter, top, words in (("B", 700, "Bateaux Bouées"), ("C", 600, "Cartes Cordages")):
            canvas.setFont("Times-Roman", 24)
            canvas.drawString(72, top, letter)
            canvas.setFont("Times-Roman", 10)
            for row, word in enumerate(words.split()):
                canvas.drawString(72, top - 20 - 12 * row, f"{word}, page {row + 3} et suivantes")

    (only,) = read(drawn(draw), "x.pdf").pages
    assert only.text.split()[0] == "B"
    assert only.text.index("Bouées") < only.text.index("C\n") < only.text.index("Cartes")
