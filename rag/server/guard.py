"""The guard in front of every route: it checks host, origin and size before other code runs."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect

from rag.errors import RequestRefused
from rag.messages import catalogue
from rag.server.cross_origin import (
    answer_preflight,
    is_admitted,
    is_preflight,
    shown_to,
    without_cookies,
)
from rag.server.error_responses import send_error
from rag.server.paths import decode_headers, route_path, without_escaped_cookies, without_forwarding

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Gradio compiles its HTML templates in the browser ("unsafe-eval") and sets styles on
# elements; nothing may be loaded from, or sent to, another host.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
_PORTS = {"http": 80, "https": 443}
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_TOO_SLOW = RequestRefused(cause=catalogue.Message("causes.too_slow"))


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """The limits of a request.

    hosts           names that the Host header may carry; any if empty. On loopback this stops
                    another site from pointing one of its names at 127.0.0.1 (DNS rebinding)
    body            bytes of a body at most
    uploads         bytes of an upload at most, by the start of its path
    seconds         how long a body may take to arrive
    upload_seconds  how long an upload may take
    origins         other sites whose pages may use the HTTP interface
    """

    hosts: Collection[str] = LOOPBACK
    body: int = 1_000_000
    uploads: dict[str, int] = field(default_factory=dict)
    seconds: float = 30.0
    upload_seconds: float = 600.0
    origins: Collection[str] = ()

    def max_bytes(self, path: str) -> int:
        """How many bytes a body sent to this path may have."""
        return next(
            (size for start, size in self.uploads.items() if path.startswith(start)), self.body
        )

    def max_seconds(self, path: str) -> float:
        """How many seconds a body sent to this path may take."""
        return self.upload_seconds if path.startswith(tuple(self.uploads)) else self.seconds


class RequestGuard:
    """The guard around the whole application, with everything mounted on it and its errors."""

    def __init__(self, app: ASGIApp, limits: RequestLimits) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuses the request, or passes it on and adds the security headers to the response."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        scope = without_escaped_cookies(without_forwarding(scope))
        headers = decode_headers(scope)
        secured = _with_headers(send, scope.get("scheme") == "https")
        admitted = is_admitted(scope, headers, self._limits.origins)
        if admitted:
            scope, secured = without_cookies(scope), shown_to(secured, headers["origin"])
        refusal = _refusal(scope, headers, self._limits, other_site=admitted)
        if refusal is not None:
            status, error = refusal
            await send_error(scope, secured, error, status=status)
            return
        if admitted and is_preflight(scope, headers):
            await answer_preflight(send, headers)
            return
        path = _uploading(scope)
        limit = self._limits.max_bytes(path)
        body = _Body(receive, limit, seconds=self._limits.max_seconds(path))

        async def unless_over(message: Message) -> None:
            if not body.over:
                await secured(message)

        # A disconnect, on either side, is no reason for a traceback in the log.
        with suppress(ClientDisconnect):
            await self._app(scope, body.receive, unless_over)
        if body.over:
            error, status = (_TOO_SLOW, 408) if body.late else (_too_long(limit), 413)
            await send_error(scope, secured, error, status=status)


class _Body:
    """The body of a request, cut off at its limits of size, whatever its header says, and time."""

    def __init__(self, receive: Receive, limit: int, *, seconds: float) -> None:
        self._receive = receive
        self._left = limit
        self._deadline = time.monotonic() + seconds
        self._complete = False
        self.late = False

    @property
    def over(self) -> bool:
        """Whether the body was too long, or too slow."""
        return self._left < 0 or self.late

    async def receive(self) -> Message:
        """The next message of the client, or a disconnect past a limit."""
        if self._complete:  # only a disconnect can follow
            return await self._receive()
        try:
            left = max(0.0, self._deadline - time.monotonic())
            message = await asyncio.wait_for(self._receive(), left)
        except TimeoutError:
            self.late = True
            return {"type": "http.disconnect"}
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            self._complete = not message.get("more_body", False)
        return {"type": "http.disconnect"} if self.over else message


def _refusal(
    scope: Scope, headers: dict[str, str], limits: RequestLimits, *, other_site: bool
) -> tuple[int, RequestRefused] | None:
    """The status and the error to refuse a request with, ``None`` to let it pass.

    ``other_site`` says that it may come from another site.
    """
    host = headers.get("host", "")
    if limits.hosts and _host_name(host) not in limits.hosts:
        return 421, RequestRefused(cause=catalogue.Message("causes.other_host"))
    method = scope.get("method", "GET")
    acts = not other_site and (method not in _SAFE or scope["type"] == "websocket")
    if acts and _is_cross_site(headers, host):
        return 403, RequestRefused(cause=catalogue.Message("causes.other_site"))
    length = headers.get("content-length", "0")
    limit = limits.max_bytes(_uploading(scope))
    if not length.isdigit() or int(length) > limit:
        return 413, _too_long(limit)
    return None


def _uploading(scope: Scope) -> str:
    """The path whose limits of size and time count: only POST and PUT upload something."""
    return route_path(scope) if scope.get("method") in ("POST", "PUT") else ""


def _too_long(limit: int) -> RequestRefused:
    return RequestRefused(cause=catalogue.Message("causes.too_long", limit=limit))


def _host_name(host: str) -> str:
    """The host name of "host:port", in lower case; "" if it is none, as "[::1" is not."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _is_cross_site(headers: dict[str, str], host: str) -> bool:
    """Whether a browser says that another site sent the request; other programs say nothing."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = headers.get("origin")
    try:
        return origin is not None and not _is_at(origin, host)
    except ValueError:
        return True


def _is_at(origin: str, host: str) -> bool:
    """Whether an origin is at "host" or "host:port"; raises ValueError.

    Proxies may write the default port, which browsers leave out.
    """
    site = urlsplit(origin)
    served = urlsplit(f"{site.scheme}://{host}")
    default = _PORTS.get(site.scheme)
    return bool(site.hostname) and (site.hostname, site.port or default) == (
        served.hostname,
        served.port or default,
    )


def _with_headers(send: Send, https: bool) -> Send:
    """``send``, adding the security headers that a response does not set itself."""
    security = _HEADERS | ({"strict-transport-security": "max-age=31536000"} if https else {})

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            present = {name.lower() for name, _ in message.get("headers", ())}
            added = [pair for pair in _encoded(security.items()) if pair[0] not in present]
            message = {**message, "headers": [*message.get("headers", ()), *added]}
        await send(message)

    return sending


def _encoded(headers: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
