"""Questions of one's own: how their file is read; how answers are judged, shown and compared."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from labelled_sets import write_set
from openpyxl import Workbook
from test_cli import rag as run

from rag.config import Settings
from rag.encoders import HashingEncoder
from rag.engine import Rag
from rag.errors import EvaluationUnreadable, QuestionsFileInvalid
from rag.evaluate import (
    FIGURES,
    ExpectedAnswer,
    JudgedOutcome,
    LibraryEvaluation,
    changes_since,
    evaluate,
    evaluate_library,
    figure_names,
    load_evaluation,
    load_questions,
    load_set,
)
from rag.evaluate.library import judge

HEAD = ("question", "document", "page", "answer")
ROWS = (
    ("When do the reading rooms open?", "guide.pdf", "2", "nine in the morning"),
    ("Combien d'ouvrages chaque lecteur emprunte-t-il ?", "avis.md", "", "douze | 12"),
    ("Que dit l'article 12 du règlement ?", "", "", "none"),
)
EXPECTED = (
    ExpectedAnswer(ROWS[0][0], ("guide.pdf",), ("2",), ("nine in the morning",)),
    ExpectedAnswer(ROWS[1][0], ("avis.md",), (), ("douze", "12")),
    ExpectedAnswer(ROWS[2][0], refused=True),
)


def write(path: Path) -> Path:
    """The same questions in each kind of file."""
    rows = [HEAD, *ROWS]
    if path.suffix == ".xlsx":
        book = Workbook()
        for row in rows:
            book.active.append([int(cell) if cell.isdigit() else cell for cell in row])
        book.save(path)
    elif path.suffix == ".jsonl":
        values = [dict(zip(HEAD, row, strict=True)) for row in ROWS]
        values[0]["page"], values[1]["answer"] = 2, ["douze", "12"]  # type: ignore[assignment]
        path.write_text("\n".join(map(json.dumps, values)), encoding="utf-8")
    else:
        separator = "\t" if path.suffix == ".tsv" else ";"
        path.write_text("\n".join(map(separator.join, rows)), encoding="utf-8-sig")
    return path


@pytest.mark.parametrize("name", ["q.csv", "q.tsv", "q.xlsx", "q.jsonl", "Q.CSV"])
def test_the_questions_are_the_same_in_every_kind_of_file(tmp_path: Path, name: str) -> None:
    assert load_questions(write(tmp_path / name)) == EXPECTED


def test_columns_come_in_any_order_and_in_french(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_text('Réponse,Question,Note\n"un, deux","Qui ?",pour Zoé\n\nAUCUNE,Quoi ?,\n')
    first = ExpectedAnswer("Qui ?", answers=("un, deux",))
    assert load_questions(path) == (first, ExpectedAnswer("Quoi ?", refused=True))


@pytest.mark.parametrize(
    ("name", "text", "cause"),
    [
        pytest.param("q.csv", "", "no question", id="empty"),
        pytest.param("q.csv", "question,answer\n\n", "no question", id="only-names"),
        pytest.param("q.csv", "Who?,none\nWhy?,none\n", "does not name the columns", id="no-names"),
        pytest.param("q.csv", "question,anser\nWho?,none\n", "no column anser", id="misspelt"),
        pytest.param("q.csv", "question,answer,answer\na,b,c\n", "same name", id="twice"),
        pytest.param("q.csv", "question,answer\n,none\n", "row 2: question is empty", id="blank"),
        pytest.param("q.csv", "question,answer\nWho?\n", "row 2: give a document", id="nothing"),
        pytest.param("q.csv", "question,page\nWho?,2\n", "document is empty", id="page-of-nothing"),
        pytest.param("q.csv", "question,document,answer\nW?,a.pdf,none\n", "none, but", id="both"),
        pytest.param("q.csv", "question,answer\nWho, me?,none\n", "more cells", id="comma"),
        pytest.param("q.jsonl", "{", "row 1: missing or malformed value (JSON)", id="not-json"),
        pytest.param("q.jsonl", "[1]", "row 1: missing or malformed value (JSON)", id="no-object"),
        pytest.param("q.jsonl", '{"question": "W", "anser": 1}', "no column anser", id="unknown"),
        pytest.param("q.jsonl", '{"question": "W", "answer": {}}', "(answer)", id="no-text"),
        pytest.param("q.pdf", "", ".csv .tsv .xlsx .jsonl", id="another-kind"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_row(
    tmp_path: Path, name: str, text: str, cause: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(QuestionsFileInvalid) as caught:
        load_questions(tmp_path / name)
    assert cause in str(caught.value)
    assert name in caught.value.message("fr")


def test_half_a_character_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text('{"question": "\\ud83d?", "answer": "a\\ud83d"}')
    (found,) = load_questions(tmp_path / "q.jsonl")
    assert (found.question, found.answers) == ("\ufffd?", ("a\ufffd",))


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(QuestionsFileInvalid, match="does not exist"):
        load_questions(tmp_path / "q.csv")


def test_a_library_is_measured_on_questions_with_and_without_an_answer(library: Rag) -> None:
    found = evaluate_library(library, EXPECTED, name="q")
    assert [one.outcome for one in found.questions] == ["right", "right", "right"]
    assert {name: value.mean for name, value in found.figures.items()} == dict.fromkeys(
        FIGURES, 1.0
    )
    assert found.figures["refused"].count == 1
    assert found.figures["page"].count == 1
    assert found.worst == ()


@pytest.mark.parametrize(
    ("expected", "outcome"),
    [
        ({"documents": ("Guide to the READING rooms",), "pages": ("iv",)}, "right"),
        ({"documents": ("guide",), "pages": ("2-3", "2", "3")}, "right"),
        ({"answers": ("noon", "Nine in the morning!")}, "right"),
        ({"documents": ("guide.pdf",), "pages": ("3",)}, "wrong_page"),
        ({"documents": ("avis.md",)}, "wrong_document"),
        ({"documents": ("nowhere.pdf",)}, "wrong_document"),
        ({"documents": ("guide.pdf",), "answers": ("noon",)}, "wrong_answer"),
        ({"refused": True}, "answered"),
    ],
)
def test_an_answer_is_judged_by_what_is_expected(
    library: Rag, expected: dict[str, tuple[str, ...]], outcome: JudgedOutcome
) -> None:
    asked = replace(ExpectedAnswer("When do the reading rooms open?"), **expected)  # type: ignore[arg-type]
    (judged,) = evaluate_library(library, [asked]).questions
    assert judged.outcome == outcome
    assert judged.is_good == (outcome == "right")


def test_an_answer_that_should_not_be_refused_and_one_in_a_later_quote(library: Rag) -> None:
    refused = ExpectedAnswer("Que dit l'article 12 du règlement ?", answers=("Zoé",))
    assert evaluate_library(library, [refused]).questions[0].outcome == "refused"
    answer = library.ask("When do the reading rooms open?")
    other = replace(answer.citations[0], n=2, document="other", quote="At ten.", start=0, end=7)
    two = replace(answer, citations=(*answer.citations[:1], other))
    judged = judge(ExpectedAnswer("x", ("b.md",), (), ("at ten",)), two, frozenset({"other"}))
    assert (judged.outcome, judged.is_good) == ("later", True)


def test_an_expected_document_that_is_not_there_is_named_once(library: Rag) -> None:
    asked = [
        replace(EXPECTED[0], documents=("nowhere.pdf", "Guide.pdf")),
        replace(EXPECTED[1], documents=("nowhere.pdf", "old.md")),
        *EXPECTED,
    ]
    found = evaluate_library(library, asked)
    assert found.unknown_documents == ("nowhere.pdf", "old.md")
    assert found.to_dict()["unknown_documents"] == ["nowhere.pdf", "old.md"]
    assert [one.unknown_documents for one in found.questions[:3]] == [
        ("nowhere.pdf",), ("nowhere.pdf", "old.md"), (),
    ]  # fmt: skip
    assert found.questions[0].outcome == "right"  # one of the two is enough
    assert evaluate_library(library, EXPECTED).unknown_documents == ()
    earlier = found.to_dict()
    for one in earlier["questions"]:
        del one["unknown_documents"]  # written before this was known
    assert LibraryEvaluation.from_dict(earlier).unknown_documents == ()


def test_a_list_from_the_catalogue_is_judged_by_its_documents(library: Rag) -> None:
    asked = ExpectedAnswer("What do you have about reading rooms?", ("guide.pdf",))
    assert evaluate_library(library, [asked]).questions[0].outcome == "right"


def test_the_worst_come_first_and_changes_are_named(library: Rag) -> None:
    wrong = [replace(EXPECTED[0], pages=("9",)), replace(EXPECTED[1], answers=(), refused=True)]
    wrong[1] = replace(wrong[1], documents=())
    before = evaluate_library(library, EXPECTED)
    now = evaluate_library(library, [*wrong, EXPECTED[2]])
    assert [one.outcome for one in now.worst] == ["answered", "wrong_page"]
    changes = changes_since(before, now)
    assert set(changes.worse) == {ROWS[0][0], ROWS[1][0]}
    assert changes.better == ()
    assert changes.figures["right"] == pytest.approx(-2 / 3)
    assert changes_since(now, before).better == changes.worse


def test_an_evaluation_is_read_again_and_nothing_else_is(library: Rag, tmp_path: Path) -> None:
    found = evaluate_library(library, EXPECTED, name="q")
    (tmp_path / "e.json").write_text(found.json())
    assert load_evaluation(tmp_path / "e.json") == found
    for text in ("", "[]", "{}", library.ask(ROWS[0][0]).json()):
        (tmp_path / "e.json").write_text(text)
        with pytest.raises(EvaluationUnreadable):
            load_evaluation(tmp_path / "e.json")


@pytest.fixture(scope="module")
def place(documents: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index of the small library and a file of questions."""
    folder = tmp_path_factory.mktemp("place")
    write(folder / "q.csv")
    assert run(folder, "index", str(documents)).returncode == 0
    return folder


def test_the_command_measures_compares_and_ends_by_its_limits(place: Path) -> None:
    first = run(place, "evaluate", "q.csv", "--fail-under", "0.9", "--fail-under", "refused=100%")
    assert first.returncode == 0, first.stderr
    assert "change" not in first.stdout
    text = (place / "q.csv").read_text(encoding="utf-8-sig")
    (place / "q.csv").write_text(text.replace("nine in the morning", "noon"), encoding="utf-8")
    second = run(place, "evaluate", "q.csv", "--fail-under", "0.9", "--fail-under", "refused=1")
    assert second.returncode == 3
    assert second.stderr == "right: 0.667 is under 0.900\n"
    assert "-0.3333" in second.stdout
    assert f"1 question is no longer as expected:\n  {ROWS[0][0]}\n" in second.stdout
    assert "no quote has the expected answer" in second.stdout


def test_a_damaged_last_result_is_replaced(place: Path) -> None:
    assert run(place, "evaluate", "q.csv").returncode == 0
    (kept,) = (place / "index" / "evaluations").iterdir()
    kept.write_text("{}", encoding="utf-8")
    again = run(place, "evaluate", "q.csv")
    assert again.returncode == 0, again.stderr
    assert kept.read_text(encoding="utf-8") != "{}"


def test_the_command_writes_a_result_to_compare_with_and_a_report(place: Path) -> None:
    (place / "two.jsonl").write_text(json.dumps({"question": ROWS[0][0], "answer": "noon"}))
    words = ("evaluate", "two.jsonl", "--out", "e.json", "--report", "r.html", "--json")
    done = run(place, *words)
    assert done.returncode == 0, done.stderr
    printed = json.loads(done.stdout)
    assert printed["changes"] is None
    saved = LibraryEvaluation.from_dict(json.loads((place / "e.json").read_text(encoding="utf-8")))
    assert saved == LibraryEvaluation.from_dict(printed)
    report = (place / "r.html").read_text(encoding="utf-8")
    assert len(re.findall(r"data:image/png;base64,[\w+/]{100}", report)) >= 1
    assert "<h3>When do the reading rooms open?</h3>" in report
    compared = run(place, "evaluate", "two.jsonl", "--compare", "e.json", locale="fr_FR.UTF-8")
    assert "écart" in compared.stdout
    assert "+0.0000" in compared.stdout


@pytest.mark.parametrize(
    ("locale", "said"),
    [("C.UTF-8", "No document of the index has"), ("fr_FR.UTF-8", "ce nom de fichier ni ce titre")],
)
def test_the_command_names_the_documents_that_the_index_lacks(
    place: Path, locale: str, said: str
) -> None:
    rows = [
        {"question": ROWS[0][0], "document": f"gone-{number}.pdf", "answer": "nine"}
        for number in range(12)
    ]
    (place / "gone.jsonl").write_text("\n".join(map(json.dumps, [*rows, *rows])))
    done = run(place, "evaluate", "gone.jsonl", "--report", "g.html", "--json", locale=locale)
    assert done.returncode == 0
    (line,) = (each for each in done.stderr.splitlines() if said in each)
    assert line.count("gone-") == 10
    assert line.endswith("gone-9.pdf | …")
    assert json.loads(done.stdout)["unknown_documents"] == [row["document"] for row in rows]
    assert "gone-3.pdf" in (place / "g.html").read_text(encoding="utf-8")
    assert said not in run(place, "evaluate", "q.csv", locale=locale).stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["q.csv", "--fail-under", "firts=1"], 2, "firts? right | first"),
        (["q.csv", "--fail-under", "1.5"], 2, "0.8 | first=0.6 | 80%"),
        (["q.csv", "--fail-under", "most"], 2, "0.8 | first=0.6 | 80%"),
        (["nothing.csv"], 1, "this file does not exist"),
        (["q.csv", "--index", "nowhere"], 1, "nowhere"),
        (["q.csv", "--compare", "q.csv"], 1, "not a result saved with --out"),
        ([".", "--report", "r.html"], 2, "--report"),
    ],
)
def test_a_wrong_command_ends_with_its_code(
    place: Path, words: list[str], code: int, said: str
) -> None:
    done = run(place, "evaluate", *words)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_the_report_escapes_what_documents_and_questions_say(place: Path) -> None:
    question = "What did the <b>lighthouse</b> keeper write?"
    (place / "h.jsonl").write_text(json.dumps({"question": question, "answer": "none"}))
    assert run(place, "evaluate", "h.jsonl", "--report", "h.html").returncode == 0
    report = (place / "h.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;lighthouse" in report
    assert "<script" not in report
    assert "<b>" not in report


def test_a_limit_for_a_figure_that_a_labelled_set_lacks_is_refused_before_the_run(
    tmp_path: Path,
) -> None:
    write_set(tmp_path / "set", corpus="fr", asked="fr", withheld=2)
    done = run(tmp_path, "evaluate", "set", "--out", "o.jsonl", "--fail-under", "ndcg@9=0.1")
    assert done.returncode == 2
    assert "ndcg@9? ndcg@10 |" in " ".join(done.stderr.split())
    assert not (tmp_path / "o.jsonl").exists()
    labelled, encoder = load_set(tmp_path / "set"), HashingEncoder()
    assert set(figure_names(labelled.questions)) >= set(
        evaluate(labelled, encoder, Settings()).figures
    )
    assert "abstain_recall[off-corpus]" in figure_names(labelled.questions)
