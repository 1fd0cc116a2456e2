"""Typing errors, acronyms and the language of a question, by the words of a library."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import questions_library

from rag.language.identifiers.acronyms import Definition, find_definitions
from rag.questions.acronyms import with_acronyms
from rag.questions.language import question_language
from rag.questions.spelling import corrected
from rag.records import Language
from rag.store import RestrictedLibrary, Store
from rag.store.database import SCHEMA
from rag.store.packing import pack_text
from rag.store.queries import add_acronyms, read_acronyms


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(questions_library.build(tmp_path_factory.mktemp("words"))) as store:
        yield store


@pytest.mark.parametrize(
    ("language", "typed", "understood"),
    [
        ("fr", "quel est le tarrif d'entrée ?", "quel est le tarif d'entrée ?"),
        ("fr", "quel est le tarif d'enrtée ?", "quel est le tarif d'entrée ?"),
        ("fr", "tarif dentree", "tarif d'entrée"),
        ("fr", "prix du statoinnement", "prix du stationnement"),
        ("fr", "délai de rembousement", "délai de remboursement"),
        ("fr", "combein de visiteurs ?", "combien de visiteurs ?"),
        ("fr", "Etudiants : quel tarfi ?", "Etudiants : quel tarif ?"),
        ("fr", "quel tarf pour les étudiants ?", "quel tarif pour les étudiants ?"),
        ("fr", "combien de jors de congé ?", "combien de jours de congé ?"),
        ("en", "What does a late bok cost?", "What does a late book cost?"),
        ("en", "Is parkign free?", "Is parking free?"),
        ("en", "who keeps the regsiter?", "who keeps the register?"),
        ("en", "How much does a late bookk cost?", "How much does a late book cost?"),
        ("en", "waht does the libary lend?", "waht does the library lend?"),
        ("en", "What does a late boko cost?", "What does a late book cost?"),
    ],
)
def test_a_mistyped_word_becomes_a_word_of_the_library(
    library: Store, language: Language, typed: str, understood: str
) -> None:
    assert corrected(typed, language, library) == understood


@pytest.mark.parametrize(
    ("language", "question"),
    [
        pytest.param("fr", "Y a-t-il des cours de natation ?", id="a common word"),
        pytest.param("fr", "Que dit la note tarff-2024 ?", id="part of an identifier"),
        pytest.param("fr", "Que dit l'article tar1f ?", id="an identifier"),
        pytest.param("fr", "Que signifie TARIG ?", id="an acronym"),
        pytest.param("fr", "Qui est Marif ?", id="another name"),
        pytest.param("fr", "Le tari ?", id="a short word"),
        pytest.param("fr", "Le tari du compte ?", id="a short word with no passage in common"),
        pytest.param("fr", "Quel est le rsa des étudiants ?", id="letters of an acronym"),
        pytest.param("fr", "Peut-on stationnementer ici ?", id="a verb, not the noun"),
        pytest.param("fr", "Comment rembourser ?", id="an infinitive"),
        pytest.param("en", "Who is Boko?", id="a short name"),
        pytest.param("en", "Is a boak lent?", id="a short word without a swap"),
        pytest.param("en", "Who is Ann Brighd?", id="a name with another end"),
        pytest.param("en", "What is 50001 euros?", id="a figure"),
        pytest.param("en", "What does the keeper lend?", id="a correct word"),
    ],
)
def test_everything_else_stays_to_the_letter(
    library: Store, language: Language, question: str
) -> None:
    assert corrected(question, language, library) == question


def test_an_acronym_in_brackets_gets_no_brackets_of_its_own(library: Store) -> None:
    whole = with_acronyms("Et la durée ? (Comment alimenter le CET ?)", library)
    assert whole == "Et la durée ? (Comment alimenter le CET, compte épargne-temps ?)"


def test_a_verb_form_is_no_mistyped_noun(tmp_path: Path) -> None:
    guide = {
        "guide.md": "# Guide\n\nLe télétravailleur prévient son chef. Les symboles séparant.\n"
    }
    with Store.open(questions_library.build(tmp_path, guide)) as library:
        for question in ("Peut-on télétravailler ?", "Qui télétravaillez le lundi ?"):
            assert corrected(question, "fr", library) == question
        mistyped = "Qui est le télétravaileur ?"
        assert corrected(mistyped, "fr", library) == "Qui est le télétravailleur ?"


def test_a_word_of_a_hidden_document_corrects_nothing(library: Store) -> None:
    seen = RestrictedLibrary(library, lambda document: document.path != "loan-policy.md")
    assert corrected("who keeps the regsiter?", "en", seen) == "who keeps the regsiter?"


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("Le compte épargne-temps (CET) est ouvert.", "CET", "compte épargne-temps"),
        ("Le (CET) compte épargne-temps est ouvert.", "CET", "compte épargne-temps"),
        ("CET (compte épargne-temps)", "CET", "compte épargne-temps"),
        ("L'allocation d'aide au retour à l'emploi (ARE)", "ARE", "aide au retour à l'emploi"),
        ("ARS : agence régionale de santé.", "ARS", "agence régionale de santé"),
        ("the Chief Information Officer (CIO)", "CIO", "Chief Information Officer"),
        ("full-time equivalents (FTEs) are", "FTE", "full-time equivalents"),
        ("the World Health Organization (W.H.O.)", "WHO", "World Health Organization"),
        ("CET = compte épargne temps", "CET", "compte épargne temps"),
        ("CET - compte épargne temps", "CET", "compte épargne temps"),
        ("CIO = chief information officer", "CIO", "chief information officer"),
        ("CIO - chief information officer", "CIO", "chief information officer"),
    ],
)
def test_an_acronym_is_read_with_its_long_form(text: str, short: str, long: str) -> None:
    assert Definition(short, long) in find_definitions(text)


@pytest.mark.parametrize(
    "text",
    ["les personnes concernées (PMR)", "la loi (art. 3)", "La note (A) est jointe.", "(CET)"],
)
def test_brackets_that_explain_nothing_are_no_acronym(text: str) -> None:
    assert find_definitions(text) == []


@pytest.mark.parametrize("mark", ["\uff9e", "\uff9f"])
def test_a_mark_that_folds_to_nothing_takes_no_acronym_away(mark: str) -> None:
    for text, found in (
        (f"{mark} Le compte {mark} épargne-temps {mark} (CET)", "CET"),
        (f"CIO ({mark} chief information {mark} officer)", "CIO"),
    ):
        assert [one.short for one in find_definitions(text)] == [found]


@pytest.mark.parametrize("text", ["le produit vectoriel (××)", "the cross product (××)"])
def test_a_sign_of_multiplication_is_no_letter_of_an_acronym(text: str) -> None:
    assert find_definitions(text) == []


@pytest.mark.parametrize("text", ["Voir (" + " " * 20_000 + "x", "See (CET" + " " * 20_000 + "x"])
def test_long_blanks_after_a_bracket_take_no_time(text: str) -> None:
    start = time.process_time()
    assert find_definitions(text) == []
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("Comment alimenter le CET ?", "Comment alimenter le CET (compte épargne-temps) ?"),
        ("Que fait la DRH ?", "Que fait la DRH (direction des ressources humaines) ?"),
        ("que fait la drh ?", "que fait la drh (direction des ressources humaines) ?"),
        ("Comment alimenter son compte épargne-temps ?",
         "Comment alimenter son compte épargne-temps (CET) ?"),
        ("Who is the CIO?", "Who is the CIO (chief information officer)?"),
        ("Who is the chief information officer?", "Who is the chief information officer (CIO)?"),
    ],
)  # fmt: skip
def test_acronym_and_long_form_are_joined_both_ways(
    library: Store, typed: str, understood: str
) -> None:
    assert with_acronyms(typed, library) == understood
    assert with_acronyms(understood, library) == understood


@pytest.mark.parametrize("question", ["Que dit cet article ?", "Que signifie ABC ?", "Le musée ?"])
def test_a_question_without_known_acronyms_stays_to_the_letter(
    library: Store, question: str
) -> None:
    assert with_acronyms(question, library) == question


def test_a_hidden_document_explains_no_acronym(library: Store) -> None:
    seen = RestrictedLibrary(library, lambda document: document.path != "loan-policy.md")
    assert with_acronyms("Who is the CIO?", seen) == "Who is the CIO?"
    assert with_acronyms("Le CET ?", seen) == "Le CET (compte épargne-temps) ?"


def test_an_index_without_acronyms_gets_them_from_its_pages() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(SCHEMA)
        packed = pack_text("Le compte épargne-temps (CET) est ouvert.")
        connection.execute("INSERT INTO documents (id, recipe, record) VALUES ('a', '', '')")
        connection.execute(
            "INSERT INTO pages (document, text, headings, boxes) VALUES (1, ?, '', X'')", (packed,)
        )
        connection.execute("DROP TABLE acronyms")
        assert read_acronyms(connection) == {}
        add_acronyms(connection)
        assert read_acronyms(connection) == {"CET": {"compte épargne-temps": 1}}
        assert read_acronyms(connection, ["b"]) == {}


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("tarif stationnement", "fr"),
        ("budget visiteurs", "fr"),
        ("budget", "fr"),
        ("Que signifie ARE ?", "fr"),
        ("Comment ?", "fr"),
        ("budget L. 123-5", "fr"),
        ("parking members", "en"),
        ("late book", "en"),
        ("opening hours museum", "en"),
        ("list all documents", "en"),
        ("What does CET mean?", "en"),
        ("who pays no fines?", "en"),
        ("Who pays no tax?", "en"),
        ("who pays", "en"),
        ("comment period for the rule", "en"),
        ("Comment letters received", "en"),
        ("Comment section rules", "en"),
        ("Comment on the draft", "en"),
        ("Comment from the public", "en"),
        ("Comment on procède ?", "fr"),
        ("Comment contester", "fr"),
        ("Comment contacter The National Archives", "fr"),
        ("Comment voter in situ ?", "fr"),
    ],
)
def test_a_few_words_are_in_the_language_of_the_library(
    library: Store, question: str, language: Language
) -> None:
    assert question_language(question, library) == language


def test_words_of_no_language_are_in_that_of_most_documents(library: Store) -> None:
    english = RestrictedLibrary(library, lambda document: document.language == "en")
    assert question_language("42 ?", library) == "fr"
    assert question_language("42?", english) == "en"
