"""An id for each request: in its response, in its error and in the log."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING

from rag.server.access_log import CURRENT_REQUEST
from rag.server.paths import REQUEST_KEY, decode_headers

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEADER = "x-request-id"
_USABLE = re.compile(r"[\w.:-]{1,64}", re.ASCII)


class RequestIds:
    """In front of an application: the id that a request brings, or else a new one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request, and says its id in the header ``X-Request-ID`` of the response."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        given = decode_headers(scope).get(_HEADER, "")
        request = given if _USABLE.fullmatch(given) else uuid.uuid4().hex
        scope[REQUEST_KEY] = request
        # It stays set: the server logs a fault after this returns, and each request has a context
        # of its own, which ends with it.
        CURRENT_REQUEST.set(request)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                pair = (_HEADER.encode(), request.encode())
                message = {**message, "headers": [*message.get("headers", ()), pair]}
            await send(message)

        await self._app(scope, receive, sending)
