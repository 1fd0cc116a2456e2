"""Pages of other sites that may use the HTTP interface, by a setting; none by default (CORS).

They are identified by tokens only: cookies of their requests are ignored, so that nobody's login
can be used from another site.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from rag.server.error_responses import send_head
from rag.server.paths import route_path

if TYPE_CHECKING:
    from starlette.types import Message, Scope, Send

_OURS = ("/v1/", "/mcp")
_PREFLIGHT_SECONDS = "600"
_METHODS = "GET, POST, PUT, PATCH, DELETE"
_SHOWN = "etag, link, location, ratelimit, ratelimit-policy, retry-after, x-request-id"


def is_admitted(scope: Scope, headers: Mapping[str, str], origins: Collection[str]) -> bool:
    """Whether a request comes from a page of a site that may use the HTTP interface."""
    path = route_path(scope)
    ours = scope["type"] == "http" and path.startswith(_OURS)
    return ours and headers.get("origin", "") in origins


def is_preflight(scope: Scope, headers: Mapping[str, str]) -> bool:
    """Whether a browser asks what it may send."""
    return scope.get("method") == "OPTIONS" and "access-control-request-method" in headers


async def answer_preflight(send: Send, headers: Mapping[str, str]) -> None:
    """Says that the browser may send what it asks for."""
    allowed = {
        "access-control-allow-origin": headers["origin"],
        "access-control-allow-methods": _METHODS,
        "access-control-allow-headers": headers.get("access-control-request-headers", ""),
        "access-control-max-age": _PREFLIGHT_SECONDS,
        "vary": "origin",
        "content-length": "0",
    }
    await send_head(send, 204, allowed)
    await send({"type": "http.response.body"})


def without_cookies(scope: Scope) -> Scope:
    """The scope of a request without its cookies."""
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"cookie"]}


def shown_to(send: Send, origin: str) -> Send:
    """``send``, with the headers that let the page of a site read the response."""
    added = [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-expose-headers", _SHOWN.encode()),
        (b"cross-origin-resource-policy", b"cross-origin"),
        (b"vary", b"origin"),
    ]

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *added]}
        await send(message)

    return sending
