"""A document's title, date and issuer are those it states, or none."""

import datetime as dt
from pathlib import Path

import pytest

from rag.readers import read
from rag.readers.metadata import date, field_date, issuer, name, title
from rag.records import Heading, Page


def page(text: str, *headings: Heading, number: int | None = None) -> list[Page]:
    return [Page(number, None, text, headings)]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        pytest.param("Paris, le 15 novembre 2023 – Réunie à Paris", "2023-11-15", id="dateline"),
        pytest.param("RABAT, November 15, 2023 – The centre", "2023-11-15", id="dateline-en"),
        pytest.param("Addis-Abeba (Éthiopie), le 3 mai 2021", "2021-05-03", id="city"),
        pytest.param("Fait à Paris, le 1er mars 2024", "2024-03-01", id="done-at"),
        pytest.param("Communiqué de presse du 15 novembre 2023", "2023-11-15", id="kind"),
        pytest.param("Press release – 15 November 2023", "2023-11-15", id="kind-en"),
        pytest.param("Résolution n° 12 adoptée le 3 mai 2021", "2021-05-03", id="resolution"),
        pytest.param("Date de publication : novembre 2023", "2023-11-01", id="label-month"),
        pytest.param("Published on 2023-11-15", "2023-11-15", id="label-en"),
        pytest.param("Dernière mise à jour : 3 mai 2021", "2021-05-03", id="updated"),
        pytest.param("Titre\n\n15/11/2023\n\nTexte", "2023-11-15", id="alone"),
        pytest.param("date 2023-11 T\n\nLe 15 novembre 2023", "2023-11-15", id="day-first"),
        pytest.param("Le conseil a voté le 3 mai 2021 à Paris.", None, id="in-a-sentence"),
        pytest.param("Agenda 2063", None, id="year"),
        pytest.param("Depuis Paris, le 3 mai 2021, il écrit.", None, id="not-a-dateline"),
        pytest.param("", None, id="empty"),
        pytest.param("Direction des ressources humaines, 14 mars 2025.", "2025-03-14", id="body"),
        pytest.param("Service des achats et de la logistique (SAL), le 2 mai 2024", "2024-05-02",
                     id="body-le"),
        pytest.param("Direction générale – mars 2025", "2025-03-01", id="body-month"),
        pytest.param("Human resources department, 14 March 2025.", "2025-03-14", id="body-en"),
        pytest.param("Office of the Chief Librarian, March 14, 2025", "2025-03-14", id="office-en"),
        pytest.param("Établi par le service juridique, le 14 mars 2025", "2025-03-14", id="by"),
        pytest.param("Mis à jour le 14 mars 2025", "2025-03-14", id="updated-le"),
        pytest.param("Updated in March 2025", "2025-03-01", id="updated-in"),
        pytest.param("Le service ferme, 14 mars 2025", None, id="body-with-verb"),
        pytest.param("Service ouvert jusqu’au 14 mars 2025.", None, id="until"),
        pytest.param("Members visited the office, 14 March 2025.", None, id="verb-en"),
        pytest.param("Ouverture de la piscine, 14 mars 2025", None, id="event"),
        pytest.param("Opening of the pool, 14 March 2025", None, id="event-en"),
        pytest.param("Direction des achats, 14 mars 2025, à Lyon", None, id="goes-on"),
    ],
)  # fmt: skip
def test_a_date_is_found_in_a_dateline_or_label(text: str, iso: str | None) -> None:
    found = date(page(text))
    assert (found and found.isoformat()) == iso


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "note.md",
            "# Missions\n\n*Direction des ressources humaines, 14 mars 2025.*\n\nUn mot.\n",
        ),
        ("note.txt", "Missions\n\nDirection des ressources humaines, 14 mars 2025.\n\nUn mot.\n"),
        ("note.md", "# Travel\n\nHuman resources department, 14 March 2025.\n\nA word.\n"),
        ("note.txt", "Travel\n\nHuman resources department, 14 March 2025.\n\nA word.\n"),
    ],
)
def test_a_text_file_has_the_date_of_the_line_of_the_body_that_signs_it(
    tmp_path: Path, name: str, text: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert read(tmp_path / name, tmp_path).document.date == dt.date(2025, 3, 14)


def test_a_date_at_the_end_counts_and_one_in_the_middle_does_not() -> None:
    filler = "Le conseil a voté.\n" * 300
    kind = "Communiqué de presse du 3 mai 2021"
    assert date(page(f"{filler}{kind}")) == dt.date(2021, 5, 3)
    assert date(page(f"{filler}{kind}\n{filler}")) is None
    assert date(page(f"{filler}3 mai 2021")) is None


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
    found = title(None, page("mot " * 100))
    assert found is not None
    assert len(found) <= 201
    assert found.endswith("mot…")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Titre\nÉmetteur : Institut X\n", "Institut X"),
        ("Published by: The Institute.", "The Institute"),
        ("Publié par l’Institut", "l’Institut"),
        ("Le rapport publié par X", None),
        ("Émis par le secrétariat, le 1er mars 2024.", "le secrétariat"),
        ("Issued by the Board on 1 March 2024", "the Board"),
        ("Published by: Studio Mille Neuf 1990", "Studio Mille Neuf 1990"),
    ],
)
def test_a_labelled_line_names_the_issuer(text: str, named: str | None) -> None:
    assert issuer(page(text)) == named


@pytest.mark.parametrize(
    "line", ["Émis par le secrétariat, le 1er mars 2024.", "Issued by the Board on 1 March 2024"]
)
def test_the_line_of_the_issuer_may_state_the_date(line: str) -> None:
    assert date(page(f"Avis\n\n{line}")) == dt.date(2024, 3, 1)


@pytest.mark.parametrize(
    ("field", "kept"),
    [("UNESCO", "UNESCO"), ("Institut  X", "Institut X"), ("jdupont", None), ("Windows User", None),
     ("python-docx", None), ("", None), (None, None), ("Utilisateur", None)],
)  # fmt: skip
def test_the_account_of_a_machine_is_no_issuer(field: str | None, kept: str | None) -> None:
    assert name(field) == kept


def test_a_field_for_a_date_holds_any_form_of_it() -> None:
    assert (
        field_date("2023-11-15T10:00:00Z")
        == field_date("15 novembre 2023")
        == dt.date(2023, 11, 15)
    )
    assert field_date("bientôt") is field_date(None) is None


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
