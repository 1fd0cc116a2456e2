"""The same answer through every door: the same quotes, offsets, permalinks and verdicts."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest
from mcp import Client
from served import running

from rag import Rag
from rag.config import load_settings
from rag.server import EngineLoader, create_app

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = (
    "When do the reading rooms open?",
    "À quelle heure ferment les salles de lecture en août ?",
    "When do the readign rooms open?",
    "When do the reading rooms open? Combien d'ouvrages chaque lecteur emprunte-t-il ?",
    "What did the lighthouse keeper write?",
    "Que dit l'article 12 du règlement ?",
    "How many documents do you have?",
    "Bonjour !",
)
CLAIMS = (
    "The reading rooms open at ten. A request must reach the desk four working days ahead.",
    "Chaque lecteur emprunte jusqu’à douze ouvrages. Le gardien du phare est absent.",
)
SCOPE = {"types": ["pdf"]}


@dataclass(frozen=True)
class OpenLibrary:
    """One index behind every door."""

    folder: Path
    rag: Rag
    address: str


@pytest.fixture(scope="module")
def site(documents: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenLibrary]:
    folder = tmp_path_factory.mktemp("doors")
    (folder / "rag.toml").write_text('encoder = "hashing-64"\n')
    _command(folder, "index", str(documents))
    rag = Rag.open(folder / "index", settings=load_settings(folder / "rag.toml"))
    loader = EngineLoader(lambda: rag)
    assert loader.wait(60) == "ready"
    with running(create_app(loader)) as address:
        yield OpenLibrary(folder, rag, address)


def without_scores(value: Any) -> Any:
    """JSON values without scores and times, whose last digits differ from process to process."""
    if isinstance(value, dict):
        kept = {name: each for name, each in value.items() if not isinstance(each, float)}
        return {name: without_scores(each) for name, each in kept.items() if name != "timings_ms"}
    return [without_scores(each) for each in value] if isinstance(value, list) else value


def _command(folder: Path, *arguments: str, text: str = "") -> str:
    """What the command prints, as in a terminal of another process."""
    done = subprocess.run(
        [sys.executable, "-m", "rag", *arguments],
        cwd=folder, env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
        input=text, capture_output=True, text=True, timeout=120, encoding="utf-8",
    )  # fmt: skip
    assert not done.stderr.startswith("Traceback"), done.stderr
    return done.stdout


def by_python(site: OpenLibrary, question: str) -> list[Any]:
    return list(site.rag.ask(question).to_dict()["citations"])


def by_command(site: OpenLibrary, question: str) -> list[Any]:
    return list(json.loads(_command(site.folder, "ask", question, "--json"))["citations"])


def by_lines(site: OpenLibrary, question: str) -> list[Any]:
    line = json.dumps({"question": question})
    return list(json.loads(_command(site.folder, "ask", "-", "--json", text=line))["citations"])


def by_http(site: OpenLibrary, question: str) -> list[Any]:
    return _posted(site, "/v1/ask", {"question": question}).json()["citations"]  # type: ignore[no-any-return]


def by_old_http(site: OpenLibrary, question: str) -> list[Any]:
    return _posted(site, "/api/ask", {"question": question}).json()["citations"]  # type: ignore[no-any-return]


def by_events(site: OpenLibrary, question: str) -> list[Any]:
    """The citations of the statements, which must be those of the answer after them."""
    headers = {"accept": "text/event-stream"}
    text = _posted(site, "/v1/ask", {"question": question}, headers).text
    found = re.findall(r"^event: (\w+)\ndata: (.*)$", text, re.M)
    stated = [json.loads(data) for name, data in found if name == "statement"]
    citations = [one for each in stated for one in each["citations"]]
    assert found[-1][0] == "answer"
    assert citations == json.loads(found[-1][1])["citations"]
    return citations


def by_openai(site: OpenLibrary, question: str) -> list[Any]:
    """The citations of the annotations, each of which marks its quote in the text."""
    with openai.OpenAI(base_url=f"{site.address}/v1", api_key="none") as client:
        chat = client.chat.completions.create(
            model="verbatim", messages=[{"role": "user", "content": question}]
        )
    said = chat.choices[0].message
    citations = []
    for each in said.annotations or []:
        citation = each.model_dump()["citation"]
        span = each.url_citation
        quote = (said.content or "")[span.start_index : span.end_index]
        assert citation["quote"] in quote
        assert citation["permalink"] in (said.content or "")
        citations.append(citation)
    return citations


def by_openai_stream(site: OpenLibrary, question: str) -> list[Any]:
    with openai.OpenAI(base_url=f"{site.address}/v1", api_key="none") as client:
        chunks = list(
            client.chat.completions.create(
                model="verbatim", messages=[{"role": "user", "content": question}], stream=True
            )
        )
    last = chunks[-1].choices[0].delta.model_dump()
    return [each["citation"] for each in last.get("annotations") or []]


def by_mcp(site: OpenLibrary, question: str) -> list[Any]:
    return list(_called(site, "ask", {"question": question})["citations"])


def _posted(
    site: OpenLibrary, path: str, body: Any, headers: dict[str, str] | None = None
) -> httpx.Response:
    response = httpx.post(f"{site.address}{path}", json=body, headers=headers, timeout=60)
    return response.raise_for_status()


def _called(site: OpenLibrary, tool: str, arguments: dict[str, Any]) -> Any:
    async def call() -> Any:
        async with Client(f"{site.address}/mcp") as client:
            return (await client.call_tool(tool, arguments)).structured_content

    return asyncio.run(call())


DOORS = (
    by_command, by_lines, by_http, by_old_http, by_events, by_openai, by_openai_stream, by_mcp,
)  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_every_door_gives_the_same_citations(
    site: OpenLibrary, door: Callable[[OpenLibrary, str], list[Any]], question: str
) -> None:
    """A citation holds its quote, its offsets, its context and its permalink."""
    expected = json.loads(json.dumps(by_python(site, question)))
    assert without_scores(door(site, question)) == without_scores(expected)


def test_the_questions_have_answers_of_every_kind(site: OpenLibrary) -> None:
    answers = [site.rag.ask(question) for question in QUESTIONS]
    assert sum(bool(answer.citations) for answer in answers) >= 4
    assert any(not answer.found for answer in answers)
    assert any(answer.parts for answer in answers)
    assert any(answer.listed for answer in answers)
    assert any(answer.understood for answer in answers)


@pytest.mark.parametrize("text", CLAIMS)
def test_every_door_gives_the_same_verdicts(site: OpenLibrary, text: str) -> None:
    expected = json.loads(site.rag.check(text).json())
    found = {
        "command": json.loads(_command(site.folder, "check", text, "--json")),
        "http": _posted(site, "/v1/check", {"text": text}).json(),
        "mcp": _called(site, "check", {"text": text}),
    }
    for door, check in found.items():
        assert without_scores(check) == without_scores(expected), door


def test_every_door_finds_the_same_passages(site: OpenLibrary) -> None:
    expected = [
        (one.document.id, [(each.start, each.end, each.excerpt) for each in one.matches])
        for one in site.rag.search("reading rooms", scope=SCOPE).documents
    ]
    asked = {"query": "reading rooms", "scope": SCOPE}
    for found in (
        json.loads(_command(site.folder, "search", "reading rooms", "--type", "pdf", "--json")),
        _posted(site, "/v1/search", asked).json(),
        _called(site, "search", asked),
    ):
        assert expected == [
            (
                one["document"]["id"],
                [(each["start"], each["end"], each["excerpt"]) for each in one["matches"]],
            )
            for one in found["documents"]
        ]


def test_every_door_verifies_the_same(site: OpenLibrary) -> None:
    link = site.rag.ask(QUESTIONS[0]).citations[0].permalink
    expected = json.loads(site.rag.verify(link).json())
    printed = json.loads(_command(site.folder, "verify", link, "--json"))
    got = httpx.get(f"{site.address}/v1/verify", params={"citation": link}).json()
    assert expected["state"] == "intact"
    assert printed == got == expected


def test_every_door_opens_the_same_page(site: OpenLibrary) -> None:
    cited = site.rag.ask(QUESTIONS[0]).citations[0]
    text = site.rag.page(cited.document, cited.page).text
    address = f"{site.address}/v1/documents/{cited.document}/pages/{cited.page}"
    opened = _called(site, "open_page", {"document": cited.document, "page": cited.page})
    assert httpx.get(address).json()["text"] == opened["page"]["text"] == text
    assert text[cited.start : cited.end] == cited.quote
