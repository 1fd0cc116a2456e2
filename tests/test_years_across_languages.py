"""Questions of a few words on a year that only a report in the other language is of."""

from __future__ import annotations

import pytest
import questions_library

from rag import Rag
from rag.encoders import load_encoder
from rag.records import Language

FRENCH = """---
date: {after}-04-15
---
# Rapport annuel {year}

En {year}, l'établissement a accueilli {visitors} visiteurs. Le budget exécuté s'élève à {budget} \
millions d'euros.
"""
ENGLISH = """---
date: {after}-03-30
---
# Annual report {year}

In {year} the institution welcomed {visitors} visitors. Executed budget reached EUR {budget} \
million.
"""
AUDIT = """---
date: 2023-11-02
---
# {title} 2023

{sentence}
"""


def _reports(own: str, other: str, audit: str) -> dict[str, str]:
    years = ((2022, "41,200", "12.4"), (2023, "55,870", "13.1"), (2024, "61,340", "13.8"))
    return {"audit.md": audit} | {
        f"report-{year}.md": (other if year == 2024 else own).format(
            year=year, after=year + 1, visitors=visitors, budget=budget
        )
        for year, visitors, budget in years
    }


LIBRARIES: dict[Language, dict[str, str]] = {
    "fr": _reports(FRENCH, ENGLISH, AUDIT.format(
        title="Rapport d'audit des achats",
        sentence="Le budget de la direction des achats s'élève à 2,7 millions d'euros.",
    )),
    "en": _reports(ENGLISH, FRENCH, AUDIT.format(
        title="Audit report on purchases",
        sentence="The budget of the purchasing department is EUR 2.7 million.",
    )),
}  # fmt: skip


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> dict[Language, Rag]:
    folder, encoder = tmp_path_factory.mktemp("across"), load_encoder()
    return {
        language: Rag.open(questions_library.build(folder / language, texts, encoder))
        for language, texts in LIBRARIES.items()
    }


@pytest.mark.parametrize(
    ("language", "question", "figure"),
    [
        ("fr", "Quel budget en 2024 ?", "13.8"),
        ("fr", "Budget 2024", "13.8"),
        ("fr", "Quel budget en 2023 ?", "13.1"),
        ("fr", "Combien de visiteurs en 2024 ?", "61,340"),
        ("en", "What budget in 2024?", "13.8"),
        ("en", "Budget 2024", "13.8"),
        ("en", "What budget in 2022?", "12.4"),
        ("en", "How many visitors in 2024?", "61,340"),
    ],
)
def test_the_sentence_with_the_words_asked_leads_and_not_the_one_with_the_year(
    libraries: dict[Language, Rag], language: Language, question: str, figure: str
) -> None:
    assert figure in libraries[language].ask(question).citations[0].text
