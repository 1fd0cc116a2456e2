"""Tables of PDFs: rows keep the names of their columns, and prose is never read as a table."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from documents import DrawnColumn, columns, drawn, lines_of
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, SimpleDocTemplate, Table
from reportlab.platypus import Paragraph as Prose

from rag.answering.lists import read_lines
from rag.language.rows import rows_as_read
from rag.passages import split
from rag.readers import read as read_file
from rag.readers.pdf import read
from rag.records import Document, Page, Passage, Reading

CORPUS = Path(__file__).parent.parent / "corpus"
STYLE = getSampleStyleSheet()["BodyText"]
BEFORE = "Le tableau qui suit donne les effectifs de l’Institut par laboratoire. " * 3
AFTER = "Les effectifs sont ceux du dernier jour de l’année civile. " * 3
FRENCH = [
    ("Laboratoire", "Agents", "Budget (M€)"),
    ("Marées", "112", "4,2"),
    ("Brumes", "97", "3,1"),
    ("Langues insulaires", "58", "–"),
]
ENGLISH = [
    ("Country", "Capital", "Main language"),
    ("Morocco", "Rabat", "Arabic"),
    ("Norway", "Oslo", "Norwegian"),
    ("Canada", "Ottawa", "English"),
]
YEARS = [("", "2021", "2022", "2023"), ("Thèses", "17", "19", "21"), ("Contrats", "8", "9", "14")]


def made(*flowables: Flowable) -> tuple[Page, ...]:
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=A4).build(list(flowables))
    return read(buffer.getvalue(), "x.pdf").pages


def ruled(rows: Sequence[Sequence[object]], *, bold: bool = True, grid: bool = True) -> Table:
    style: list[tuple[object, ...]] = [("FONTSIZE", (0, 0), (-1, -1), 10)]
    style += [("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold")] if bold else []
    style += [("GRID", (0, 0), (-1, -1), 0.5, colors.black)] if grid else []
    widths = [150, *(100 for _ in rows[0][1:])]
    return Table([list(row) for row in rows], colWidths=widths, style=style)


def named(pages: Sequence[Page]) -> list[str]:
    return [head.title for page in pages for head in page.headings if head.end is not None]


def passages(pages: Sequence[Page]) -> list[Passage]:
    document = Document("0" * 64, "/", "x.pdf", "Titre", "pdf", "fr", None, None, len(pages))
    found = split(Reading(document, tuple(pages)))
    for passage in found:
        page = pages[(passage.page or 1) - 1]
        assert page.text[passage.start : passage.end] == passage.text
    return found


@pytest.mark.parametrize(
    ("rows", "bold", "names"),
    [
        pytest.param(FRENCH, True, "Laboratoire | Agents | Budget (M€)", id="french-bold"),
        pytest.param(FRENCH, False, "Laboratoire | Agents | Budget (M€)", id="french-numbers"),
        pytest.param(ENGLISH, True, "Country | Capital | Main language", id="english-bold"),
        pytest.param(YEARS, False, "2021 | 2022 | 2023", id="years"),
    ],
)
@pytest.mark.parametrize("grid", [True, False], ids=["ruled", "aligned"])
def test_a_row_carries_the_names_of_its_columns(
    rows: list[tuple[str, ...]], bold: bool, names: str, grid: bool
) -> None:
    pages = made(Prose(BEFORE, STYLE), ruled(rows, bold=bold, grid=grid), Prose(AFTER, STYLE))
    assert named(pages) == [names]
    found = passages(pages)
    last = "\t".join(rows[-1])
    assert [passage.headings for passage in found if last in passage.text] == [(names,)]
    around = [passage.headings for passage in found if "effectifs" in passage.text]
    assert around == [(), ()]  # what stands before and after is not under it


@pytest.mark.parametrize("align", ["TOP", "MIDDLE", "BOTTOM"])
def test_a_cell_of_several_lines_stays_in_its_table(align: str) -> None:
    long = "Bourses et contrats de recherche conclus avec les universités de la région"
    rows = [("Poste", "Objet", "Montant"), ("A", Prose(long, STYLE), "120"), ("B", "Achats", "80")]
    drawn = ruled(rows)
    drawn.setStyle([("VALIGN", (0, 0), (-1, -1), align)])
    pages = made(drawn, Prose(AFTER, STYLE))
    assert named(pages) == ["Poste | Objet | Montant"]
    texts = {passage.headings: passage.text for passage in passages(pages)}
    assert list(texts) == [("Poste | Objet | Montant",), ()]
    assert "région" in texts["Poste | Objet | Montant",]
    assert texts[()] == AFTER.strip()


def test_a_header_of_two_lines_names_its_columns_whole() -> None:
    rows = [("Nombre de\nmembres", "Taux de\nréussite"), ("340", "81 %"), ("120", "77 %")]
    assert named(made(ruled(rows))) == ["Nombre de membres | Taux de réussite"]


def test_a_long_table_carries_its_names_through_all_its_passages_but_not_to_the_next_page() -> None:
    rows = [("Commune", "Habitants"), *((f"Commune {n}", f"{n} 0{n:02}") for n in range(10, 44))]
    pages = made(ruled(rows), PageBreak(), Prose(AFTER, STYLE))
    found = passages(pages)
    assert [passage.headings for passage in found if passage.page == 2] == [()]
    assert {passage.headings for passage in found if passage.page == 1} == {
        ("Commune | Habitants",)
    }


LEFT = "La conférence générale se réunit tous les deux ans au siège et adopte le budget. " * 4
RIGHT = "Each member state has one vote, whatever its contribution; observers have none. " * 4


@pytest.mark.parametrize(
    "found",
    [
        pytest.param(
            [
                DrawnColumn(lines_of(LEFT, 220), 60, 100),
                DrawnColumn(lines_of(RIGHT, 220), 310, 100),
            ],
            id="two-columns-of-prose",
        ),
        pytest.param(
            [
                DrawnColumn(lines_of(text, 140), left, 100)
                for text, left in ((LEFT, 50), (RIGHT, 210), (LEFT, 370))
            ],
            id="three-columns-of-prose",
        ),
        pytest.param(
            [
                DrawnColumn(("Téléphone", "Télécopie", "Bureau"), 60, 100),
                DrawnColumn(("05 22 10 20 30", "05 22 10 20 31", "214"), 180, 100),
            ],
            id="labels-and-numbers",
        ),
        pytest.param(
            [
                DrawnColumn(("Avant-propos", "Introduction", "Le conseil", "Annexes"), 60, 100),
                DrawnColumn(("iv", "1", "5", "12"), 400, 100),
            ],
            id="table-of-contents",
        ),
        pytest.param(
            [
                DrawnColumn(("Centre", "Conseil", "Pilier"), 60, 100),
                DrawnColumn([f"Un {it} se définit sur une ligne." for it in "abc"], 150, 100),
            ],
            id="terms-and-definitions",
        ),
        pytest.param(
            [
                DrawnColumn(names, 60 + 150 * at, 100)
                for at, names in enumerate((("Alice", "Dave"), ("Bob", "Erin"), ("Zoé", "Frank")))
            ],
            id="names-in-three-columns",
        ),
        pytest.param(
            [DrawnColumn(("Recettes", "Dépenses", "Solde"), 60, 100), *(
                DrawnColumn(numbers, left, 100)
                for left, numbers in ((200, ("10", "8", "2")), (300, ("12", "9", "3")))
            )],
            id="numbers-without-a-header",
        ),
    ],
)  # fmt: skip
def test_what_names_no_columns_is_no_table(found: list[DrawnColumn]) -> None:
    def draw(canvas: Canvas) -> None:
        columns(canvas, found, interleaved=False)

    assert named(read(drawn(draw), "x.pdf").pages) == []


def test_the_tables_of_the_sample_library_are_found_and_no_others() -> None:
    found = {
        path.name: named(read_file(path, CORPUS).pages) for path in sorted(CORPUS.rglob("*.pdf"))
    }
    assert found == {
        "2023-11-15-ai-movement.pdf": ["Repère | Réponse"],
        "annual-report-2023.pdf": [
            "Laboratory | Staff | Articles | Contracts (€ thousand)",
            "Spending | € million",
        ],
        "rapport-annuel-2023.pdf": ["Dépenses | M€"],
        "readers-guide.pdf": ["Service | Fee", "Fonds | Content | Years | Extent"],
        "reglement-interieur-2022.pdf": [],
        "reglement-interieur-2024.pdf": [],
    }


WORDS = st.sampled_from("Agents Budget Marées Îles Offices Staff Thèses Revenue Ville".split())


@settings(max_examples=25)
@given(
    st.lists(WORDS, min_size=2, max_size=4, unique=True),
    st.lists(st.integers(0, 99_999), min_size=8, max_size=24),
)
def test_whatever_numbers_stand_under_words_are_under_them(
    names: list[str], numbers: list[int]
) -> None:
    width = len(names)
    cut = len(numbers) // width * width
    body = [[str(n) for n in numbers[at : at + width]] for at in range(0, cut, width)]
    pages = made(Prose(BEFORE, STYLE), ruled([names, *body], bold=False, grid=False))
    assert named(pages) == [" | ".join(names)]
    assert passages(pages)[-1].headings == (" | ".join(names),)


GROUPED = [
    ("", "Effectifs", "", "Budget (M€)"),
    ("Laboratoire", "Femmes", "Hommes", "Total"),
    ("Marées", "61", "51", "4,2"),
    ("Brumes", "40", "57", "3,1"),
]


@pytest.mark.parametrize("grid", [True, False], ids=["ruled", "aligned"])
def test_heads_over_two_columns_stand_over_their_names(grid: bool) -> None:
    table = ruled(GROUPED, grid=grid)
    table.setStyle([("SPAN", (1, 0), (2, 0)), ("ALIGN", (1, 0), (2, 0), "CENTER"),
                    ("FONTNAME", (0, 1), (-1, 1), "Helvetica-Bold")])  # fmt: skip
    pages = made(Prose(BEFORE, STYLE), table, Prose(AFTER, STYLE))
    assert named(pages) == [
        "| Effectifs | | Budget (M€)",
        "Laboratoire | Femmes | Hommes | Total",
    ]
    last = next(each for each in passages(pages) if "Brumes" in each.text)
    read = rows_as_read(last.text, last.headings).text
    assert "Effectifs Hommes: 57" in read
    assert "Budget (M€) Total: 3,1" in read


def test_a_table_goes_on_over_the_next_page_with_its_heads() -> None:
    rows = [("Commune", "Habitants", "Surface (ha)")]
    rows += [(f"Commune {n}", f"{n} 0{n:02}", f"{n}") for n in range(10, 99)]
    pages = made(Prose(BEFORE, STYLE), ruled(rows), Prose(AFTER, STYLE))
    assert len(pages) == 3
    assert named(pages) == ["Commune | Habitants | Surface (ha)"] * len(pages)
    found = passages(pages)
    heads = {each.headings for each in found if "Commune" in each.text}
    assert heads == {("Commune | Habitants | Surface (ha)",)}
    assert [each.headings for each in found if "effectifs" in each.text] == [(), ()]
    [last] = [each for each in found if "Commune 98" in each.text]
    assert "Surface (ha): 98 ha" in rows_as_read(last.text, last.headings).text


def test_rows_under_no_heads_of_the_page_before_stay_as_they_are() -> None:
    rows = [("Poste", "Montant"), ("Achats", "80"), ("Bourses", "120")]
    other = [("1", "Une note", "a"), ("2", "Une autre note", "b"), ("3", "La dernière", "c")]
    pages = made(ruled(rows), PageBreak(), ruled(other, bold=False), Prose(AFTER, STYLE))
    assert named(pages) == ["Poste | Montant"]


def test_a_row_of_a_table_that_goes_on_is_no_head() -> None:
    rows = [("Commune", "Habitants"), *((f"Ville {n}", f"{n} 0{n:02}") for n in range(10, 80))]
    pages = made(ruled(rows))
    first = pages[1].text.split("\n")[0]
    span = (0, len(first))
    [line, *_] = read_lines(pages[1], span)
    assert (line.mark, line.has_column_heads) == ("row", False)
