"""The metrics, against simple reference code and against values worked out by hand."""

import importlib.util
import math
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.evaluate.metrics import answer_scores, citation_scores, figure, normalised, ranking_scores
from rag.records import Language

SCORER = Path(__file__).parents[2] / "shared" / "eval" / "score.py"
names = st.lists(st.sampled_from("abcdefghijklmno"), max_size=15)
relevant = st.dictionaries(st.sampled_from("abcdef"), st.just(1.0), min_size=1, max_size=4)


def scorer() -> ModuleType:
    if not SCORER.is_file():
        pytest.skip("the independent scorer of the development sets is not here")
    spec = importlib.util.spec_from_file_location("score", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_second_place_counts_one_over_log_three() -> None:
    found = ranking_scores(["a", "b", "c"], {"b": 1})
    assert found["ndcg@10"] == pytest.approx(1 / math.log2(3))
    assert (found["mrr@10"], found["recall@1"], found["recall@5"]) == (0.5, 0, 1)


def test_a_repeated_passage_counts_once_at_its_first_place() -> None:
    assert ranking_scores(["x", "x", "b"], {"b": 1})["mrr@10"] == 0.5


@given(ranked=names, relevant=relevant)
def test_ranking_figures_agree_with_an_independent_scorer(
    ranked: list[str], relevant: dict[str, float]
) -> None:
    expected = scorer().rank_scores(ranked, relevant)
    assert ranking_scores(ranked, relevant) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        pytest.param("The  Eiffel-Tower!", "en", "eiffel tower", id="article-hyphen"),
        pytest.param("L’État", "fr", "état", id="elision"),
        pytest.param("les dépenses du ménage", "fr", "dépenses ménage", id="articles"),
        pytest.param("une «règle»", "fr", "règle", id="guillemets"),
    ],
)
def test_answers_are_compared_without_case_marks_or_articles(
    text: str, language: Language, expected: str
) -> None:
    assert normalised(text, language) == expected


@given(shown=st.text(max_size=40), reference=st.text(max_size=20))
def test_answer_figures_agree_with_an_independent_scorer(shown: str, reference: str) -> None:
    exact, contains, overlap = scorer().answer_scores(shown, [reference], "en")
    found = answer_scores(shown, [reference], "en")
    assert (found["exact"], found["contains"], found["f1"]) == pytest.approx(
        (exact, contains, overlap)
    )


def test_an_interval_holds_its_mean_and_narrows_with_more_values() -> None:
    few, many = figure([0.0, 1.0] * 10), figure([0.0, 1.0] * 1000)
    assert few.low < few.mean == many.mean == 0.5 < few.high
    assert many.high - many.low < few.high - few.low
    assert math.isnan(figure([]).mean)


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        ([1.0], 0.207, 1.0),
        ([0.0], 0.0, 0.793),
        ([1.0] * 3, 0.438, 1.0),
        ([1.0, 0.0, 1.0, 1.0], 0.301, 0.954),
    ],
)
def test_few_questions_leave_a_wide_interval(values: list[float], low: float, high: float) -> None:
    """Against values of the score interval in published tables, to their three digits."""
    found = figure(values)
    assert found.low == pytest.approx(low, abs=1e-3)
    assert found.high == pytest.approx(high, abs=1e-3)


def test_citations_are_scored_against_the_relevant_passages() -> None:
    scores = citation_scores(["b", "a", "a", "c"], {"a": 1.0, "d": 1.0, "c": 0.0})
    assert scores == {"citation_precision": 0.5, "citation_recall": 0.5, "first_citation": 0.0}
