"""The route of MCP (streamable HTTP): the same accounts, documents and limits as elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.routing import Route

from rag.errors import RagError, RequestRefused
from rag.messages import Message
from rag.runtime.cancellation import Cancellation
from rag.server.access_control import AccessControl
from rag.server.engine_loader import EngineLoader
from rag.server.error_responses import send_error
from rag.server.mcp_resources import Resources
from rag.server.mcp_server import McpDoor, require_mcp
from rag.server.mcp_tools import Tools
from rag.server.paths import decode_headers

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

PATH = "/mcp"
_WAITING = 8  # of a person, each in a thread


class _Endpoint:
    """Serves MCP, or says how to install it."""

    def __init__(self, door: McpDoor) -> None:
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        media = decode_headers(scope).get("content-type", "").partition(";")[0]
        if media.strip().lower() != "application/json":
            unread = RequestRefused(cause=Message("causes.not_json"))
            await send_error(scope, send, unread, status=415)
            return
        try:
            require_mcp()
        except RagError as error:
            await send_error(scope, send, error)
        else:
            await self._door.serve(scope, receive, send)


def add_mcp(app: FastAPI, loader: EngineLoader, access: AccessControl) -> None:
    """Adds POST /mcp. Questions of tools pass the queue and the limits of their caller.

    What reads documents passes the queue of reading.
    """

    @contextmanager
    def reading() -> Iterator[None]:
        work = Cancellation(access.settings.service.ask_seconds)
        with access.reading.admitted(work, access.person(), waiting=_WAITING):
            yield

    tools = Tools(loader.engine, partial(access.admitted, event="mcp"), access.refused, reading)
    endpoint = _Endpoint(McpDoor(tools, Resources(loader.engine, reading)))
    app.router.routes.append(Route(PATH, endpoint, methods=["POST"]))
