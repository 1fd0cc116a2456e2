"""A document goes by the title it states in its field or its text, not by what fills its place."""

import pytest

from rag.readers.content import HEADER_LEVEL
from rag.readers.titles import title
from rag.records import Heading, Page


def page(text: str, *headings: Heading, number: int | None = None) -> list[Page]:
    return [Page(number, None, text, headings)]


def headed(text: str, levels: dict[str, int], number: int | None = 1) -> list[Page]:
    """A page whose lines of these titles are headings."""
    heads = [Heading(text.index(one), level, one) for one, level in levels.items()]
    return page(text, *sorted(heads, key=lambda head: head.start), number=number)


@pytest.mark.parametrize(
    "stated",
    ["Microsoft Word - note.doc", "untitled", "Sans titre 1", "note.odt", "Présentation1", "", "—",
     "rapport_final_v3", "Document2", "(anonymous)", "Word Document", "Document Word"],
)  # fmt: skip
def test_a_title_that_a_program_made_is_no_title(stated: str) -> None:
    assert title(stated, page("Décision du conseil\nTexte.")) == "Décision du conseil"


def test_a_title_field_comes_before_the_headings() -> None:
    assert title("Rapport 2023", page("Autre", Heading(0, 1, "Autre"))) == "Rapport 2023"


def test_the_first_of_the_highest_headings_is_the_title() -> None:
    heads = (Heading(0, 2, "Communiqué"), Heading(20, 1, "La décision"), Heading(50, 1, "Suite"))
    assert title(None, page("texte", *heads, number=1)) == "La décision"


def test_a_heading_after_the_text_has_begun_is_not_its_title() -> None:
    heading = Heading(900, 1, "Motifs")
    assert (
        title(None, page("Une phrase assez longue.\nTexte", heading)) == "Une phrase assez longue."
    )


def test_a_first_line_is_a_title_without_the_date_before_it() -> None:
    assert (
        title(None, page("date 2023-11 Le centre s’élève au rang.")) == "Le centre s’élève au rang."
    )


def test_a_long_first_line_is_cut_between_words() -> None:
    found = title(None, page("Mot " + "mot " * 99))
    assert found is not None
    assert len(found) <= 201
    assert found.endswith("mot…")


@pytest.mark.parametrize(
    "stated", ["10811.exe", "PowerPoint Presentation", "rapport.dvi", "untitled", "plan.qxd"]
)
def test_the_name_of_a_program_file_is_no_title(stated: str) -> None:
    assert title(stated, page("Décision du conseil\nTexte.")) == "Décision du conseil"


def test_the_heading_under_a_letterhead_is_the_title_of_one_page() -> None:
    text = "Institut du littoral - Collection\n\nLa pêche à pied\n\nElle est permise en avril."
    heads = Heading(0, 1, "Institut du littoral - Collection"), Heading(35, 2, "La pêche à pied")
    assert title(None, page(text, *heads, number=1)) == "La pêche à pied"
    report = "Rapport annuel\n\nAnnée 2023\n\nLe service a ouvert deux salles."
    heads = Heading(0, 1, "Rapport annuel"), Heading(16, 2, "Année 2023")
    assert title(None, page(report, *heads, number=1)) == "Rapport annuel"


@pytest.mark.parametrize(
    ("first", "below", "wanted"),
    [
        ("Office des forêts. Rapport annuel 2022", ("Le mot de la directrice",), 0),
        ("Office of Forests. Annual report", ("Foreword",), 0),
        ("Ville de Vaux, budget 2024", ("Recettes",), 0),
        ("Office des forêts de Valmore", ("Accueil", "Horaires", "Tarifs"), 0),
        ("Centre for Rivers", ("Opening hours", "Dogs"), 0),
        ("Office des forêts de Valmore", ("Horaires des sentiers",), 1),
        ("Centre for Rivers", ("Dogs on the banks",), 1),
    ],
)
def test_a_heading_that_says_what_the_document_is_is_no_letterhead(
    first: str, below: tuple[str, ...], wanted: int
) -> None:
    text, heads = first, [Heading(0, 1, first)]
    for one in below:
        heads.append(Heading(len(text) + 2, 2, one))
        text += f"\n\n{one}" + ("\n\nUne phrase." if len(below) > 1 else "")
    assert title(None, page(text, *heads, number=1)) == (first, *below)[wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Mairie de Vaux\n2 place Ronde\nObjet : fermeture de la piscine\nMadame,",
         "fermeture de la piscine"),
        ("City of Vale\n2 Round Square\nSubject: closing of the pool\nDear Sir,",
         "closing of the pool"),
        ("Entreprise Dupré\n12 rue des Lilas\nDevis\nDevis n° 24\nProduit", "Devis n° 24"),
        ("Vale Company\nInvoice no. 2024/18\nProduct", "Vale Company"),
    ],
)  # fmt: skip
def test_a_letter_of_one_page_goes_by_its_subject(text: str, wanted: str) -> None:
    assert title(None, page(text, number=1)) == wanted


@pytest.mark.parametrize(
    ("stated", "heading"),
    [
        ("Microsoft Word - 04_Tester sans développeur.docx", "Tester sans développeur"),
        ("Microsoft Word - 04_Testing with no developer.doc", "Testing with no developer"),
        ("Microsoft Word - Document2", "La série des fiches"),
    ],
)
def test_the_heading_that_named_the_file_is_the_title(stated: str, heading: str) -> None:
    levels = {
        "La série des fiches": 1,
        "Tester sans développeur": 2,
        "Testing with no developer": 2,
    }
    assert title(stated, headed("\n\n".join(levels), levels)) == heading


@pytest.mark.parametrize(
    ("stated", "kept"),
    [
        ("Contrat n° : B8815-142219/001", False),
        ("Contract #: B8815-142219/001", False),
        ("Contrat n° : K4402-150011/002", True),
        ("Annual report 2023-2024", True),
        ("Plan COVID-19", True),
    ],
)
def test_a_field_with_the_number_of_another_document_was_left_there(
    stated: str, kept: bool
) -> None:
    found = title(stated, headed("Enquête sur l’eau\n\nK4402-150011/002", {"Enquête sur l’eau": 1}))
    assert found == (stated if kept else "Enquête sur l’eau")


def test_the_name_of_a_website_is_not_the_title_of_its_pages() -> None:
    pages = headed("Le port en hiver\n\nTexte.", {"Le port en hiver": 1}, number=None)
    assert title("Institut des ports", pages, "Institut des ports") == "Le port en hiver"
    assert title("Le port", pages, "Institut des ports") == "Le port"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Valeurs des variables\n\nNom | Valeur\nport | 1", "Valeurs des variables"),
        ("Nom | Valeur\nport | 1", None),
        ("• Hello\n\nNom | Valeur", "Hello"),
    ],
)
def test_the_heads_of_a_table_are_no_title(text: str, wanted: str | None) -> None:
    heads = headed(text, {"Nom | Valeur": HEADER_LEVEL}, number=None)
    assert title(None, heads) == wanted


LONG = "The idea of a machine that writes is older than the machines, and it has had several forms."


@pytest.mark.parametrize(
    ("lines", "levels", "wanted"),
    [
        (("The history of writing", LONG, "The early days"), (2, 1), 0),
        (("L’histoire de l’écriture", LONG, "Les débuts"), (2, 1), 0),
        (("Note to the press", "Vale, 3 May 2021", "A new bridge opens"), (2, 1), 2),
        (("Communiqué de presse", "Vaux, le 3 mai 2021", "Un pont ouvre"), (2, 1), 2),
    ],
)
def test_a_higher_heading_under_the_text_is_not_the_title_of_the_whole(
    lines: tuple[str, ...], levels: tuple[int, int], wanted: int
) -> None:
    pages = headed("\n\n".join(lines), {lines[0]: levels[0], lines[2]: levels[1]})
    assert title(None, pages * 2) == lines[wanted]


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        ("Why victims", "don’t report", "Why victims don’t report"),
        ("Pourquoi les victimes", "se taisent", "Pourquoi les victimes se taisent"),
        ("Chapter 1", "The shore", "Chapter 1 – The shore"),
        ("ANNEXE B.", "Les barèmes", "ANNEXE B – Les barèmes"),
        ("Rapport 2023", "Sommaire", "Rapport 2023"),
        ("Partie de pêche", "Règles", "Partie de pêche"),
    ],
)  # fmt: skip
def test_a_title_over_two_lines_is_whole(first: str, second: str, wanted: str) -> None:
    assert title(None, headed(f"{first}\n\n{second}\n\nTexte.", {first: 1, second: 1})) == wanted
    apart = headed(f"{first}\n\nTexte.\n\n{second}", {first: 1, second: 1})
    assert title(None, apart) == first


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("May 5, 2023\nTo the members of the board\nText.", "To the members of the board"),
        ("5 mai 2023\nAux membres du conseil\nTexte.", "Aux membres du conseil"),
        ("Date d’octroi du contrat : 2016-08-10\nContrat no 35035-16\nROP : 030-16\na@b.ca\n"
         "Bureau du Conseil\nSondage sur l’eau – automne 2016", "Sondage sur l’eau – automne 2016"),
        ("Contract #: 35035-16\nRegistration #: ROP – 030-16\nWater survey", "Water survey"),
        ("Note : 12 ports ont fermé cet hiver\nTexte.", "Note : 12 ports ont fermé cet hiver"),
        ("Bureau du Conseil\nTexte.", "Bureau du Conseil"),
        ("Students and lives _____________\nText", "Students and lives"),
        ("Guide des années scolaires∗\nTexte", "Guide des années scolaires"),
        ("8 7 6 5\nPlan of the quay", "Plan of the quay"),
        ("CHAPTER 1\nINTRODUCTION\nText", "CHAPTER 1 – INTRODUCTION"),
        (f"Chapitre 1\n{LONG}", "Chapitre 1"),
        ("日本語の題名\n本文", "日本語の題名"),
        (f"{LONG}\nMore of it.", None),
        (f"{LONG[4:-1]}\nMore of it.", None),
        (f"{LONG[:-1]}\nMore of it.", LONG[:-1]),
    ],
)  # fmt: skip
def test_a_first_line_is_the_title_if_it_can_be_one(text: str, wanted: str | None) -> None:
    assert title(None, page(text) * 2) == wanted
