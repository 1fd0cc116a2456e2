"""A labelled set through the whole product."""

import json
from pathlib import Path

import pytest

from rag.config import Settings
from rag.encoders import HashingEncoder
from rag.errors import EvaluationInvalid
from rag.evaluate import evaluate, load_set, write_run
from rag.evaluate.sets import readings

CORPUS = [
    {"_id": "a", "title": "Mandat", "text": "Le mandat du président dure trois ans.", "lang": "fr"},
    {"_id": "b", "title": "Budget", "text": "The budget is voted in December.", "lang": "en"},
    {"_id": "c", "title": "Copie", "text": "Le mandat du président dure trois ans.", "lang": "fr"},
]
QUERIES = [
    {"_id": "q1", "text": "Combien de temps dure le mandat du président ?", "lang": "fr",
     "answers": ["trois ans"]},
    {"_id": "q2", "text": "When is the budget voted?", "answers": ["in December"]},
    {"_id": "q3", "text": "Who painted the ceiling?", "answerable": False, "kind": "off"},
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, rows in (("corpus", CORPUS), ("queries", QUERIES)):
        lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (tmp_path / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\ta\t1\nq2\tb\t1\n")
    return tmp_path


def test_questions_find_their_passages_and_their_answers(folder: Path) -> None:
    found = evaluate(load_set(folder), HashingEncoder(), Settings())
    assert found.figures["ndcg@10"].mean > 0.8
    assert found.figures["sentence_hit"].mean == 1.0
    assert found.figures["abstain_recall[off]"].mean == 1.0
    assert [len(outcome.ranked) for outcome in found.outcomes[:2]] == [3, 3]


def test_rows_of_equal_text_stay_apart(folder: Path) -> None:
    found = list(readings(load_set(folder)))
    assert len({reading.document.id for reading in found}) == 3
    assert [reading.document.path for reading in found] == ["a", "b", "c"]


def test_the_run_is_written_a_question_a_line(folder: Path, tmp_path: Path) -> None:
    found = evaluate(load_set(folder), HashingEncoder(), Settings())
    write_run(found, tmp_path / "run.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "run.jsonl").read_text().splitlines()]
    assert [row["query_id"] for row in rows] == ["q1", "q2", "q3"]
    assert [row["abstained"] for row in rows] == [False, False, True]
    assert "trois ans" in rows[0]["answer"]


@pytest.mark.parametrize(
    ("name", "text", "cause"),
    [
        pytest.param("queries.jsonl", "{", "1:", id="not-json"),
        pytest.param("queries.jsonl", '{"_id": 1}', "text ?", id="no-text"),
        pytest.param("qrels.tsv", "header\nq1 a 1", "2:", id="not-tabs"),
        pytest.param("queries.jsonl", "\n", "queries.jsonl", id="no-questions"),
        pytest.param("queries.jsonl", "\n", "it has no line", id="no-questions-said"),
        pytest.param("corpus.jsonl", "\n", "corpus.jsonl", id="no-passages"),
    ],
)
def test_a_malformed_line_is_named(folder: Path, name: str, text: str, cause: str) -> None:
    (folder / name).write_text(text)
    with pytest.raises(EvaluationInvalid) as caught:
        load_set(folder)
    assert cause in str(caught.value)


def test_the_first_judgement_counts_with_a_header_and_without(folder: Path) -> None:
    judged = (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()
    with_header = load_set(folder)
    assert not judged[0][-1].isdigit()
    (folder / "qrels.tsv").write_text("\n".join(judged[1:]), encoding="utf-8")
    assert load_set(folder) == with_header


@pytest.mark.parametrize("end", [" ", "\t", "\r\n", ".0", "\n\n"])
def test_the_first_judgement_counts_however_its_line_ends(folder: Path, end: str) -> None:
    known = load_set(folder)
    (folder / "qrels.tsv").write_text(f"q1\ta\t1{end}\nq2\tb\t1\n", encoding="utf-8")
    assert load_set(folder) == known


def test_a_folder_that_is_no_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationInvalid, match=r"corpus\.jsonl"):
        load_set(tmp_path)
