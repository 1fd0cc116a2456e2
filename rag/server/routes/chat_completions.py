"""The route of chats in the form of OpenAI, for the clients that speak it."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Literal

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from rag.errors import RagError, RequestRefused
from rag.errors.service import ModelUnknown
from rag.language.figures.dates import read_day
from rag.messages import Message
from rag.records import Answer, Citation, Exchange, as_json
from rag.server.chat_text import ChatText, QuotePlace, chat_text, read_turn
from rag.server.engine_loader import Engine, EngineLoader
from rag.server.error_responses import problem
from rag.server.event_stream import COMMENT, Stated, Step, event, started, steps_of, stream
from rag.server.refused_questions import RefusedQuestions, is_refusal
from rag.server.routes.openai_form import OpenAIBody

MODEL = "verbatim"
_LONGEST = 1_000_000  # characters of a message
_MOST_MESSAGES = 1_000
_MOST_TURNS = 100
# Parameters of OpenAI's that steer a model, or its service: no model writes here.
_IGNORED = """
    audio frequency_penalty function_call functions logit_bias logprobs max_completion_tokens
    max_tokens metadata modalities parallel_tool_calls prediction presence_penalty prompt_cache_key
    prompt_cache_retention reasoning_effort response_format safety_identifier seed service_tier stop
    store temperature tool_choice tools top_logprobs top_p user verbosity web_search_options
"""
_NOTHING_METERED = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}


class TextPart(BaseModel):
    """A text of a message that has several; pictures and sounds are refused."""

    type: Literal["text"]
    text: str = Field(max_length=_LONGEST)


class ChatMessage(BaseModel):
    """A message of a chat."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Annotated[str, Field(max_length=_LONGEST)] | list[TextPart] | None = None

    @property
    def text(self) -> str:
        """What the message says."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content)
        return self.content or ""


class StreamOptions(BaseModel):
    """What a stream tells besides the answer."""

    include_usage: bool | None = False


class Chat(OpenAIBody):
    """The body of POST /v1/chat/completions.

    The last message of a user is the question, those before it are the conversation; messages of
    the system are not read. ``as_of``, ``exact`` and ``scope`` are those of POST /v1/ask. OpenAI's
    parameters of a model, such as ``temperature``, have no effect; ``n`` is 1, as there is one
    answer.
    """

    ignored: ClassVar[frozenset[str]] = frozenset(_IGNORED.split())
    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "model": MODEL,
                "messages": [{"role": "user", "content": "term of office of the president"}],
            }
        }
    )

    model: str = MODEL
    n: int = 1
    messages: list[ChatMessage] = Field(min_length=1, max_length=_MOST_MESSAGES)
    stream: bool = False
    stream_options: StreamOptions | None = None
    as_of: str | None = None
    exact: bool = False
    scope: dict[str, Any] | None = None

    def check(self) -> None:
        """Raises ModelUnknown for another model, and RequestRefused for several answers."""
        if self.model != MODEL:
            raise ModelUnknown(model=self.model[:100], known=MODEL)
        if self.n != 1:
            raise RequestRefused(cause=Message("causes.one_answer"))

    @property
    def question(self) -> str:
        """The question; raises RequestRefused if the last message is not one of a user."""
        said = [each for each in self.messages if each.role in ("user", "assistant")]
        if not said or said[-1].role != "user":
            raise RequestRefused(cause=Message("causes.malformed", where="body.messages"))
        return said[-1].text

    def conversation(self) -> list[Exchange]:
        """The turns before the question."""
        said = [each for each in self.messages if each.role in ("user", "assistant")]
        turns = []
        for one, following in pairwise(said):
            if one.role == "user" and one.text.strip():
                reply = following.text if following.role == "assistant" else ""
                turns.append(read_turn(one.text, reply))
        return turns[-_MOST_TURNS:]

    def asked_of(self, engine: Engine) -> Answer:
        """The answer of an engine; raises as ``Rag.ask``."""
        day = None if self.as_of is None else read_day(self.as_of)
        return engine.ask(
            self.question, conversation=self.conversation(), as_of=day, exact=self.exact,
            scope=self.scope,
        )  # fmt: skip


def add_chat_completions(app: FastAPI, loader: EngineLoader, refused: RefusedQuestions) -> None:
    """Adds POST /v1/chat/completions; that nothing is found is an ordinary message."""

    @app.post("/v1/chat/completions", responses={200: {"description": "chat.completion"}})
    def complete(chat: Chat, request: Request) -> Any:
        """Answer the last message of a chat in verified quotes, in the form of OpenAI."""
        chat.check()
        engine = loader.engine()

        def answered() -> Answer:
            answer = chat.asked_of(engine)
            if is_refusal(answer):
                refused.add(chat.question)
            return answer

        base = str(request.base_url)
        if not chat.stream:
            return JSONResponse(_completion(answered(), base))
        steps = started(steps_of(answered))
        usage = chat.stream_options is not None and chat.stream_options.include_usage
        return stream(_Chunks(base, bool(usage)).events(steps, request))


def _head(kind: str) -> dict[str, Any]:
    name = f"chatcmpl-{uuid.uuid4().hex}"
    return {"id": name, "object": kind, "created": int(time.time()), "model": MODEL}


def _completion(answer: Answer, base: str) -> dict[str, Any]:
    message = chat_text(answer)
    said = {
        "role": "assistant", "content": message.text, "refusal": None,
        "annotations": _annotations(message, answer, base),
    }  # fmt: skip
    choice = {"index": 0, "message": said, "finish_reason": "stop", "logprobs": None}
    return _head("chat.completion") | {"choices": [choice], "usage": _NOTHING_METERED}


class _Chunks:
    """The chunks of a message: each quote once it is verified, then the sources."""

    def __init__(self, base: str, usage: bool) -> None:
        self._head = _head("chat.completion.chunk")
        self._base, self._usage = base, usage
        self._sent = self._stated = 0

    def events(self, steps: Iterator[Step], request: Request) -> Iterator[str]:
        """The chunks as server-sent events, the last one ``[DONE]``."""
        yield self._chunk({"role": "assistant", "content": ""})
        for step in steps:
            if step is None:
                yield COMMENT
            elif isinstance(step, Stated):
                yield self._quote(chat_text(step.answer))
            elif isinstance(step, RagError):
                yield event("", problem(request.scope, step))
            else:
                yield from self._rest(step)
        yield "data: [DONE]\n\n"

    def _quote(self, message: ChatText) -> str:
        """The text up to the end of the next quote."""
        places = message.places
        end = places[min(self._stated, len(places) - 1)].end
        start, self._sent, self._stated = self._sent, max(self._sent, end), self._stated + 1
        return self._chunk({"content": message.text[start : self._sent]})

    def _rest(self, answer: Answer) -> Iterator[str]:
        message = chat_text(answer)
        yield self._chunk({"content": message.text[self._sent :]})
        annotations = _annotations(message, answer, self._base)
        yield self._chunk({"annotations": annotations} if annotations else {}, "stop")
        if self._usage:
            yield event("", self._head | {"choices": [], "usage": _NOTHING_METERED})

    def _chunk(self, delta: dict[str, Any], finish: str | None = None) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        return event("", self._head | {"choices": [choice]})


def _annotations(message: ChatText, answer: Answer, base: str) -> list[dict[str, Any]]:
    """An annotation for each quote: where it stands in the text, and its citation."""
    cited = {each.n: each for each in answer.citations}
    return [_annotation(place, cited[place.citation], base) for place in message.places]


def _annotation(place: QuotePlace, citation: Citation, base: str) -> dict[str, Any]:
    page = "" if citation.page is None else f"#page={citation.page}"
    address = f"{base}v1/documents/{citation.document}/original{page}"
    span = {"start_index": place.start, "end_index": place.end}
    return {
        "type": "url_citation",
        "url_citation": {**span, "title": citation.title, "url": address},
        "citation": as_json(citation),
    }
