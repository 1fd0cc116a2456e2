"""A document's date and issuer are those it states, or none."""

import datetime as dt
from pathlib import Path

import pytest

from rag.readers import read
from rag.readers.metadata import date, field_date, issuer, name
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
        pytest.param("Version 3.5p – 2 janvier 2023", "2023-01-02", id="version"),
        pytest.param("Version 2.3 of 20 September 2011", "2011-09-20", id="version-en"),
        pytest.param("1.5 en date du 4 mars 2019", "2019-03-04", id="version-number"),
        pytest.param("1.5 en date du 2019/03/04", "2019-03-04", id="slashes"),
        pytest.param("Dec 13, 2022 - Press office", "2022-12-13", id="press"),
        pytest.param("13 décembre 2022 – Service de presse", "2022-12-13", id="press-fr"),
        pytest.param("13 décembre 2022 – Ouverture du musée", None, id="event-after"),
        pytest.param("13 December 2022 - Pressing the case for schools", None, id="no-press"),
        pytest.param("Note. Une version 2. Le 3 mai 2021, il neige.", None, id="two-sentences"),
        pytest.param("DARPA-BAA-15-58 September 29, 2015", "2015-09-29", id="reference"),
        pytest.param("DR/2023-45, 3 mai 2021", "2021-05-03", id="reference-fr"),
        pytest.param("Saint-Malo 3 mai 2021", None, id="a-name-is-no-reference"),
        pytest.param("February 20, 2025, 8:32PM", "2025-02-20", id="hour"),
        pytest.param("Saturday, September 21, 2013 at 11:51 AM", "2013-09-21", id="weekday"),
        pytest.param("Samedi 21 septembre 2013 à 11 h 51", "2013-09-21", id="weekday-fr"),
        pytest.param("Lundi 3 mai 2021 à la mairie", None, id="an-appointment"),
        pytest.param("Devis\tDate : 12 avril 2017\tPage", "2017-04-12", id="cell"),
        pytest.param("Client\t12 avril 2017\tPage", None, id="cell-without-a-label"),
        pytest.param("Report on the week 10/07/2017 to 16/07/2017", "2017-07-16", id="period"),
        pytest.param("Séjour du 3 mai 2021 au 5 mai 2021", None, id="period-fr"),
        pytest.param("2001-07", None, id="years"),
        pytest.param("2023-07", "2023-07-01", id="month"),
        pytest.param("Date : 2001-07", "2001-07-01", id="labelled-month"),
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


def test_the_page_behind_a_cover_dates_the_document() -> None:
    cover, inside, after = "Plan des ports", "Version 3.0\n\nPublié le 19 mars 2015", "Le plan."
    pages = [Page(at, None, text, ()) for at, text in enumerate((cover, inside, after), 1)]
    assert date(pages) == dt.date(2015, 3, 19)
    letters = [Page(at, None, text, ()) for at, text in enumerate((cover * 40, inside, after), 1)]
    assert date(letters) is None


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
    ("text", "named"),
    [
        ("Missions\n\nDirection des achats, le 14 mars 2025.", "Direction des achats"),
        ("# Travel\n\nHuman resources department, 14 March 2025", "Human resources department"),
        ("Missions\n\nDirection des achats, 2025", None),
        ("Paris, le 14 mars 2025", None),
        ("La direction ferme, le 14 mars 2025", None),
    ],
)
def test_the_body_that_signs_the_line_of_the_date_is_the_issuer(
    text: str, named: str | None
) -> None:
    assert issuer(page(text)) == named
