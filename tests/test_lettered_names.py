"""Classes of things that a letter tells apart, in questions and in texts."""

from __future__ import annotations

import pytest

from rag import Rag
from rag.encoders import load_encoder
from rag.ingest import ingest
from rag.language.identifiers.lettered_names import (
    find_lettered_names,
    holds_another_letter,
    holds_lettered_name,
)
from rag.records import Language


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Quel est le taux du Livret A ?", "fr", ["Livret A"]),
        ("Combien gagne un agent de catégorie C ?", "fr", ["catégorie C"]),
        ("Quand sont les vacances de la zone B et de la zone C ?", "fr", ["zone B", "zone C"]),
        ("Le permis B suffit-il ?", "fr", ["permis B"]),
        ("What is the rate for group B?", "en", ["group B"]),
        ("Who pays for category A?", "en", ["category A"]),
        ("Is hepatitis B notifiable?", "en", ["hepatitis B"]),
        ("Who was John F Kennedy?", "en", []),
        ("Who was John F. Kennedy?", "en", []),
        ("Is This A Test of the Rules?", "en", []),
        ("What may I ask?", "en", []),
        ("Do T cells help B cells?", "en", []),
        ("How do I call it from C?", "en", []),
        ("Quel est l’avis de Paris D’abord ?", "fr", []),
        ("QUEL EST LE TAUX DU LIVRET A ?", "fr", []),
    ],
)
def test_the_lettered_names_of_a_question(
    text: str, language: Language, expected: list[str]
) -> None:
    assert [text[one.start : one.end] for one in find_lettered_names(text, language)] == expected


@pytest.mark.parametrize(
    ("asked", "text", "held"),
    [
        ("zone A", "Les vacances de la zone A commencent samedi.", True),
        ("zone A", "Les zones A et B sont en vacances.", True),
        ("zone B", "Les zones A et B sont en vacances.", True),
        ("zone B", "Les zones A, C et B sont en vacances.", True),
        ("permis B", "Le permis de conduire de catégorie B suffit.", True),
        ("zone C", "Les zones A et B sont en vacances.", False),
        ("zone B", "La zone est fermée. B", False),
        ("Livret A", "Le taux du livret d’épargne a baissé.", False),
    ],
)
def test_a_text_holds_a_lettered_name_in_any_form(asked: str, text: str, held: bool) -> None:
    (name,) = find_lettered_names(f"Et {asked} ?", "fr")
    assert holds_lettered_name(name, text) is held


@pytest.mark.parametrize(
    ("asked", "text", "other"),
    [
        ("zone A", "La zone B est en vacances.", True),
        ("zone A", "Les zones A et B sont en vacances.", False),
        ("zone A", "La zone est en vacances.", False),
        ("catégorie A", "Category B drivers pay less.", True),
        ("catégorie A", "Category A drivers pay less.", False),
    ],
)
def test_a_text_about_another_letter_is_known(asked: str, text: str, other: bool) -> None:
    (name,) = find_lettered_names(f"Et {asked} ?", "fr")
    assert holds_another_letter(name, text) is other


@pytest.fixture(scope="module")
def rag(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    folder = tmp_path_factory.mktemp("letters")
    (folder / "docs").mkdir()
    for name, text in {
        "vacances.md": "# Vacances scolaires\n\nLes vacances de la zone A commencent le 8 février. "
        "Les vacances de la zone B commencent le 22 février.\n",
        "bands.md": "# Parking permits\n\nA category B permit costs forty euros a year.\n",
    }.items():
        (folder / "docs" / name).write_text(text, encoding="utf-8")
    encoder = load_encoder()
    ingest([folder / "docs"], folder / "index", encoder)
    return Rag.open(folder / "index", loader=lambda name, revision: encoder)


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("Quand commencent les vacances de la zone A ?", "zone A commencent le 8"),
        ("Quand commencent les vacances de la zone B ?", "zone B commencent le 22"),
        ("How much is a category B permit?", "forty euros"),
    ],
)
def test_a_question_is_answered_from_the_class_it_names(
    rag: Rag, question: str, quoted: str
) -> None:
    found = rag.ask(question)
    assert found.found
    assert quoted in found.citations[0].quote
    assert len(found.citations) == 1


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Quand commencent les vacances de la zone C ?", "zone C"),
        ("How much is a category D permit?", "category D"),
    ],
)
def test_a_class_with_another_letter_is_said_to_be_absent(
    rag: Rag, question: str, missing: str
) -> None:
    found = rag.ask(question)
    assert not found.found
    assert [one.text for one in found.absent] == [missing]
