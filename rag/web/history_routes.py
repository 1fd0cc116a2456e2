"""The routes by which the page changes the history of an account."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import FastAPI
from fastapi.responses import Response
from pydantic import Field

from rag.server.routes.bodies import Body
from rag.web.caller_history import CallerHistory
from rag.web.routes import HISTORY, HISTORY_ADDED


class HistoryChange(Body):
    """The body of POST /v1/history: what is deleted, or watched from an answer on.

    ``account`` is the identity of the account whose page it is.
    """

    account: str = Field("", max_length=64)
    act: Literal["delete", "delete_all", "watch", "unwatch"]
    conversation: str = Field("", max_length=40)
    past_answer: dict[str, Any] | None = None


class EarlierHistory(Body):
    """The body of POST /v1/history/add: what an earlier release stored in the browser."""

    account: str = Field("", max_length=64)
    conversations: list[Any] = Field(default_factory=list)
    watched: list[Any] = Field(default_factory=list)


def add_history(app: FastAPI, history: CallerHistory) -> None:
    """Adds POST /v1/history and POST /v1/history/add."""

    @app.post(HISTORY, include_in_schema=False)
    def change(body: HistoryChange) -> Response:
        history.change(body.account, body.act, body.conversation, body.past_answer)
        return Response(status_code=204)

    @app.post(HISTORY_ADDED, include_in_schema=False)
    def add(body: EarlierHistory) -> Response:
        history.add(body.account, body.model_dump(exclude={"account"}))
        return Response(status_code=204)
