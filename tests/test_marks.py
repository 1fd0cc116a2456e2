"""Numbers that mark or identify something are no quantities, in both languages."""

from __future__ import annotations

import judging
import pytest
from hypothesis import given
from hypothesis import strategies as st
from judging import Text

from rag.answering.question import answer_kind, parse_question
from rag.answering.spans import short_answer
from rag.facts.disagreements import find_disagreements
from rag.facts.sources import Source
from rag.language.figures.numbers import find_quantities
from rag.language.identifiers.marks import find_marks
from rag.records import Language


def marks(text: str, language: Language) -> list[str]:
    return [text[mark.start : mark.end] for mark in find_marks(text, language)]


def quantities(text: str, language: Language) -> list[str]:
    return [text[one.start : one.end] for one in find_quantities(text, language)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("• (2) Le ministre délivre 5 permis.", "(2)", id="paragraph"),
        pytest.param("1. Vous créez 5 comptes.", "1.", id="list"),
        pytest.param("3) Remplir 5 formulaires.", "3)", id="parenthesis"),
        pytest.param("2° les 5 membres", "2°", id="degree"),
        pytest.param("19 Quiconque construit 5 abris", "19", id="section"),
        pytest.param("12.1 (1) Toute personne dépose 5 plans.", "12.1 (1)", id="decimal-section"),
        pytest.param("3.2 Résultats des 5 pays", "3.2", id="heading"),
        pytest.param("Le § 12 vise 5 cas.", "§ 12", id="sign"),
        pytest.param("L’article 12 bis vise 5 cas.", "article 12 bis", id="article"),
        pytest.param("L’article 12 septies vise 5 cas.", "article 12 septies", id="seventh"),
        pytest.param("L’art. L. 123-4 vise 5 cas.", "art. L. 123-4", id="code"),
        pytest.param("Les articles 3, 4 et 6, 5 jours après", "articles 3, 4 et 6", id="articles"),
        pytest.param("Le paragraphe 4(2) vise 5 cas.", "paragraphe 4(2)", id="subsection"),
        pytest.param("L’alinéa 3 vise 5 cas.", "alinéa 3", id="alinea"),
        pytest.param("L’annexe II vise 5 cas.", "annexe II", id="roman"),
        pytest.param("Voir p. 12 : 5 cas.", "p. 12", id="page"),
        pytest.param("La note 3 cite 5 cas.", "note 3", id="note"),
        pytest.param("Le tableau 2 compte 5 lignes.", "tableau 2", id="table"),
        pytest.param("Les 5 membres[3] votent.", "[3]", id="note-call"),
        pytest.param("Le DORS/2016-187 vise 5 cas.", "DORS/2016-187", id="regulation"),
        pytest.param("Le C.R.C., ch. 1035 vise 5 cas.", "C.R.C., ch. 1035", id="consolidated"),
        pytest.param("La L.C. 2004, ch. 11 vise 5 cas.", "L.C. 2004, ch. 11", id="statute"),
        pytest.param("La note n° 2023-45 vise 5 cas.", "n° 2023-45", id="number"),
        pytest.param("La note n° 2024-07 vise 5 cas.", "n° 2024-07", id="number-like-a-month"),
        pytest.param("La version 3.2 a 5 menus.", "version 3.2", id="version"),
        pytest.param("Tél. : 01 23 45 67 89, 5 lignes", "Tél. : 01 23 45 67 89", id="telephone"),
        pytest.param("Composez le 3939. Il y a 5 choix.", "Composez le 3939", id="short-number"),
        pytest.param("Voir https://ex.fr/2023/12 : 5 cas", "https://ex.fr/2023/12", id="url"),
    ],
)  # fmt: skip
def test_a_french_mark_is_no_quantity(text: str, found: str) -> None:
    assert marks(text, "fr") == [found]
    assert [one.split()[0] for one in quantities(text, "fr")] == ["5"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("• (2) The Minister issues 5 permits.", "(2)", id="paragraph"),
        pytest.param("1. Create 5 accounts.", "1.", id="list"),
        pytest.param("Notice(4)The Minister has 5 days.", "(4)", id="glued"),
        pytest.param("6 When the board has 5 members", "6", id="section"),
        pytest.param("It ends. 8 The chief has 5 votes.", "8", id="section-in-a-line"),
        pytest.param("12.1 (1) Every person files 5 plans.", "12.1 (1)", id="decimal-section"),
        pytest.param("3.2 Results of 5 countries", "3.2", id="heading"),
        pytest.param("Section 5(2)(b) lists 5 cases.", "Section 5(2)(b)", id="nested"),
        pytest.param("Sections 5 and 6 list 5 cases.", "Sections 5 and 6", id="sections"),
        pytest.param("Chapter 3 lists 5 cases.", "Chapter 3", id="chapter"),
        pytest.param("Schedule IV lists 5 cases.", "Schedule IV", id="roman"),
        pytest.param("See page 12 for 5 cases.", "page 12", id="page"),
        pytest.param("Figure 3 shows 5 cases.", "Figure 3", id="figure"),
        pytest.param("It has 5 seats.12 The board votes.", "12", id="note-call"),
        pytest.param("In Zone 2A, 2B or 3, 5 boats fish.", "Zone 2A, 2B or 3", id="zones"),
        pytest.param("SOR/2016-187 lists 5 cases.", "SOR/2016-187", id="regulation"),
        pytest.param("S.C. 2004, c. 11 lists 5 cases.", "S.C. 2004, c. 11", id="statute"),
        pytest.param("Directive 2016/679 lists 5 cases.", "2016/679", id="directive"),
        pytest.param("Version 12.4.1 has 5 menus.", "Version 12.4.1", id="version"),
        pytest.param("Call 613-555-1234 for 5 days.", "613-555-1234", id="telephone"),
        pytest.param("Write to a1@example.org in 5 days.", "a1@example.org", id="mail"),
    ],
)
def test_an_english_mark_is_no_quantity(text: str, found: str) -> None:
    assert marks(text, "en") == [found]
    assert [one.split()[0] for one in quantities(text, "en")] == ["5"]


@pytest.mark.parametrize(
    ("text", "language", "counted"),
    [
        ("12 membres siègent.", "fr", ["12"]),
        ("12 Canadians took part.", "en", ["12"]),
        ("Sur trente (30) jours", "fr", ["trente", "30"]),
        ("Nos 12 agents et nos 3 élèves", "fr", ["12", "3"]),
        ("Présents (12) : Mme Aubry", "fr", ["12"]),
        ("La section 12 % des voix", "fr", ["12 %"]),
        ("3 Md€ et 12 M€", "fr", ["3 Md€", "12 M€"]),
        ("The council forms 5 committees.", "en", ["5"]),
        ("Call 300 people.", "en", ["300"]),
        ("In 2022-2023, 10-12 members", "en", ["2022", "2023", "10", "12"]),
        ("1.200.000 habitants", "fr", ["1.200.000"]),
        ("15 November 2023", "en", ["15", "2023"]),
        ("2.5 million people", "en", ["2.5 million"]),
    ],
)
def test_a_quantity_is_no_mark(text: str, language: Language, counted: list[str]) -> None:
    assert marks(text, language) == []
    assert quantities(text, language) == counted


@given(
    st.text(alphabet="0123456789.,()[]§°/-  \nABcdéLnp:€%", max_size=40),
    st.sampled_from(["fr", "en"]),
)
def test_marks_are_in_order_and_apart_from_quantities(text: str, language: Language) -> None:
    found = find_marks(text, language)
    edges = [edge for mark in found for edge in (mark.start, mark.end)]
    assert edges == sorted(edges)
    assert all(0 <= mark.start < mark.end <= len(text) for mark in found)
    starts = [quantity.start for quantity in find_quantities(text, language)]
    assert not any(mark.start <= start < mark.end for mark in found for start in starts)


@given(st.integers(1, 999), st.integers(1, 999), st.sampled_from(["fr", "en"]))
def test_a_labelled_number_is_never_counted(label: int, count: int, language: Language) -> None:
    texts = {"fr": f"Selon l’article {label}, il faut {count} voix.",
             "en": f"Under section {label}, {count} votes are needed."}  # fmt: skip
    assert quantities(texts[language], language) == [str(count)]


def rare(word: str, language: Language) -> float:
    return 1.0


@pytest.mark.parametrize(
    ("question", "sentence", "language", "answer"),
    [
        ("Combien coûte un permis ?", "• (1) Le ministre délivre le permis.", "fr", None),
        ("Combien coûte un permis ?", "Le permis est régi par l’article 52.", "fr", None),
        ("How many caribou live there?", "• (2) A user may hunt caribou.", "en", None),
        ("What is the area of the park?", "7 The park is open under section 3.", "en", None),
        ("How many members vote?", "Of the 12 members[3], 7 vote.", "en", "7"),
        ("Combien de pêcheurs ?", "Le règlement de pêche de 1985 ou un autre", "fr", None),
        ("How many visitors came?", "The museum had 1900 visitors.", "en", "1900"),
        ("Combien de rangs ?", "Les intérêts sont calculés le 1er du mois.", "fr", None),
        ("When was it passed?", "It is in S.C. 2004, c. 11.", "en", None),
        ("What is the price of a meal?", "Meal | Rate 2021: €16 | Rate 2024: €19", "en", "€19"),
        ("Quel prix a le repas ?", "Repas | Barème 2021: 16 € | Barème 2024: 19 €", "fr", "19 €"),
        ("Which section allows it?", "It is allowed under section 12(2).", "en", "section 12(2)"),
        ("Which section requires a plan?", "5 Every person submits a plan.", "en", "5"),
        ("Quel article prévoit le délai ?", "Le délai est prévu à l’article L. 123-4.", "fr",
         "article L. 123-4"),
        ("À quelle page est le plan ?", "Le plan est à la page 12, article 3.", "fr", "page 12"),
        ("Sur quel cerfa le demander ?", "Remplissez le cerfa n°11139*02.", "fr", "n°11139*02"),
        ("Quel est le numéro de téléphone ?", "Appelez l’accueil au 01 23 45 67 89.", "fr",
         "01 23 45 67 89"),
        ("What is the phone number of the desk?", "The desk answers at (613) 555-1234.", "en",
         "(613) 555-1234"),
        ("What is the phone number of the desk?", "The desk is in section 4.", "en", None),
    ],
)  # fmt: skip
def test_a_mark_answers_only_a_question_for_it(
    question: str, sentence: str, language: Language, answer: str | None
) -> None:
    span = short_answer(sentence, language, parse_question(question, language, rare))
    assert (span.text if span else None) == answer


@pytest.mark.parametrize(
    ("question", "language", "kind"),
    [
        ("Quel article le prévoit ?", "fr", "identifier"),
        ("Dans quelle section est-ce ?", "fr", "identifier"),
        ("Quel est le numéro du formulaire ?", "fr", "identifier"),
        ("Which section allows it?", "en", "identifier"),
        ("What is the phone number of the office?", "en", "identifier"),
        ("Combien d’articles compte la loi ?", "fr", "count"),
        ("How many sections are there?", "en", "count"),
    ],
)
def test_a_question_for_an_identifier_is_not_one_for_a_count(
    question: str, language: Language, kind: str
) -> None:
    assert answer_kind(question, language) == kind


@pytest.mark.parametrize(
    ("claim", "language", "quote", "verdict"),
    [
        ("Le conseil compte 12 membres.", "fr", "12 Le conseil compte 9 membres.", "contradicted"),
        ("The board has 12 members.", "en", "12 The board has members.", "partly"),
        ("1. Le conseil compte 12 membres.", "fr", "Le conseil compte 12 membres.", "supported"),
        ("Le mandat dure 3 ans (article 5).", "fr", "5 Le mandat dure 3 ans.", "supported"),
        ("Under section 5, the term is 3 years.", "en", "The term is 3 years (section 5).",
         "supported"),
        ("Under section 5, the term is 3 years.", "en", "The term is 3 years (section 6).",
         "partly"),
        ("L’article 12 fixe le mandat à 3 ans.", "fr", "L’article 13 fixe le mandat à 3 ans.",
         "partly"),
    ],
)  # fmt: skip
def test_a_mark_neither_confirms_nor_contradicts_a_figure(
    claim: str, language: Language, quote: str, verdict: str
) -> None:
    assert judging.verdict(claim, language, Text(quote, language)) == verdict


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("(1) The Minister shall approve the plan.", "(2) The Minister shall approve a plan.",
         "en"),
        ("Le ministre approuve le plan (article 5).", "Le ministre approuve le plan (article 7).",
         "fr"),
        ("The plan is on page 12 of the report.", "The plan is on page 15 of the report.", "en"),
        ("Le port est régi par le DORS/2016-187.", "Le port est régi par le DORS/2019-97.", "fr"),
        ("The park is set up by S.C. 2004, c. 11.", "The park is set up by S.C. 2009, c. 14.",
         "en"),
    ],
)  # fmt: skip
def test_documents_never_disagree_because_of_a_mark(
    one: str, other: str, language: Language
) -> None:
    assert find_disagreements([Source(one, language), Source(other, language)]) == ()
