"""A quote must say the kind of thing asked for: a number, the holder of a role, of its body."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag import Rag
from rag.answering.kind_asked import of_kind_asked
from rag.citations.quotes import Quote
from rag.questions.named_things import read_named_things
from rag.records import Document, Hit, Language, Passage


def quote(text: str, language: Language, issuer: str | None = None, before: str = "") -> Quote:
    whole = f"{before} {text}".strip()
    document = Document("d", "/r", "a.md", "Rapport", "md", language, None, issuer, 1)
    passage = Passage(
        document_id="d", page=1, start=0, end=len(whole), text=whole, headings=(), language=language
    )
    hit = Hit(passage, document, None, 0.0, None, None)
    start = len(whole) - len(text)
    return Quote(hit, start, len(whole), text, 0.8)


@pytest.mark.parametrize(
    ("language", "question", "text", "stays"),
    [
        ("en", "What was the headcount of the Board in 2022?",
         "Margaret Oakes has chaired the Board since May 2021.", False),
        ("en", "What was the headcount of the Board in 2022?", "It employed 204 people.", True),
        ("fr", "Combien d'agents l'Office compte-t-il ?",
         "L'Office recrute des agents depuis 2019.", False),
        ("fr", "Combien d'agents l'Office compte-t-il ?", "L'Office compte douze agents.", True),
        ("fr", "Combien coûte le parking ?", "Le parking est gratuit.", True),
        ("en", "How many members may vote?", "None of the members may vote.", True),
        ("en", "How many fees are there?", "There are these fees:", True),
        ("en", "How old is the bridge?", "The bridge was built in 1912.", True),
        ("fr", "Combien de fois le conseil se réunit-il ?", "Le conseil se réunit souvent.", True),
    ],
)  # fmt: skip
def test_a_question_for_a_number_wants_one_that_is_no_date(
    language: Language, question: str, text: str, stays: bool
) -> None:
    kept = of_kind_asked([quote(text, language)], read_named_things(question, language))
    assert bool(kept) is stays


@pytest.mark.parametrize(
    ("language", "question", "text", "stays"),
    [
        ("fr", "Qui est le directeur de l'Office ?", "Armand Lestrade est président.", False),
        ("fr", "Qui est le directeur de l'Office ?", "La directrice est Hélène Carvin.", True),
        ("fr", "Qui est le maire ?", "Le secrétaire est Paul Nizan.", False),
        ("fr", "Qui préside le conseil ?", "Le conseil est dirigé par Paul Nizan.", True),
        ("fr", "Qui a signé ?", "La présidente a signé.", True),
        ("en", "Who is the chair of the Board?", "Ada Byron is the treasurer.", False),
        ("en", "Who is the chair of the Board?", "Ada Byron chairs the Board.", True),
        ("en", "Who heads the agency?", "Its president is Ada Byron.", True),
        ("en", "Who wrote the guide?", "The secretary wrote the guide.", True),
        ("en", "Who was the chair in 2023?", "The vice-chair, Peter Olum, left.", False),
        ("en", "Who is the vice-chair?", "The vice-chair is Peter Olum.", True),
        ("en", "Who is the vice-chair?", "Ada Byron chairs the Board.", False),
        ("en", "Who is the chair?", "Ada Byron chairs it, Peter Olum is vice-chair.", True),
        ("fr", "Qui préside le conseil ?", "Farid Mansour, vice-président ;", False),
        ("fr", "Qui est le directeur ?", "La directrice adjointe est Nora Bel.", False),
        ("fr", "Qui est le directeur adjoint ?", "Nora Bel est directrice adjointe.", True),
        ("fr", "Qui est le maire ?", "Paul Nizan, adjoint au maire, était présent.", False),
    ],
)  # fmt: skip
def test_a_question_for_a_role_is_not_answered_with_another_one(
    language: Language, question: str, text: str, stays: bool
) -> None:
    kept = of_kind_asked([quote(text, language)], read_named_things(question, language))
    assert bool(kept) is stays


@pytest.mark.parametrize(
    ("language", "question", "text", "stays"),
    [
        ("en", "Who was treasurer in 2023?", "The treasurer presented the accounts.", False),
        ("en", "Who was treasurer in 2023?", "The treasurer, Ada Byron, left.", True),
        ("en", "Who is the chair?", "The chair is elected for three years.", False),
        ("en", "Who is the chair?", "The chair is a judge.", True),
        ("en", "Who is the chair?", "She has been the chair since May.", True),
        ("en", "Who chairs the Board?", "The Board is chaired by a magistrate.", True),
        ("en", "Who chairs the Board?", "The mayor chairs the Board.", True),
        ("en", "Who chairs the Board?", "Oakes chairs the Board.", True),
        ("en", "Who reports to the chair?", "The clerks report to the chair.", True),
        ("fr", "Qui est la trésorière ?", "La trésorière présente le budget.", False),
        ("fr", "Qui préside le conseil ?", "Le conseil élit un président.", False),
        ("fr", "Qui préside le conseil ?", "Le conseil est présidé par le maire.", True),
        ("fr", "Quel est le nom du président ?", "Le président est Paul Nizan.", True),
        ("fr", "Quel est le nom du président ?", "Le président ouvre la séance.", False),
        ("fr", "Qui a saisi le président ?", "Le comité a saisi le président.", True),
    ],
)  # fmt: skip
def test_who_holds_a_role_is_not_what_the_holder_does(
    language: Language, question: str, text: str, stays: bool
) -> None:
    kept = of_kind_asked([quote(text, language)], read_named_things(question, language))
    assert bool(kept) is stays


@pytest.mark.parametrize(
    ("language", "question", "text", "stays"),
    [
        ("fr", "Combien d'agents ?", "Note n° 2024-07 : les agents.", False),
        ("fr", "Combien d'agents ?", "L'article 5 parle des agents.", False),
        ("fr", "Combien d'agents ?", "Note n° 2024-07 : douze agents.", True),
        ("en", "How many trustees are there?", "Resolution no. 2024-07 is on trustees.", False),
        ("en", "How many trustees are there?", "Under article 5 there are 9 trustees.", True),
    ],
)
def test_the_number_of_a_note_counts_nothing(
    language: Language, question: str, text: str, stays: bool
) -> None:
    kept = of_kind_asked([quote(text, language)], read_named_things(question, language))
    assert bool(kept) is stays


def test_who_presides_over_a_council_does_not_lead_the_office() -> None:
    one = quote("Il est présidé par Armand Lestrade.", "fr", before="Le conseil s'est réuni.")
    assert not of_kind_asked([one], read_named_things("Qui dirige l'Office ?", "fr"))
    assert of_kind_asked([one], read_named_things("Qui dirige le conseil ?", "fr"))


def test_another_body_does_not_answer_for_the_one_that_is_named() -> None:
    office = quote("La moitié des membres forme le quorum.", "fr", "Office des forêts")
    board = quote("Nine members form a quorum.", "en", "Lakeside Water Board")
    asked = read_named_things("What is the quorum of the Office's board?", "en")
    assert of_kind_asked([board, office], asked) == [office]
    asked = read_named_things("What is the quorum of the Water Board?", "en")
    assert of_kind_asked([board, office], asked) == [board, office]


def test_a_document_without_an_issuer_or_that_names_the_body_stays() -> None:
    office = quote("La moitié des membres forme le quorum.", "fr", "Office des forêts")
    anyone = quote("Le quorum est de neuf.", "fr")
    other = quote("Le quorum de l'Office est de six.", "fr", "Préfecture de Valmore")
    third = quote("Le quorum est de deux.", "fr", "Mairie de Valmore")
    asked = read_named_things("Quel est le quorum de l'Office ?", "fr")
    assert of_kind_asked([third, anyone, other, office], asked) == [anyone, other, office]


@pytest.mark.parametrize(
    ("language", "question", "texts", "stays"),
    [
        ("en", "What is the price of a bicycle?", ("A pitch costs 18 euros.",), 0),
        ("en", "How much does the library cost?", ("It cost 41 million euros.",), 0),
        ("fr", "Quel est le prix du ticket de cantine ?", ("Une nuit coûte 90 euros.",), 0),
        ("fr", "Combien coûte le vélo ?", ("La visite coûte 8 euros.",), 0),
        ("en", "How much does parking cost?", ("Parking is 3 euros a day.",), 1),
        ("fr", "Quel est le prix de la visite ?", ("Visite guidée | 11 €", "Refuge | 9 €"), 2),
        ("fr", "Quel est le prix ?", ("La visite coûte 8 euros.",), 1),
        ("en", "How much is it?", ("A pitch costs 18 euros.",), 1),
        ("en", "annual fee", ("A subscription is £20 a year.",), 1),
        ("en", "bus ticket price", ("The price of parking is 12 pounds.",), 0),
        ("en", "parking price", ("The price of parking is 12 pounds.",), 1),
        ("fr", "prix abonnement de bus", ("Le parking coûte 2 euros.",), 0),
        ("fr", "tarif stationnement", ("Le stationnement coûte 2 euros.",), 1),
        ("fr", "prix location piano", ("La location d'un violon coûte 12 euros.",), 0),
        (
            "fr",
            "Combien coûte la location d'une guitare ?",
            ("La location d'un violon coûte 12 euros.",),
            0,
        ),
        (
            "fr",
            "Combien coûte la location d'un violon ?",
            ("La location d'un violon coûte 12 euros.", "La location d'une flûte, 9 euros."),
            2,
        ),
        ("fr", "Combien coûte la location d'un instrument ?", ("La location coûte 12 euros.",), 1),
        ("en", "How much does the hire of a piano cost?", ("The hire of a violin is £12.",), 0),
        ("en", "How much does the hire of a room cost?", ("The hire of a room is £45.",), 1),
        ("en", "What is the salary of the curator?", ("The Trust employs 23 people.",), 0),
        ("en", "What is the salary of the curator?", ("The curator earns £31,000.",), 1),
        ("en", "What is the salary of the curator?", ("The roof costs £84,500.",), 0),
        ("fr", "Quel est le salaire du directeur ?", ("Le directeur a 23 agents.",), 0),
        ("fr", "Quel est le salaire du directeur ?", ("Son salaire est de 3 100 euros.",), 1),
    ],
)
def test_the_price_of_another_thing_does_not_answer(
    language: Language, question: str, texts: tuple[str, ...], stays: int
) -> None:
    quotes = [replace(quote(text, language), score=0.5) for text in texts]
    asked = read_named_things(question, language)
    assert len(of_kind_asked(quotes, asked)) == stays


def test_a_sure_price_or_one_in_another_language_stays() -> None:
    asked = read_named_things("How much does the canteen cost?", "en")
    sure = quote("Lunch at school is 4 euros.", "en")
    assert of_kind_asked([sure], asked) == [sure]
    other = replace(quote("Le repas coûte 4 euros.", "fr"), score=0.5)
    assert of_kind_asked([other], asked) == [other]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Quel est le quorum du Conseil ?", "neuf membres au moins"),
        ("What is the quorum of the Council?", "at least nine members"),
    ],
)
def test_the_number_is_found_behind_the_definition(sample: Rag, question: str, answer: str) -> None:
    """The glossary defines a quorum: the rules say how many members it is."""
    assert answer in sample.ask(question).citations[0].text


def test_a_definition_still_answers_what_it_defines(sample: Rag) -> None:
    assert "le nombre de membres" in sample.ask("Qu'est-ce que le quorum ?").citations[0].text
