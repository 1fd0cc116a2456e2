"""The documents of the library, filtered and sorted."""

from __future__ import annotations

import datetime as dt

import pytest

from rag.records import Document, Language
from rag.web.document_filters import (
    COLUMNS,
    LONGEST,
    Column,
    LibraryFilter,
    filter_documents,
)


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
def test_every_word_must_be_there_whatever_its_accents_and_case(
    words: str, titles: list[str]
) -> None:
    assert [found.title for found in filter_documents(DOCUMENTS, LibraryFilter(words))] == titles


def test_the_first_characters_of_an_endless_filter_count_and_no_more_are_kept() -> None:
    endless = "port " * 20_000
    filters = LibraryFilter().with_words(endless)
    assert len(filters.words) == LONGEST
    assert len(filter_documents(DOCUMENTS, filters)) == 2
    assert len(filter_documents(DOCUMENTS, LibraryFilter(endless + "nowhere"))) == 2


def test_only_documents_of_the_chosen_language_are_left() -> None:
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
def test_documents_without_a_value_come_last_in_both_directions(
    column: Column, up: list[str], down: list[str]
) -> None:
    filters = LibraryFilter(column=column)
    assert [d.title for d in filter_documents(DOCUMENTS, filters)] == up
    assert [d.title for d in filter_documents(DOCUMENTS, filters.sorted_by(column))] == down


def test_the_same_column_reverses_the_order_and_another_starts_ascending() -> None:
    filters = LibraryFilter("words", "fr", "date")
    assert filters.sorted_by("date") == LibraryFilter("words", "fr", "date", descending=True)
    assert filters.sorted_by("date").sorted_by("date") == filters
    assert filters.sorted_by("date").sorted_by("title") == LibraryFilter("words", "fr", "title")


@pytest.mark.parametrize("column", COLUMNS)
def test_sorting_by_any_column_keeps_every_document(column: Column) -> None:
    assert set(filter_documents(DOCUMENTS, LibraryFilter(column=column))) == set(DOCUMENTS)
