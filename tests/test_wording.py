"""Sentences with their terms, against the functions that they are made by."""

from hypothesis import given
from hypothesis import strategies as st

from rag.records import Language
from rag.sentences import sentences
from rag.text import terms
from rag.wording import read_sentences, read_terms


@given(st.text(max_size=300), st.sampled_from(["fr", "en"]))
def test_sentences_are_read_with_their_terms(text: str, language: Language) -> None:
    read = read_sentences(text, language)
    assert [(one.start, one.end) for one in read] == sentences(text)
    assert all(one.text == text[one.start : one.end] for one in read)
    assert [list(one.terms) for one in read] == [terms(one.text, language) for one in read]
    assert read_terms(text, language) == set(terms(text, language))
