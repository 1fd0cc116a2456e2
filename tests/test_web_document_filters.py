"""The documents of the library, filtered and sorted."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from rag.records import Document, Language
from rag.web.document_filters import (
    COLUMNS,
    LONGEST,
    PAGE_SIZE,
    Column,
    LibraryFilter,
    filter_documents,
    page_of,
)
from rag.web.html.library import render_documents


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
    for descending, titles in ((False, up), (True, down)):
        filters = LibraryFilter(column=column, descending=descending)
        assert [d.title for d in filter_documents(DOCUMENTS, filters)] == titles


def test_the_same_column_reverses_the_order_and_dates_begin_with_the_newest() -> None:
    filters = LibraryFilter("words", "fr", "title")
    newest = filters.sorted_by("date")
    assert newest == LibraryFilter("words", "fr", "date", descending=True)
    assert newest.sorted_by("date") == LibraryFilter("words", "fr", "date")
    assert newest.sorted_by("date").sorted_by("date") == newest
    assert newest.sorted_by("issuer") == LibraryFilter("words", "fr", "issuer")
    assert [d.title for d in filter_documents(DOCUMENTS, LibraryFilter().sorted_by("date"))] == [
        "avis", "Zone", "Éthique"
    ]  # fmt: skip


def test_a_large_library_is_shown_page_by_page() -> None:
    many = [replace(DOCUMENTS[0], id=f"{n:064x}") for n in range(2 * PAGE_SIZE + 1)]
    pages = [page_of(many, number) for number in (1, 2, 3)]
    assert [document for shown, _, _ in pages for document in shown] == many
    assert [(number, last) for _, number, last in pages] == [(1, 3), (2, 3), (3, 3)]
    assert page_of(many, 9)[1] == 3
    assert page_of(many, -1)[1] == 1
    assert page_of([], 2) == ([], 1, 1)


def test_another_filter_or_order_begins_on_the_first_page() -> None:
    third = LibraryFilter(page=3)
    for changed in (third.with_words("a"), third.in_language("fr"), third.sorted_by("date")):
        assert changed.page == 1


def test_the_table_of_ten_thousand_documents_is_drawn_as_one_of_a_hundred() -> None:
    many = [
        replace(DOCUMENTS[n % 3], id=f"{n:064x}", title=f"Note {n}", path=f"notes/{n}.pdf")
        for n in range(10_000)
    ]
    shown = render_documents(many, LibraryFilter().with_words("note").sorted_by("date"), "fr")
    assert shown.count("<tr>") == PAGE_SIZE + 1
    assert len(shown) < 200_000
    assert "10\u202f000 documents" in shown
    assert "Page 1" in shown
    assert "sur 100" in shown


@pytest.mark.parametrize("column", COLUMNS)
def test_sorting_by_any_column_keeps_every_document(column: Column) -> None:
    assert set(filter_documents(DOCUMENTS, LibraryFilter(column=column))) == set(DOCUMENTS)
