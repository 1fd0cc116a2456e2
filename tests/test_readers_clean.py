"""Letters are those that a reader sees, however the file writes them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.readers.clean import clean


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\uf732\uf731 mars \uf732\uf730\uf732\uf730", "21 mars 2020"),
        ("U\uf76e\uf765\uf773\uf763\uf76f, \uf7e9\uf774\uf7e9", "Unesco, été"),
        ("\uf0b7 un\n\uf0a7\tdeux\n  \uf06e trois", "• un\n▪\tdeux\n  ■ trois"),
        ("\uf06e", "■"),
        ("la fonction \uf06e(x)", "la fonction \uf06e(x)"),
        ("ﬁn d’e\u0301te\u0301", "fin d’été"),
    ],
)
def test_private_characters_are_the_letters_that_they_show(raw: str, shown: str) -> None:
    assert clean(raw) == shown


@given(st.text())
def test_what_is_clean_stays_as_it_is(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    "line", ["\n", " \n", "\t", " ", "\uf0b7\n", " \uf0b7 \n", "\r\n", "\u2028"]
)
def test_lines_without_end_are_cleaned_in_linear_time(line: str) -> None:
    """An expression for bullets read all empty lines that follow from each of them: 9 s."""
    start = time.process_time()
    clean(line * 40_000)
    assert time.process_time() - start < 1
