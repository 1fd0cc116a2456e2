"""A question for a reason is answered with the sentence that says why, not with one beside it."""

from __future__ import annotations

import pytest

from rag.answering.question import parse_question
from rag.answering.reasons_asked import says_why
from rag.language.sentences import read_sentences
from rag.records import Language, Passage
from rag.weights import WEIGHTS


@pytest.mark.parametrize(
    ("asked_in", "question", "language", "text", "leads"),
    [
        ("fr", "Pourquoi le marché a-t-il été déplacé ?", "fr",
         "Le marché est déplacé parce que la place est en travaux.", True),
        ("fr", "Pour quelle raison la salle a-t-elle fermé ?", "fr",
         "Faute de chauffage, la salle a fermé.", True),
        ("fr", "Pourquoi l'offre a-t-elle été écartée ?", "fr",
         "L'offre est écartée, l'entreprise n'ayant pas produit ses comptes.", True),
        ("fr", "Pourquoi le marché a-t-il été déplacé ?", "fr",
         "Le marché a été déplacé le 3 mai.", False),
        ("fr", "Quand le marché a-t-il été déplacé ?", "fr",
         "Le marché est déplacé parce que la place est en travaux.", False),
        ("fr", "Pourquoi les cars ont-ils été supprimés ?", "fr",
         "Un carnet de cars scolaires coûte 12 euros.", False),
        ("fr", "Pourquoi la subvention a-t-elle pris fin ?", "en",
         "The grant ended because the county had no money.", True),
        ("en", "Why was the van withdrawn?", "en",
         "The van was withdrawn because the grant had ended.", True),
        ("en", "What was the reason for the deficit?", "en",
         "The deficit was due to fewer legacies.", True),
        ("en", "Why was the sale refused?", "en",
         "The sale was refused, the price being too low.", True),
        ("en", "Why was the van withdrawn?", "en", "The van has run since 2019.", False),
        ("en", "When was the van withdrawn?", "en",
         "The van was withdrawn because the grant had ended.", False),
        ("en", "Why is the market on the church square?", "fr",
         "Le marché est déplacé en raison des travaux.", True),
    ],
)  # fmt: skip
def test_a_sentence_that_says_why_leads(
    asked_in: Language, question: str, language: Language, text: str, leads: bool
) -> None:
    passage = Passage(
        document_id="d", page=1, start=0, end=len(text), text=text, headings=(), language=language
    )
    parsed = parse_question(question, asked_in, lambda _word, _language: 1.0)
    first = read_sentences(text, language)[0]
    assert (says_why(parsed, first, passage, WEIGHTS.selection) > 0) is leads
