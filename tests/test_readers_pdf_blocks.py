"""Blocks side by side on a PDF page are read one after the other, and rows of tables as rows."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from documents import DrawnColumn, columns, drawn
from reportlab.pdfgen.canvas import Canvas

from bench.layouts import measure
from rag.readers.pdf import read

SERVICE = (
    "Un service partagé",
    "animé au sein du ministère",
    "de la santé et du",
    "travail (MST).",
)
MISSION = (
    "Accompagner les communes",
    "rurales à construire des",
    "écoles utiles, faciles à",
    "chauffer, et qui répondent",
    "vraiment aux besoins",
    "des enfants.",
)


def text_of(canvas_of: Sequence[DrawnColumn], *, interleaved: bool = True) -> str:
    data = drawn(lambda canvas: columns(canvas, canvas_of, interleaved=interleaved))
    (page,) = read(data, "x.pdf").pages
    return page.text


def boxed(lines: Sequence[str], left: float, top: float, leading: float = 16) -> list[DrawnColumn]:
    """The lines as columns of one line each, to give them a pitch of their own."""
    return [DrawnColumn([line], left, top + leading * at, 11) for at, line in enumerate(lines)]


@pytest.mark.parametrize(("top", "leading"), [(160, 16), (153, 19)], ids=["equal", "unequal"])
def test_boxes_side_by_side_are_two_paragraphs(top: float, leading: float) -> None:
    text = text_of([*boxed(SERVICE, 60, 160), *boxed(MISSION, 320, top, leading)])
    assert text == f"{' '.join(SERVICE)}\n\n{' '.join(MISSION)}"


def test_a_box_that_ends_without_a_full_stop_does_not_go_on_in_the_next() -> None:
    left = ("Construire avec les habitants", "et pour les communes")
    right = ("mesurer chaque année ce que", "coûtent les écoles rurales")
    text = text_of([*boxed(left, 60, 160), *boxed(right, 320, 163)])
    assert text.split("\n\n") == [" ".join(left), " ".join(right)]


def test_rows_of_short_words_in_lower_case_are_still_rows() -> None:
    names = ("lastlog", "messages", "wtmp")
    uses = ("record of last login of each user", "system messages", "record of all logins")
    text = text_of([*boxed(names, 60, 160), *boxed(uses, 200, 160)])
    assert text.split("\n") == [f"{one}\t{other}" for one, other in zip(names, uses, strict=True)]


def test_the_figures_of_a_long_table_stay_beside_their_labels() -> None:
    labels = [f"Dépenses de fonctionnement du service numéro {at}" for at in range(1, 9)]
    figures = [f"{at} 204 318 et {at} 511 007" for at in range(1, 9)]
    text = text_of([*boxed(labels, 60, 160), *boxed(figures, 380, 160)])
    assert text.split("\n") == [f"{a}\t{b}" for a, b in zip(labels, figures, strict=True)]


def test_two_columns_of_an_index_are_read_one_after_the_other() -> None:
    def index(names: str, left: float) -> list[DrawnColumn]:
        found = []
        for at, name in enumerate(names.split(), 1):
            found += boxed([f"Entrée de l’index {name}"], left, 150 + 16 * at)
            found += boxed([str(at)], left + 150, 150 + 16 * at)
        return found

    text = text_of([*index("abandon accord acte adresse", 60), *index("bail ban bien bon", 320)])
    assert text.index("adresse") < text.index("bail")


def test_columns_that_make_room_for_a_quote_keep_their_sentences() -> None:
    def page(canvas: Canvas) -> None:
        for at in range(20):
            beside = 6 <= at <= 12
            canvas.setFont("Times-Roman", 10)
            left = (
                "le conseil examine encore la"
                if beside
                else "le conseil examine encore la carte du"
            )
            canvas.drawString(60, 700 - 12 * at, f"{left} {at}")
            right = (
                "les écoles et la rivière" if beside else "dans la commune les écoles et la rivière"
            )
            canvas.drawString(355 if beside else 310, 700 - 12 * at, f"{right} {at}")
        canvas.setFont("Times-Roman", 16)
        for at, line in enumerate(("Nous avons gardé", "la rivière propre")):
            canvas.drawString(220, 610 - 19 * at, line)

    (found,) = read(drawn(page), "x.pdf").pages
    assert "Nous avons gardé la rivière propre" in found.text.split("\n")
    assert "encore la carte du 5 le conseil examine encore la 6 le conseil" in found.text
    assert found.text.index("du 19") < found.text.index("rivière 0")


def test_generated_pages_are_read_in_order() -> None:
    results = list(measure(110, seed=2))
    pairs, kept = sum(r.pairs for r in results), sum(r.kept for r in results)
    assert kept / pairs >= 0.999
    assert [(r.layout, line) for r in results for line in r.joined] == []


@pytest.mark.parametrize("text_left", [180, 60], ids=["note on the left", "note on the right"])
def test_a_note_beside_a_text_is_read_after_it(text_left: int) -> None:
    text = [
        "Le conseil examine chaque année la carte des écoles,",
        "et publie au printemps un rapport sur les classes qui",
        "manquent dans les villages de la vallée, avec un avis",
        "des familles, des maîtres et des élus de la commune.",
        "Ce rapport est lu en séance et joint au budget.",
    ] * 2
    note = ["Un avis n'oblige pas le", "conseil, mais il y répond", "par écrit sous un mois."]
    found = page_of(text, text_left, note, 60 if text_left > 60 else 430)
    assert " ".join(text) in found.replace("\n", " ")
    assert found.endswith("\n\n" + " ".join(note))


def page_of(text: Sequence[str], text_left: int, note: Sequence[str], note_left: int) -> str:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Times-Bold", 15)
        canvas.drawString(text_left, 760, "Le rapport des écoles")
        canvas.setFont("Times-Roman", 10.5)
        for at, line in enumerate(text):
            canvas.drawString(text_left, 720 - 13 * at, line)
        canvas.setFont("Times-Roman", 8)
        for at, line in enumerate(note):
            canvas.drawString(note_left, 700 - 9.8 * at, line)

    return read(drawn(page), "x.pdf").pages[0].text


def test_centred_boxes_side_by_side_are_whole() -> None:
    boxes = (
        ["Les agents de la", "commune tiennent", "le registre des", "classes ouvertes."],
        ["Un rapport", "paraît chaque année au", "printemps avec un", "avis des familles."],
        ["Le conseil y", "répond", "par écrit sous un mois", "au plus."],
    )

    def page(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 11)
        for at in range(4):
            for number, lines in enumerate(boxes):
                canvas.drawCentredString(110 + 160 * number, 650 - 13 * at, lines[at])

    (found,) = read(drawn(page), "x.pdf").pages
    assert found.text.split("\n\n") == [" ".join(lines) for lines in boxes]
