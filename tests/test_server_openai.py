"""The form of OpenAI, used with its own client over a real socket."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
import numpy as np
import openai
import pytest
from openai.types.chat import ChatCompletionMessageParam as Turn
from served import running

from rag.config import Service, Settings
from rag.encoders import HashingEncoder
from rag.engine import Rag
from rag.messages.answers import reference
from rag.records import Citation, Exchange
from rag.records.plain import load
from rag.server import AccessControl, EngineLoader, RefusedQuestions, create_app
from rag.server.chat_text import chat_text, read_turn

ASKED = "When do the reading rooms open?"
FRENCH = "À quelle heure ferment les salles de lecture en août ?"
UNKNOWN = "Que dit l'article 12 du règlement ?"


@pytest.fixture(scope="module")
def address(library: Rag) -> Iterator[str]:
    loader = EngineLoader(lambda: library)
    assert loader.wait(30) == "ready"
    with running(create_app(loader)) as address:
        yield address


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0) as client:
        yield client


def user(text: str) -> Turn:
    return {"role": "user", "content": text}


def reply(text: str) -> Turn:
    return {"role": "assistant", "content": text}


def test_a_chat_is_answered_in_quotes_with_their_citations(
    client: openai.OpenAI, library: Rag
) -> None:
    message = client.chat.completions.create(model="verbatim", messages=[user(ASKED)])
    said, answer = message.choices[0].message, library.ask(ASKED)
    assert message.choices[0].finish_reason == "stop"
    content, annotations = said.content or "", said.annotations or []
    assert len(annotations) == len(answer.citations) > 0
    for annotation, cited in zip(annotations, answer.citations, strict=True):
        span = annotation.url_citation
        assert content[span.start_index : span.end_index] == cited.text
        assert span.title == cited.title
        assert span.url.endswith(f"/v1/documents/{cited.document}/original#page={cited.page}")
        assert load(Citation, annotation.model_dump()["citation"]) == cited
        assert cited.permalink in content
    assert reference(answer.citations[0], "en") in content


def test_the_address_of_a_citation_leads_to_its_document(
    client: openai.OpenAI, library: Rag
) -> None:
    message = client.chat.completions.create(model="verbatim", messages=[user(ASKED)])
    (first, *_) = message.choices[0].message.annotations or []
    found = httpx.get(first.url_citation.url)
    assert found.content == library.original(library.ask(ASKED).citations[0].document).read_bytes()


def test_a_refusal_is_an_ordinary_message(client: openai.OpenAI, library: Rag) -> None:
    said = client.chat.completions.create(model="verbatim", messages=[user(UNKNOWN)])
    assert said.choices[0].message.content == f"{library.ask(UNKNOWN).text}\n"
    assert said.choices[0].message.annotations == []
    assert said.choices[0].message.refusal is None


@pytest.mark.parametrize("question", [ASKED, FRENCH, UNKNOWN, f"{ASKED} {FRENCH}", "Bonjour !"])
def test_a_stream_says_the_same_quote_by_quote(client: openai.OpenAI, question: str) -> None:
    whole = client.chat.completions.create(model="verbatim", messages=[user(question)])
    chunks = list(
        client.chat.completions.create(
            model="verbatim", messages=[user(question)], stream=True,
            stream_options={"include_usage": True},
        )
    )  # fmt: skip
    deltas = [chunk.choices[0].delta for chunk in chunks if chunk.choices]
    message = whole.choices[0].message
    assert "".join(delta.content or "" for delta in deltas) == message.content
    quotes = sum(bool(delta.content) for delta in deltas)
    assert quotes >= len(message.annotations or []) > 0 or not message.annotations
    last = [chunk for chunk in chunks if chunk.choices][-1]
    assert last.choices[0].finish_reason == "stop"
    kept = last.choices[0].delta.model_dump().get("annotations") or []
    assert [each["citation"] for each in kept] == [
        each.model_dump()["citation"] for each in message.annotations or []
    ]
    assert chunks[-1].usage is not None


def test_the_conversation_is_carried_from_the_messages(client: openai.OpenAI, library: Rag) -> None:
    turns = [user(FRENCH)]
    first = client.chat.completions.create(model="verbatim", messages=turns)
    turns += [reply(first.choices[0].message.content or ""), user("Et en juillet ?")]
    then = client.chat.completions.create(
        model="verbatim", messages=[{"role": "system", "content": "Soyez bref."}, *turns]
    )
    earlier = [Exchange.from_answer(library.ask(FRENCH))]
    meant = library.ask("Et en juillet ?", conversation=earlier).understood
    assert meant
    assert meant in (then.choices[0].message.content or "")


@pytest.mark.parametrize("question", [ASKED, FRENCH, "When do the readign rooms open?"])
def test_a_turn_is_read_back_from_the_text_of_its_answer(library: Rag, question: str) -> None:
    answer = library.ask(question)
    turn = read_turn(question, chat_text(answer).text)
    assert (turn.question, turn.understood) == (question, answer.understood)
    assert turn.quotes == tuple(cited.text for cited in answer.citations)
    assert read_turn(question, "Something else.") == Exchange(question)


@pytest.mark.parametrize("opened", ["«\u00a0a\n", "“a\n", "“a” [1]x\n"])
def test_a_reply_of_quotes_that_never_end_is_read_in_linear_time(opened: str) -> None:
    reply = opened * (300_000 // len(opened))
    start = time.process_time()
    assert read_turn(ASKED, reply).quotes == ()
    assert time.process_time() - start < 5  # a regular expression took hours


def test_limits_are_given_beside_the_messages(client: openai.OpenAI) -> None:
    said = client.chat.completions.create(
        model="verbatim", messages=[{"role": "user", "content": [{"type": "text", "text": ASKED}]}],
        temperature=0, extra_body={"scope": {"types": ["pdf"]}, "exact": True},
    )  # fmt: skip
    assert "PDF" in (said.choices[0].message.content or "")
    with pytest.raises(openai.UnprocessableEntityError, match="no file format") as refused:
        client.chat.completions.create(
            model="verbatim", messages=[user(ASKED)], extra_body={"scope": {"types": ["odt"]}}
        )
    assert refused.value.code == "ScopeUnknown"
    assert refused.value.response.json()["type"] == "urn:verbatim:error:ScopeUnknown"


@pytest.mark.parametrize(
    "body",
    [
        {"messages": []},
        {"messages": [reply("Hello.")]},
        {"messages": [{"role": "system", "content": "Be brief."}]},
        {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {}}]}]},
        {"messages": [user("")]},
        {"messages": [user(ASKED)], "as_of": "soon"},
        {"messages": [user(" ")], "stream": True},
    ],
)
def test_a_chat_that_cannot_be_answered_is_refused(address: str, body: dict[str, Any]) -> None:
    refused = httpx.post(f"{address}/v1/chat/completions", json=body)
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"


IGNORED: dict[str, Any] = {
    "temperature": 0.2, "top_p": 1, "n": 1, "stop": ["\n"], "seed": 1, "user": "ann",
    "max_tokens": 10, "max_completion_tokens": 10, "presence_penalty": 0, "frequency_penalty": 0,
    "logit_bias": {}, "logprobs": False, "top_logprobs": 0, "response_format": {"type": "text"},
    "tools": [], "tool_choice": "auto", "parallel_tool_calls": True, "metadata": {"a": "b"},
    "store": False, "reasoning_effort": "low", "service_tier": "auto", "modalities": ["text"],
    "stream_options": {"include_usage": None, "include_obfuscation": False},
}  # fmt: skip


def test_parameters_of_a_model_have_no_effect_and_null_is_what_is_left_out(address: str) -> None:
    body = {"model": "verbatim", "messages": [user(ASKED)]}
    nulls = dict.fromkeys((*IGNORED, "stream", "model", "scope", "as_of", "exact"))
    said = [
        httpx.post(f"{address}/v1/chat/completions", json=body | more).json()["choices"]
        for more in ({}, IGNORED, nulls)
    ]
    assert said[0] == said[1] == said[2]
    asked = {"input": "x", "model": None, "encoding_format": None, "user": "ann"}
    assert httpx.post(f"{address}/v1/embeddings", json=asked).status_code == 200


@pytest.mark.parametrize(
    ("path", "body", "status", "said"),
    [
        ("chat/completions", {"scop": {"types": ["pdf"]}}, 422, "unknown field (body.scop)"),
        ("chat/completions", {"scop": None}, 422, "unknown field (body.scop)"),
        ("chat/completions", {"n": 2}, 422, "n can only be 1"),
        ("chat/completions", {"n": "x"}, 422, "malformed value (body.n)"),
        ("chat/completions", {"model": "gpt-5"}, 404, "“gpt-5” here. Use verbatim."),
        ("chat/completions", {"messages": [{"role": "user", "content": 3}]}, 422,
         "malformed value (body.messages.0.content)"),
        ("chat/completions",
         {"messages": [{"role": "user", "content": [{"type": "text", "text": 3}]}]}, 422,
         "malformed value (body.messages.0.content.0.text)"),
        ("chat/completions", {"messages": [{}]}, 422, "(body.messages.0.role)"),
        ("embeddings", {"dimension": 3}, 422, "unknown field (body.dimension)"),
        ("embeddings", {"input": 3}, 422, "malformed value (body.input)"),
        ("embeddings", {"model": "text-embedding-3-small"}, 404, "“text-embedding-3-small” here"),
        ("completions", {}, 404, "does not exist"),
    ],
)  # fmt: skip
def test_what_is_refused_is_named_in_the_form_of_openai(
    address: str, path: str, body: dict[str, Any], status: int, said: str
) -> None:
    whole = {"input": "x"} if path == "embeddings" else {"messages": [user(ASKED)]}
    refused = httpx.post(f"{address}/v1/{path}", json=whole | body)
    assert refused.status_code == status
    error = refused.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert said in error["message"]
    found = httpx.get(f"{address}/v1/models/gpt-5").json()["error"]
    assert found["code"] == "ModelUnknown"


def test_embeddings_are_those_of_the_encoder(client: openai.OpenAI) -> None:
    texts = ["Les salles ferment.", "The rooms open 😀."]
    expected = HashingEncoder().encode(texts, kind="passage")
    name = client.models.list().data[1].id
    for found in (
        client.embeddings.create(model=name, input=texts),
        client.embeddings.create(model=name, input=texts, encoding_format="float"),
    ):
        vectors = np.array([each.embedding for each in found.data])
        assert np.allclose(vectors, expected, atol=1e-6)
    assert [each.id for each in client.models.list()] == ["verbatim", name]
    assert client.models.retrieve(name).id == name
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("gpt-5")


@pytest.mark.parametrize(
    "asked",
    [
        {"input": []},
        {"input": [[1, 2, 3]]},
        {"input": "x" * 20_001},
        {"input": ["x"] * 257},
        {"input": "x", "dimensions": 3},
    ],
)
def test_embeddings_that_there_are_not_are_refused(address: str, asked: dict[str, Any]) -> None:
    assert httpx.post(f"{address}/v1/embeddings", json=asked).status_code == 422


def test_a_question_without_an_answer_is_counted(library: Rag, tmp_path: Any) -> None:
    kept = RefusedQuestions(tmp_path / "refused.json")
    loader = EngineLoader(lambda: library)
    assert loader.wait(30) == "ready"
    access = AccessControl(Settings(service=Service(log_questions=True)), refused=kept)
    with running(create_app(loader, access)) as address:
        body = {"messages": [user(UNKNOWN)]}
        httpx.post(f"{address}/v1/chat/completions", json=body).raise_for_status()
    assert [each.question for each in kept.most(5)] == [UNKNOWN]
    assert json.loads((tmp_path / "refused.json").read_text())
