"""The sample library: built from its sources, read whole, with the contents its README lists."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import pytest

from rag.readers import read
from rag.records import Reading

ROOT = Path(__file__).resolve().parents[1]
CORPUS, SOURCES = ROOT / "corpus", ROOT / "bench" / "corpus" / "sources"
PATHS = sorted(
    path.relative_to(CORPUS).as_posix()
    for path in CORPUS.rglob("*")
    if path.is_file() and path.name != "README.md"
)
PDFS = [path for path in PATHS if path.endswith(".pdf")]
LABELS = {
    "archives/readers-guide.pdf": ["A-1", "A-2", "A-3"],
    "communiques/2023-11-15-ai-movement.pdf": ["1", "2"],
    "rapports/annual-report-2023.pdf": ["i", "ii", "iii", "1", "2", "3"],
    "rapports/rapport-annuel-2023.pdf": ["i", "1", "2"],
    "reglements/reglement-interieur-2022.pdf": ["41", "42"],
    "reglements/reglement-interieur-2024.pdf": ["i", "ii", "iii", "1", "2", "3"],
}
DATES = {
    "archives/readers-guide.pdf": dt.date(2024, 1, 8),
    "communiques/2023-11-15-ai-movement-en.html": dt.date(2023, 11, 15),
    "communiques/2023-11-15-ai-movement.pdf": dt.date(2023, 11, 15),
    "communiques/2024-06-03-navire-astrolune.txt": dt.date(2024, 6, 3),
    "communiques/2024-06-03-research-vessel.html": dt.date(2024, 6, 3),
    "faq/glossaire.md": dt.date(2024, 9, 16),
    "faq/questions-frequentes.md": dt.date(2024, 11, 4),
    "procedures/frais-de-mission-2021.odt": dt.date(2021, 1, 11),
    "procedures/frais-de-mission-2024.docx": dt.date(2024, 4, 15),
    "procedures/travel-expenses-2024.md": dt.date(2024, 4, 15),
    "rapports/annual-report-2023.pdf": dt.date(2024, 3, 28),
    "rapports/chiffres-cles-2024.odt": dt.date(2025, 2, 14),
    "rapports/rapport-annuel-2023.pdf": dt.date(2024, 3, 28),
    "reglements/reglement-interieur-2022.pdf": dt.date(2022, 3, 4),
    "reglements/reglement-interieur-2024.pdf": dt.date(2024, 6, 21),
    "reglements/rules-of-procedure-2024.docx": dt.date(2024, 6, 21),
    "resolutions/resolution-2024-07-en.txt": dt.date(2024, 6, 21),
    "resolutions/resolution-2024-07.docx": dt.date(2024, 6, 21),
}
# Each French document with its English twin.
TWINS = (
    ("communiques/2023-11-15-ai-movement.pdf", "communiques/2023-11-15-ai-movement-en.html"),
    ("communiques/2024-06-03-navire-astrolune.txt", "communiques/2024-06-03-research-vessel.html"),
    ("procedures/frais-de-mission-2024.docx", "procedures/travel-expenses-2024.md"),
    ("rapports/rapport-annuel-2023.pdf", "rapports/annual-report-2023.pdf"),
    ("reglements/reglement-interieur-2024.pdf", "reglements/rules-of-procedure-2024.docx"),
    ("resolutions/resolution-2024-07.docx", "resolutions/resolution-2024-07-en.txt"),
)
FACTS_FR = (
    "Réunie à Paris pour sa 42e session",
    "Université Mohammed VI Polytechnique, à Rabat",
    "premier centre de catégorie 2 consacré à l’intelligence artificielle en Afrique",
    "Sa présidente exécutive est Amal El Fallah Seghrouchni",
    "mais il n’en fait pas juridiquement partie",
    "financés directement par les États membres",
    "la recherche et le développement",
    "Programme 2030 des Nations unies",
    "l’Agenda 2063 de l’Union africaine",
    "Un accord tripartite devait encore être signé",
)
FACTS_EN = (
    "Meeting in Paris for its 42nd session",
    "Mohammed VI Polytechnic University, in Rabat",
    "the first category 2 centre for artificial intelligence in Africa",
    "Its executive president is Amal El Fallah Seghrouchni",
    "without being legally part of it",
    "funded directly by the member states",
    "research and development",
    "the United Nations’ 2030 Agenda",
    "the African Union’s Agenda 2063",
    "A tripartite agreement",
)
QUESTIONS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (ROOT / "tests" / "data" / "questions.jsonl").read_text("utf-8").splitlines()
]


@cache
def reading(path: str) -> Reading:
    return read(CORPUS / path, CORPUS)


def page_text(path: str, label: str | None = None) -> str:
    """The text of a document, or of one page of it, with plain blanks."""
    pages = (page for page in reading(path).pages if label is None or page.label == label)
    return "\n".join(page.text for page in pages).replace("\u00a0", " ")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folders = tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("second")
    for folder in folders:
        command = [sys.executable, "-m", "bench.corpus.build", "--out", str(folder)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    return folders


def test_the_library_holds_every_format_and_stays_small() -> None:
    endings = [Path(path).suffix for path in PATHS]
    assert set(endings) == {".pdf", ".docx", ".odt", ".html", ".md", ".txt"}
    assert endings.count(".pdf") >= 4
    assert sum((CORPUS / path).stat().st_size for path in PATHS) < 1_000_000


def test_every_document_is_dated_by_what_it_states() -> None:
    assert {path: reading(path).document.date for path in PATHS} == DATES


@pytest.mark.parametrize("path", PATHS)
def test_a_document_states_its_issuer_title_and_language(path: str) -> None:
    document = reading(path).document
    french = (SOURCES / f"{path}.md").read_text("utf-8").find("\nlanguage: fr")
    assert document.language == ("fr" if french > 0 else "en")
    assert document.issuer is not None
    assert {"Valmaris", "Verbatim"} & set(document.issuer.split())
    assert document.title.split(" ")[0] in page_text(path)
    assert reading(path).notices == ()


@pytest.mark.parametrize("path", PDFS)
def test_pages_carry_the_labels_that_they_print(path: str) -> None:
    assert [page.label for page in reading(path).pages] == LABELS[path]
    with pypdf.PdfReader(CORPUS / path) as file:
        assert file.page_labels == LABELS[path]
        for page, label in zip(file.pages, LABELS[path], strict=True):
            # A cover prints no number.
            assert label == "i" or label in page.extract_text().split()


@pytest.mark.parametrize("path", PDFS)
def test_running_headers_and_footers_stay_out_of_the_text(path: str) -> None:
    assert len(reading(path).pages) >= 2
    assert "Document d’exemple" not in page_text(path)
    assert "Sample document" not in page_text(path)


def test_the_two_columns_are_read_one_after_the_other() -> None:
    page = page_text("rapports/rapport-annuel-2023.pdf", "1")
    assert "fermée pendant onze jours. Aucun document ancien n’a été perdu" in page
    assert page.index("Les effectifs") < page.index("La recherche") < page.index("La formation")


@pytest.mark.parametrize("path", PATHS)
def test_accents_and_marks_come_out_composed_and_curly(path: str) -> None:
    text = "".join(page.text for page in reading(path).pages)
    assert not set(text) & {"\ufffd", "\u0301", "\u0300", "\u0302", "\u0327", "'", '"'}


@pytest.mark.parametrize("path", [path for path in PATHS if path.endswith((".odt", ".docx"))])
def test_french_marks_keep_their_no_break_spaces(path: str) -> None:
    text = "".join(page.text for page in reading(path).pages)
    assert not [mark for mark in "»;!?%" if f" {mark}" in text]
    assert "« " not in text


@pytest.mark.parametrize("fact", FACTS_FR)
def test_the_french_note_states_each_fact_of_the_press_release(fact: str) -> None:
    assert fact in page_text(TWINS[0][0])


@pytest.mark.parametrize("fact", FACTS_EN)
def test_the_english_note_states_each_fact_of_the_press_release(fact: str) -> None:
    assert fact in page_text(TWINS[0][1])


@pytest.mark.parametrize(("french", "english"), TWINS)
def test_twins_differ_in_language_and_share_their_date(french: str, english: str) -> None:
    pair = reading(french).document, reading(english).document
    assert [document.language for document in pair] == ["fr", "en"]
    assert pair[0].date == pair[1].date


def test_the_rules_of_2024_replace_numbers_of_2022() -> None:
    old, new = (page_text(f"reglements/reglement-interieur-{year}.pdf") for year in (2022, 2024))
    assert "Le règlement du 4 mars 2022 est abrogé" in new
    for before, after in (("douze", "quinze"), ("sept", "neuf"), ("vingt et un", "quinze")):
        assert before in old
        assert after in new
    assert "Nul ne peut détenir plus de deux procurations." in old
    assert "Nul ne peut détenir plus d’une procuration." in new


def test_the_library_holds_a_conflict_and_a_correction() -> None:
    assert "24 scientifiques" in page_text("communiques/2024-06-03-navire-astrolune.txt")
    assert "26 scientists" in page_text("communiques/2024-06-03-research-vessel.html")
    assert "employait 388 agents" in page_text("rapports/rapport-annuel-2023.pdf")
    assert "s’établit à 391 agents" in page_text("rapports/chiffres-cles-2024.odt")


def test_the_readme_names_every_document_once() -> None:
    rows = (CORPUS / "README.md").read_text("utf-8").splitlines()
    named = [row.split(" | ")[0].strip("| ") for row in rows if row.startswith("| ")]
    assert sorted(named) == ["Document", *PATHS]


def test_building_twice_gives_the_same_bytes(built: tuple[Path, Path]) -> None:
    first, second = built
    for path in PATHS:
        assert (first / path).read_bytes() == (second / path).read_bytes(), path


def test_the_documents_kept_are_what_their_sources_give(built: tuple[Path, Path]) -> None:
    made = built[0]
    assert sorted(p.relative_to(made).as_posix() for p in made.rglob("*.*")) == PATHS
    for path in PATHS:
        # The bytes of an archive depend on the machine's zlib; what is read does not.
        assert read(made / path, made).pages == reading(path).pages, path


def test_half_of_the_questions_are_in_each_language() -> None:
    for answerable in (True, False):
        asked = [row["language"] for row in QUESTIONS if bool(row["path"]) is answerable]
        assert asked.count("fr") == asked.count("en") >= (15 if answerable else 5)
    assert len({row["question"] for row in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize(
    "row", [row for row in QUESTIONS if row["path"]], ids=lambda r: r["question"]
)
def test_the_answer_to_a_question_stands_on_its_page(row: dict[str, Any]) -> None:
    assert row["contains"] in page_text(row["path"], row["page_label"])
    if row["path"] in LABELS:
        assert row["page_label"] in LABELS[row["path"]]


def test_questions_cross_the_languages_both_ways() -> None:
    pairs = {
        (row["language"], reading(row["path"]).document.language)
        for row in QUESTIONS
        if row["path"]
    }
    assert {("fr", "en"), ("en", "fr")} <= pairs
