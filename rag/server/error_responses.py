"""Errors as HTTP responses: the status, the message in both languages, when to try again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from rag.errors import (
    CitationInvalid,
    ClaimsInvalid,
    DateInvalid,
    DocumentError,
    ExportUnknown,
    IndexBusy,
    IndexUnwritable,
    QuestionInvalid,
    RagError,
    RequestRefused,
    ScopeEmpty,
    ScopeInvalid,
    ScopeUnknown,
    SourceUnavailable,
    SourceUnknown,
    StillOpening,
)
from rag.errors.service import (
    LoginNeeded,
    LoginRefused,
    OidcRefused,
    RoleNeeded,
    ServiceBusy,
    TooManyRequests,
    WorkStopped,
)
from rag.records import LANGUAGES

if TYPE_CHECKING:
    from starlette.types import Scope, Send

_STATUS: dict[type[RagError], int] = {
    QuestionInvalid: 422,
    ClaimsInvalid: 422,
    DateInvalid: 422,
    ScopeInvalid: 422,
    ScopeUnknown: 422,
    ScopeEmpty: 422,
    CitationInvalid: 422,
    ExportUnknown: 404,
    RequestRefused: 422,
    DocumentError: 422,
    LoginNeeded: 401,
    LoginRefused: 401,
    OidcRefused: 401,
    RoleNeeded: 403,
    TooManyRequests: 429,
    ServiceBusy: 503,
    WorkStopped: 503,
    IndexBusy: 503,
    IndexUnwritable: 507,
    SourceUnknown: 404,
    SourceUnavailable: 410,
    StillOpening: 503,
}
_OPENING_SECONDS = 2


def error_status(error: RagError) -> int:
    """The HTTP status of an error; 503 if the fault lies with the service itself."""
    return next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 503)


def error_body(error: RagError) -> dict[str, str]:
    """An error as JSON: its name and its message in each language."""
    messages = {f"message_{language}": error.message(language) for language in LANGUAGES}
    return {"error": type(error).__name__, **messages}


def error_headers(error: RagError) -> dict[str, str]:
    """The headers that belong to an error: when to try again, how to log in."""
    if isinstance(error, LoginNeeded):
        return {"www-authenticate": 'Bearer realm="verbatim"'}
    if isinstance(error, StillOpening):
        return {"retry-after": str(_OPENING_SECONDS)}
    if isinstance(error, ServiceBusy | TooManyRequests):
        return {"retry-after": str(error.values["seconds"])}
    return {}


async def send_error(
    scope: Scope, send: Send, error: RagError, *, status: int | None = None
) -> None:
    """Responds with an error in place of the application; closes a websocket.

    ``status`` replaces the status that ``error_status`` gives the error.
    """
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    body = json.dumps(error_body(error), ensure_ascii=False).encode()
    headers = {"content-type": "application/json", "content-length": str(len(body))}
    await send_head(send, status or error_status(error), headers | error_headers(error))
    await send({"type": "http.response.body", "body": body})


async def send_head(send: Send, status: int, headers: Mapping[str, str]) -> None:
    """Sends the status and the headers of a response."""
    pairs = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": pairs})
