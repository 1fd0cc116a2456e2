"""A question about a name is answered from documents that have it."""

from __future__ import annotations

import pytest
import questions_library

from rag import Rag
from rag.encoders import HashingEncoder, load_encoder
from rag.questions.named_things import read_named_things
from rag.records import Language
from rag.retrieval.phrase_passages import documents_with_name
from rag.store import open_usable

_FILLERS = {
    f"note{n}.md": f"# Note {n}\n\nLa salle {n} du bâtiment est ouverte le lundi aux agents.\n"
    for n in range(9)
}
TEXTS = {
    "portal.md": "# Bilan PortaPro\n\nPortaPro permet aux entreprises de signer en ligne.\n",
    "survey.md": "# Enquête\n\nLe budget total de ce projet a été de 199 800 euros.\n",
    "survey-en.md": "# Survey\n\nThe total budget of this project was 199,800 euros.\n",
    **_FILLERS,
}


@pytest.fixture(scope="module")
def rag(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    folder = tmp_path_factory.mktemp("names")
    return Rag.open(questions_library.build(folder, TEXTS, load_encoder()))


def test_another_project_does_not_answer_for_the_one_named(rag: Rag) -> None:
    assert not rag.ask("Quel est le budget total du projet PortaPro ?").found


def test_the_same_question_without_the_name_is_answered(rag: Rag) -> None:
    assert "199 800" in rag.ask("Quel est le budget total du projet ?").citations[0].text


def test_a_name_in_the_other_language_leaves_all_documents(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    texts = {
        **_FILLERS,
        "ethics.md": "# Ethics Panel\n\nThe Ethics Panel has seven members.\n",
        "ethique.md": "# Éthique\n\nLe jury d'éthique compte sept membres.\n",
    }
    folder = tmp_path_factory.mktemp("other_language")
    library = open_usable(questions_library.build(folder, texts, HashingEncoder(32)))
    is_known_in: dict[Language, bool] = {"fr": False, "en": True}
    for language, is_known in is_known_in.items():
        asked = read_named_things("Combien de membres compte Ethics Panel ?", language)
        found = documents_with_name(library, asked, ("Ethics", "Panel"))
        assert (found is not None) is is_known


def test_a_name_of_many_documents_goes_without_saying(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    texts = {
        **{name: f"{text}\nLe musée Kerveno est fermé.\n" for name, text in _FILLERS.items()},
        "fees.md": "# Tarifs\n\nL'entrée coûte 7 euros pour un adulte.\n",
    }
    folder = tmp_path_factory.mktemp("own_name")
    rag = Rag.open(questions_library.build(folder, texts, load_encoder()))
    assert "7 euros" in rag.ask("Combien coûte l'entrée à Kerveno ?").citations[0].text
