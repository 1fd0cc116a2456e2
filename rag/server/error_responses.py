"""Errors as HTTP responses, all of one form: problem details (RFC 9457).

A browser that opens an address gets their message as a page.

type      urn:verbatim:error: and the name of the error; it does not change between versions
status    the status of the response
detail    what happened, where and what to do now, in the language that the client accepts
error     the name of the error; an object with it where the clients of OpenAI look for one
instance  urn:verbatim:request: and the id of the request
message_fr, message_en  the detail in each language
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse

from rag.errors import (
    CitationInvalid,
    ClaimsInvalid,
    DateInvalid,
    DocumentError,
    ExportUnknown,
    IndexBusy,
    IndexUnwritable,
    McpUnavailable,
    MetadataInvalid,
    QuestionInvalid,
    RagError,
    RemovalRefused,
    RequestRefused,
    ScopeEmpty,
    ScopeInvalid,
    ScopeUnknown,
    SourceUnavailable,
    SourceUnknown,
    StillOpening,
    Unexpected,
)
from rag.errors.service import (
    ContentHeld,
    LoginNeeded,
    LoginRefused,
    ModelUnknown,
    NotebookFull,
    NotebookUnknown,
    OidcRefused,
    RoleNeeded,
    ServiceBusy,
    TooManyRequests,
    VersionChanged,
    WorkStopped,
)
from rag.language.well_formed import well_formed
from rag.records import LANGUAGES, Language
from rag.server.paths import REQUEST_KEY, decode_headers, route_path
from rag.server.problem_page import problem_page

if TYPE_CHECKING:
    from starlette.types import Message, Scope, Send

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
    NotebookUnknown: 404,
    NotebookFull: 422,
    TooManyRequests: 429,
    ServiceBusy: 503,
    WorkStopped: 503,
    VersionChanged: 412,
    ContentHeld: 409,
    ModelUnknown: 404,
    MetadataInvalid: 422,
    IndexBusy: 503,
    IndexUnwritable: 507,
    RemovalRefused: 409,
    SourceUnknown: 404,
    SourceUnavailable: 410,
    StillOpening: 503,
    Unexpected: 500,
    McpUnavailable: 501,
}
TYPES = "urn:verbatim:error:"
_DEFAULT: Language = "en"
_AS_OPENAI = ("/v1/chat", "/v1/completions", "/v1/embeddings", "/v1/models", "/v1/responses")
_OPENING_SECONDS = 2


def error_status(error: RagError) -> int:
    """The HTTP status of an error; 503 if the fault lies with the service itself."""
    return next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 503)


class ProblemResponse(JSONResponse):
    """An error as problem details, in the language that the request accepts."""

    media_type = "application/problem+json"

    def __init__(
        self,
        scope: Scope,
        name: str,
        messages: Mapping[Language, str],
        *,
        status: int,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        language = accepted_language(decode_headers(scope).get("accept-language", ""))
        body = _details(scope, name, messages, language, status)
        spoken = {"content-language": language, "vary": "accept, accept-language"}
        self._page = ""
        if _is_opened(scope):
            self.media_type = "text/html"
            root = "../" * (route_path(scope).count("/") - 1) or "./"
            self._page = problem_page(messages[language], language, root)
        super().__init__(body, status, {**spoken, **(headers or {})})

    @classmethod
    def of(
        cls,
        scope: Scope,
        error: RagError,
        *,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> ProblemResponse:
        """The response to an error; ``status`` replaces that of ``error_status``."""
        messages = {language: error.message(language) for language in LANGUAGES}
        chosen = status or error_status(error)
        given = error_headers(error) | dict(headers or {})
        return cls(scope, type(error).__name__, messages, status=chosen, headers=given)

    def render(self, content: Any) -> bytes:
        """The body; a value of the client may hold half a character."""
        if self._page:
            return well_formed(self._page).encode()
        return well_formed(json.dumps(content, ensure_ascii=False)).encode()


def problem(scope: Scope, error: RagError) -> dict[str, Any]:
    """An error as the value of its problem details, where it is not a response."""
    messages = {language: error.message(language) for language in LANGUAGES}
    language = accepted_language(decode_headers(scope).get("accept-language", ""))
    return _details(scope, type(error).__name__, messages, language, error_status(error))


def _details(
    scope: Scope, name: str, messages: Mapping[Language, str], language: Language, status: int
) -> dict[str, Any]:
    """The members of problem details."""
    body: dict[str, Any] = {
        "type": f"{TYPES}{name}", "status": status, "detail": messages[language], "error": name,
    }  # fmt: skip
    body |= {f"message_{each}": messages[each] for each in LANGUAGES}
    if request := scope.get(REQUEST_KEY):
        body["instance"] = f"urn:verbatim:request:{request}"
    if route_path(scope).startswith(_AS_OPENAI):
        body["error"] = {
            "message": messages[language], "type": name, "param": None, "code": name,
        }  # fmt: skip
    return body


def _is_opened(scope: Scope) -> bool:
    """Whether a person opens an address in a browser, which asks for a page first."""
    accepted = decode_headers(scope).get("accept", "")
    return scope.get("method") == "GET" and accepted.startswith("text/html")


def accepted_language(accepted: str) -> Language:
    """The language that an Accept-Language header prefers (RFC 9110, 12.5.4), or English."""
    weights = {language: _weight(accepted, language) for language in LANGUAGES}
    best = max(weights.values())
    preferred = [language for language, weight in weights.items() if weight == best]
    return preferred[0] if best > 0 and len(preferred) == 1 else _DEFAULT


def _weight(accepted: str, language: Language) -> float:
    """The weight of a language in 0..1: its best one, or that of "*", less for a later place."""
    named, any_language = [0.0], [0.0]
    for place, part in enumerate(accepted.lower().split(",")[:20]):
        wanted, _, quality = part.replace(" ", "").partition(";q=")
        try:
            weight = float(quality or 1) - place / 1_000_000
        except ValueError:
            continue
        if wanted.partition("-")[0] == language:
            named.append(weight)
        elif wanted == "*":
            any_language.append(weight / 1_000)
    return max(named) or max(any_language)


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
    scope: Scope,
    send: Send,
    error: RagError,
    *,
    status: int | None = None,
    headers: Mapping[str, str] | None = None,
) -> None:
    """Responds with an error in place of the application; closes a websocket.

    ``status`` replaces the status that ``error_status`` gives the error.
    """
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    response = ProblemResponse.of(scope, error, status=status, headers=headers)
    await response(scope, _nothing, send)


async def _nothing() -> Message:
    """What a response without a stream receives: it never asks."""
    return {"type": "http.disconnect"}


async def send_head(send: Send, status: int, headers: Mapping[str, str]) -> None:
    """Sends the status and the headers of a response."""
    pairs = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": pairs})
