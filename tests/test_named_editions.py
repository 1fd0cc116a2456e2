"""An edition, a kind of documents, or a part of a document that a question names."""

from __future__ import annotations

import pytest
import questions_library

from rag import Rag
from rag.encoders import load_encoder
from rag.questions.document_names import read_document_name
from rag.records import Absent

TEXTS = {
    "reglement-2022.md": """---
date: 2022-02-01
---
# Règlement intérieur de la médiathèque

## Article 2 Prêt

Chaque abonné peut emprunter dix documents.

## Article 3 Retards

Tout retard est facturé 10 centimes par jour.
""",
    "reglement-2024.md": """---
date: 2024-01-15
---
# Règlement intérieur de la médiathèque

## Article 2 Prêt

Chaque abonné peut emprunter quinze documents.

## Article 3 Retards

Les retards ne donnent lieu à aucune amende.

## Article 14 Photocopies

La photocopie coûte 15 centimes la page.
""",
    "travel.md": """---
date: 2024-03-10
---
# Travel rules

A hotel night is refunded up to 110 euros.
""",
    "lift.md": """# Contrat de maintenance de l'ascenseur

## Préavis

Chaque partie peut résilier le contrat avec un préavis de six mois.
""",
    "agreement.md": """# Convention collective des bibliothèques

## Préavis

En cas de démission, le préavis est de deux mois.
""",
    "school.md": """# Convention de partenariat avec le lycée

## Préavis

La convention est dénoncée avec un préavis de trois mois.
""",
}
RULES = "Règlement intérieur de la médiathèque"
LIFT = "Contrat de maintenance de l'ascenseur"
COLLECTIVE = "Convention collective des bibliothèques"


@pytest.fixture(scope="module")
def rag(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    folder = tmp_path_factory.mktemp("editions")
    return Rag.open(questions_library.build(folder, TEXTS, load_encoder()))


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Que disait l'ancien règlement sur les retards ?", "10 centimes"),
        ("Dans le règlement précédent, combien de documents peut-on emprunter ?", "dix"),
        ("In the old rules, how many documents may one borrow?", "dix"),
        ("How many documents could one borrow under the former regulations?", "dix"),
        ("Que dit le règlement de 2022 sur les retards ?", "10 centimes"),
        ("Que dit le règlement de 2024 sur les retards ?", "aucune amende"),
        ("Dans le règlement de 2024, combien de documents peut-on emprunter ?", "quinze"),
        ("Que dit l'article 3 du règlement de 2022 ?", "10 centimes"),
        ("Que dit l'article 3 de l'ancien règlement ?", "10 centimes"),
        ("What does article 2 of the 2022 rules say?", "dix"),
    ],
)
def test_an_edition_is_read_alone_and_said(rag: Rag, question: str, quote: str) -> None:
    answer = rag.ask(question)
    assert quote in answer.text
    assert answer.named == (RULES,)
    assert len({cited.path for cited in answer.citations}) == 1


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Dans le contrat, quel est le préavis ?", (LIFT,)),
        ("In the contract, what is the notice?", (LIFT,)),
        ("Quel est le préavis prévu par la convention collective ?", (COLLECTIVE,)),
        ("In the collective agreement, what is the notice?", (COLLECTIVE,)),
    ],
)
def test_a_contract_or_a_convention_is_named_in_both_languages(
    rag: Rag, question: str, named: tuple[str, ...]
) -> None:
    answer = rag.ask(question)
    assert answer.named == named
    assert {cited.title for cited in answer.citations} == set(named)


def test_a_kind_alone_means_every_document_of_the_kind(rag: Rag) -> None:
    named = rag.ask("Selon la convention, quel est le préavis ?").named
    assert set(named) == {COLLECTIVE, "Convention de partenariat avec le lycée"}


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        (
            "Quel était le préavis de l'ancien contrat ?",
            Absent("document", "ancien contrat", (LIFT,)),
        ),
        (
            "Que dit le règlement de 2023 sur les retards ?",
            Absent("document", "règlement de 2023", (RULES,)),
        ),
    ],
)
def test_an_edition_that_is_not_there_is_said_with_those_that_are(
    rag: Rag, question: str, absent: Absent
) -> None:
    answer = rag.ask(question)
    assert answer.absent == (absent,)
    assert answer.named == ()


@pytest.mark.parametrize(
    ("question", "missing", "text"),
    [
        (
            "Que dit l'article 14 du règlement de 2022 ?",
            "article 14 du règlement de 2022",
            "L’article 14 du règlement de 2022 ne figure pas",
        ),
        (
            "What does article 14 of the old rules say?",
            "article 14 of the old rules",
            "Article 14 of the old rules does not occur",
        ),
    ],
)
def test_an_article_of_another_edition_does_not_stand_for_the_one_asked(
    rag: Rag, question: str, missing: str, text: str
) -> None:
    answer = rag.ask(question)
    assert not answer.found
    (absent,) = answer.absent
    assert (absent.kind, absent.text) == ("identifier", missing)
    assert "Article 2" in absent.present
    assert answer.text.startswith(text)


@pytest.mark.parametrize(
    ("question", "name", "rest"),
    [
        (
            "Que dit l'article 12 du règlement de 2022 ?",
            "règlement de 2022",
            "Que dit l'article 12 ?",
        ),
        ("What does section 12 of the old rules say?", "old rules", "What does section 12 say?"),
        ("What do the 2019 rules say about moorings?", "2019 rules", "Moorings?"),
        ("Que prévoyait l'ancien contrat sur le prix ?", "ancien contrat", "Le prix ?"),
        ("What does the contract say about it?", "contract", ""),
        ("Quel était le prix de l'ancien contrat ?", "ancien contrat", ""),
    ],
)  # fmt: skip
def test_what_is_asked_of_a_document_is_read_without_its_name(
    question: str, name: str, rest: str
) -> None:
    found = read_document_name(question)
    assert found is not None
    assert (found.text, found.rest) == (name, rest)


@pytest.mark.parametrize(
    "question",
    [
        "Selon l'ancien règlement, combien de membres au Conseil ?",
        "Under the old rules, how many members does the Council have?",
    ],
)
def test_a_named_edition_is_read_though_others_answer_better(sample: Rag, question: str) -> None:
    answer = sample.ask(question)
    assert answer.named == ("Règlement intérieur du Conseil, édition 2022",)
    assert answer.citations[0].text == "Le Conseil compte douze membres."
