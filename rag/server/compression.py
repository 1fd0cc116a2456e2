"""Compressed responses: those of the HTTP interface, of the page, and its scripts and styles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware

from rag.server.paths import decode_headers
from rag.server.quality_values import accepts

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LEAST = 1_000  # bytes: less fits into one packet anyway
_LEVEL = 5  # level 9 takes three times as long for 2 % less
_QUALITY = 4  # of brotli: as fast as gzip at level 5
_TEXT = ("json", "xml", "javascript")  # ends of types, beside text/*
_EVENTS = ("text/event-stream",)


class Compression:
    """In front of an application: brotli or gzip for clients that accept it, not for events."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._gzip = GZipMiddleware(app, minimum_size=_LEAST, compresslevel=_LEVEL)
        self._brotli = _Brotli(app)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        accepted = decode_headers(scope).get("accept-encoding", "")
        if accepts(accepted, "br"):
            await self._brotli(scope, receive, send)
        else:
            if not accepts(accepted, "gzip"):  # it may be named all the same, with the quality 0
                kept = [each for each in scope["headers"] if each[0] != b"accept-encoding"]
                scope = {**scope, "headers": kept}
            await self._gzip(scope, receive, send)


class _Brotli:
    """Compresses texts, whole or in pieces; all else passes as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        start: Message | None = None
        pieces: _Pieces | None = None

        async def sending(message: Message) -> None:
            nonlocal start, pieces
            if message["type"] == "http.response.start" and _is_text(message):
                start = message
                return
            if start is not None:
                pieces = _begun(start, message)
            if pieces is not None:
                message = pieces.packed(message)
            if start is not None:
                if pieces is not None and not message.get("more_body", False):
                    headers = MutableHeaders(raw=start["headers"])
                    headers["content-length"] = str(len(message["body"]))
                await send(start)
                start = None
            await send(message)

        await self._app(scope, receive, sending)


class _Pieces:
    """The body of a response, compressed piece by piece."""

    def __init__(self) -> None:
        import brotli

        self._packer = brotli.Compressor(quality=_QUALITY)

    def packed(self, message: Message) -> Message:
        """The next piece, compressed; the last one ends the body."""
        body: bytes = self._packer.process(message.get("body", b""))
        if not message.get("more_body", False):
            body += self._packer.finish()
        return {**message, "body": body}


def _begun(start: Message, first: Message) -> _Pieces | None:
    """What compresses a body that begins so, ``None`` for a short one; changes its headers."""
    headers = MutableHeaders(raw=start["headers"])
    headers.add_vary_header("Accept-Encoding")
    if not first.get("more_body", False) and len(first.get("body", b"")) < _LEAST:
        return None
    headers["content-encoding"] = "br"
    del headers["content-length"]
    return _Pieces()


def _is_text(start: Message) -> bool:
    headers = Headers(raw=start.get("headers", []))
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    text = kind.startswith("text/") or kind.endswith(_TEXT)
    plain = kind not in _EVENTS and "content-encoding" not in headers
    return text and plain and start["status"] != 206
