"""Kinds of documents with a period and no verb, "press releases of March 2024": a list."""

import datetime as dt
from pathlib import Path

import pytest

from rag import Rag, Settings
from rag.encoders import HashingEncoder
from rag.ingest import ingest
from rag.questions.library_questions import read_library_question
from rag.records import Language
from rag.store import Store

TODAY = dt.date(2026, 11, 27)
TEXTS = {
    "2024-03-05.md": (
        "2024-03-05",
        "Communiqué de presse : le sentier rouvre",
        "Il rouvre samedi.",
    ),
    "2024-03-12.md": (
        "2024-03-12",
        "Press release: new works",
        "The works opened on 12 March 2024.",
    ),
    "2024-04-11.md": ("2024-04-11", "Communiqué : feux interdits", "Tout feu est interdit."),
    "notes.md": (
        "2024-03-20",
        "Software release 2.1",
        "The release of March 2024 mends the clock.",
    ),
}


@pytest.fixture(scope="module")
def rag(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    folder: Path = tmp_path_factory.mktemp("releases")
    (folder / "documents").mkdir()
    for name, (day, title, text) in TEXTS.items():
        whole = f"---\ndate: {day}\n---\n# {title}\n\n{text}\n"
        (folder / "documents" / name).write_text(whole, encoding="utf-8")
    ingest([folder / "documents"], folder / "index", HashingEncoder())
    settings = Settings(encoder="hashing-64", threshold=0.0)
    return Rag(Store.open(folder / "index"), HashingEncoder(), settings)


@pytest.mark.parametrize(
    ("question", "files"),
    [
        ("les communiqués de mars 2024", ["2024-03-05.md", "2024-03-12.md"]),
        ("Communiqués de presse d'avril 2024", ["2024-04-11.md"]),
        ("press releases of March 2024", ["2024-03-05.md", "2024-03-12.md"]),
        ("Press releases, April 2024", ["2024-04-11.md"]),
        ("Quel est le dernier communiqué de presse ?", ["2024-04-11.md"]),
        ("What is the latest press release?", ["2024-04-11.md"]),
    ],
)
def test_the_documents_are_listed(rag: Rag, question: str, files: list[str]) -> None:
    listed = rag.ask(question).listed
    assert listed is not None
    assert sorted(document.path for document in listed.documents) == files


@pytest.mark.parametrize("question", ["les bulletins de mars 2024", "circulars of March 2024"])
def test_a_kind_that_the_library_lacks_is_asked_of_the_documents(rag: Rag, question: str) -> None:
    assert rag.ask(question).listed is None


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("communiqué du 5 mars 2024", "fr"),
        ("procès-verbal de mars 2024", "fr"),
        ("communiqués de mars 2024 sur le budget", "fr"),
        ("notes de frais 2024", "fr"),
        ("le rapport annuel 2023", "fr"),
        ("press release of 5 March 2024", "en"),
        ("press releases about water in 2024", "en"),
        ("releases of March 2024", "en"),
        ("minutes of silence in 2024", "en"),
        ("annual report 2023", "en"),
    ],
)
def test_one_document_or_another_word_asks_the_documents(question: str, language: Language) -> None:
    assert read_library_question(question, language, TODAY) is None
