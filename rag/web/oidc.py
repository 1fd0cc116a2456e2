"""Logins through an OpenID Connect provider: out to it, and back with who it vouches for."""

from __future__ import annotations

from dataclasses import astuple

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from itsdangerous import BadData, URLSafeTimedSerializer

from rag.accounts.oidc import CALLBACK_PATH, PendingLogin, Provider
from rag.errors import RagError
from rag.errors.service import LoginRefused, OidcRefused, OidcUnavailable
from rag.server import AccessControl, client_address
from rag.web.login import local, page
from rag.web.presenter import preferred
from rag.web.routes import OIDC

_COOKIE, _SECONDS = "verbatim-oidc", 600  # a person may have to find a telephone


def add_oidc(app: FastAPI, access: AccessControl, provider: Provider) -> None:
    """Adds the routes out and back; the login that comes of it is one like the others."""
    assert access.accounts is not None
    serializer = URLSafeTimedSerializer(access.accounts.secret, salt=_COOKIE)

    @app.get(OIDC, include_in_schema=False)
    def leave(request: Request, next: str = "/") -> Response:
        try:
            there, pending = provider.begin()
        except OidcUnavailable as error:
            return _refused(request, error, 503)
        kept = serializer.dumps([*astuple(pending), local(next)])
        return RedirectResponse(there, 303, {"set-cookie": _cookie(request, kept, _SECONDS)})

    @app.get(CALLBACK_PATH, include_in_schema=False)
    def come_back(request: Request) -> Response:
        try:
            *values, after = serializer.loads(request.cookies.get(_COOKIE, ""), max_age=_SECONDS)
            person = provider.finish(PendingLogin(*values), dict(request.query_params))
            _, key = access.log_in_by_provider(person, address=client_address(request.scope))
        except OidcUnavailable as error:
            return _refused(request, error, 503)
        except (OidcRefused, LoginRefused) as error:
            access.record_refusal(client_address(request.scope))
            return _refused(request, error, 401)
        except BadData:  # too late, or another browser
            return RedirectResponse(OIDC, 303)
        secure = request.url.scheme == "https"
        response = RedirectResponse(after, 303, {"set-cookie": _cookie(request, "", 0)})
        response.headers.append("set-cookie", access.cookies.setting(key, https=secure))
        return response


def _refused(request: Request, error: RagError, status: int) -> Response:
    """The page to log in on, with why it did not work; a pending login is good for one try."""
    spoken = preferred("", request.headers.get("accept-language", ""))
    headers = {"set-cookie": _cookie(request, "", 0)}
    return HTMLResponse(page(spoken, error=error, oidc=True), status, headers)


def _cookie(request: Request, value: str, seconds: int) -> str:
    secure = "; Secure" if request.url.scheme == "https" else ""
    # Lax: it must come back with the browser from the provider's site.
    return f"{_COOKIE}={value}; Path={OIDC}; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"
