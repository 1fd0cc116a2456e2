"""The sentences around the quotes."""

import datetime as dt

import pytest

from rag.messages.answers import day, not_found, place, quoted, reference
from rag.messages.command import summary
from rag.records import Citation, IngestReport, Language

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("date", "language", "expected"),
    [
        pytest.param(dt.date(2024, 3, 1), "fr", "1er mars 2024", id="first-of-the-month"),
        pytest.param(dt.date(2023, 11, 15), "fr", "15 novembre 2023", id="french"),
        pytest.param(dt.date(2023, 11, 1), "en", "1 November 2023", id="english"),
    ],
)
def test_dates_as_they_are_written(date: dt.date, language: Language, expected: str) -> None:
    assert day(date, language) == expected


@pytest.mark.parametrize(
    ("page", "label", "expected"),
    [
        pytest.param(None, None, "", id="no-pages"),
        pytest.param(4, None, f"p.{NBSP}4", id="no-label"),
        pytest.param(4, "4", f"p.{NBSP}4", id="same"),
        pytest.param(219, "217", f"p.{NBSP}217 (PDF{NBSP}219)", id="printed-differs"),
    ],
)
def test_a_place_names_the_printed_page_first(
    page: int | None, label: str | None, expected: str
) -> None:
    assert place(page, label) == expected


def test_quotation_marks_follow_the_language() -> None:
    assert quoted("oui", "fr") == f"«{NBSP}oui{NBSP}»"
    assert quoted("yes", "en") == "“yes”"


def test_a_refusal_says_how_many_documents_were_searched() -> None:
    assert "(1 document consultés)" not in not_found("fr", 1)
    assert "12 documents" in not_found("fr", 12)
    assert "12 documents searched" in not_found("en", 12)


def test_a_reference_is_one_line_with_title_date_page_and_path() -> None:
    cited = Citation(
        1, "0" * 64, "a/b.pdf", "Règlement", 3, "i", 0, 4, "Oui.", "fr",
        dt.date(2024, 1, 1), "0" * 64, 1.0,
    )  # fmt: skip
    line = reference(cited, "fr")
    assert line == f"Règlement, 1er janvier 2024, p.{NBSP}i (PDF{NBSP}3), a/b.pdf"


def test_the_summary_counts_what_was_done() -> None:
    report = IngestReport(("a", "b"), ("c",), (), (), (), (), 3, 40, 1.25)
    assert "3 documents, 40 passages" in summary(report, "fr")
    assert "2 added or changed, 1 unchanged, 0 removed, 0 refused" in summary(report, "en")
