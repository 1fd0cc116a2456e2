"""``rag ask``, ``check`` and ``chat`` limited to some documents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import questions_library
from test_cli import rag

BUDGET = "Quel est le budget de l'établissement ?"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    texts = questions_library.TEXTS
    for year in ("2022", "2023"):
        name = f"rapport-annuel-{year}.md"
        questions_library.write_texts(folder / "docs" / year, {name: texts[name]})
    questions_library.write_texts(folder / "docs", {"loan-policy.md": texts["loan-policy.md"]})
    done = rag(folder, "index", "docs")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize(
    ("options", "scope"),
    [
        (["--in", "Rapport annuel 2022"], {"documents": ["Rapport annuel 2022"]}),
        (["--in", "docs/2022/"], {"folders": ["docs/2022/"]}),
        (["--until", "2022"], {"until": "2022-12-31"}),
        (
            ["--in", "2022", "--in", "loan-policy.md", "--language", "fr", "--type", "md"],
            {
                "documents": ["loan-policy.md"], "folders": ["2022"], "types": ["md"],
                "languages": ["fr"],
            },
        ),
    ],
)  # fmt: skip
def test_a_question_is_limited_to_some_documents(
    library: Path, options: list[str], scope: dict[str, object]
) -> None:
    done = rag(library, "ask", BUDGET, *options, "--json")
    found = json.loads(done.stdout)
    assert found["scope"] == scope
    assert {hit["document"]["title"] for hit in found["hits"]} == {"Rapport annuel 2022"}
    assert "40 000" in found["text"]


def test_an_answer_says_first_what_it_is_limited_to(library: Path) -> None:
    done = rag(library, "ask", BUDGET, "--in", "2023", "--from", "2023")
    line = done.stdout.splitlines()[0].replace("\xa0", " ")
    assert line == "Limité à : dossier 2023 · à partir du 1er janvier 2023"


def test_a_refusal_says_whether_the_whole_library_answers(library: Path) -> None:
    done = rag(
        library,
        "ask",
        "What does “each book for three weeks” mean?",
        "--in",
        "2022",
        "--in",
        "2023",
    )
    assert done.returncode == 3
    assert "Only the 2 chosen documents were read." in done.stdout
    assert "The whole library has an answer, in “Loan policy”." in done.stdout


@pytest.mark.parametrize(
    ("options", "code", "expected"),
    [
        (["--in", "Rapport 1999"], 1, "Rapport 1999 : la bibliothèque ne contient aucun document"),
        (
            ["--issuer", "Nobody"],
            1,
            "Nobody : la bibliothèque ne contient aucun émetteur de ce nom.",
        ),
        (["--from", "2031"], 1, "à partir du 1er janvier 2031. Retirez-en une."),
        (["--from", "2023", "--until", "2022"], 1, "le premier jour est après le dernier"),
        (["--from", "hier"], 2, "hier : date incorrecte."),
        (["--language", "de"], 2, "'de'"),
    ],
)
def test_limits_that_are_wrong_or_empty_are_one_line(
    library: Path, options: list[str], code: int, expected: str
) -> None:
    done = rag(library, "ask", "Quel est le prix du pain ?", *options, locale="fr_FR.UTF-8")
    shown = (done.stdout + done.stderr).replace("\xa0", " ").replace("\u202f", " ")
    assert (done.returncode, expected in shown) == (code, True), shown
    assert "Traceback" not in shown


def test_a_text_is_checked_against_some_documents(library: Path) -> None:
    claim = "Le budget de l'établissement est de 50 000 euros."
    inside = json.loads(rag(library, "check", claim, "--in", "2023", "--json").stdout)
    assert (inside["verdict"], inside["scope"]) == ("supported", {"folders": ["2023"]})
    shown = rag(library, "check", claim, "--in", "2022").stdout.replace("\xa0", " ")
    assert shown.startswith("Limité à : dossier 2022")
    assert "rapport-annuel-2023" not in shown


def test_a_search_is_limited_to_some_documents(library: Path) -> None:
    done = rag(library, "search", "budget", "--in", "2022", "--json")
    found = json.loads(done.stdout)
    assert (found["by_words"], found["scope"]) == (1, {"folders": ["2022"]})
    assert "2023" not in {one["document"]["path"][:4] for one in found["documents"]}
    assert rag(library, "search", "budget", "--in", "2022").stdout.startswith("Limited to: folder")


def test_a_conversation_stays_within_its_documents(library: Path) -> None:
    done = rag(library, "chat", "--in", "2022", typed=f"{BUDGET}\nEt en 2023 ?\n")
    assert "40 000 euros" in done.stdout
    assert "50 000" not in done.stdout


def test_an_export_says_what_it_is_limited_to(library: Path) -> None:
    rag(library, "ask", BUDGET, "--in", "2022", "--export", "answer.md")
    text = (library / "answer.md").read_text(encoding="utf-8").replace("\xa0", " ")
    assert "Limité à : dossier 2022" in text


def test_a_page_of_results_that_does_not_exist_is_said_in_one_line(library: Path) -> None:
    done = rag(library, "search", "budget", "--page", "99")
    assert done.stderr.strip().splitlines() == ["There is no page 99: all results are on page 1."]
    assert done.stdout == rag(library, "search", "budget").stdout
    assert (
        json.loads(rag(library, "search", "budget", "--page", "99", "--json").stdout)["page"] == 1
    )
