"""Fusion: a convex combination, whatever the scales."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tolerances import FLOAT64, rounding_error

from rag.retrieval.fusion import fuse

cosines = st.dictionaries(st.integers(0, 20), st.floats(-1, 1), max_size=12)
scores = st.dictionaries(st.integers(0, 20), st.floats(0.01, 40), max_size=12)


def test_a_passage_that_both_find_comes_before_one_that_one_finds() -> None:
    fused = fuse({1: 0.8, 2: 0.8}, {1: 5.0, 3: 5.0}, lambda row: 0.5)
    assert [row for row, _ in fused] == [1, 3, 2]
    assert dict(fused)[1] == pytest.approx(0.9)


def test_the_weight_may_differ_from_row_to_row() -> None:
    fused = dict(fuse({1: 0.4, 2: 0.4}, {1: 2.0}, lambda row: 1.0 if row == 2 else 0.0))
    assert fused == pytest.approx({1: 1.0, 2: 0.4})


def test_nothing_found_gives_nothing() -> None:
    assert fuse({}, {}, lambda row: 0.5) == []


@given(semantic=cosines, lexical=scores, share=st.floats(0, 1))
def test_scores_are_those_of_the_obvious_formula(
    semantic: dict[int, float], lexical: dict[int, float], share: float
) -> None:
    fused = fuse(semantic, lexical, lambda row: share)
    best = max(lexical.values(), default=1)
    for row, score in fused:
        cosine, term = max(0, semantic.get(row, 0)), lexical.get(row, 0) / best
        assert score == pytest.approx(share * cosine + (1 - share) * term)
        assert 0 <= score <= 1 + rounding_error(4, FLOAT64)  # two products, 1 - share, a sum
    assert {row for row, _ in fused} == set(semantic) | set(lexical)
    assert fused == sorted(fused, key=lambda pair: (-pair[1], pair[0]))


@given(semantic=cosines, lexical=scores, scale=st.floats(0.5, 9))
def test_the_scale_of_bm25_changes_nothing(
    semantic: dict[int, float], lexical: dict[int, float], scale: float
) -> None:
    grown = {row: score * scale for row, score in lexical.items()}
    before, after = (fuse(semantic, part, lambda row: 0.5) for part in (lexical, grown))
    assert dict(after) == pytest.approx(dict(before))
