"""Sentence boundaries in French and English."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.language.sentences import read_sentences, sentences
from rag.language.words import family, is_stop_word, read_families, words
from rag.records import Language


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param(["M. Dupont a signé.", "Il part."], id="m-dot"),
        pytest.param(["Voir l'art. 3 du n° 12.", "Il s'applique."], id="art-and-numero"),
        pytest.param(["Cf. p. 12 et n. 4 ci-dessous.", "Fin."], id="cf-p-n"),
        pytest.param(["« Oui. »", "Il part."], id="closing-guillemet"),
        pytest.param(["« C'est une chance. »", "« Nous gagnons », dit-elle."], id="two-quotes"),
        pytest.param(["Il demande : « Qui paie ? ».", "Il part."], id="stop-after-quotation"),
        pytest.param(["« Partons ! », dit-elle.", "Fin."], id="goes-on-after-quotation"),
        pytest.param(['"Go!" he said.', '"Stay."', "He left."], id="straight-goes-on"),
        pytest.param(["Est-ce vrai ?", "Oui !"], id="french-marks"),
        pytest.param(["Le taux est de 3,5 %.", "Il monte."], id="percent"),
        pytest.param(["Dr. Smith met Mr. Jones at 5 p.m. on Jan. 3.", "It rained."], id="english"),
        pytest.param(['"Yes."', 'He said "no".'], id="straight-quotes"),
        pytest.param(["It was Fig. 2.", "See No. 7."], id="fig-no"),
        pytest.param(["Fermé du refuge au col.", "Les chiens suivent."], id="col-and-article"),
        pytest.param(["He was a corp.", "The law applies."], id="corp-and-article"),
        pytest.param(["Voir M. Le Goff et Mme. La Rue."], id="article-in-a-name"),
        pytest.param(["It cost 1.5 million.", "Too much."], id="decimal-point"),
    ],
)
def test_sentences_of_a_line(expected: list[str]) -> None:
    text = " ".join(expected)
    assert [text[start:end] for start, end in sentences(text)] == expected


def test_a_line_break_ends_a_sentence() -> None:
    text = "Titre de la section\nLe texte suit.\n\nUn autre"
    assert [text[a:b] for a, b in sentences(text)] == text.replace("\n\n", "\n").split("\n")


@given(st.text(alphabet="aB. ?!«»\"'\n3é,()\u00a0-…", max_size=80))
def test_every_character_that_is_not_blank_is_in_one_sentence(text: str) -> None:
    spans = sentences(text)
    assert all(start < end for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    inside = "".join(text[start:end] for start, end in spans)
    assert "".join(inside.split()) == "".join(text.split())


@given(st.text(max_size=300), st.sampled_from(["fr", "en"]))
def test_sentences_are_read_with_the_families_of_their_content_words(
    text: str, language: Language
) -> None:
    read = read_sentences(text, language)
    assert [(one.start, one.end) for one in read] == sentences(text)
    assert all(one.text == text[one.start : one.end] for one in read)
    for one in read:
        content = [w.folded for w in words(one.text) if not is_stop_word(w.folded, language)]
        assert list(one.families) == [family(word) for word in content]
        assert set(one.families) <= read_families(text, language)
