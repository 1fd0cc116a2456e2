"""Exports over HTTP: quotes are read again from the index, never taken from the request."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from rag.engine import Rag
from rag.export import FORMATS, format_place
from rag.server import EngineLoader, create_app

ENGLISH = "When do the reading rooms open?"


@pytest.fixture(scope="module")
def client(library: Rag) -> Iterator[TestClient]:
    loader = EngineLoader(lambda: library)
    assert loader.wait(30) == "ready"
    with TestClient(create_app(loader), base_url="http://127.0.0.1") as client:
        yield client


def places(library: Rag, question: str = ENGLISH) -> list[str]:
    return [format_place(cited) for cited in library.ask(question).citations]


@pytest.mark.parametrize("kind", FORMATS)
def test_each_format_is_a_file_to_keep(client: TestClient, library: Rag, kind: str) -> None:
    query = {"q": ENGLISH, "c": places(library)}
    response = client.get(f"/api/export/answer.{kind}", params=query)
    assert response.status_code == 200
    assert response.headers["content-type"] == FORMATS[kind].media_type
    assert response.headers["content-disposition"] == (
        f'attachment; filename="when-do-the-reading-rooms-open-{dt.date.today()}.{kind}"'
    )
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.content


def test_a_word_file_holds_what_its_places_say(client: TestClient, library: Rag) -> None:
    import docx

    query = {"q": ENGLISH, "c": places(library)[:1]}
    made = docx.Document(io.BytesIO(client.get("/api/export/answer.docx", params=query).content))
    text = "\n".join(paragraph.text for paragraph in made.paragraphs)
    assert library.ask(ENGLISH).citations[0].quote in text


def test_an_export_is_limited_as_its_answer_was(client: TestClient, library: Rag) -> None:
    limits = {"types": ["pdf"], "languages": ["en"]}
    cited = [format_place(each) for each in library.ask(ENGLISH, scope=limits).citations]
    start, end = cited[0].rsplit(".", 1)
    for places_cited in (cited, [f"{start}.{int(end) - 1}"]):
        query = {"q": ENGLISH, "scope": json.dumps(limits), "c": places_cited}
        text = client.get("/api/export/answer.md", params=query).text
        assert "Limited to: PDF files · in English" in text
    checked = {"text": "The desk stands at the foot of the great staircase.", "scope": limits}
    assert "Limited to: PDF files" in client.post("/api/export/check.md", json=checked).text


@pytest.mark.parametrize("scope", ["pdf", "[]", '{"type":["pdf"]}', '{"types":["odt"]}'])
def test_an_export_with_wrong_limits_is_refused(client: TestClient, scope: str) -> None:
    refused = client.get("/api/export/answer.md", params={"q": ENGLISH, "scope": scope})
    assert refused.status_code == 422
    assert refused.json()["error"].startswith("Scope")


def test_the_day_and_the_question_as_it_was_understood_are_kept(
    client: TestClient, library: Rag
) -> None:
    day = dt.date(2024, 3, 1)
    cited = [format_place(each) for each in library.ask(ENGLISH, as_of=day).citations]
    query = {"q": "And the rooms?", "u": ENGLISH, "as_of": day.isoformat(), "c": cited}
    text = client.get("/api/export/answer.md", params=query).text
    assert text.startswith("# And the rooms?")
    assert "1 March 2024" in text
    assert f"**{_short(library)}**" in text  # the answer, not its places alone


def _short(library: Rag) -> str:
    span = library.ask(ENGLISH).citations[0].span
    assert span is not None
    return span.text


def test_places_that_the_answer_no_longer_cites_stand_alone(
    client: TestClient, library: Rag
) -> None:
    query = {"q": "Combien de baleines ?", "c": places(library), "as_of": "2024-03-01"}
    text = client.get("/api/export/answer.md", params=query).text
    assert library.ask(ENGLISH).citations[0].quote in text
    assert "1er mars 2024" in text
    assert "**" not in text


def test_without_places_the_question_is_asked_again(client: TestClient) -> None:
    file = client.get("/api/export/answer.md", params={"q": "Combien de baleines nagent ?"}).text
    assert "Aucune réponse trouvée" in file


def test_a_check_is_exported_by_its_text(client: TestClient) -> None:
    given = {"text": "Chaque lecteur emprunte jusqu’à quinze ouvrages."}
    exported = client.post("/api/export/check.md", json=given)
    assert exported.status_code == 200
    assert "douze ouvrages" in exported.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("answer.exe?q=Qui", 404),
        ("answer.pdf?q=", 422),
        ("answer.pdf", 422),
        ("answer.pdf?q=Qui&c=../../etc/passwd", 422),
        ("answer.pdf?q=Qui&as_of=demain", 422),
        (f"answer.pdf?q=Qui&c={'0' * 64}.1.0.9", 404),
        (f"answer.pdf?q={'x' * 2001}", 422),
    ],
)
def test_what_has_no_form_is_refused_in_both_languages(
    client: TestClient, path: str, status: int
) -> None:
    response = client.get(f"/api/export/{path}")
    assert response.status_code == status
    assert response.json()["message_fr"]
    assert response.json()["message_en"]


def test_several_questions_are_exported_under_their_own_headings(
    client: TestClient, library: Rag
) -> None:
    asked = f"{ENGLISH} How many documents do you have?"
    query = {"q": asked, "c": places(library, asked)}
    text = client.get("/api/export/answer.md", params=query).text
    assert f"## {ENGLISH}" in text
    assert "## How many documents do you have?" in text
    assert "From the catalogue, not from a quote" in text
    assert text.index("## How many") < text.index("Guide to the reading rooms")


def test_an_answer_to_the_exact_words_is_exported_as_such(client: TestClient) -> None:
    query = {"q": "How many documents do you have?", "exact": "1"}
    assert "catalogue" not in client.get("/api/export/answer.md", params=query).text
