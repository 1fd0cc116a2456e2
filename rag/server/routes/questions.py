"""The route of questions."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import replace
from typing import Annotated, Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import Field

from rag.errors import RagError
from rag.language.figures.dates import read_day
from rag.records import Answer, Exchange
from rag.server.engine_loader import Engine, EngineLoader
from rag.server.error_responses import problem
from rag.server.event_stream import (
    COMMENT,
    Stated,
    Step,
    event,
    started,
    statement_json,
    steps_of,
    stream,
)
from rag.server.openapi import returns
from rag.server.quality_values import accepts
from rag.server.refused_questions import RefusedQuestions, is_refusal
from rag.server.routes.bodies import Body, answer_json, with_example

_MOST_QUESTIONS = 5  # of one message
_MAX_CHARACTERS = 10_000  # of each text of an earlier turn


class EarlierQuestion(Body):
    """An earlier question of a conversation, as in its answer; only its words are required."""

    question: str = Field(max_length=_MAX_CHARACTERS)
    understood: str = Field("", max_length=_MAX_CHARACTERS)
    quotes: list[Annotated[str, Field(max_length=_MAX_CHARACTERS)]] = Field([], max_length=20)

    def exchange(self) -> Exchange:
        """The question as a record."""
        return Exchange(self.question, self.understood, tuple(self.quotes))


class EarlierTurn(EarlierQuestion):
    """An earlier turn; ``parts`` are the questions of a message of several."""

    parts: list[EarlierQuestion] = Field([], max_length=_MOST_QUESTIONS)

    def exchange(self) -> Exchange:
        """The turn as a record."""
        parts = tuple(part.exchange() for part in self.parts)
        return replace(super().exchange(), parts=parts)


class Question(Body):
    """The body of POST /v1/ask; the conversation is in order, its latest turn last.

    ``exact`` takes the question as it is typed. ``scope`` holds the fields of a ``Scope``.
    """

    model_config = with_example(question="term of office of the president")

    question: str
    conversation: list[EarlierTurn] = Field([], max_length=100)
    as_of: str | None = None
    exact: bool = False
    scope: dict[str, Any] | None = None

    def asked_of(self, engine: Engine) -> Answer:
        """The answer of an engine; raises as ``Rag.ask``."""
        turns = [turn.exchange() for turn in self.conversation]
        day = None if self.as_of is None else read_day(self.as_of)
        return engine.ask(
            self.question, conversation=turns, as_of=day, exact=self.exact, scope=self.scope
        )


def add_questions(app: FastAPI, loader: EngineLoader, refused: RefusedQuestions) -> None:
    """Adds POST /v1/ask, which returns an ``Answer``; one that finds nothing is counted.

    If the request accepts ``text/event-stream``, it is sent as events: "statement" for each
    statement once it is verified, then "answer", or "error".
    """

    @app.post("/api/ask", include_in_schema=False)
    @app.post("/v1/ask", responses=returns(Answer, streamed=True))
    def ask(body: Question, request: Request) -> Any:
        """Answer a question in verified quotes.

        With `Accept: text/event-stream`, each statement is sent once it is verified (event
        `statement`), then the whole answer (event `answer`) or an error (event `error`).
        """
        engine = loader.engine()

        def answered() -> Answer:
            answer = body.asked_of(engine)
            if is_refusal(answer):
                refused.add(body.question)
            return answer

        if not accepts(request.headers.get("accept", ""), "text/event-stream"):
            return JSONResponse(answer_json(answered()))
        steps = started(steps_of(answered))
        return stream(_event(step, request.scope) for step in steps)


def _event(step: Step, scope: MutableMapping[str, Any]) -> str:
    """A step of an answer as a server-sent event."""
    if isinstance(step, Stated):
        return event("statement", statement_json(step))
    if isinstance(step, RagError):
        return event("error", problem(scope, step))
    return COMMENT if step is None else event("answer", answer_json(step))
