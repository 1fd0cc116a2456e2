"""The tools and resources of MCP, used with its official client: by HTTP and by a process."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
from awaiting import awaited
from mcp import Client, MCPError, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from served import running
from test_server_v1 import ASKED, Service1

from rag.engine import Rag
from rag.records import Answer
from rag.server import EngineLoader, create_app

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = {"PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)])}
QUESTION = "When do the reading rooms open?"
TOOLS = ["ask", "search", "check", "open_page", "list_documents"]
Work = Callable[[Client], Awaitable[Any]]


@asynccontextmanager
async def connected(address: str, headers: dict[str, str], mode: str) -> AsyncIterator[Client]:
    """The client, which sends headers with each request."""
    async with httpx2.AsyncClient(headers=headers, timeout=30) as http:
        transport = streamable_http_client(f"{address}/mcp", http_client=http)
        async with Client(transport, mode=mode) as client:
            yield client


def by_http(address: str, work: Work, headers: dict[str, str] | None = None) -> list[Any]:
    """What some work returns, by the newest protocol and by the one before it."""

    async def both() -> list[Any]:
        found = []
        for mode in ("auto", "legacy"):
            async with connected(address, headers or {}, mode) as client:
                found.append(await work(client))
        return found

    return awaited(both())


@pytest.fixture(scope="module")
def address(library: Rag) -> Iterator[str]:
    loader = EngineLoader(lambda: library)
    assert loader.wait(30) == "ready"
    with running(create_app(loader)) as address:
        yield address


def test_every_tool_is_listed_with_what_it_takes_and_returns(address: str) -> None:
    async def work(client: Client) -> Any:
        return (await client.list_tools()).tools, client.instructions

    for tools, instructions in by_http(address, work):
        assert [tool.name for tool in tools] == TOOLS
        assert all(tool.description and tool.output_schema for tool in tools)
        assert all(tool.annotations.read_only_hint for tool in tools)
        assert "question" in tools[0].input_schema["properties"]
        assert instructions


def test_a_question_is_answered_with_the_record_of_the_answer(address: str, library: Rag) -> None:
    async def work(client: Client) -> Any:
        return await client.call_tool("ask", {"question": QUESTION})

    for result in by_http(address, work):
        answer = Answer.from_dict(result.structured_content)  # the client checked its schema
        assert answer.citations == library.ask(QUESTION).citations
        assert answer.citations[0].permalink in result.content[0].text
        assert f"{answer.citations[0].text}” [1]" in result.content[0].text


def test_search_check_and_list_return_their_records(address: str, library: Rag) -> None:
    text = "The reading rooms open at ten."

    async def work(client: Client) -> Any:
        return [
            await client.call_tool("search", {"query": "reading rooms"}),
            await client.call_tool("check", {"text": text}),
            await client.call_tool("list_documents", {"types": ["pdf"]}),
        ]

    found, check, listed = by_http(address, work)[0]
    assert found.structured_content["count"] == library.search("reading rooms").count
    assert check.structured_content["verdict"] == library.check(text).verdict
    assert [one["path"] for one in listed.structured_content["documents"]] == ["guide.pdf"]
    assert listed.structured_content["documents"][0]["id"] in listed.content[0].text
    assert "root" not in listed.structured_content["documents"][0]


def test_a_page_is_opened_with_its_image_and_its_quote_marked(address: str, library: Rag) -> None:
    cited = library.ask(QUESTION).citations[0]
    wanted = {"document": cited.document, "page": cited.page}
    marked = {**wanted, "start": [cited.start], "end": [cited.end]}

    async def work(client: Client) -> Any:
        return [await client.call_tool("open_page", each) for each in (wanted, marked)]

    for plain, with_marks in by_http(address, work):
        page = plain.structured_content["page"]
        assert page["text"][cited.start : cited.end] == cited.quote
        images = [base64.b64decode(each.content[1].data) for each in (plain, with_marks)]
        assert all(image.startswith(b"\x89PNG") for image in images)
        assert images[0] != images[1]
    notice = next(each for each in library.documents() if each.path == "avis.md")

    async def without_pages(client: Client) -> Any:
        return await client.call_tool("open_page", {"document": notice.id})

    assert [len(each.content) for each in by_http(address, without_pages)] == [1, 1]


def test_documents_and_pages_are_resources(address: str, library: Rag) -> None:
    async def work(client: Client) -> Any:
        listed = (await client.list_resources()).resources
        guide = next(each for each in listed if each.name == "guide.pdf")
        pages = (await client.read_resource(guide.uri)).contents
        image = (await client.read_resource(f"{pages[1].uri}/image")).contents
        templates = (await client.list_resource_templates()).resource_templates
        return listed, pages, image, templates

    for listed, pages, image, templates in by_http(address, work):
        assert [each.name for each in listed] == [each.path for each in library.documents()]
        assert len(pages) == 3
        assert "open at nine" in pages[1].text
        assert base64.b64decode(image[0].blob).startswith(b"\x89PNG")
        assert [each.name for each in templates] == ["document", "page", "page_image"]


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("ask", {"question": " "}, "The question is empty"),
        ("ask", {"question": "Who?", "top_k": 3}, "unknown field (top_k)"),
        ("ask", {}, "missing or malformed value (question)"),
        ("ask", {"question": "Who?", "scope": {"types": ["odt"]}}, "odt"),
        ("search", {"query": "x", "page": 0}, "page"),
        ("open_page", {"document": "none"}, "none"),
        ("open_page", {"document": "0" * 64, "page": 2**70}, "000000000000"),
    ],
)
def test_a_call_that_cannot_be_done_is_explained_to_the_model(
    address: str, name: str, arguments: dict[str, Any], said: str
) -> None:
    async def work(client: Client) -> Any:
        return await client.call_tool(name, arguments)

    for result in by_http(address, work):
        assert result.is_error
        assert said in result.content[0].text


@pytest.mark.parametrize("uri", ["verbatim://documents/none", "file:///etc/passwd", "x:y"])
def test_what_is_not_there_cannot_be_read(address: str, uri: str) -> None:
    async def work(client: Client) -> Any:
        with pytest.raises(MCPError):
            await client.read_resource(uri)
        with pytest.raises(MCPError):
            await client.call_tool("delete_documents", {})

    by_http(address, work)


def test_nothing_is_listed_without_a_login(tmp_path: Path) -> None:
    service = Service1(tmp_path, accounts=True, asks_per_minute=3)
    reader = service.token("reader")

    async def work(client: Client) -> Any:
        listed = len((await client.list_tools()).tools)
        return listed, await client.call_tool("ask", ASKED), await client.call_tool("ask", ASKED)

    app: Any = service.client.app
    with running(app) as address:
        for method in ("initialize", "server/discover", "tools/list", "resources/list"):
            message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": {}}
            refused = httpx.post(f"{address}/mcp", json=message)
            assert (refused.status_code, refused.json()["error"]) == (401, "LoginNeeded")
        first, second = by_http(address, work, reader)
        far = httpx.post(
            f"{address}/mcp", json={}, headers=reader | {"origin": "https://a.example"}
        )
        assert far.status_code == 403
        assert httpx.get(f"{address}/mcp", headers=reader).status_code == 405
    assert [first[0], second[0]] == [len(TOOLS)] * 2
    results = [*first[1:], *second[1:]]
    assert [each.is_error for each in results] == [False, False, False, True]
    assert "Too many requests" in results[3].content[0].text
    lines = service.log.read_text(encoding="utf-8")
    assert lines.count('"event": "mcp"') == 4
    assert '"who": "reader"' in lines


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mcp")
    (folder / "rag.toml").write_text('encoder = "hashing-64"\n')
    (folder / "hours.md").write_text("# Hours\n\nThe boathouse opens at seven.\n")
    subprocess.run(
        [sys.executable, "-m", "rag", "index", "hours.md"],
        cwd=folder, env=os.environ | ENVIRONMENT, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return folder


def test_a_program_that_starts_the_command_has_the_same_tools(workplace: Path) -> None:
    server = StdioServerParameters(
        command=sys.executable, args=["-m", "rag", "mcp"], env=ENVIRONMENT, cwd=workplace
    )

    async def work() -> Any:
        async with Client(server) as client:
            tools = (await client.list_tools()).tools
            asked = {"question": "When does the boathouse open?"}
            return tools, await client.call_tool("ask", asked)

    tools, result = awaited(work())
    assert [tool.name for tool in tools] == TOOLS
    assert Answer.from_dict(result.structured_content).citations[0].path == "hours.md"


def test_the_command_ends_without_a_word_when_nobody_reads_its_replies(workplace: Path) -> None:
    started = subprocess.Popen(
        [sys.executable, "-m", "rag", "mcp"], cwd=workplace, env=os.environ | ENVIRONMENT,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    with started:
        assert started.stdin is not None
        assert started.stdout is not None
        assert started.stderr is not None
        started.stdout.close()
        asked = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
        started.stdin.write(f"{json.dumps(asked)}\n".encode() * 2)
        started.stdin.close()
        started.wait(60)
        assert started.stderr.read() == b""


def test_the_command_says_what_is_missing_in_one_line(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "rag", "mcp"],
        cwd=tmp_path, env=os.environ | ENVIRONMENT, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "there is no index here" in done.stderr
