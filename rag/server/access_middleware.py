"""Access control around every route: identify, authorise and queue; then count and log."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote

from rag.errors import RequestRefused
from rag.errors.service import LoginNeeded, ServiceError
from rag.messages import catalogue
from rag.runtime.cancellation import Cancellation
from rag.runtime.spans import annotate
from rag.server import identity
from rag.server.access_control import AccessControl
from rag.server.admission_queue import AdmissionQueue
from rag.server.error_responses import send_error, send_head
from rag.server.identity import CALLER_KEY, Caller, client_address, counted_as
from rag.server.page_events import (
    MOST_BYTES,
    MOST_BYTES_OF_ADDRESS,
    MOST_EVENTS,
    MOST_EVENTS_OF_ADDRESS,
)
from rag.server.paths import REQUEST_KEY, decode_headers, route_path
from rag.server.policy import Rule
from rag.server.request_body import body_field, question_of, replay, whole_body
from rag.server.streams import MOST_OF_A_PERSON, MOST_OF_AN_ADDRESS

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOGIN_PATH = "/sign-in"
_FOR_PROGRAMS = ("/v1/", "/api/", "/mcp")
_READING_SECONDS = 300.0  # a pack of 200 quotes with their pages takes a minute
_SHOWING_SECONDS = 10.0  # after which an event that shows something counts as shown
_CLIENT_GONE = 499  # nobody is left to read the response
_UNSERVED = catalogue.Message("causes.no_address")
_NO_EVENT = RequestRefused(cause=catalogue.Message("causes.malformed", where="body.fn_index"))


@dataclass(slots=True)
class _Request:
    """A request on its way through the middleware."""

    scope: Scope
    headers: dict[str, str]
    route: str
    rule: Rule
    caller: Caller | None
    status: int = _CLIENT_GONE
    question: str | None = None


class AccessMiddleware:
    """Access control in front of the application and everything mounted on it, behind the guard."""

    def __init__(self, app: ASGIApp, access: AccessControl) -> None:
        self._app = app
        self._access = access
        self._ask_seconds = access.settings.service.ask_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves or refuses the request, and records the result."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = decode_headers(scope)
        route, rule = self._access.policies.find(route_path(scope))
        rule = rule.for_method(scope.get("method", ""))
        caller = self._access.identify(headers) if rule.policy != "blocked" else None
        scope[CALLER_KEY] = caller
        request = _Request(scope, headers, route, rule, caller)
        start = time.perf_counter()
        try:
            with identity.calling(caller, client_address(scope)):
                await self._serve(request, receive, self._observing(request, send))
        finally:
            self._record(request, time.perf_counter() - start)

    async def _serve(self, request: _Request, receive: Receive, send: Send) -> None:
        scope, rule = request.scope, request.rule
        try:
            if rule.policy == "blocked":
                await send_error(scope, send, RequestRefused(cause=_UNSERVED), status=404)
                return
            self._access.authorise(rule, request.caller, scope=scope, headers=request.headers)
            if rule.heavy:
                await self._serve_queued(request, receive, send, self._access.queue)
            elif rule.reads:
                await self._serve_queued(request, receive, send, self._access.reading)
            elif rule.stream:
                await self._serve_stream(request, receive, send)
            elif rule.event:
                await self._serve_event(request, receive, send)
            elif rule.turns:
                async with self._access.images.taken(_person(request)):
                    await self._app(scope, receive, send)
            else:
                await self._app(scope, receive, send)
        except ServiceError as error:
            if isinstance(error, LoginNeeded) and self._wants_login_page(request):
                location = self._access.settings.service.prefix + _login(scope)
                await send_head(send, 303, {"location": location, "content-length": "0"})
                await send({"type": "http.response.body"})
            else:
                await send_error(scope, send, error)
        except RequestRefused as error:
            await send_error(scope, send, error, status=403)

    async def _serve_stream(self, request: _Request, receive: Receive, send: Send) -> None:
        """Serves a response that lasts as long as a page; its end cancels the page's work."""
        streams, events = self._access.streams, self._access.page_events
        page, person = _page_of_stream(request), _person(request)
        most = MOST_OF_A_PERSON if _has_account(request) else MOST_OF_AN_ADDRESS

        async def noted(message: Message) -> None:
            await send(message)
            events.note_sent(page, message.get("body", b""))

        try:
            with streams.counted(person, most):
                events.claim(page, person)
                await streams.serve(self._app, request.scope, receive, noted)
        finally:
            events.end(page, person)
            if request.rule.stream == "session":
                streams.cancel(page)

    async def _serve_event(self, request: _Request, receive: Receive, send: Send) -> None:
        """Serves the request that sends an event of a page, within the limits of its person.

        An event that is sent again has the response of the first time.
        """
        body, events = await whole_body(receive), self._access.page_events
        if body is None:
            return
        if not events.knows(body_field(body, "fn_index")):
            await send_error(request.scope, send, _NO_EVENT)
            return
        page, person = str(body_field(body, "session_hash")), _person(request)
        key = request.headers.get("idempotency-key", "")
        answered = request.headers.get("verbatim-answered", "").encode().split()
        begun = events.begun(page, person, key, answered)
        if begun is not None:
            await send_head(send, 200, {"content-type": "application/json"})
            await send({"type": "http.response.body", "body": begun})
            return
        has_account = _has_account(request)
        event = events.add(
            page, person, len(body),
            most=MOST_EVENTS if has_account else MOST_EVENTS_OF_ADDRESS,
            most_bytes=MOST_BYTES if has_account else MOST_BYTES_OF_ADDRESS,
        )  # fmt: skip
        if body_field(body, "fn_index") in events.shown:
            event.settled = await self._access.shown[has_account].lend(person, _SHOWING_SECONDS)
        event.passed_on, status = True, 0

        async def noted(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            if status == 200 and "body" in message:
                events.note_begun(page, event, key, message["body"])
            await send(message)

        await self._app(request.scope, replay(body, asyncio.Event()), noted)
        if status != 200:
            events.drop(page, event)

    async def _serve_queued(
        self, request: _Request, receive: Receive, send: Send, queue: AdmissionQueue
    ) -> None:
        """Serves the request once a queue admits it; a disconnect frees its place.

        So does the start of its response, unless that is made bit by bit: one who reads it slowly
        keeps nobody waiting.
        """
        body = await whole_body(receive)
        if body is None:
            return
        request.question = question_of(body)
        seconds = _READING_SECONDS if request.rule.reads else self._ask_seconds
        work, gone = Cancellation(seconds), asyncio.Event()
        place = self._access.join(queue, request.caller, client_address(request.scope))
        watching = asyncio.create_task(_cancel_on_disconnect(receive, work, gone))

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and not _is_event_stream(message):
                queue.leave(place)
            await send(message)

        try:
            if await queue.admitted_before(gone, place, work):
                with work.watching():
                    await self._app(request.scope, replay(body, gone), sending)
        finally:
            queue.leave(place)
            watching.cancel()

    def _wants_login_page(self, request: _Request) -> bool:
        """Whether a browser asks for a page, so that the login page can take its place."""
        wants = "text/html" in request.headers.get("accept", "")
        return wants and request.scope.get("method") == "GET" and self._access.accounts is not None

    def _observing(self, request: _Request, send: Send) -> Send:
        """``send``, noting the status, and keeping private responses out of shared caches."""

        async def observed(message: Message) -> None:
            if message["type"] == "http.response.start":
                request.status = message["status"]
                headers = list(message.get("headers", ()))
                if request.rule.policy != "public":
                    headers += self._rates(request)
                    if b"cache-control" not in {name for name, _ in headers}:
                        headers.append((b"cache-control", b"no-store"))
                message = {**message, "headers": headers}
            await send(message)

        return observed

    def _rates(self, request: _Request) -> list[tuple[bytes, bytes]]:
        """The headers of the caller's limits, on the addresses that programs use."""
        if not route_path(request.scope).startswith(_FOR_PROGRAMS):
            return []
        rates = self._access.rate_headers(request.caller, client_address(request.scope))
        return [(name.encode(), value.encode()) for name, value in rates.items()]

    def _record(self, request: _Request, seconds: float) -> None:
        method = request.scope.get("method", "WS")
        metrics, status = self._access.metrics, request.status
        annotate(http__route=request.route or "other")
        metrics.count_request(request.route, method, status=status, seconds=seconds)
        if request.rule.heavy:
            metrics.count_question(status, seconds)
        if not request.rule.quiet:
            self._access.access_log.add(
                "access", request.caller, route=request.route, method=method,
                status=status, ms=round(seconds * 1_000),
                address=client_address(request.scope),
                document=request.scope.get("path_params", {}).get("document_id"),
                question=request.question, request=request.scope.get(REQUEST_KEY),
            )  # fmt: skip


def _is_event_stream(start: Message) -> bool:
    """Whether a response that starts so is sent while it is being made."""
    found = dict(start.get("headers", ())).get(b"content-type", b"")
    return bool(found.startswith(b"text/event-stream"))


async def _cancel_on_disconnect(receive: Receive, work: Cancellation, gone: asyncio.Event) -> None:
    """Cancels the work, and sets ``gone``, once the client disconnects."""
    while (await receive())["type"] != "http.disconnect":
        pass
    work.cancel()
    gone.set()


def _has_account(request: _Request) -> bool:
    return bool(request.caller and request.caller.name)


def _person(request: _Request) -> str:
    """Who a stream or an event is counted for."""
    return counted_as(request.caller, client_address(request.scope))


def _page_of_stream(request: _Request) -> str:
    """The name of the page that a stream belongs to."""
    if request.rule.stream == "session":
        return str(request.scope["path"]).rpartition("/")[2]
    query = str(request.scope.get("query_string", b""), "latin-1")
    return dict(parse_qsl(query)).get("session_hash", "")


def _login(scope: Scope) -> str:
    """The address of the login page, which leads back to the requested one."""
    query = scope.get("query_string", b"").decode("latin-1")
    requested = scope["path"] + (f"?{query}" if query else "")
    return f"{LOGIN_PATH}?next={quote(requested, safe='')}"
