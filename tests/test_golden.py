"""Questions and claims are answered as the committed table says; how golden.py compares."""

from __future__ import annotations

import pytest
from golden import (
    MOST_BY_ROUNDING,
    TOLERANCE,
    GoldenOutcome,
    agree,
    by_rounding,
    differences,
    merged,
    outcomes_alone,
    read_halves,
    read_table,
    report,
)

from rag import Rag


def test_the_sample_library_answers_as_the_table_says(sample: Rag) -> None:
    alone, _ = read_halves()
    if changed := list(differences(alone, outcomes_alone(sample))):
        pytest.fail(report(changed), pytrace=False)


def test_little_of_the_table_is_decided_by_rounding() -> None:
    table = read_table()
    texts = sum(isinstance(value, str) for outcome in table.values() for value in outcome.values())
    assert len(by_rounding(table)) <= MOST_BY_ROUNDING * texts


def test_a_number_agrees_up_to_the_tolerance() -> None:
    assert agree(0.5, 0.5 + 0.9 * TOLERANCE)
    assert not agree(0.5, 0.5 - 1.1 * TOLERANCE)


def test_of_hits_that_rounding_may_swap_either_agrees() -> None:
    runs: list[dict[str, GoldenOutcome]] = [
        {"question": {"hit 1": "a", "hit 2": "b"}},
        {"question": {"hit 1": "b", "hit 2": "a", "hit 3": "c"}},
    ]
    table = merged(runs)
    assert not list(differences(table, runs[0]))
    assert not list(differences(table, runs[1]))
    assert list(differences(table, {"question": {"hit 1": "c", "hit 2": "b"}}))
    assert len(by_rounding(table)) == 3


def test_a_number_that_rounding_decides_is_refused() -> None:
    with pytest.raises(ValueError, match=r"Who\?: confidence is decided by rounding"):
        merged([{"Who?": {"confidence": 0.5}}, {"Who?": {"confidence": 0.5 + TOLERANCE}}])


def test_a_difference_names_the_question_what_was_and_what_is() -> None:
    table: dict[str, GoldenOutcome] = {"Who?": {"found": "yes", "quote 1": "a.pdf, p. 1 | She."}}
    (difference,) = differences(table, {"Who?": {"found": "no"}})
    assert difference.splitlines() == [
        "  Who?",
        "    found",
        "      was yes",
        "      is  no",
        "    quote 1",
        "      was a.pdf, p. 1 | She.",
        "      is  nothing",
    ]


def test_a_question_added_or_removed_is_a_difference() -> None:
    asked: dict[str, GoldenOutcome] = {"Who?": {"found": "yes"}}
    assert list(differences(asked, {})) == ["  Who?\n    found\n      was yes\n      is  nothing"]
    assert list(differences({}, asked)) == ["  Who?\n    found\n      was nothing\n      is  yes"]
