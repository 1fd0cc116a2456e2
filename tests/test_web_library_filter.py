"""Searching the documents of the library."""

from __future__ import annotations

import datetime as dt

import pytest

from rag.records import Document, Language
from rag.web.library_filter import COLUMNS, Column, LibraryFilter, filter_documents


def document(title: str, language: Language, date: str | None, issuer: str | None) -> Document:
    day = dt.date.fromisoformat(date) if date else None
    path = f"{title.lower()}.pdf"
    return Document(title, "/", path, title, "pdf", language, day, issuer, len(title))


DOCUMENTS = (
    document("Zone", "en", "2023-11-15", None),
    document("Éthique", "fr", None, "Institut du Port"),
    document("avis", "fr", "2024-03-01", "Institut du Port"),
)


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("", ["avis", "Éthique", "Zone"]),
        ("ETHIQUE", ["Éthique"]),
        ("e\u0301thique", ["Éthique"]),
        ("port institut", ["avis", "Éthique"]),
        ("2023", ["Zone"]),
        ("zone.pdf", ["Zone"]),
        ("nowhere", []),
    ],
)
def test_every_word_must_be_there_accents_and_case_apart(words: str, titles: list[str]) -> None:
    assert [found.title for found in filter_documents(DOCUMENTS, LibraryFilter(words))] == titles


def test_a_language_keeps_its_documents_only() -> None:
    assert [d.title for d in filter_documents(DOCUMENTS, LibraryFilter(language="en"))] == ["Zone"]


@pytest.mark.parametrize(
    ("column", "up", "down"),
    [
        ("title", ["avis", "Éthique", "Zone"], ["Zone", "Éthique", "avis"]),
        ("date", ["Zone", "avis", "Éthique"], ["avis", "Zone", "Éthique"]),
        ("issuer", ["Éthique", "avis", "Zone"], ["Éthique", "avis", "Zone"]),
        ("language", ["Zone", "Éthique", "avis"], ["Éthique", "avis", "Zone"]),
    ],
)
def test_what_is_not_stated_comes_last_both_ways(
    column: Column, up: list[str], down: list[str]
) -> None:
    look = LibraryFilter(column=column)
    assert [d.title for d in filter_documents(DOCUMENTS, look)] == up
    assert [d.title for d in filter_documents(DOCUMENTS, look.turned(column))] == down


def test_a_column_turns_around_and_another_starts_upwards() -> None:
    look = LibraryFilter("words", "fr", "date")
    assert look.turned("date") == LibraryFilter("words", "fr", "date", down=True)
    assert look.turned("date").turned("date") == look
    assert look.turned("date").turned("title") == LibraryFilter("words", "fr", "title")


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_orders_the_same_documents(column: Column) -> None:
    assert set(filter_documents(DOCUMENTS, LibraryFilter(column=column))) == set(DOCUMENTS)
