"""The rows of tables: of another figure or day than a claim, and about it."""

from __future__ import annotations

import pytest

from rag.checking.table_rows import is_other_row
from rag.facts.qualifiers import with_plain_bounds
from rag.records import Language


@pytest.mark.parametrize(
    ("claim", "row", "language", "other"),
    [
        ("Le plafond pour 2 parts est de 30 €.", "Foyer : 3 parts | Plafond : 30 €", "fr", True),
        (
            "Le plafond pour 2 parts est de 30 €.",
            "Foyer : 2 parts | Plafond : 30 €",
            "fr",
            False,
        ),
        ("Le plafond pour une part est de 30 €.", "Foyer : 1 part | Plafond : 30 €", "fr", False),
        ("En 2020, il valait 9 €.", "Année : 1er mai 2019 | Prix : 9 €", "fr", True),
        ("En 2020, il valait 9 €.", "Année : 1er mai 2020 | Prix : 9 €", "fr", False),
        ("Il vaut 9 €.", "Année : 1er mai 2020 | Prix : 9 €", "fr", False),
        ("Il dure 280 heures au plus.", "Durée minimale | 20 heures", "fr", True),
        ("Il dure 280 heures au plus.", "Durée maximale | 280 heures", "fr", False),
        ("It lasts 20 hours at least.", "Maximum duration | 280 hours", "en", False),
        ("The ferry is in Lenny.", "7 | Ferry | Lenny", "en", False),
        ("The ferry of 20 cars leaves daily.", "It leaves daily.", "en", False),
    ],
)
def test_a_row_of_another_figure_or_day(
    claim: str, row: str, language: Language, other: bool
) -> None:
    assert is_other_row(with_plain_bounds(claim, language), row, language) is other
