"""The same answer through every door: the same quotes, offsets, permalinks and verdicts."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import gradio_client
import httpx
import openai
import pytest
from awaiting import awaited
from mcp import Client, StdioServerParameters
from served import built, running

from rag import AsyncRag, Rag
from rag.config import load_settings

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


@dataclass(frozen=True, eq=False)
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
    with running(built(lambda: rag)) as address:
        while httpx.get(f"{address}/readyz").status_code != 200:
            pass
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


def by_async_python(site: OpenLibrary, question: str) -> list[Any]:
    answer = awaited(AsyncRag(site.rag).ask(question))
    return list(json.loads(answer.json())["citations"])


def by_command(site: OpenLibrary, question: str) -> list[Any]:
    return list(json.loads(_command(site.folder, "ask", question, "--json"))["citations"])


def by_lines(site: OpenLibrary, question: str) -> list[Any]:
    return list(_asked_by_lines(site)[question]["citations"])


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


def by_mcp_process(site: OpenLibrary, question: str) -> list[Any]:
    return list(_called_in_process(site)[question]["citations"])


def by_gradio(site: OpenLibrary, question: str) -> list[Any]:
    return list(_predicted(site, "/ask", question)["citations"])


def check_by_async_python(site: OpenLibrary, text: str) -> Any:
    return json.loads(awaited(AsyncRag(site.rag).check(text)).json())


def check_by_command(site: OpenLibrary, text: str) -> Any:
    return json.loads(_command(site.folder, "check", text, "--json"))


def check_by_http(site: OpenLibrary, text: str) -> Any:
    return _posted(site, "/v1/check", {"text": text}).json()


def check_by_old_http(site: OpenLibrary, text: str) -> Any:
    return _posted(site, "/api/check", {"text": text}).json()


def check_by_mcp(site: OpenLibrary, text: str) -> Any:
    return _called(site, "check", {"text": text})


def check_by_mcp_process(site: OpenLibrary, text: str) -> Any:
    return _called_in_process(site)[text]


def check_by_gradio(site: OpenLibrary, text: str) -> Any:
    return _predicted(site, "/check", text)


def _posted(
    site: OpenLibrary, path: str, body: Any, headers: dict[str, str] | None = None
) -> httpx.Response:
    response = httpx.post(f"{site.address}{path}", json=body, headers=headers, timeout=60)
    return response.raise_for_status()


def _called(site: OpenLibrary, tool: str, arguments: dict[str, Any]) -> Any:
    async def call() -> Any:
        async with Client(f"{site.address}/mcp") as client:
            return (await client.call_tool(tool, arguments)).structured_content

    return awaited(call())


@cache
def _asked_by_lines(site: OpenLibrary) -> dict[str, Any]:
    """What one command says to every question, each on a line."""
    lines = "\n".join(json.dumps({"question": each}) for each in QUESTIONS)
    said = _command(site.folder, "ask", "-", "--json", text=lines).splitlines()
    return dict(zip(QUESTIONS, map(json.loads, said), strict=True))


@cache
def _called_in_process(site: OpenLibrary) -> dict[str, Any]:
    """What one process of ``rag mcp`` says to every question and every text."""
    server = StdioServerParameters(
        command=sys.executable, args=["-m", "rag", "mcp"], cwd=site.folder,
        env={"PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)])},
    )  # fmt: skip
    calls = [("ask", "question", each) for each in QUESTIONS]
    calls += [("check", "text", each) for each in CLAIMS]

    async def call() -> dict[str, Any]:
        async with Client(server) as client:
            return {
                text: (await client.call_tool(tool, {name: text})).structured_content
                for tool, name, text in calls
            }

    return awaited(call())


@cache
def _gradio(site: OpenLibrary) -> gradio_client.Client:
    return gradio_client.Client(site.address, verbose=False)


def _predicted(site: OpenLibrary, name: str, text: str) -> Any:
    return json.loads(_gradio(site).predict(text, api_name=name))


Ask = Callable[[OpenLibrary, str], list[Any]]


@dataclass(frozen=True)
class Door:
    """A way to ask, and to check a text where it has one."""

    name: str
    ask: Ask
    check: Callable[[OpenLibrary, str], Any] | None = None


DOORS = (
    Door("Python, awaited: `AsyncRag`", by_async_python, check_by_async_python),
    Door("command: `rag ask`, `rag check`", by_command, check_by_command),
    Door("command, a question a line: `rag ask -`", by_lines),
    Door("HTTP: `/v1/ask`, `/v1/check`", by_http, check_by_http),
    Door("HTTP, as events: `/v1/ask`", by_events),
    Door("HTTP of version 0.1: `/api`", by_old_http, check_by_old_http),
    Door("`openai` client: `/v1/chat/completions`", by_openai),
    Door("`openai` client, streamed", by_openai_stream),
    Door("`mcp` client over HTTP: `/mcp`", by_mcp, check_by_mcp),
    Door("`mcp` client over stdio: `rag mcp`", by_mcp_process, check_by_mcp_process),
    Door("Gradio's client: `/ask`, `/check`", by_gradio, check_by_gradio),
)
CHECKS = [door for door in DOORS if door.check]


@pytest.fixture(scope="module")
def cited(site: OpenLibrary) -> Callable[[Ask, str], list[Any]]:
    """The citations that a door gives to a question, asked once for all tests."""
    return cache(lambda ask, question: ask(site, question))


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.ask.__name__)
def test_every_door_gives_the_same_citations(
    cited: Callable[[Ask, str], list[Any]], door: Door, question: str
) -> None:
    """A citation holds its quote, its offsets, its context and its permalink."""
    expected = json.loads(json.dumps(cited(by_python, question)))
    assert without_scores(cited(door.ask, question)) == without_scores(expected)


def test_the_questions_have_answers_of_every_kind(site: OpenLibrary) -> None:
    answers = [site.rag.ask(question) for question in QUESTIONS]
    assert sum(bool(answer.citations) for answer in answers) >= 4
    assert any(not answer.found for answer in answers)
    assert any(answer.parts for answer in answers)
    assert any(answer.listed for answer in answers)
    assert any(answer.understood for answer in answers)


@pytest.mark.parametrize("text", CLAIMS)
@pytest.mark.parametrize("door", CHECKS, ids=lambda door: door.check.__name__)
def test_every_door_gives_the_same_verdicts(site: OpenLibrary, door: Door, text: str) -> None:
    assert door.check is not None
    expected = json.loads(site.rag.check(text).json())
    assert without_scores(door.check(site, text)) == without_scores(expected)


PLACE = ("document", "page", "start", "end", "context")


def same(found: list[Any], expected: list[Any], *names: str) -> str:
    """How many of the expected records a door gives, by some of their fields."""
    pairs = zip(found, expected, strict=False)
    alike = sum(all(one[name] == other[name] for name in names) for one, other in pairs)
    return f"{alike} of {len(expected)}"


def row(door: Door, site: OpenLibrary, cited: Callable[[Ask, str], list[Any]]) -> str:
    """The line of a door in the table of docs/doors.md."""
    expected = json.loads(json.dumps([one for each in QUESTIONS for one in by_python(site, each)]))
    found = [one for each in QUESTIONS for one in cited(door.ask, each)]
    cells = [same(found, expected, *names) for names in (("quote",), PLACE, ("permalink",))]
    verdicts = "–"
    if door.check:
        claims = [one for text in CLAIMS for one in door.check(site, text)["claims"]]
        wanted = [
            {"verdict": one.verdict} for text in CLAIMS for one in site.rag.check(text).claims
        ]
        verdicts = same(claims, wanted, "verdict")
    return f"| {' | '.join([door.name, *cells, verdicts])} |"


def test_the_table_of_the_documents_is_what_the_doors_give(
    site: OpenLibrary, cited: Callable[[Ask, str], list[Any]]
) -> None:
    page = (ROOT / "docs" / "doors.md").read_text(encoding="utf-8")
    written = page.partition("<!-- doors: begin -->\n")[2].partition("<!-- doors: end -->")[0]
    assert written.splitlines()[2:] == [row(door, site, cited) for door in DOORS]


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
