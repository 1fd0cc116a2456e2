"""ETags of what GET returns under /v1, so that a client does not load again what it has."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from rag.server.paths import decode_headers, route_path

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_TAGGED = ("application/json", "image/png")
_LENGTH = 32  # hexadecimal digits


class Etags:
    """In front of an application: tags its JSON and images; 304 if the client has the same."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request."""
        # A response to HEAD has no body to make a tag of.
        reads = scope["type"] == "http" and scope["method"] == "GET"
        if not reads or not route_path(scope).startswith("/v1/"):
            await self._app(scope, receive, send)
            return
        known = decode_headers(scope).get("if-none-match", "")
        await self._app(scope, receive, _Tagging(send, known).sending)


class _Tagging:
    """The response to one request, held back until its whole body is there, if it is tagged."""

    def __init__(self, send: Send, known: str) -> None:
        self._send = send
        self._known = [each.strip().removeprefix("W/") for each in known.split(",")]
        self._start: Message | None = None
        self._parts: list[bytes] = []

    async def sending(self, message: Message) -> None:
        """``send``, for a response that may be tagged."""
        if message["type"] == "http.response.start" and _is_tagged(message):
            self._start = message
        elif self._start is None or message["type"] != "http.response.body":
            await self._send(message)
        else:
            self._parts.append(message.get("body", b""))
            if not message.get("more_body", False):
                await self._send_tagged(self._start, b"".join(self._parts))

    async def _send_tagged(self, start: Message, body: bytes) -> None:
        tag = f'"{etag_of(body)}"'
        headers = [*start["headers"], (b"etag", f"W/{tag}".encode())]
        if not any(name == b"cache-control" for name, _ in headers):
            headers.append((b"cache-control", b"private, no-cache"))
            headers.append((b"vary", b"cookie, authorization"))
        if tag in self._known or "*" in self._known:
            kept = [pair for pair in headers if pair[0] not in (b"content-length", b"content-type")]
            await self._send({**start, "status": 304, "headers": kept})
            body = b""
        else:
            await self._send({**start, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})


def etag_of(content: bytes) -> str:
    """The tag of a content, without its quotation marks."""
    return hashlib.sha256(content).hexdigest()[:_LENGTH]


def _is_tagged(start: Message) -> bool:
    media: str = dict(start.get("headers", ())).get(b"content-type", b"").decode("latin-1")
    return bool(start["status"] == 200 and media.startswith(_TAGGED))
