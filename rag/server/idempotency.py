"""Writes that are sent twice are done once, if both requests carry the same Idempotency-Key.

The first response is kept for a day, as long as the service runs, and sent again by any of its
workers. A write that ended with its worker is none: it may be sent again.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rag.errors import RequestRefused
from rag.messages import catalogue
from rag.server.error_responses import send_error
from rag.server.identity import CALLER_KEY, client_address, counted_as
from rag.server.paths import decode_headers, route_path
from rag.server.worker import Worker

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_WRITES = ("/v1/documents", "/v1/feedback")
_METHODS = ("POST", "PUT", "PATCH", "DELETE")
_MOST, _SECONDS = 1_000, 86_400.0  # kept responses, each of some hundred bytes
_LONGEST = 255  # characters of a key
_RUNNING = RequestRefused(cause=catalogue.Message("causes.key_running"))
_REUSED = RequestRefused(cause=catalogue.Message("causes.key_reused"))
_TOO_LONG = RequestRefused(cause=catalogue.Message("causes.malformed", where="idempotency-key"))


# A write: when it began and in which run, the digest of its request, and its response, both empty
# until it is complete.
_Write = dict[str, Any]


class Idempotency:
    """In front of an application, behind the access control; used in the server's event loop."""

    def __init__(
        self,
        app: ASGIApp,
        clock: Callable[[], float] = time.monotonic,
        worker: Worker | None = None,
    ) -> None:
        self._app = app
        self._clock = clock
        self._worker = worker or Worker()
        self._writes = self._worker.shelf("writes", _MOST)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request, or sends the response of the same one before it again."""
        given = _key(scope)
        if given is None:
            await self._app(scope, receive, send)
            return
        if len(given) > _LONGEST:
            await send_error(scope, send, _TOO_LONG)
            return
        key, known = f"{_person(scope)} {given}", None

        def begun(write: _Write | None) -> _Write:
            nonlocal known
            known = write if self._holds(write) else None
            now = {"at": self._clock(), "run": self._worker.run, "digest": "", "messages": []}
            return known or now

        self._writes.change(key, begun)
        if known is None:
            await self._serve_first(key, scope, receive, send)
        elif not known["messages"]:
            await send_error(scope, send, _RUNNING, status=409)
        else:
            await _send_again(known, scope, receive, send)

    async def _serve_first(self, key: str, scope: Scope, receive: Receive, send: Send) -> None:
        messages: list[Message] = []
        digest, settled = _digest_of(scope), False

        async def reading() -> Message:
            message = await receive()
            digest.update(message.get("body", b""))
            return message

        async def noting(message: Message) -> None:
            messages.append(message)
            await send(message)

        def ended(write: _Write | None) -> _Write | None:
            if write is None or not settled:  # a fault, or a limit: the client may try again
                return None
            return write | {"digest": digest.hexdigest(), "messages": _stored(messages)}

        try:
            await self._app(scope, reading, noting)
            settled = _is_settled(messages)
        finally:
            self._writes.change(key, ended)

    def _holds(self, write: _Write | None) -> bool:
        """Whether a write counts: it is of the last day, and complete or under way."""
        if write is None or self._clock() - write["at"] > _SECONDS:
            return False
        return bool(write["messages"]) or write["run"] in self._worker.runs()


async def _send_again(write: _Write, scope: Scope, receive: Receive, send: Send) -> None:
    digest, more = _digest_of(scope), True
    while more:
        message = await receive()
        digest.update(message.get("body", b""))
        more = message.get("more_body", False)
    if digest.hexdigest() != write["digest"]:
        await send_error(scope, send, _REUSED, status=422)
        return
    for message in write["messages"]:
        await send(_restored(message))


def _stored(messages: list[Message]) -> list[dict[str, Any]]:
    """The messages of a response as JSON can hold them."""
    return [
        {
            **message,
            "body": message.get("body", b"").decode("latin-1"),
            "headers": [
                [each.decode("latin-1") for each in pair] for pair in message.get("headers", ())
            ],
        }
        for message in messages
    ]


def _restored(message: dict[str, Any]) -> Message:
    headers = [tuple(each.encode("latin-1") for each in pair) for pair in message["headers"]]
    return message | {"body": message["body"].encode("latin-1"), "headers": headers}


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
