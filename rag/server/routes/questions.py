"""The route of questions."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from pydantic import Field

from rag.language.dates import read_day
from rag.records import Exchange
from rag.server.engine_loader import EngineLoader
from rag.server.refused_questions import RefusedQuestions, is_refusal
from rag.server.routes.bodies import Body, answer_json

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
    """The body of POST /api/ask; the conversation is in order, its latest turn last.

    ``exact`` takes the question as it is typed. ``scope`` holds the fields of a ``Scope``.
    """

    question: str
    conversation: list[EarlierTurn] = Field([], max_length=100)
    as_of: str | None = None
    exact: bool = False
    scope: dict[str, Any] | None = None


def add_questions(app: FastAPI, loader: EngineLoader, refused: RefusedQuestions) -> None:
    """Adds POST /api/ask, which returns an ``Answer``; one that finds nothing is counted."""

    @app.post("/api/ask")
    def ask(body: Question) -> Any:
        turns = [turn.exchange() for turn in body.conversation]
        day = None if body.as_of is None else read_day(body.as_of)
        answer = loader.engine().ask(
            body.question, conversation=turns, as_of=day, exact=body.exact, scope=body.scope
        )
        if is_refusal(answer):
            refused.add(body.question)
        return JSONResponse(answer_json(answer))
