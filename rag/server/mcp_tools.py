"""What the tools of MCP do, over the same records and limits as the HTTP interface."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, Field, ValidationError

from rag.errors import RequestRefused
from rag.messages import Message
from rag.messages.answers import quoted, reference
from rag.messages.checks import verdict
from rag.readers import format_of
from rag.records import SearchResults, as_json
from rag.records.checks import Check
from rag.server.chat_text import chat_text
from rag.server.engine_loader import Engine
from rag.server.openapi import schema_named
from rag.server.refused_questions import RefusedQuestions, is_refusal
from rag.server.routes.bodies import Body, answer_json, document_json, results_json
from rag.server.routes.checks import TextToCheck
from rag.server.routes.documents import Listing, find_document, list_page
from rag.server.routes.pages import find_page
from rag.server.routes.questions import Question
from rag.server.routes.search import Search

_SCALE = 1.5  # pixels per point: enough to read a page, and less to send
_Body = TypeVar("_Body", bound=BaseModel)
# Runs work on a question within the limits of its caller.
Admission = Callable[[str], AbstractContextManager[None]]
ReadingTurn = Callable[[], AbstractContextManager[None]]


class WantedPage(Body):
    """The arguments of ``open_page``: a page, and parts of its text to highlight in its image."""

    document: str
    page: int = 1
    start: list[int] = Field([])
    end: list[int] = Field([])
    image: bool = True


@dataclass(frozen=True, slots=True)
class ToolReply:
    """What a tool returns: a text to read, the same as JSON values, and a PNG image or ``b""``."""

    text: str
    values: dict[str, Any]
    image: bytes = b""


@dataclass(frozen=True, slots=True)
class ToolCard:
    """A tool: its name, and the JSON Schemas of what it takes and returns."""

    name: str
    takes: type[Body]
    returns: dict[str, Any]

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of the arguments."""
        return self.takes.model_json_schema()


def tool_cards() -> tuple[ToolCard, ...]:
    """The tools there are."""
    return (
        ToolCard("ask", Question, schema_named("Answer")),
        ToolCard("search", Search, schema_named("SearchResults")),
        ToolCard("check", TextToCheck, schema_named("Check")),
        ToolCard("open_page", WantedPage, schema_named("OpenedPage")),
        ToolCard("list_documents", Listing, schema_named("DocumentPage")),
    )


class Tools:
    """The tools over an engine, which is that of the current caller.

    ``admitted`` holds the limits of the caller while a question is worked on, and ``reading``
    while documents are read.
    """

    def __init__(
        self,
        engine: Callable[[], Engine],
        admitted: Admission = lambda _: nullcontext(),
        refused: RefusedQuestions | None = None,
        reading: ReadingTurn = nullcontext,
    ) -> None:
        self._engine, self._admitted, self._reading = engine, admitted, reading
        self._refused = refused or RefusedQuestions(None)
        self._tools: dict[str, Callable[[Mapping[str, Any]], ToolReply]] = {
            "ask": self._ask,
            "search": self._search,
            "check": self._check,
            "open_page": self._open_page,
            "list_documents": self._list_documents,
        }

    def call(self, name: str, arguments: Mapping[str, Any]) -> ToolReply:
        """The reply of a tool; raises RequestRefused for arguments that do not fit, or KeyError."""
        return self._tools[name](arguments)

    def _ask(self, arguments: Mapping[str, Any]) -> ToolReply:
        wanted = _read(Question, arguments)
        with self._admitted(wanted.question):
            answer = wanted.asked_of(self._engine())
        if is_refusal(answer):
            self._refused.add(wanted.question)
        return ToolReply(chat_text(answer).text, answer_json(answer))

    def _search(self, arguments: Mapping[str, Any]) -> ToolReply:
        wanted = _read(Search, arguments)
        with self._admitted(wanted.query):
            found = wanted.found_by(self._engine())
        return ToolReply("\n".join(_matches(found)), results_json(found))

    def _check(self, arguments: Mapping[str, Any]) -> ToolReply:
        wanted = _read(TextToCheck, arguments)
        with self._admitted(wanted.text):
            check = self._engine().check(wanted.text, scope=wanted.scope)
        return ToolReply("\n".join(_verdicts(check)), check.to_dict())

    def _open_page(self, arguments: Mapping[str, Any]) -> ToolReply:
        wanted, engine = _read(WantedPage, arguments), self._engine()
        with self._reading():
            document = find_document(engine, wanted.document)
            page = find_page(engine, wanted.document, wanted.page)
            image = b""
            if wanted.image and page.number is not None and format_of(document.format).is_drawn:
                spans = list(zip(wanted.start, wanted.end, strict=False))
                image = engine.page_image(document.id, page.number, highlights=spans, scale=_SCALE)
        values = {"document": document_json(document), "page": as_json(page)}
        return ToolReply(page.text, values, image)

    def _list_documents(self, arguments: Mapping[str, Any]) -> ToolReply:
        wanted = _read(Listing, arguments)
        with self._reading():
            values = list_page(wanted, self._engine())
        lines = [f"{one['title']} ({one['path']}): {one['id']}" for one in values["documents"]]
        return ToolReply("\n".join(lines), values)


def _read(kind: type[_Body], arguments: Mapping[str, Any]) -> _Body:
    """Arguments as a body; raises RequestRefused, which names those that do not fit."""
    try:
        return kind.model_validate(arguments)
    except ValidationError as error:
        faults = error.errors()
        unknown = [fault for fault in faults if fault["type"] == "extra_forbidden"]
        where = ", ".join(".".join(map(str, fault["loc"])) for fault in unknown or faults)
        cause = "causes.unknown_field" if unknown else "causes.malformed"
        raise RequestRefused(cause=Message(cause, where=where)) from error


def _matches(found: SearchResults) -> Iterator[str]:
    """The documents of a search with their excerpts."""
    for one in found.documents:
        yield f"{one.document.title} ({one.document.path}): {one.document.id}"
        for match in one.matches:
            page = "" if match.page is None else f"p. {match.page}: "
            yield f"- {page}{' '.join(match.excerpt.split())}"


def _verdicts(check: Check) -> Iterator[str]:
    """The claims of a check with their verdicts and quotes, then the sources."""
    language = check.language
    for claim in check.claims:
        yield f"{verdict(claim, language)} {quoted(claim.text, language)}"
        for one in claim.evidence:
            cited = check.citations[one.citation - 1]
            yield f"- {verdict(one, language)} {quoted(cited.text, language)} [{cited.n}]"
    for cited in check.citations:
        yield f"[{cited.n}] {reference(cited, language)}\n    {cited.permalink}"
