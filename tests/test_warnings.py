"""Every true disagreement of the cases is found, and none of the false ones, in both languages."""

from __future__ import annotations

from collections import Counter

import pytest

from bench.warning_cases import WarningCase, warning_cases


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=f"{n}-{case.kind}-{case.language}")
        for n, case in enumerate(warning_cases())
    ],
)
def test_only_true_disagreements_are_found(case: WarningCase) -> None:
    assert case.found() == ([case.topic] if case.topic else [])


def test_each_kind_is_there_in_both_languages() -> None:
    counts = Counter((case.kind, case.language) for case in warning_cases())
    kinds = {kind for kind, _ in counts}
    assert all(counts[kind, "fr"] == counts[kind, "en"] for kind in kinds)
    assert any(case.topic for case in warning_cases())
