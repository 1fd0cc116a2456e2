"""Markdown is read as the page that it renders to."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import DocumentEmpty
from rag.readers.markdown import read


def text(source: str) -> str:
    return read(source.encode(), "x.md").pages[0].text


def test_marks_of_emphasis_and_links_are_taken_off_and_code_is_kept() -> None:
    source = 'L’**accord** du [15 novembre](https://x.org "t"), *vu* ; `a*b*c`\nsuite.'
    assert text(source) == "L’accord du 15 novembre, vu ; a*b*c suite."


def test_headings_of_both_kinds_have_their_level() -> None:
    (page,) = read(b"Titre\n=====\n\n## Partie *une* ##\n\nSection\n---\n\ntexte", "x.md").pages
    assert [(h.level, h.title) for h in page.headings] == [
        (1, "Titre"),
        (2, "Partie une"),
        (2, "Section"),
    ]


def test_blocks_of_code_keep_their_lines() -> None:
    assert (
        text("Avant :\n\n```sh\n# pas un titre\nrag index\n```\n")
        == "Avant :\n\n# pas un titre\nrag index"
    )


def test_front_matter_is_metadata_and_not_text() -> None:
    head = 'Titre: "La décision"\nDate: 15 novembre 2023\nÉmetteur: Institut X\nautre:'
    found = read(f"---\n{head}\n---\nTexte.".encode(), "x.md")
    assert (found.title, found.issuer) == ("La décision", "Institut X")
    assert found.date == dt.date(2023, 11, 15)
    assert found.pages[0].text == "Texte."


def test_a_rule_is_no_head_and_no_text() -> None:
    assert text("Avant.\n\n---\n\nAprès.") == "Avant.\n\nAprès."


def test_lists_in_lists_are_lines() -> None:
    assert (
        text("- un\n  - sous\n- deux\n\n7. sept\n8. huit")
        == "• un\n• sous\n• deux\n\n7. sept\n8. huit"
    )


def test_html_in_it_is_read_as_html() -> None:
    assert text("Un <b>mot</b>.\n\n<!-- note -->\n\n<p hidden>Non.</p>\n") == "Un mot."


@given(st.text() | st.text(alphabet="#-*_`[]()|\n >1.a\\<", max_size=80))
def test_any_text_is_read_or_empty(source: str) -> None:
    try:
        (page,) = read(source.encode("utf-8", "replace"), "x.md").pages
    except DocumentEmpty:
        return
    assert page.text == page.text.strip()


def test_windows_line_ends_are_line_ends() -> None:
    assert text("---\r\ntitle: T\r\n---\r\n# Un\r\n\r\nDeux\r\ntrois") == "Un\n\nDeux trois"


def test_latin_1_is_read() -> None:
    assert read("L’été à la cantine".encode("cp1252"), "x.md").pages[0].text == "L’été à la cantine"


@pytest.mark.parametrize("source", ["<!-- rien -->", "---\ntitle: T\n---\n"])
def test_no_text_is_an_empty_page_or_an_error(source: str) -> None:
    try:
        assert text(source) == ""
    except DocumentEmpty:
        return
