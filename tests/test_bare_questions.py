"""Questions that name a day or a form and ask for nothing else are answered by what names it."""

from __future__ import annotations

import pytest
import questions_library

from rag import Rag
from rag.encoders import load_encoder

TEXTS = {
    "works.md": """# New treatment works

The Harrow Point treatment works opened on 12 March 2024. It serves 36,000 homes.
""",
    "note.md": """# Note de service : télétravail

La demande se fait au moyen du formulaire RH-208. Le conseil a voté le budget le 3 mai 2023.
""",
    "rules.md": """# Rules

A complaint form W-310 must be lodged within ninety days of the bill.
""",
}


@pytest.fixture(scope="module")
def rag(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    folder = tmp_path_factory.mktemp("bare")
    return Rag.open(questions_library.build(folder, TEXTS, load_encoder()))


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Que s'est-il passé le 12 mars 2024 ?", "Harrow Point"),
        ("What happened on 12 March 2024?", "Harrow Point"),
        ("What took place on 3 May 2023?", "budget"),
        ("À quoi sert le formulaire RH208 ?", "RH-208"),
        ("What is form W310 used for?", "W-310"),
    ],
)
def test_what_names_it_answers(rag: Rag, question: str, quote: str) -> None:
    answer = rag.ask(question)
    assert answer.found
    assert quote in answer.statements[0].text


@pytest.mark.parametrize(
    "question",
    [
        "Que s'est-il passé le 13 mars 2024 ?",
        "What happened on 12 March 2023?",
        "What happened on 12 March 2024 at the Lighthouse of Alder Bay?",
        "À quoi sert le formulaire RH209 ?",
    ],
)
def test_another_day_or_form_does_not(rag: Rag, question: str) -> None:
    answer = rag.ask(question)
    assert not answer.found or answer.confidence < 0.9
