"""A question for the most of something is not answered with the least of it, nor the other way."""

from __future__ import annotations

import pytest

from rag.answering.limits_asked import of_limit_asked
from rag.citations.quotes import Quote
from rag.questions.named_things import read_named_things
from rag.records import Document, Hit, Language, Passage


def is_kept(text: str, question: str, language: Language) -> bool:
    document = Document("d", "/r", "a.md", "Guide", "md", language, None, None, 1)
    end = len(text)
    passage = Passage(
        document_id="d", page=1, start=0, end=end, text=text, headings=(), language=language
    )
    quote = Quote(Hit(passage, document, None, 0.0, None, None), 0, end, text, 0.8)
    return bool(of_limit_asked([quote], read_named_things(question, language)))


@pytest.mark.parametrize(
    ("language", "question", "text", "stays"),
    [
        ("fr", "Quel est le montant maximum du livret ?",
         "Le montant minimum à verser est de 30 euros.", False),
        ("fr", "Quel est le plafond du livret ?", "Il faut verser au moins 30 euros.", False),
        ("fr", "Quel est le plafond du livret ?",
         "Le montant ne doit pas dépasser 7 700 euros.", True),
        ("fr", "Jusqu'à combien peut-on verser ?",
         "On verse au moins 30 euros, et 7 700 au plus.", True),
        ("fr", "Combien faut-il verser au minimum ?",
         "Le montant ne doit pas dépasser 7 700 euros.", False),
        ("fr", "Combien faut-il verser au moins ?", "Il faut verser 30 euros.", True),
        ("fr", "Combien faut-il verser ?", "Il faut verser au moins 30 euros.", True),
        ("fr", "Quels sont le minimum et le maximum ?", "Il faut au moins 30 euros.", True),
        ("en", "What is the most you can pay in?", "A minimum of 30 euros is paid in.", False),
        ("en", "What is the maximum loan?", "You may borrow eight books.", True),
        ("en", "What is the longest lease?", "Each lease lasts at least five years.", False),
        ("en", "What is the least I can pay in?", "It must not exceed 7,700 euros.", False),
        ("en", "What is the least I can pay in?", "You must pay in 30 euros.", True),
        ("en", "What is the minimum age?", "You must be 16 or over.", True),
    ],
)  # fmt: skip
def test_one_limit_is_no_answer_for_the_other(
    language: Language, question: str, text: str, stays: bool
) -> None:
    assert is_kept(text, question, language) is stays


def test_a_limit_in_the_other_language_counts() -> None:
    document = Document("d", "/r", "a.md", "Guide", "md", "fr", None, None, 1)
    text = "Un minimum de 30 euros est versé."
    passage = Passage(
        document_id="d", page=1, start=0, end=len(text), text=text, headings=(), language="fr"
    )
    quote = Quote(Hit(passage, document, None, 0.0, None, None), 0, len(text), text, 0.8)
    asked = read_named_things("What is the most you can pay into a savings book?", "en")
    assert of_limit_asked([quote], asked) == []
