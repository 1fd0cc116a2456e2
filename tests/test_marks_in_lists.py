"""Several things of a kind named together: "articles 5, 6 et 7"."""

from __future__ import annotations

import pytest

from rag.facts.compare import compare
from rag.facts.qualifiers import with_plain_bounds
from rag.language.identifiers.marks import find_marks
from rag.records import Language


@pytest.mark.parametrize(
    ("text", "language", "numbers"),
    [
        ("aux articles 5, 6 et 7", "fr", {"5", "6", "7"}),
        ("in Zone 2A, 2B or 3", "en", {"2a", "2b", "3"}),
        ("pages 3 to 6", "en", {"3", "4", "5", "6"}),
        ("article L. 123-4", "fr", {"l.123-4"}),
    ],
)
def test_the_numbers_of_a_mark(text: str, language: Language, numbers: set[str]) -> None:
    (mark,) = find_marks(text, language)
    assert mark.numbers == numbers


@pytest.mark.parametrize(("zone", "outcome"), [("3", "agrees"), ("4", "missing")])
def test_a_claim_of_one_of_them(zone: str, outcome: str) -> None:
    claim = with_plain_bounds(f"Lobster is fished in Zone {zone}.", "en")
    quote = with_plain_bounds("in Zone 2A, 2B or 3, fishing for lobster", "en")
    nothing = with_plain_bounds("", "en")
    (reason,) = (one for one in compare(claim, quote, nothing) if one.topic == "figure")
    assert reason.outcome == outcome
