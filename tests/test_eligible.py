"""Which sentences may answer, by kind, in French and English."""

from __future__ import annotations

import pytest

from rag.answering.eligible import asks_for_title, can_answer, is_dateline, is_fragment
from rag.language.sentences import read_sentences
from rag.records import Document, Hit, Language, Passage


def passage(text: str, language: Language, *, page: int | None = None, start: int = 0) -> Passage:
    return Passage("a" * 64, page, start, start + len(text), text, language, ("Durée du mandat",))


def answers(text: str, language: Language, sentence: int = 0, *, title: bool = False) -> bool:
    """Whether a sentence of a passage may answer."""
    document = Document("a" * 64, "/", "a.md", "Rules", "text", language, None, None, 1)
    part = passage(text, language)
    found = read_sentences(text, language)[sentence]
    return can_answer(found, Hit(part, document, None, 1, 1, 1), asks_for_title=title)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le mandat dure trois ans.", "fr"),
        ("The term is three years.", "en"),
        ("Tél. : 05 37 00 00 00", "fr"),
        ("Président : Octave Brissandre", "fr"),
        ("Le centre repose sur :\n• la formation ;", "fr"),
        ("Bring:\n- your passport", "en"),
        ("Certified copy €8.00\n\nFees are due at once.", "en"),
        ("No person shall\n\n• (a) park a vehicle.", "en"),
        ("He asked “Who pays?” and left.", "en"),
        ("Maëlle Corvenn\n\nCapitaine du navire.", "fr"),
        ("OCTAVE BRISSANDRE", "fr"),
        ("NO VESSEL MAY ENTER THE PORT AT NIGHT.", "en"),
    ],
)
def test_a_statement_may_answer(text: str, language: Language) -> None:
    assert answers(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Durée du mandat", "fr"),
        ("LOI SUR LES PARCS DE VALMARIS", "fr"),
        ("DORS/2024-237", "fr"),
        ("SOR/2010-67", "en"),
        ("Rules", "en"),
        ("Qui préside le Conseil ?", "fr"),
        ("(2)", "en"),
        ("16\n\n(1) A member may speak.", "en"),
        ("Pour information :", "fr"),
        ("Tel.:", "en"),
        ("1 This Act may be cited as the Lighters Act.", "en"),
        ("Short title", "en"),
        ("Titre abrégé : Loi sur les briquets.", "fr"),
        ("Le présent règlement peut être cité sous le titre : Règlement sur les briquets.", "fr"),
        ("Règlement sur les briquets.", "fr"),
        ("Lead content\n\n3 Every component must be tested.", "en"),
        ("Période de conservation\n\n4 Le titulaire conserve les registres.", "fr"),
    ],
)
def test_headings_questions_labels_and_short_titles_do_not_answer(
    text: str, language: Language
) -> None:
    assert not answers(text, language)


def test_a_short_title_answers_a_question_for_the_title() -> None:
    cited = "1 This Act may be cited as the Lighters Act."
    assert answers(cited, "en", title=asks_for_title(frozenset({"what", "title"}), "en"))
    assert asks_for_title(frozenset({"quel", "intitule"}), "fr")
    assert not asks_for_title(frozenset({"who", "signs"}), "en")


@pytest.mark.parametrize(
    ("text", "page", "start", "cut"),
    [
        pytest.param("et adopte le budget. Il est public.", 2, 0, True, id="page-starts-inside"),
        pytest.param("et adopte le budget. Il est public.", 2, 90, False, id="rest-on-the-page"),
        pytest.param("et adopte le budget. Il est public.", None, 0, False, id="no-pages"),
        pytest.param("a) le budget ;", 2, 0, False, id="item"),
        pytest.param("Le Conseil se réunit en mai et adopte alors le", 2, 0, True, id="no-end"),
        pytest.param("Le Conseil se réunit en mai et adopte le budget.", 2, 0, False, id="end"),
        pytest.param("Formulaire F-12", 2, 0, False, id="short-line"),
        pytest.param("a | b | c | d | e | f | g | h | i | j", 2, 0, False, id="row"),
    ],
)
def test_a_sentence_cut_by_a_page_is_a_fragment(
    text: str, page: int | None, start: int, cut: bool
) -> None:
    part = passage(text, "fr", page=page, start=start)
    assert is_fragment(read_sentences(text, "fr")[0], part) is cut


@pytest.mark.parametrize(
    ("text", "language", "dateline"),
    [
        ("Adoptée le 20 novembre 2022", "fr", True),
        ("Édition du 1er février 2022.", "fr", True),
        ("Last updated on 3 May 2023", "en", True),
        ("15 June 2024", "en", True),
        ("Signed on 3 May 2023 by the Port Authority", "en", False),
        ("Le musée ouvre le 3 mai 2023.", "fr", False),
        ("Published in 2023", "en", False),
    ],
)
def test_a_sentence_that_only_dates_its_document_is_a_dateline(
    text: str, language: Language, dateline: bool
) -> None:
    assert is_dateline(read_sentences(text, language)[0]) is dateline
