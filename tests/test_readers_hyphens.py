"""Hyphens at line ends: those of compounds stay, those that only split a word go."""

import pytest

from rag.readers.hyphens import hyphen_between, vocabulary


@pytest.mark.parametrize(
    ("before", "after", "between"),
    [
        ("dévelop-", "pement,", ""),
        ("l’intelli-", "gence", ""),
        ("mi-", "nistre", ""),
        ("entre-", "prise", ""),
        ("vice-", "président", "-"),
        ("vice-prési-", "dent", ""),
        ("c’est-à-", "dire", "-"),
        ("state-of-the-", "art", "-"),
        ("dit-", "il", "-"),
        ("eux-", "mêmes", "-"),
        ("Jean-", "Pierre", "-"),
        ("COMMU-", "NIQUÉ", ""),
        ("2023-", "2024", "-"),
        ("-", "dit", None),
        ("mot", "suite", None),
        ("(", "suite", None),
        ("short-", "and long-term", None),
        ("avant-", "et arrière-pays", None),
        ("state-of-", "the-art", "-"),
    ],
)
def test_what_stands_between_two_halves(before: str, after: str, between: str | None) -> None:
    assert hyphen_between(before, after, frozenset()) == between


def test_the_words_of_the_document_decide_first() -> None:
    known = vocabulary(["Un portefeuille, des sous-marins", "« L’avant-garde »"])
    assert hyphen_between("porte-", "feuille", known) == ""
    assert hyphen_between("avant-", "garde", known) == "-"
    assert hyphen_between("sous-", "marins", known) == "-"
    known = vocabulary(["a thousand tickets, a ticket, black-and-white"])
    assert hyphen_between("thous-", "and", known) == ""
    assert hyphen_between("tick-", "et", known) == ""
    assert hyphen_between("black-", "and-white", known) == "-"
