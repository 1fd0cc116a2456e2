"""The route of questions."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from rag.language.dates import read_day
from rag.records import Exchange, as_json
from rag.server.engine_loader import EngineLoader

_LONG = 10_000  # characters of a text of an earlier turn


class EarlierTurn(BaseModel):
    """An earlier turn of a conversation, as an answer gave it; the question alone will do."""

    question: str = Field(max_length=_LONG)
    understood: str = Field("", max_length=_LONG)
    quotes: list[Annotated[str, Field(max_length=_LONG)]] = Field([], max_length=20)

    def exchange(self) -> Exchange:
        """The record of the turn."""
        return Exchange(self.question, self.understood, tuple(self.quotes))


class Question(BaseModel):
    """The body of POST /api/ask; the latest turn of the conversation is last."""

    question: str
    conversation: list[EarlierTurn] = Field([], max_length=100)
    as_of: str | None = None


def add_questions(app: FastAPI, opening: EngineLoader) -> None:
    """Adds POST /api/ask, which answers with an ``Answer``."""

    @app.post("/api/ask")
    def ask(asked: Question) -> Any:
        turns = [turn.exchange() for turn in asked.conversation]
        day = None if asked.as_of is None else read_day(asked.as_of)
        answer = opening.engine().ask(asked.question, conversation=turns, as_of=day)
        return JSONResponse(as_json(answer))
