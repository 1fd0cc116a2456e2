"""PDF pages are read in the order a person would: columns, paragraphs, hyphens, notes, tables."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from documents import DrawnColumn, columns, drawn, lines_of
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from rag.readers.pdf import read
from rag.records import Page

LEFT = (
    "Le conseil exécutif a examiné la demande du gouvernement et l’a jugée recevable. Il a "
    "rappelé que les centres associés ne sont pas juridiquement une partie de l’organisation, "
    "et que leur financement vient des États qui les accueillent. Les membres présents ont "
    "voté à l’unanimité. Le secrétariat publiera la décision dans les deux langues de travail."
)
RIGHT = (
    "La conférence générale se réunit tous les deux ans au siège. Elle adopte le budget, élit "
    "les membres du conseil et fixe les grandes lignes du programme. Chaque État membre y "
    "dispose d’une voix, quelle que soit sa contribution. Les observateurs assistent aux "
    "débats sans droit de vote, et peuvent prendre la parole avec l’accord du président."
)
FULL = "Procès-verbal de la séance plénière et relevé des décisions adoptées par le conseil"


def only_page(data: bytes) -> Page:
    (page,) = read(data, "x.pdf").pages
    return page


def drawn_columns(found: Sequence[DrawnColumn], *, interleaved: bool) -> Page:
    return only_page(drawn(lambda canvas: columns(canvas, found, interleaved=interleaved)))


@pytest.fixture(params=[True, False], ids=["interleaved", "in-order"])
def interleaved(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def test_two_columns_are_read_one_after_the_other(interleaved: bool) -> None:
    found = [DrawnColumn(lines_of(LEFT, 220), 60, 100), DrawnColumn(lines_of(RIGHT, 220), 310, 100)]
    page = drawn_columns(found, interleaved=interleaved)
    assert LEFT in page.text
    assert RIGHT in page.text
    assert page.text.index(LEFT) < page.text.index(RIGHT)


def test_columns_whose_lines_do_not_face_each_other_are_read_one_after_the_other(
    interleaved: bool,
) -> None:
    right = DrawnColumn(lines_of(RIGHT, 190, size=9), 310, 105, 9)
    found = [DrawnColumn(lines_of(LEFT, 220), 60, 100), right]
    page = drawn_columns(found, interleaved=interleaved)
    assert page.text.index(LEFT) < page.text.index(RIGHT)


def test_three_columns_are_read_from_left_to_right(interleaved: bool) -> None:
    texts = (LEFT, RIGHT, LEFT.replace("conseil", "comité"))
    found = [DrawnColumn(lines_of(t, 150), 50 + 175 * i, 100) for i, t in enumerate(texts)]
    page = drawn_columns(found, interleaved=interleaved)
    places = [page.text.index(text) for text in texts]
    assert places == sorted(places)


def test_a_heading_over_two_columns_comes_first_and_what_follows_them_last(
    interleaved: bool,
) -> None:
    closing = "Fait à Paris, le 15 novembre 2023, en deux exemplaires faisant également foi, " * 2
    found = [
        DrawnColumn(lines_of(LEFT, 220), 60, 130),
        DrawnColumn(lines_of(RIGHT, 220), 310, 130),
        DrawnColumn([FULL], 60, 90, 12, "Times-Bold"),
        DrawnColumn(lines_of(closing, 470), 60, 330),
    ]
    page = drawn_columns(found, interleaved=interleaved)
    places = [page.text.index(part) for part in (FULL, LEFT, RIGHT, "Fait à Paris")]
    assert places == sorted(places)


def test_a_sentence_goes_on_from_a_column_to_the_next() -> None:
    lines = lines_of(LEFT, 220)
    half = next(i for i in range(4, len(lines)) if lines[i][0].islower())
    found = [DrawnColumn(lines[:half], 60, 100), DrawnColumn(lines[half:], 310, 100)]
    assert LEFT in drawn_columns(found, interleaved=True).text


def test_notes_at_the_foot_of_a_column_come_after_the_text() -> None:
    note = "1 Voir la décision du comité, publiée au bulletin."
    lines = lines_of(LEFT, 220)
    found = [
        DrawnColumn(lines[:6], 60, 100),
        DrawnColumn(lines_of(note, 220, size=7), 60, 180, 7),
        DrawnColumn(lines[6:] + lines_of(RIGHT, 220), 310, 100),
    ]
    page = drawn_columns(found, interleaved=False)
    assert LEFT in page.text
    assert page.text.endswith(note)


def test_notes_at_unequal_heights_keep_their_order() -> None:
    notes = ("1 Voir la décision du comité.", "2 Voir le bulletin du mois de juin de la même")
    found = [
        DrawnColumn(lines_of(LEFT, 220), 60, 100),
        DrawnColumn(lines_of(RIGHT, 220), 310, 100),
        DrawnColumn([notes[0]], 60, 640, 8),
        DrawnColumn([notes[1], "année, et son annexe."], 310, 645, 8),
    ]
    page = drawn_columns(found, interleaved=False)
    assert page.text.endswith(f"{notes[0]}\n\n{notes[1]} année, et son annexe.")


def test_a_table_is_read_by_rows_not_by_columns() -> None:
    rows = [("Pays", "Ville", "Agents"), ("Maroc", "Rabat", "340"), ("Norvège", "Bergen", "120")]
    found = [DrawnColumn([row[i] for row in rows], 80 + 120 * i, 100) for i in range(3)]
    page = drawn_columns(found, interleaved=False)
    assert page.text.split("\n") == ["\t".join(row) for row in rows]


def test_terms_and_their_definitions_stay_together() -> None:
    terms = ("Centre", "Conseil", "Pilier", "Agenda")
    meanings = [f"Un {term.lower()} se définit sur une ligne entière." for term in terms]
    found = [DrawnColumn(terms, 60, 100), DrawnColumn(meanings, 150, 100)]
    lines = drawn_columns(found, interleaved=False).text.split("\n")
    assert lines == [f"{term}\t{meaning}" for term, meaning in zip(terms, meanings, strict=True)]


def test_a_title_of_two_lines_is_whole_though_its_first_word_is_smaller() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Courier-Bold", 13)
        canvas.drawString(72, 750, "Portulan :")
        canvas.setFont("Times-Bold", 14.3)
        canvas.drawString(160, 750, "les cartes anciennes de la côte")
        canvas.drawString(72, 732, "Et les ports de la mer du Nord")
        canvas.setFont("Times-Roman", 10)
        for at, line in enumerate(lines_of(LEFT, 400)):
            canvas.drawString(72, 690 - 12 * at, line)

    (found,) = read(drawn(page), "x.pdf").pages
    title = "Portulan : les cartes anciennes de la côte Et les ports de la mer du Nord"
    assert found.text.split("\n")[0] == title
    assert found.headings[0].title == title


def test_paragraphs_are_parted_by_indents_and_by_white_space() -> None:
    first, second = lines_of(LEFT, 400), lines_of(RIGHT, 400)
    indented = [
        DrawnColumn(first, 60, 100),
        DrawnColumn([second[0]], 80, 100 + 12 * len(first)),
        DrawnColumn(second[1:], 60, 112 + 12 * len(first)),
    ]
    assert drawn_columns(indented, interleaved=False).text == f"{LEFT}\n{RIGHT}"
    spaced = [DrawnColumn(first, 60, 100), DrawnColumn(second, 60, 110 + 12 * len(first))]
    assert drawn_columns(spaced, interleaved=False).text == f"{LEFT}\n\n{RIGHT}"


def test_items_of_a_list_are_lines_of_their_own() -> None:
    items = [
        "• la formation des agents publics de la région, à raison de deux sessions",
        "   par an dans chacune des villes ;",
        "• la recherche et le développement ;",
        "• les études de terrain.",
    ]
    page = drawn_columns([DrawnColumn(items, 60, 100)], interleaved=False)
    assert page.text.split("\n") == [f"{items[0]} {items[1].strip()}", *items[2:]]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        pytest.param("le développe-", "ment durable", "le développement durable", id="word"),
        pytest.param("the intelli-", "gence of all", "the intelligence of all", id="english"),
        pytest.param("la vice-", "présidente élue", "la vice-présidente élue", id="compound"),
        pytest.param("c’est-à-", "dire le siège", "c’est-à-dire le siège", id="chain"),
        pytest.param("peut-", "être demain", "peut-être demain", id="peut-etre"),
        pytest.param("l’Île-de-", "France entière", "l’Île-de-France entière", id="name"),
        pytest.param("de 2023-", "2024 à", "de 2023-2024 à", id="years"),
        pytest.param("the COMMU-", "NIQUÉ was", "the COMMUNIQUÉ was", id="capitals"),
        pytest.param("a well-", "known centre", "a well-known centre", id="english-compound"),
        pytest.param("le siège -", "le bureau", "le siège - le bureau", id="dash"),
    ],
)
def test_a_word_cut_at_the_end_of_a_line_is_joined(first: str, second: str, joined: str) -> None:
    lines = [f"Le conseil a examiné en séance {first}", f"{second}, puis a levé la"]
    assert joined in drawn_columns([DrawnColumn(lines, 60, 99)], interleaved=False).text


def test_the_document_itself_settles_a_doubtful_hyphen() -> None:
    lines = [
        "Un centre socio-économique existe. La question socio-",
        "économique sera posée au nouveau haut-",
        "fourneau, et aucun hautfourneau n’y répondra.",
    ]
    text = drawn_columns([DrawnColumn(lines, 60, 100)], interleaved=False).text
    assert "question socio-économique" in text
    assert "au nouveau hautfourneau" in text


def rows(lines: Sequence[Sequence[tuple[float, str]]], font: str = "Times-Roman") -> str:
    """The text of a page of lines, each of texts with their left edges, under a full paragraph."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(font, 10)
        for number, line in enumerate([[(60.0, each)] for each in lines_of(LEFT, 460)]):
            canvas.drawString(60, 780 - 12 * number, line[0][1])
        for number, placed in enumerate(lines):
            for left, words in placed:
                canvas.drawString(left, 690 - 12 * number, words)

    return only_page(drawn(draw)).text


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        pytest.param(
            "Filets et demi-portions en con-", "serves de pois", "en conserves de", id="fr"
        ),
        pytest.param(
            "Fish and shellfish pre-", "served in brine", "shellfish preserved in", id="en"
        ),
        pytest.param("Poste de vice-", "président élu", "vice-président élu", id="compound"),
        pytest.param("Short-", "and long-term rates", None, id="hanging"),
        pytest.param("Série G-", "Rabat et Agadir", None, id="capital"),
    ],
)
@pytest.mark.parametrize("left", [70, 130], ids=["bullet", "cell"])
@pytest.mark.parametrize("shift", [0, -10], ids=["below", "hanging-out"])
def test_a_word_cut_in_a_cell_or_behind_a_bullet_is_joined(
    left: float, shift: float, first: str, second: str, joined: str | None
) -> None:
    mark = "•" if left == 70 else "0304"
    text = rows([[(55, mark), (left + 20, first)], [(left + 20 + shift, second)]])
    assert (joined or second) in text
    assert joined is None or f"{first[:-1]}" in text


@pytest.mark.parametrize(
    "below",
    [
        pytest.param([(300, "servas de mer")], id="another-column"),
        pytest.param([(60, "servas"), (150, "de mer")], id="another-row"),
    ],
)
def test_what_is_not_below_a_cell_is_no_half_of_its_word(below: list[tuple[float, str]]) -> None:
    assert "con-servas" not in (text := rows([[(60, "0304"), (150, "Filets en con-")], below]))
    assert "conservas" not in text


def test_a_word_cut_at_the_end_of_a_full_line_in_typewriter_letters_is_joined() -> None:
    prose = ["evaluate the possible differences in the esti-", "mated rates of the survey"]
    code = ["set-", "upper --all"]
    column = DrawnColumn(prose, 60, 100, font="Courier")
    assert "the estimated rates" in drawn_columns([column], interleaved=False).text
    column = DrawnColumn([prose[0], *code], 60, 100, font="Courier")
    assert drawn_columns([column], interleaved=False).text.endswith("set-\nupper --all")


def test_leaders_of_a_table_of_contents_are_left_out() -> None:
    rows = [f"{n}. Chapitre du rapport annuel " + ". " * 30 + str(10 * n) for n in (1, 2, 3)]
    page = drawn_columns([DrawnColumn(rows, 60, 100)], interleaved=False)
    assert page.text.split("\n")[1] == "2. Chapitre du rapport annuel\t20"


def test_leaders_that_touch_the_words_are_left_out_too() -> None:
    rows = [f"{n}. Chapitre du rapport annuel{'.' * 60}{10 * n}" for n in (1, 2, 3)]
    page = drawn_columns([DrawnColumn(rows, 60, 100)], interleaved=False)
    assert page.text.split("\n")[1] == "2. Chapitre du rapport annuel\t20"
    annual, number = page.boxes[-2:]
    assert page.text[annual.start : number.end] == "annuel\t30"
    assert annual.right < number.left


def test_code_keeps_its_lines() -> None:
    code = ["apt update", "apt install verbatim", "rag index corpus"]
    found = [DrawnColumn([LEFT[:60]], 60, 100), DrawnColumn(code, 60, 130, font="Courier")]
    assert drawn_columns(found, interleaved=False).text.endswith("\n".join(code))


def test_accents_drawn_apart_are_put_back() -> None:
    """As the old fonts of TeX do: the accent, then its letter under it."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 12)
        text = canvas.beginText(60, 700)
        for part in ("La d", "´e", "cision est ", "`a", " l’ordre du jour, ‘comme’ pr", "´e", "vu"):
            if part[0] in "´`":
                accent = canvas.stringWidth(part[0])
                letter = canvas.stringWidth(part[1])
                text.moveCursor((letter - accent) / 2, 0)
                text.textOut(part[0])
                text.moveCursor(-(letter - accent) / 2, 0)
                text.textOut(part[1])
            else:
                text.textOut(part)
            text.setXPos(canvas.stringWidth(part[-1] if part[0] in "´`" else part))
        canvas.drawText(text)

    assert only_page(drawn(draw)).text == "La décision est à l’ordre du jour, ‘comme’ prévu"


def test_an_accent_over_the_letter_before_it_is_put_on_that_one() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 12)
        canvas.drawString(60, 700, "Age")
        before = canvas.stringWidth("Ag")
        canvas.drawString(60 + before + 0.8, 700, "ˆ")
        canvas.drawString(60 + canvas.stringWidth("Age"), 700, "ncia")

    assert only_page(drawn(draw)).text == "Agência"


def test_a_backtick_before_a_letter_stays_a_quotation_mark() -> None:
    lines = ["La commande `apt install' ajoute un paquet, et `Open Forum' est ouvert"]
    text = drawn_columns([DrawnColumn(lines, 60, 100)], interleaved=False).text
    assert text == lines[0]


def test_text_that_runs_upwards_is_read_after_the_page() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 9)
        canvas.rotate(90)
        canvas.drawString(200, -30, "Document de travail du secrétariat")
        canvas.rotate(-90)
        columns(canvas, [DrawnColumn(lines_of(LEFT, 400), 80, 100)])

    assert only_page(drawn(draw)).text == f"{LEFT}\n\nDocument de travail du secrétariat"


def test_a_watermark_on_every_page_is_left_out() -> None:
    def draw(canvas: Canvas) -> None:
        for text in (LEFT, RIGHT):
            columns(canvas, [DrawnColumn(lines_of(text, 400), 80, 100)])
            canvas.setFont("Times-Bold", 60)
            canvas.setFillGray(0.8)
            canvas.translate(A4[0] / 4, A4[1] / 4)
            canvas.rotate(45)
            canvas.drawString(0, 0, "PROJET")
            canvas.showPage()

    assert [page.text for page in read(drawn(draw), "x.pdf").pages] == [LEFT, RIGHT]


SHORT_LINES = (
    ["Entreprise Dupré", "12 rue des Lilas", "Devis", "Livraison", "À payer avant : 12 mai 2017",
     "Produit", "Quantité", "Prix HT"],
    ["Dupré and Sons", "12 Lilac Street", "Quotation", "Delivery", "To be paid by 12 May 2017",
     "Product", "Quantity", "Net price"],
)  # fmt: skip


@pytest.mark.parametrize("lines", SHORT_LINES)
def test_the_longest_of_short_lines_is_not_full(lines: list[str]) -> None:
    page = drawn_columns([DrawnColumn(lines, 72, 80)], interleaved=False)
    assert page.text.splitlines() == lines


RAGGED = (
    ["Le port accueille chaque", "année les bateaux de", "Valmaris et de Hautelune,",
     "dont l’Astrolune, que", "Maëlle Corvenn commande", "depuis le mois de juin."],
    ["Every year the port welcomes", "the boats of Valmaris and", "Hautelune, among which the",
     "Astrolune, under Captain", "Maëlle Corvenn, who has her", "since the month of June."],
)  # fmt: skip


@pytest.mark.parametrize("lines", RAGGED)
def test_the_lines_of_a_narrow_text_with_a_ragged_edge_are_joined(lines: list[str]) -> None:
    page = drawn_columns([DrawnColumn(lines, 72, 80)], interleaved=False)
    assert page.text == " ".join(lines)


WIDE = (
    "Le port de Vaux a été agrandi deux fois au cours du siècle passé, sans que la commune ait eu "
    "à emprunter. Les travaux ont duré neuf ans, et Valmore Travaux les a conduits seule. La jetée "
    "nord protège depuis lors les bateaux de pêche, qui ne quittent plus la rade en hiver."
)
CLOSE = (
    "La commission a relu le projet. Elle a demandé au service de préciser les dépenses de chaque "
    "année et le nom des personnes qui les engagent. Le service a répondu dans le mois, et la "
    "commission a donné son accord sans réserve. Le compte rendu de la séance a été publié."
)


@pytest.mark.parametrize("step", [12, 18])
def test_a_sentence_of_text_set_with_wide_lines_is_whole(step: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 10)
        for row, line in enumerate(lines_of(CLOSE, 300)):
            canvas.drawString(72, 760 - 12 * row, line)
        for row, line in enumerate(lines_of(WIDE, 300)):
            canvas.drawString(72, 600 - step * row, line)
        for row, line in enumerate(("Recettes du port", "dépenses courantes", "à reporter")):
            canvas.drawString(72, 400 - 18 * row, line)

    assert only_page(drawn(draw)).text.split("\n\n") == [
        CLOSE, WIDE, "Recettes du port", "dépenses courantes", "à reporter",
    ]  # fmt: skip
