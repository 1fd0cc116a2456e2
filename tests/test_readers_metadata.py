"""A document's date and issuer are those it states, or none."""

import datetime as dt

import pytest

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
    ],
)  # fmt: skip
def test_a_date_is_found_in_a_dateline_or_label(text: str, iso: str | None) -> None:
    found = date(page(text))
    assert (found and found.isoformat()) == iso


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
