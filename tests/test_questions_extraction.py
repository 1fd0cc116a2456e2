"""The question inside a message: greetings, thanks, signatures and letters are left out."""

import pytest

from rag.questions.extraction import courtesy_language, extract_question, starts_in_context
from rag.records import Language

FRENCH = "quel est le tarif d'entrée ?"
ENGLISH = "what is the entrance fee?"


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("Bonjour, quel est le tarif d'entrée ? Merci d'avance.", FRENCH),
        ("Bonjour quel est le tarif d'entrée ?", FRENCH),
        ("Bonjour à tous, quel est le tarif d'entrée ? Bonne journée !", FRENCH),
        ("Bonjour Madame la directrice,\nquel est le tarif d'entrée ?", FRENCH),
        ("Salut Paul, quel est le tarif d'entrée ?\nBien à toi\nAnne", FRENCH),
        ("quel est le tarif d'entrée ? Merci beaucoup, Jeanne Morel", FRENCH),
        ("quel est le tarif d'entrée ?\n\nCordialement,\nJ. Morel\n06 12 34 56 78", FRENCH),
        ("Pourriez-vous me dire quel est le tarif d'entrée ?", FRENCH),
        ("Madame Dupont, quel est le tarif d'entrée ?", FRENCH),
        ("Madame Dupont, la piscine est-elle ouverte ?", "la piscine est-elle ouverte ?"),
        ("Monsieur Martin, est-il possible d'entrer ?", "est-il possible d'entrer ?"),
        ("Monsieur Martin, il y a un tarif ?", "il y a un tarif ?"),
        ("Bonjour Madame Dupont, est-elle ouverte ?", "est-elle ouverte ?"),
        ("Dear Mrs Smith, is she the mayor?", "is she the mayor?"),
        ("S'il vous plaît, quel est le tarif d'entrée ?", FRENCH),
        ("Hello, what is the entrance fee? Thanks a lot!", ENGLISH),
        ("Hi there! what is the entrance fee?", ENGLISH),
        ("Dear Sir or Madam,\n\nwhat is the entrance fee?\n\nKind regards,\nJane", ENGLISH),
        ("what is the entrance fee?\n\nSent from my iPhone", ENGLISH),
        ("Could you please tell me what is the entrance fee?", ENGLISH),
        ("what is the entrance fee?\n-- \nJane Doe\n555 1234", ENGLISH),
    ],
)
def test_what_stands_around_a_question_is_left_out(message: str, question: str) -> None:
    assert extract_question(message).casefold() == question


def test_of_a_letter_the_question_is_kept() -> None:
    letter = (
        "Bonjour Madame,\n\nJe suis une mère de famille de Brest. Je me permets de vous écrire au "
        "sujet du musée. Mon fils a douze ans. Pourriez-vous me dire quel est le tarif d'entrée ?"
        "\n\nJe vous remercie par avance de votre réponse.\n\nCordialement,\nJeanne Morel"
    )
    assert extract_question(letter) == "Quel est le tarif d'entrée ?"
    letter = (
        "Dear team,\n\nI hope this finds you well. My name is Jane. We are a school of 300 pupils. "
        "What is the entrance fee?\n\nI look forward to your reply.\n\nBest regards,\nJane Doe"
    )
    assert extract_question(letter) == "What is the entrance fee?"


def test_a_sentence_that_the_question_leans_on_stays() -> None:
    message = "Bonjour, mon épouse est copropriétaire. Peut-elle se présenter ? Merci !"
    assert extract_question(message) == "mon épouse est copropriétaire. Peut-elle se présenter ?"


@pytest.mark.parametrize("message", ["Bonjour", "Bonjour !", "Hello", "Merci d'avance.", "Thanks"])
def test_a_message_that_only_greets_or_thanks_asks_nothing(message: str) -> None:
    assert extract_question(message) == ""


@pytest.mark.parametrize(
    "message",
    [
        "Bonjour tristesse, qui l'a écrit ?",
        "Qui a écrit « Merci pour ce moment » ?",
        "Madame Tran était-elle présente au conseil ?",
        "Monsieur Martin est-il présent ?",
        "Madame Dupont, est-elle maire ?",
        "Madame Anne Dupont, depuis quand est-elle maire ?",
        "Madame la maire, quel est son rôle ?",
        "Monsieur Martin, il a voté ?",
        "Monsieur Martin, où habite-t-il ?",
        "Mrs Smith, is she the mayor?",
        "What are the best regards for?",
        "What type of issues are members allowed to vote on as they please?",
        "tarif stationnement",
        "Quel est le montant ? Et le délai ?",
        "Combustion needs an oxidant and a fuel. What role does oxygen play in combustion?",
        "Comment récupérer la sortie (ou tout ce qui s'affiche) ?",
        ">",
        "?",
        "42",
    ],
)
def test_a_question_without_courtesies_stays_to_the_letter(message: str) -> None:
    assert extract_question(message) == message


@pytest.mark.parametrize(
    ("message", "language"),
    [("Hello", "en"), ("Thanks a lot", "en"), ("Bonsoir", "fr"), ("merci !", "fr")],
)
def test_a_greeting_has_a_language(message: str, language: Language) -> None:
    assert courtesy_language(message, "fr" if language == "en" else "en") == language


def test_a_question_that_goes_on_from_another_is_known() -> None:
    assert starts_in_context("Et le délai ?")
    assert starts_in_context("What is its length?")
    assert not starts_in_context("horaires ?")
    assert not starts_in_context("Who chairs the council?")


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("Bonjour, mes questions :\n- prix de la visite\n- qui a droit au tarif réduit ?\nMerci",
         "- prix de la visite\n- qui a droit au tarif réduit ?"),
        ("Hello,\nwhat is the price of a pitch\nare dogs allowed\nThanks",
         "what is the price of a pitch\nare dogs allowed"),
    ],
)  # fmt: skip
def test_questions_on_lines_of_a_letter_stay_on_lines(message: str, question: str) -> None:
    assert extract_question(message) == question
