"""Questions for times to come, and for what happened after a document was written."""

from __future__ import annotations

import pytest
import questions_library

from rag import Rag
from rag.encoders import load_encoder
from rag.language.questions.tenses import asks_for_future, counts_what_happened
from rag.language.words import fold
from rag.records import Language

TEXTS = {
    "salaires.md": """---
title: Le salaire minimum
date: 2026-01-15
---

# Le salaire minimum

Le salaire minimum horaire est fixé à 12,02 euros à compter du 1er janvier 2026.
""",
    "letters.md": """---
title: A hundred weeks of letters
date: 2022-04-05
---

# A hundred weeks of letters

The service has reached a milestone: 8.5 million letters sent to readers.
""",
}


@pytest.fixture(scope="module")
def rag(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    folder = tmp_path_factory.mktemp("times-to-come")
    return Rag.open(questions_library.build(folder, TEXTS, load_encoder()))


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Quel est le salaire minimum horaire au 1er juin 2026 ?", "12,02 euros"),
        ("Quel sera le salaire minimum horaire au 1er juin 2026 ?", "12,02 euros"),
        ("Quel sera le salaire minimum horaire au 1er janvier 2027 ?", None),
        ("How many letters were sent to readers?", "8.5 million"),
        ("How many letters were sent to readers in 2023?", None),
        ("How many letters did the service send to readers in 2023?", None),
    ],
)
def test_a_document_does_not_know_what_comes_after_it(
    rag: Rag, question: str, quote: str | None
) -> None:
    answer = rag.ask(question)
    assert answer.found is (quote is not None)
    assert quote is None or quote in answer.citations[0].text


@pytest.mark.parametrize(
    ("language", "question", "does"),
    [
        ("fr", "Combien de lettres le service a-t-il envoyées en 2023 ?", True),
        ("fr", "Combien de personnes ont été condamnées en 2022 ?", True),
        ("fr", "Combien de membres le conseil a-t-il comptés en 2023 ?", False),
        ("fr", "Combien de membres le conseil compte-t-il en 2023 ?", False),
        ("en", "How many letters did it send in 2023?", True),
        ("en", "How many people were sentenced in 2022?", True),
        ("en", "How many members did the Board have in 2023?", False),
        ("en", "What was the allowance in 2023?", False),
    ],
)
def test_what_happened_is_not_what_is_so(language: Language, question: str, does: bool) -> None:
    assert counts_what_happened(fold(question), language) is does
    assert not asks_for_future(fold(question), language)
