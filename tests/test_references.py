"""Identifiers in text: their values, whatever the spelling, and which of them match."""

from __future__ import annotations

import pytest

from rag.language.identifiers.reference_spellings import search_phrases
from rag.language.identifiers.references import Reference, find_references, numbered_start
from rag.records import Language


def values(text: str, language: Language = "fr") -> list[tuple[str, str]]:
    return [(one.kind, one.value) for one in find_references(text, language)]


def only(text: str, language: Language = "fr") -> Reference:
    (found,) = find_references(text, language)
    return found


@pytest.mark.parametrize(
    ("text", "language", "kind", "value"),
    [
        ("Que dit l'article 12 ?", "fr", "article", "12"),
        ("l’article 12 bis", "fr", "article", "12bis"),
        ("l'article 12bis", "fr", "article", "12bis"),
        ("Article 12Bis", "fr", "article", "12bis"),
        ("l'art. 11ter du règlement", "fr", "article", "11ter"),
        ("l'article 12 quater", "fr", "article", "12quater"),
        ("rule 7bis", "en", "rule", "7bis"),
        ("article premier", "fr", "article", "1"),
        ("l'art. 1er", "fr", "article", "1"),
        ("§ 12 Archives", "fr", "paragraph", "12"),
        ("chapitre IV", "fr", "chapter", "4"),
        ("note n° 2023-45", "fr", "note", "2023-45"),
        ("la note 2023/45", "fr", "note", "2023-45"),
        ("délibération n°2024-07", "fr", "decision", "2024-07"),
        ("loi n° 78-17 du 6 janvier 1978", "fr", "law", "78-17"),
        ("règlement (UE) 2016/679", "fr", "regulation", "2016-679"),
        ("directive 95/46/CE", "fr", "directive", "95-46"),
        ("marché 2023-M-045", "fr", "contract", "2023-m-045"),
        ("le formulaire 2042", "fr", "form", "2042"),
        ("form 2042", "en", "form", "2042"),
        ("cerfa n° 14297*03", "fr", "", "cerfa14297:03"),
        ("erreur e4013", "fr", "error", "e4013"),
        ("PX-888", "fr", "", "px888"),
        ("norme ISO 14001", "fr", "", "iso14001"),
        ("ISO/IEC 27001:2022", "en", "", "iso27001:2022"),
        ("NF EN ISO 9001", "fr", "", "iso9001"),
        ("+33 1 23 45 67 89", "fr", "phone", "0123456789"),
        ("01.23.45.67.89", "fr", "phone", "0123456789"),
        ("call 020 7946 0081", "en", "phone", "02079460081"),
        ("section 4A", "en", "section", "4a"),
        ("rule 7(2)", "en", "rule", "7(2)"),
        ("form W-9", "en", "form", "w9"),
        ("case no. 45-B", "en", "file", "45-b"),
        ("version 2.3.1", "en", "version", "2.3.1"),
        ("release v2.3", "en", "version", "2.3"),
        ("Appendix B2", "en", "annex", "b2"),
        ("Schedule C. Ladders", "en", "annex", "c"),
        ("SOR/2010-67", "en", "", "sor2010-67"),
        ("DORS/2010-67", "fr", "", "sor2010-67"),
    ],
)
def test_an_identifier_has_its_kind_and_its_value(
    text: str, language: Language, kind: str, value: str
) -> None:
    assert values(text, language) == [(kind, value)]


@pytest.mark.parametrize(
    "spelling", ["article L. 123-4", "article L.123-4", "article L123-4", "Article L 123-4"]
)
def test_the_spellings_of_an_article_have_one_value(spelling: str) -> None:
    assert only(spelling).value == "l123-4"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("En 2020, combien de visiteurs ?", "fr"),
        ("le contrat 2024", "fr"),
        ("le contrat 2030", "fr"),
        ("the contract 2030", "en"),
        ("la convention 2099", "fr"),
        ("the agreement 2099", "en"),
        ("le formulaire 2029", "fr"),
        ("form 2029", "en"),
        ("l'arrêté du 12 mai 2023", "fr"),
        ("l'exposition 2021-2023", "fr"),
        ("3 articles et 12 notes", "fr"),
        ("the 1980s", "en"),
        ("Act 2 of the play", "en"),
        ("World War 2", "en"),
        ("la COVID-19", "fr"),
        ("between 1628-31", "en"),
        ("in the years 1851-1860", "en"),
        ("1 000 000 000 $", "fr"),
        ("les parties IV.1 et VI.1", "fr"),
        ("on 14 March 2024", "en"),
        ("Can I order 12 books?", "en"),
        ("I bought form 3 groups", "en"),
        ("We file 12 claims a year", "en"),
        ("Je commande 12 livres", "fr"),
        ("note 5 sur 20 au musée ?", "fr"),
        ("a note 5 out of 10", "en"),
        ("Le n° 12 de la rue des Lilas est-il au port ?", "fr"),
        ("Who lives at No. 12 Mill Street?", "en"),
    ],
)
def test_a_year_a_date_or_a_count_is_no_identifier(text: str, language: Language) -> None:
    assert values(text, language) == []


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("What does order 12 require?", "en", "12"),
        ("What does form 12 say?", "en", "12"),
        ("Que dit la note 12 ?", "fr", "12"),
        ("la note 12 congés", "fr", "12"),
        ("note n° 5", "fr", "5"),
        ("le n° 12 du règlement", "fr", "12"),
    ],
)
def test_a_number_that_counts_nothing_is_an_identifier(
    text: str, language: Language, value: str
) -> None:
    assert [one for _, one in values(text, language)] == [value]


def test_a_plural_noun_has_all_its_numbers() -> None:
    assert [value for _, value in values("les articles 3, 12 et 14")] == ["3", "12", "14"]


@pytest.mark.parametrize(
    ("found", "asked", "same"),
    [
        ("article 12", "article 12", True),
        ("article 12 bis", "article 12", False),
        ("article 112", "article 12", False),
        ("§ 12", "article 12", False),
        ("article 12(2)", "article 12", True),
        ("article 12", "article 12(2)", True),
        ("article 12(3)", "article 12(2)", False),
        ("ISO 9001:2015", "ISO 9001", True),
        ("ISO 9001:2015", "ISO 9001:2008", False),
        ("n° 2023-45", "note 2023-45", True),
        ("délibération 2023-45", "note 2023-45", False),
        ("note 2024-45", "note 2023-45", False),
        ("L. 123-4", "article L123-4", True),
        ("arrêté 2024-7", "arrêté n° 2024-07", True),
        ("délibération 2022-018", "délibération 2022-18", True),
        ("délibération 2022-180", "délibération 2022-18", False),
        ("résolution 7/2023", "résolution 2023-7", True),
        ("note 2023-45", "Note 45/2023", True),
        ("note 2024-45", "Note 45/2023", False),
        ("cerfa n° 13753*04", "formulaire 13753", True),
        ("cerfa n° 13754*04", "formulaire 13753", False),
    ],
)
def test_what_matches_an_identifier_asked_for(found: str, asked: str, *, same: bool) -> None:
    assert only(found).matches(only(asked)) == same


@pytest.mark.parametrize(
    ("found", "asked", "like"),
    [
        ("article 12 bis", "article 12", True),
        ("ISO 22301", "ISO 14001", True),
        ("PX-880", "PX-888", True),
        ("note 2024-45", "note 2023-45", True),
        ("article 12", "article 12", False),
        ("chapitre 12", "article 13", False),
        ("E-4013", "PX-888", False),
    ],
)
def test_what_is_like_an_identifier_asked_for(found: str, asked: str, *, like: bool) -> None:
    assert only(found).is_like(only(asked)) == like


def test_the_bare_number_of_an_article_starts_its_text() -> None:
    assert numbered_start("12 Every harbour master must inspect the lights.", "en") == "12"
    assert numbered_start("12.1 (1) The master", "en") == "12.1"
    assert numbered_start("(2) The master sends a report.", "en") == ""
    assert numbered_start("Every master", "en") == ""


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("article L. 123-4", "l123 4"),
        ("article 12 bis", "12 bis"),
        ("article 4", "iv"),
        ("article 1er", "premier"),
        ("ISO 27001", "27001"),
        ("01 23 45 67 89", "33 1 23 45 67 89"),
        ("E-4013", "e4013"),
    ],
)
def test_the_words_to_search_for_cover_other_spellings(text: str, phrase: str) -> None:
    assert phrase in search_phrases(only(text))
