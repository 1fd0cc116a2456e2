"""Sentences with their words, compared with the functions that make them."""

from hypothesis import given
from hypothesis import strategies as st

from rag.language.sentences import sentences
from rag.language.wording import read_families, read_sentences
from rag.language.words import family, is_stop_word, words
from rag.records import Language


@given(st.text(max_size=300), st.sampled_from(["fr", "en"]))
def test_sentences_are_read_with_their_words(text: str, language: Language) -> None:
    read = read_sentences(text, language)
    assert [(one.start, one.end) for one in read] == sentences(text)
    assert all(one.text == text[one.start : one.end] for one in read)
    for one in read:
        content = [w.folded for w in words(one.text) if not is_stop_word(w.folded, language)]
        assert list(one.families) == [family(word) for word in content]
        assert set(one.families) <= read_families(text, language)


def test_a_family_joins_what_stems_keep_apart() -> None:
    french = read_families("Il préside. Le président. La présidence.", "fr")
    assert french == read_families("presider", "fr") == {"presi"}
