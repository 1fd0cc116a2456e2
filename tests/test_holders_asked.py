"""Who held a role in a year: a state that began before and has not ended covers it."""

from __future__ import annotations

import pytest
import questions_library

from rag import Rag
from rag.answering.holders_asked import holder_of_period, of_holder
from rag.citations.quotes import Quote
from rag.encoders import load_encoder
from rag.questions.aboutness import Aboutness
from rag.questions.named_things import read_named_things
from rag.records import Document, Hit, Language, Passage

TEXTS = {
    "people.md": """---
author: Merrow Valley Water Office
date: 2025-11-20
---
# Who does what

## The Board

Judith Aldane has chaired the Board since March 2021. The vice-chair, Peter Olum, was
elected in 2023.

## Management

Ilse Marten has been director since 1 January 2024. She succeeded Ruth Calder, who was director from
2016 to 2023.
""",
    "organisation.md": """---
author: Syndicat du Haut-Vernois
date: 2025-10-03
---
# Organisation du Syndicat

Bernard Lacaze préside le Conseil depuis septembre 2021. La directrice, Nora Belhadj, est en
fonction depuis le 15 avril 2024 ; elle a succédé à Yves Cordier, directeur de 2015 à 2023.
""",
    "minutes.md": """---
author: Merrow Valley Water Office
date: 2024-05-21
---
# Minutes of the Board, 21 May 2024

The treasurer presented the accounts for 2023. The Board approved them.
""",
}


@pytest.fixture(scope="module")
def rag(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    folder = tmp_path_factory.mktemp("holders")
    return Rag.open(questions_library.build(folder, TEXTS, load_encoder()))


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who chaired the Board in 2025?", "Judith Aldane"),
        ("Who was the chair of the Board in 2023?", "Judith Aldane"),
        ("Who was the director in 2025?", "Ilse Marten"),
        ("Who was the director in 2018?", "Ruth Calder"),
        ("Who is the vice-chair of the Board?", "Peter Olum"),
        ("Qui présidait le Conseil en 2025 ?", "Bernard Lacaze"),
        ("Qui présidait le Conseil en 2023 ?", "Bernard Lacaze"),
        ("Qui était la directrice en 2025 ?", "Nora Belhadj"),
        ("Qui était directeur en 2019 ?", "Yves Cordier"),
    ],
)
def test_a_state_that_has_not_ended_covers_the_year(rag: Rag, question: str, name: str) -> None:
    assert name in rag.ask(question).citations[0].text


@pytest.mark.parametrize(
    "question",
    [
        "Who chaired the Board in 2019?",
        "Who was the treasurer of the Office in 2023?",
        "Qui présidait le Conseil en 2018 ?",
    ],
)
def test_a_year_before_the_state_has_no_answer(rag: Rag, question: str) -> None:
    assert not rag.ask(question).found


@pytest.mark.parametrize(
    ("language", "question", "text", "holds"),
    [
        ("en", "Who was the chair in 2023?", "The chair since 2021 is Ada Byron.", True),
        ("en", "Who was the chair in 2023?", "Since 2021, the chair has been Ada Byron.", True),
        ("en", "Who was the chair in 2023?", "Ada Byron, chair (2019-2024), retired.", True),
        ("en", "Who was the chair in 2020?", "The chair since 2021 is Ada Byron.", False),
        ("en", "Who was the chair in 2023?", "Ada Byron was chair from 2015 to 2020.", False),
        ("en", "Who was the chair in 2023?", "Ada Byron was chair until June 2024.", True),
        ("en", "Who was the chair in 2010?", "Ada Byron was chair until June 2024.", False),
        ("en", "Who was the chair in 2023?",
         "The chair, Ada Byron, has worked here since 2010.", False),
        ("en", "Who was the chair in 2023?", "The chair has been elected since 2010.", False),
        ("en", "Who signed for the chair in 2023?", "Ada Byron is chair since 2021.", False),
        ("fr", "Qui était président en 2023 ?", "Paul Nizan préside le conseil depuis 2021.", True),
        ("fr", "Qui était président en 2023 ?", "Depuis 2021, le président est Paul Nizan.", True),
        ("fr", "Qui était président en 2023 ?", "Paul Nizan, président de 2015 à 2020.", False),
        ("fr", "Qui était président en 2023 ?",
         "Le président, Paul Nizan, travaille ici depuis 2010.", False),
        ("fr", "Qui était président en 2023 ?",
         "Paul Nizan est vice-président depuis 2021.", False),
    ],
)  # fmt: skip
def test_a_holder_holds_the_role_itself_through_the_year(
    language: Language, question: str, text: str, holds: bool
) -> None:
    document = Document("d", "/r", "a.md", "Rapport", "md", language, None, None, 1)
    passage = Passage(
        document_id="d", page=1, start=0, end=len(text), text=text, headings=(), language=language
    )
    hit = Hit(passage, document, None, 0.0, None, None)
    quote = Quote(hit, 0, len(text), text, 0.1)
    asked = read_named_things(question, language)
    found = holder_of_period([(quote, Aboutness.UNKNOWN)], asked, 0.2)
    assert (found is not None) is holds
    sure = Quote(hit, 0, len(text), text, 0.9)
    assert holder_of_period([(sure, Aboutness.EXACT)], asked, 0.2) is None


@pytest.mark.parametrize(
    ("language", "question", "text", "stays"),
    [
        ("fr", "Qui dirige la régie ?", "Je suis agent de la régie depuis 5 ans.", False),
        ("fr", "Qui dirige la régie ?", "Nora Belhadj est à la tête de la régie.", True),
        ("fr", "Qui est le président ?", "Le conseil se réunit le lundi avec Mme Dorval.", False),
        ("en", "Who is the president of the firm?", "I certify this as Senior Officer.", False),
        ("en", "Who is the president of the firm?", "Ada Byron runs the firm.", True),
        ("en", "What is the name of the superintendent?",
         "The superintendent may call a meeting under the Government Regulations.", False),
        ("en", "What is the name of the superintendent?",
         "The superintendent, Ada Byron, may call a meeting.", True),
        ("fr", "Quel est le nom du chantier naval ?", "Le chantier naval est fermé.", False),
        ("fr", "Quel est le nom du chantier naval ?", "Le chantier naval de Kerveno.", True),
    ],
)  # fmt: skip
def test_who_leads_and_a_name_are_answered_with_them(
    language: Language, question: str, text: str, stays: bool
) -> None:
    document = Document("d", "/r", "a.md", "Rapport", "md", language, None, None, 1)
    passage = Passage(
        document_id="d", page=1, start=0, end=len(text), text=text, headings=(), language=language
    )
    quote = Quote(Hit(passage, document, None, 0.0, None, None), 0, len(text), text, 0.8)
    assert bool(of_holder([quote], read_named_things(question, language))) is stays


@pytest.mark.parametrize(
    ("language", "question", "text", "stays"),
    [
        ("en", "Who runs the library?", "Hart was the originator of the concept.", False),
        ("en", "Who runs the library?", "The library is managed by Nora Hill.", True),
        ("en", "Who is in charge of the yard?", "Her deputy has been acting since May.", True),
        ("en", "Who runs the marathon on Sunday?", "The runners are led by Ada Byron.", True),
        ("en", "Who works at the library?", "Hart was the originator of the concept.", True),
        ("en", "Who leads the museum?",
         "Ask the Head of Collections, Dr Sayle, first.", False),
        ("en", "Who leads the museum?",
         "The director, Ann Poe, appoints the Head of Collections.", True),
        ("en", "Who leads the collections?", "Ask the Head of Collections, Dr Sayle.", True),
        ("en", "Who leads the museum?", "Dr Sayle is director of the museum.", True),
        ("fr", "Qui dirige le musée ?", "La directrice des collections est Anne Morel.", False),
        ("fr", "Qui dirige le musée ?", "La directrice du musée est Anne Morel.", True),
        ("fr", "Qui est responsable de la sécurité ?",
         "Le responsable de la sécurité est Yann Brel.", True),
        ("fr", "Qui gère le port ?", "Le port compte 143 anneaux.", False),
        ("fr", "Qui gère le port ?", "Le port est géré par la régie.", True),
        ("fr", "Qui pilote le projet ?", "Le chef du projet est Yann Brel.", True),
        ("fr", "Qui est responsable du port ?", "Le port est ouvert en été.", False),
        ("en", "What is the name of the developer?",
         "A developer has joined us in our Kitchener office.", False),
        ("en", "What is the name of the developer?",
         "Ada Byron has joined us in our Kitchener office.", True),
        ("fr", "Quel est le nom de la conservatrice ?",
         "La conservatrice reçoit dans nos bureaux de Lyon.", False),
        ("fr", "Quel est le nom de la conservatrice ?",
         "La conservatrice, Anne Morel, reçoit à Lyon.", True),
    ],
)  # fmt: skip
def test_who_leads_is_answered_with_a_leader_and_a_name_with_that_of_a_person(
    language: Language, question: str, text: str, stays: bool
) -> None:
    document = Document("d", "/r", "a.md", "Guide", "md", language, None, None, 1)
    passage = Passage(
        document_id="d", page=1, start=0, end=len(text), text=text, headings=(), language=language
    )
    quote = Quote(Hit(passage, document, None, 0.0, None, None), 0, len(text), text, 0.8)
    assert bool(of_holder([quote], read_named_things(question, language))) is stays
