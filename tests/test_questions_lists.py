"""Questions for documents of a date, a language, an issuer or a kind, answered by a list."""

from __future__ import annotations

from pathlib import Path

import pytest
import questions_library

from rag import Answer, Rag, Settings
from rag.encoders import HashingEncoder
from rag.store import Store

TEXTS = {
    "arrete-2023-17.md": "---\ndate: 2023-05-02\nauthor: Mairie de Kerlouan\n---\n"
    "# Arrêté sur la baignade\n\nLa baignade est interdite dans le chenal.\n",
    "arrete-2024-17.md": "---\ndate: 2024-05-06\nauthor: Mairie de Kerlouan\n---\n"
    "# Arrêté sur les drones\n\nLe survol du port est autorisé de 9 h à 19 h.\n",
    "rapport-2022.md": "---\ndate: 2023-03-10\nauthor: Direction générale\n---\n"
    "# Rapport d'activité 2022\n\nLa médiathèque a compté 2 310 abonnés.\n",
    "rapport-2023.md": "---\ndate: 2024-03-12\nauthor: Direction générale\n---\n"
    "# Rapport d'activité 2023\n\nLa médiathèque a compté 2 480 abonnés.\n",
    "drone-rules.md": "---\ndate: 2024-02-01\nauthor: Harbour Office\n---\n"
    "# Drone rules\n\nThe maximum speed of a drone is 30 km/h.\n",
    "parking-policy.md": "---\ndate: 2021-11-10\n---\n"
    "# Parking policy\n\nResidents pay 45 pounds a year for a parking permit.\n",
}
ALL = 6


@pytest.fixture(scope="module")
def rag(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    folder = questions_library.build(tmp_path_factory.mktemp("lists"), TEXTS)
    settings = Settings(encoder="hashing-64", threshold=0.0)
    return Rag(Store.open(folder), HashingEncoder(), settings)


def listed(answer: Answer) -> list[str] | None:
    if answer.listed is None:
        return None
    return [one.path.removesuffix(".md") for one in answer.listed.documents]


@pytest.mark.parametrize(
    ("question", "paths"),
    [
        ("Quels documents sont en anglais ?", ["drone-rules", "parking-policy"]),
        ("quels documents avez-vous en anglais", ["drone-rules", "parking-policy"]),
        ("Which documents are in English?", ["drone-rules", "parking-policy"]),
        ("Which documents are written in English?", ["drone-rules", "parking-policy"]),
        ("documents de mai 2024", ["arrete-2024-17"]),
        ("Quels documents datent d'avant 2022 ?", ["parking-policy"]),
        ("Quels documents datent de 2021 ?", ["parking-policy"]),
        ("which documents date from 2021?", ["parking-policy"]),
        ("documents before 2022", ["parking-policy"]),
        ("documents dated 6 May 2024", ["arrete-2024-17"]),
        ("Quels sont les documents de la direction générale ?", ["rapport-2023", "rapport-2022"]),
        ("documents publiés par la Direction générale", ["rapport-2023", "rapport-2022"]),
        ("documents by the Harbour Office", ["drone-rules"]),
        ("what are the documents of the Harbour Office", ["drone-rules"]),
    ],
)
def test_documents_are_listed_by_language_date_or_issuer(
    rag: Rag, question: str, paths: list[str]
) -> None:
    assert listed(rag.ask(question)) == paths


def test_a_language_that_no_document_has_is_said_to_have_none(tmp_path: Path) -> None:
    english = {name: text for name, text in TEXTS.items() if name.startswith(("drone", "park"))}

    folder = questions_library.build(tmp_path, english)
    rag = Rag(Store.open(folder), HashingEncoder(), Settings(encoder="hashing-64", threshold=0.0))
    answer = rag.ask("Which documents are in French?")
    assert listed(answer) == []
    assert "No title" not in answer.text


@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("dernier rapport d'activité", "rapport-2023"),
        ("le dernier rapport d'activité ?", "rapport-2023"),
        ("Quel est le dernier arrêté ?", "arrete-2024-17"),
        ("latest report", "rapport-2023"),
        ("the most recent report", "rapport-2023"),
        ("le plus ancien document", "parking-policy"),
        ("the oldest document", "parking-policy"),
        ("oldest report", "rapport-2022"),
    ],
)
def test_the_newest_and_the_oldest_may_be_asked_in_a_few_words(
    rag: Rag, question: str, path: str
) -> None:
    assert listed(rag.ask(question)) == [path]


@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("Y a-t-il un document sur la baignade ?", "arrete-2023-17"),
        ("Existe-t-il des documents sur la baignade ?", "arrete-2023-17"),
        ("Is there a document about parking?", "parking-policy"),
        ("are there any documents on parking", "parking-policy"),
    ],
)
def test_whether_there_is_a_document_on_a_topic_lists_it(
    rag: Rag, question: str, path: str
) -> None:
    assert listed(rag.ask(question)) == [path]


@pytest.mark.parametrize(
    "question",
    [
        "Que contient cette base documentaire ?",
        "Que contient votre bibliothèque ?",
        "Qu'y a-t-il dans la base ?",
        "What is in the library?",
        "What does this library contain?",
        "Résume",
        "résume tout",
        "Summarise everything",
        "summarize",
    ],
)
def test_a_question_for_everything_lists_all_documents(rag: Rag, question: str) -> None:
    found = listed(rag.ask(question))
    assert found is not None
    assert len(found) == ALL


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Quand la politique de stationnement a-t-elle été publiée ?", None),
        ("When was the parking policy issued?", "10 November 2021"),
        ("When was the parking policy published?", "10 November 2021"),
        ("Quand le rapport d'activité 2023 a-t-il été publié ?", "12 mars 2024"),
    ],
)
def test_when_a_document_was_published_is_its_date(
    rag: Rag, question: str, said: str | None
) -> None:
    answer = rag.ask(question)
    if said is None:
        assert answer.listed is None
    else:
        assert said in answer.text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("Bonne journée !", "revoir"),
        ("Bon week-end", "revoir"),
        ("Have a nice day!", "Goodbye"),
        ("Que puis-je vous demander ?", "Posez une question"),
        ("Bonsoir, que puis-je demander ?", "Posez une question"),
        ("What can I ask you?", "Ask a question"),
    ],
)
def test_wishes_and_calls_for_help_get_their_own_line(rag: Rag, message: str, said: str) -> None:
    assert said in rag.ask(message).text


@pytest.mark.parametrize(
    "question",
    [
        "Quels documents de voyage faut-il ?",
        "Which documents are required for a permit?",
        "Quels documents faut-il fournir en français ?",
        "What is in the chest?",
        "Y a-t-il une amende sur le port ?",
        "le plus ancien bâtiment",
        "latest arrival",
    ],
)
def test_questions_to_the_documents_are_not_taken_for_lists(rag: Rag, question: str) -> None:
    assert rag.ask(question).listed is None
