"""Writes that are sent twice are done once, if both requests carry the same Idempotency-Key.

The first response is kept for a day, as long as the service runs, and sent again.
"""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rag.errors import RequestRefused
from rag.messages import catalogue
from rag.server.error_responses import send_error
from rag.server.identity import CALLER_KEY, client_address, counted_as
from rag.server.paths import decode_headers, route_path

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_WRITES = ("/v1/documents", "/v1/feedback")
_METHODS = ("POST", "PUT", "PATCH", "DELETE")
_MOST, _SECONDS = 1_000, 86_400.0  # kept responses, each of some hundred bytes
_LONGEST = 255  # characters of a key
_RUNNING = RequestRefused(cause=catalogue.Message("causes.key_running"))
_REUSED = RequestRefused(cause=catalogue.Message("causes.key_reused"))
_TOO_LONG = RequestRefused(cause=catalogue.Message("causes.malformed", where="idempotency-key"))


@dataclass(slots=True)
class _Write:
    """A write: the digest of its request, and its response once it is complete."""

    at: float
    digest: str = ""
    messages: list[Message] = field(default_factory=list)
    complete: bool = False


class Idempotency:
    """In front of an application, behind the access control; used in the server's event loop."""

    def __init__(self, app: ASGIApp, clock: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._clock = clock
        self._writes: OrderedDict[tuple[str, str], _Write] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request, or sends the response of the same one before it again."""
        given = _key(scope)
        if given is None:
            await self._app(scope, receive, send)
            return
        if len(given) > _LONGEST:
            await send_error(scope, send, _TOO_LONG)
            return
        key = (_person(scope), given)
        self._forget_old()
        known = self._writes.get(key)
        if known is None:
            await self._serve_first(key, scope, receive, send)
        elif not known.complete:
            await send_error(scope, send, _RUNNING, status=409)
        else:
            await _send_again(known, scope, receive, send)

    async def _serve_first(
        self, key: tuple[str, str], scope: Scope, receive: Receive, send: Send
    ) -> None:
        write = self._writes[key] = _Write(self._clock())
        digest = _digest_of(scope)

        async def reading() -> Message:
            message = await receive()
            digest.update(message.get("body", b""))
            return message

        async def noting(message: Message) -> None:
            write.messages.append(message)
            await send(message)

        try:
            await self._app(scope, reading, noting)
            write.digest = digest.hexdigest()
            write.complete = _is_settled(write.messages)
        finally:
            if not write.complete:  # a fault, or a limit: the client may try again
                self._writes.pop(key, None)

    def _forget_old(self) -> None:
        while self._writes:
            first = next(iter(self._writes.values()))
            if len(self._writes) <= _MOST and self._clock() - first.at <= _SECONDS:
                return
            self._writes.popitem(last=False)


async def _send_again(write: _Write, scope: Scope, receive: Receive, send: Send) -> None:
    digest, more = _digest_of(scope), True
    while more:
        message = await receive()
        digest.update(message.get("body", b""))
        more = message.get("more_body", False)
    if digest.hexdigest() != write.digest:
        await send_error(scope, send, _REUSED, status=422)
        return
    for message in write.messages:
        await send(message)


def _key(scope: Scope) -> str | None:
    """The key of a write, ``None`` if the request is no write or has none."""
    writes = scope["type"] == "http" and scope["method"] in _METHODS
    if not writes or not route_path(scope).startswith(_WRITES):
        return None
    return decode_headers(scope).get("idempotency-key")


def _person(scope: Scope) -> str:
    return counted_as(scope.get(CALLER_KEY), client_address(scope))


def _digest_of(scope: Scope) -> Any:
    target = (scope["method"].encode(), scope["path"].encode(), scope.get("query_string", b""))
    return hashlib.sha256(b"\0".join(target) + b"\0")


def _is_settled(messages: list[Message]) -> bool:
    """Whether a response is whole, and would be the same if the request came again."""
    if not messages or messages[-1].get("more_body", False):
        return False
    status = int(messages[0].get("status", 500))
    return status < 500 and status != 429
