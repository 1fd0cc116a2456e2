"""Words with their offsets, folding, stems."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.language.words import fold, is_stop_word, read_families, stem, terms, whole_words, words
from rag.records import Language

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("L’État d'où", "l'etat d'ou", id="apostrophes"),
        pytest.param(
            "Cœur, ŒUVRE et curriculum vitæ", "coeur, oeuvre et curriculum vitae", id="oe"
        ),
        pytest.param("e\u0301te\u0301", "ete", id="decomposed"),
        pytest.param("ÉTÉ", "ete", id="capitals"),
        pytest.param("Straße", "strasse", id="sharp-s"),
    ],
)
def test_fold_gives_one_form_to_all_spellings(text: str, expected: str) -> None:
    assert fold(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("l'art. 3 du n° 12", ["l", "art", "3", "du", "n", "12"], id="french"),
        pytest.param("1,200.50 and 3.5%", ["1,200.50", "and", "3.5"], id="numbers"),
        pytest.param("E\u0301tat A4 42e", ["etat", "a4", "42e"], id="mixed"),
        pytest.param("vice-président", ["vice", "president"], id="hyphen"),
        pytest.param("« Oui\u00a0»", ["oui"], id="guillemets"),
        pytest.param("", [], id="empty"),
    ],
)
def test_words_of_a_text(text: str, expected: list[str]) -> None:
    assert [word.folded for word in words(text)] == expected


@pytest.mark.parametrize("text", ["un \uff9e mot \uff9f", "a \uff9e word \uff9f"])
def test_a_mark_that_folds_to_nothing_is_no_word(text: str) -> None:
    assert [word.folded for word in words(text)] == text.split()[::2]
    assert [word.folded for word in whole_words(text)] == text.split()[::2]


@given(st.text(max_size=200))
def test_words_have_their_offsets_and_never_overlap(text: str) -> None:
    found = words(text)
    assert all(word.folded == fold(text[word.start : word.end]) for word in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.text(alphabet="aàâbcçdeéèêëiîïoôuùûyÿ ’'", max_size=60))
def test_composed_and_decomposed_texts_have_the_same_fold(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("left", "right", "language"),
    [("egalites", "egalite", "fr"), ("signed", "signing", "en"), ("centres", "centre", "fr")],
)
def test_forms_of_a_word_share_a_stem(left: str, right: str, language: Language) -> None:
    assert stem(left, language) == stem(right, language)


def test_terms_have_no_stop_words() -> None:
    assert terms("Quelle est la durée du mandat ?", "fr") == [stem("duree", "fr"), "mandat"]
    assert is_stop_word("the", "en")
    assert not is_stop_word("may", "en")


def test_threads_that_share_a_stemmer_get_its_stems() -> None:
    found = sorted({word.folded for word in words(README)})
    uncached = stem.__wrapped__  # nothing kept of the words before
    alone = [uncached(word, "en") for word in found]
    with ThreadPoolExecutor(4) as pool:
        rounds = list(pool.map(lambda _: [uncached(word, "en") for word in found], range(40)))
    assert all(one == alone for one in rounds)


def test_a_family_joins_words_whose_stems_differ() -> None:
    french = read_families("Il préside. Le président. La présidence.", "fr")
    assert french == read_families("presider", "fr") == {"presi"}


def test_whole_words_keep_their_hyphens_and_apostrophes() -> None:
    text = "L’a-t-il signé ? The reader's card n° 12"
    found = whole_words(text)
    assert [w.folded for w in found] == ["l'", "a-t-il", "signe", "the", "reader's", "card",
                                         "n°", "12"]  # fmt: skip
    assert [text[w.start : w.end] for w in found][:2] == ["L’", "a-t-il"]
