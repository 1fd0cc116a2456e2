"""Questions that compare, or ask what changed between two years: both sides are quoted."""

from __future__ import annotations

from pathlib import Path

import pytest
import questions_library

from rag import Rag
from rag.encoders import load_encoder
from rag.questions.comparisons import AskedComparison, AskedSide, read_comparison, without_year
from rag.records import Language

TEXTS = {
    "reglement-2022.md": """---
date: 2022-02-01
---
# Règlement intérieur

## Retards

Tout retard est facturé 10 centimes par jour.

## Animaux

Les animaux ne sont pas admis.
""",
    "reglement-2024.md": """---
date: 2024-01-15
---
# Règlement intérieur

## Retards

Les retards ne donnent lieu à aucune amende.

## Animaux

Les chiens guides sont admis.
""",
    "travel.md": """---
date: 2024-03-10
---
# Travel rules

A hotel night is refunded up to 110 euros.
""",
    "handbook.md": "# Staff handbook\n\nThe notice period is three months.\n",
    "agreement.md": "# Collective agreement\n\nA port worker gives four weeks' notice.\n",
} | {
    f"rapport-{year}.md": f"# Rapport annuel {year}\n\nNous avons accueilli {count} visiteurs.\n"
    for year, count in ((2022, "18 300"), (2023, "21 900"), (2024, "24 150"))
}


@pytest.fixture(scope="module")
def rag(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    folder = tmp_path_factory.mktemp("comparisons")
    return Rag.open(questions_library.build(folder, TEXTS, load_encoder()))


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("Qu'est-ce qui a changé dans le règlement entre 2022 et 2024 ?",
         "10 centimes", "aucune amende"),
        ("What changed in the rules between 2022 and 2024?", "10 centimes", "aucune amende"),
        ("Quelle différence y a-t-il entre le règlement de 2022 et celui de 2024 ?",
         "10 centimes", "aucune amende"),
        ("Quels changements entre le règlement de 2022 et celui de 2024 sur les animaux ?",
         "pas admis", "chiens guides"),
        ("Comment a évolué le nombre de visiteurs entre 2022 et 2024 ?", "18 300", "24 150"),
        ("How has the number of visitors changed from 2022 to 2023?", "18 300", "21 900"),
        ("What is the difference between the staff handbook and the collective agreement?",
         "three months", "four weeks"),
        ("Compare le rapport annuel 2022 et 2024", "18 300", "24 150"),
    ],
)  # fmt: skip
def test_both_sides_are_quoted(rag: Rag, question: str, one: str, other: str) -> None:
    answer = rag.ask(question)
    assert answer.compared
    assert [one in answer.parts[0].text, other in answer.parts[1].text] == [True, True]


def test_two_years_of_the_library_are_those_of_the_documents_it_has_for_both(rag: Rag) -> None:
    for question in (
        "Qu'est-ce qui a changé entre 2022 et 2024 ?",
        "What changed from 2022 to 2024?",
    ):
        answer = rag.ask(question)
        assert answer.listed is not None
        titles = [one.title for one in answer.listed.documents]
        assert sorted(titles) == [
            "Rapport annuel 2022", "Rapport annuel 2024", *2 * ["Règlement intérieur"],
        ]  # fmt: skip
        assert not answer.citations


def test_the_only_document_of_two_years_is_shown_of_both(rag: Rag) -> None:
    answer = rag.ask("Qu'est-ce qui a changé entre 2022 et 2023 ?")
    assert [part.question for part in answer.parts] == [
        "Rapport annuel 2022",
        "Rapport annuel 2023",
    ]


def test_a_document_without_sections_is_compared_by_its_paragraphs(
    tmp_path: Path,
) -> None:
    texts = {
        f"rapport-{year}.md": f"""# Rapport d'activité {year}

Rédigé par Claire Vaubernier.

Le budget exécuté s'élève à {budget} euros.

L'effectif était de {staff} agents.
"""
        for year, budget, staff in ((2022, "12 400", 312), (2023, "13 100", 327))
    }
    rag = Rag.open(questions_library.build(tmp_path, texts, load_encoder()))
    answer = rag.ask("Quelle différence entre le rapport d'activité 2022 et celui de 2023 ?")
    one, other = (part.text for part in answer.parts)
    assert ("12 400" in one, "312 agents" in one) == (True, True)
    assert ("13 100" in other, "327 agents" in other) == (True, True)
    outline = rag.ask("Résume le rapport d'activité 2022")
    assert [cited.text for cited in outline.citations] == [
        "Rédigé par Claire Vaubernier.",
        "Le budget exécuté s'élève à 12 400 euros.",
        "L'effectif était de 312 agents.",
    ]


def test_a_year_without_an_edition_is_said_on_its_side(rag: Rag) -> None:
    first, last = rag.ask("Qu'est-ce qui a changé dans le règlement entre 2021 et 2024 ?").parts
    assert not first.found
    assert first.absent[0].text == "règlement 2021"
    assert "aucune amende" in last.text


def test_what_is_no_comparison_is_asked_of_the_documents(rag: Rag) -> None:
    for question in (
        "What is the difference between a delay and a fine?",
        "Combien de visiteurs entre 2022 et 2024 ?",
    ):
        assert not rag.ask(question).compared


@pytest.mark.parametrize(
    ("text", "language", "read"),
    [
        ("what changed between 2019 and 2023", "en",
         AskedComparison(AskedSide("in 2019", "2019", 2019), AskedSide("in 2023", "2023", 2023),
                         of_years=True)),
        ("how did the fee change between 2019 and 2023", "en",
         AskedComparison(AskedSide("fee in 2019", "fee 2019", 2019),
                         AskedSide("fee in 2023", "fee 2023", 2023),
                         of_years=True, topic="fee")),
        ("compare le budget 2022 et 2024", "fr",
         AskedComparison(AskedSide("le budget 2022", "le budget 2022", 2022),
                    AskedSide("le budget 2024", "le budget 2024", 2024))),
        ("what is the difference between the 2019 and the 2023 rules on fees", "en",
         AskedComparison(AskedSide("the 2019 rules", "the 2019 rules", 2019, "fees"),
                    AskedSide("the 2023 rules", "the 2023 rules", 2023, "fees"))),
        ("combien de visiteurs entre 2022 et 2024", "fr", None),
    ],
)  # fmt: skip
def test_the_sides_are_read(text: str, language: Language, read: AskedComparison | None) -> None:
    assert read_comparison(text, language) == read


def test_a_name_without_its_year_has_no_loose_words() -> None:
    assert without_year("le règlement de 2022") == "règlement"
    assert without_year("Annual report 2024") == "Annual report"
