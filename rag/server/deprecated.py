"""The addresses of earlier versions, which say that they are deprecated (RFC 9745)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from rag.server.paths import route_path

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_OLD, _NEW = "/api/", "/v1/"
_SINCE = dt.datetime(2026, 11, 28, tzinfo=dt.UTC)
_OTHERS = {"/api/library/": "/v1/documents"}  # addresses that are not only renamed


class Deprecated:
    """In front of an application: names the new address in responses of the old ones."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request."""
        path = route_path(scope) if scope["type"] == "http" else ""
        if not path.startswith(_OLD):
            await self._app(scope, receive, send)
            return
        added = _headers(path, str(scope.get("root_path", "")))

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), *added]}
            await send(message)

        await self._app(scope, receive, sending)


def _headers(path: str, root: str) -> list[tuple[bytes, bytes]]:
    found = (new for old, new in _OTHERS.items() if path.startswith(old))
    successor = next(found, _NEW + path.removeprefix(_OLD))
    link = f'<{root}{successor}>; rel="successor-version"'
    return [
        (b"deprecation", f"@{int(_SINCE.timestamp())}".encode()),
        (b"link", link.encode("ascii", "xmlcharrefreplace")),
    ]
