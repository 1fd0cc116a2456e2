"""Questions to try: from the settings, the sample library, or the documents themselves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rag.config import Settings
from rag.encoders import HashingEncoder
from rag.engine import Rag
from rag.ingest import ingest
from rag.server import EngineLoader
from rag.store import Store
from rag.web.examples import Examples, sample_questions

GUIDE = """# Guide des salles

## 1. À quelle heure ferment les salles ?

Les salles ferment à seize heures. L’entrée se fait par la cour.

## Combien de ruches le toit abrite-t-il ?

Le toit abrite douze ruches depuis le printemps.

## Le jardin

On y cultive des simples.
"""
NOTICE = """# Notice

## Who keeps the keys of the archive?

The keys of the archive are kept by Mary Hale, the archivist.

## Why?
"""
Build = Callable[..., Examples]


@pytest.fixture
def examples(tmp_path: Path) -> Build:
    """The examples over documents given by name and text."""

    def build(*chosen: str, hidden: str = "", **texts: str) -> Examples:
        folder = tmp_path / "docs"
        folder.mkdir()
        for name, text in texts.items():
            (folder / f"{name}.md").write_text(text, encoding="utf-8")
        ingest([folder], tmp_path / "index", HashingEncoder())
        settings = Settings(threshold=0.0)
        whole = Rag(Store.open(tmp_path / "index"), HashingEncoder(), settings)
        engine = whole.seen_by(lambda document: document.path != hidden)
        loader = EngineLoader(lambda: engine)
        assert loader.wait(30) == "ready"
        return Examples(loader, chosen, patience=60)

    return build


def test_the_documents_ask_and_answer(examples: Build) -> None:
    assert examples(guide=GUIDE, notice=NOTICE).questions() == {
        "fr": (
            "À quelle heure ferment les salles ?",
            "Combien de ruches le toit abrite-t-il ?",
        ),
        "en": ("Who keeps the keys of the archive?",),
    }


RULES = """# Règlement des salles de lecture

## Horaires de la salle de lecture

La salle de lecture ouvre à neuf heures et ferme à seize heures, du lundi au vendredi.

## Prêt

Les lecteurs de la salle empruntent douze ouvrages.

## Annexe 12 de la note 45
"""


def test_documents_that_ask_nothing_offer_what_they_are_about(examples: Build) -> None:
    found = examples(regles=RULES, bruit="# Avis\n\nLe bruit est interdit.\n").questions()
    assert "Horaires de la salle de lecture" in found["fr"]
    assert not {"Prêt", "Avis", "Annexe 12 de la note 45"} & set(found["fr"])


def test_what_no_document_answers_is_not_offered(examples: Build) -> None:
    """The title answers nothing but itself."""
    assert examples(vide="# Le grand livre des marées\n").questions() == {}


def test_a_document_that_is_not_seen_asks_nothing(examples: Build) -> None:
    assert set(examples(guide=GUIDE, notice=NOTICE, hidden="guide.md").questions()) == {"en"}


def test_those_of_the_settings_come_first(examples: Build) -> None:
    found = examples("Qui garde les clés ?", "Where is it?", guide=GUIDE).questions()
    assert found == {"fr": ("Qui garde les clés ?",), "en": ("Where is it?",)}


def test_the_questions_of_the_sample_library_are_not_asked_of_another(examples: Build) -> None:
    found = examples(guide=GUIDE)
    assert not set(sample_questions("fr")) & set(found.questions()["fr"])
    assert found.texts("fr") == ()


def test_the_sample_library_has_its_own(tmp_path: Path) -> None:
    corpus = Path(__file__).parent.parent / "corpus"
    ingest([corpus], tmp_path / "index", HashingEncoder())
    engine = Rag(Store.open(tmp_path / "index"), HashingEncoder(), Settings())
    loader = EngineLoader(lambda: engine)
    assert loader.wait(30) == "ready"
    found = Examples(loader)
    assert found.questions()["fr"] == sample_questions("fr")
    assert len(found.texts("en")) == 2


def test_there_are_none_while_the_library_opens() -> None:
    found = Examples(EngineLoader(lambda: pytest.fail("it is not opened")))
    assert (found.questions(), found.texts("fr")) == ({}, ())
