"""Which documents of a library replace which."""

import datetime as dt

import pytest

from rag.citations.versions import successors
from rag.records import Document, Language


def document(path: str, title: str, year: int | None, language: Language = "fr") -> Document:
    date = dt.date(year, 1, 1) if year else None
    return Document(path.ljust(64, "0"), "/r", path, title, "pdf", language, date, None, 1)


@pytest.mark.parametrize(
    ("old", "new", "replaced"),
    [
        pytest.param(
            ("a.pdf", "Frais de mission 2021"), ("b.pdf", "Frais de mission 2024"), True, id="title"
        ),
        pytest.param(
            ("a.pdf", "Travel expenses, 2021 edition"),
            ("b.pdf", "Travel expenses, updated 2024"),
            True,
            id="edition",
        ),
        pytest.param(
            ("r/charte-du-port-1.pdf", "Charte"),
            ("r/charte-du-port-2.pdf", "Nos règles"),
            True,
            id="path",
        ),
        pytest.param(
            ("a.pdf", "Rapport annuel 2021"), ("b.pdf", "Rapport annuel 2024"), False, id="reports"
        ),
        pytest.param(
            ("a.pdf", "Minutes of the board 2021"),
            ("b.pdf", "Minutes of the board 2024"),
            False,
            id="minutes",
        ),
        *(
            pytest.param(
                ("a.pdf", f"{kind} {old} du service"), ("b.pdf", f"{kind} {new} du service"), False
            )
            for kind, old, new in (
                ("Note de service n°", "2023-45", "2024-45"),
                ("Arrêté n°", "2023-12", "2024-7"),
                ("Circulaire", "2022-13", "2023-31"),
                ("Décision n°", "2022-1", "2022-2"),
                ("Directive", "2019/12", "2021/14"),
                ("Instruction", "12", "14"),
                ("Memo", "14", "15"),
                ("Order", "2023-7", "2024-8"),
                ("Procedure", "SOP-17", "SOP-18"),
            )
        ),
        pytest.param(
            ("a.pdf", "Note n° 12 sur les frais, 2021"),
            ("b.pdf", "Note n° 12 sur les frais, édition 2024"),
            True,
            id="the same note",
        ),
        pytest.param(
            ("a.pdf", "Norme ISO 9001:2008 expliquée"),
            ("b.pdf", "Norme ISO 9001:2015 expliquée"),
            True,
            id="an edition of a standard",
        ),
        pytest.param(("a.pdf", "2021"), ("b.pdf", "2024"), False, id="no-words"),
        pytest.param(
            ("a.pdf", "Frais de mission"), ("b.pdf", "Frais de bouche"), False, id="others"
        ),
    ],
)
def test_a_later_edition_replaces_an_earlier(
    old: tuple[str, str], new: tuple[str, str], replaced: bool
) -> None:
    one, other = document(*old, 2021), document(*new, 2024)
    found = successors([one, other])
    assert {key: value.document for key, value in found.items()} == (
        {one.id: other.id} if replaced else {}
    )


def test_versions_keep_to_their_language_and_their_dates() -> None:
    first = document("a.pdf", "Règles du port 2020", 2020)
    second = document("b.pdf", "Règles du port 2022", 2022)
    third = document("c.pdf", "Règles du port 2024", 2024)
    english = document("d.pdf", "Règles du port 2025", 2025, "en")
    undated = document("e.pdf", "Règles du port", None)
    library = [first, second, third, english, undated]
    newest = {key: value.document for key, value in successors(library).items()}
    assert newest == {first.id: third.id, second.id: third.id}
