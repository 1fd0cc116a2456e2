"""Which sentences say which of the things that a question asks for, and lists with a full stop."""

from __future__ import annotations

import pytest

from rag.answering.question import parse_question
from rag.answering.standalone import stand_alone
from rag.answering.things_asked import says_which
from rag.language.sentences import read_sentences
from rag.records import Language, Page, Passage
from rag.weights import WEIGHTS


def passage_of(text: str, language: Language) -> Passage:
    return Passage(
        document_id="d", page=1, start=0, end=len(text), text=text, headings=(), language=language
    )


@pytest.mark.parametrize(
    ("language", "question", "text", "sign"),
    [
        ("fr", "Quels critères comptent ?", "Le jury juge six critères :\n\n• le prix ;", 1),
        ("fr", "Quels critères comptent ?", "Ce critère est important.", -1),
        ("fr", "Quels critères comptent ?", "Le prix est un critère.", 0),
        ("fr", "Quels critères comptent ?", "Le jury siège :\n\n• le lundi ;", 0),
        ("fr", "Quels sont les 4 risques ?", "Voici les risques du métier.\n- le feu\n- l'eau", 1),
        ("fr", "Quand le jury siège-t-il ?", "Ce jury siège le lundi.", 0),
        ("en", "What security features are there?", "These features are recommended.", -1),
        ("en", "What security features are there?", "It has three features:\n\n• a lock;", 1),
        ("en", "In what order are they put?", "Keep this order of preference\n\n1. the first", 0),
        ("en", "Which files are needed?", "Such files and other files are text.", 0),
    ],
)
def test_the_list_of_the_things_asked_for_leads(
    language: Language, question: str, text: str, sign: int
) -> None:
    passage = passage_of(text, language)
    parsed = parse_question(question, language, lambda _word, _language: 1.0)
    first = read_sentences(text, language)[0]
    added = says_which(parsed, first, passage, WEIGHTS.selection)
    assert (added > 0) - (added < 0) == sign


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Voici les quatre étapes du dossier.\n- le dépôt\n- la visite\n"),
        ("en", "The fees are as follows.\n- ten euros\n- five euros\n"),
    ],
)
def test_a_sentence_that_announces_a_list_takes_it(language: Language, text: str) -> None:
    passage, page = passage_of(text, language), Page(1, None, text)
    first = read_sentences(text, language)[0]
    spans = stand_alone(page, passage, (first.start, first.end), whole_list=True)
    assert " ".join(text[start:end] for start, end in spans).endswith(text.split("- ")[-1].strip())


def test_a_sentence_with_an_end_introduces_nothing_else() -> None:
    text = "Le conseil siège le lundi.\n- le dépôt\n- la visite\n"
    passage, page = passage_of(text, "fr"), Page(1, None, text)
    first = read_sentences(text, "fr")[0]
    assert stand_alone(page, passage, (first.start, first.end)) == ((first.start, first.end),)
