"""Compressed responses of the HTTP interface; what is mounted beside it compresses its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware

from rag.server.paths import decode_headers, route_path

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LEAST = 1_000  # bytes: less fits into one packet anyway
_LEVEL = 5  # level 9 takes three times as long for 2 % less
_QUALITY = 4  # of brotli: as fast as gzip at level 5
_OURS = ("/v1/", "/api/", "/docs")
_TEXT = ("text/html", "application/json", "application/problem+json")


class Compression:
    """In front of an application: brotli or gzip for clients that accept it, not for events."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._gzip = GZipMiddleware(app, minimum_size=_LEAST, compresslevel=_LEVEL)
        self._brotli = _Brotli(app)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request."""
        if scope["type"] != "http" or not route_path(scope).startswith(_OURS):
            await self._app(scope, receive, send)
        elif _accepts_brotli(decode_headers(scope).get("accept-encoding", "")):
            await self._brotli(scope, receive, send)
        else:
            await self._gzip(scope, receive, send)


class _Brotli:
    """Compresses texts that are sent in one piece; all else passes as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        start: Message | None = None

        async def sending(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and _is_text(message):
                start = message
                return
            if start is not None:
                message = _compressed(start, message)
                await send(start)
                start = None
            await send(message)

        await self._app(scope, receive, sending)


def _compressed(start: Message, message: Message) -> Message:
    """The body of a response, compressed if it is the whole and worth it; its head follows."""
    headers, body = MutableHeaders(raw=start["headers"]), message.get("body", b"")
    headers.add_vary_header("Accept-Encoding")
    if message.get("more_body", False) or len(body) < _LEAST:
        return message
    import brotli

    packed: bytes = brotli.compress(body, quality=_QUALITY)
    headers["content-encoding"], headers["content-length"] = "br", str(len(packed))
    return {**message, "body": packed}


def _is_text(start: Message) -> bool:
    headers = Headers(raw=start.get("headers", []))
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind in _TEXT and "content-encoding" not in headers and start["status"] != 206


def _accepts_brotli(accepted: str) -> bool:
    """Whether a client accepts brotli, by its header Accept-Encoding."""
    for each in accepted.lower().split(","):
        name, _, quality = each.strip().partition(";")
        if name.strip() == "br":
            return quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
