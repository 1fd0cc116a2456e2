"""Login through an OpenID Connect provider: the redirect to it, and its callback."""

from __future__ import annotations

from dataclasses import astuple

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from itsdangerous import BadData, URLSafeTimedSerializer

from rag.accounts.oidc import CALLBACK_PATH, PendingLogin, Provider
from rag.config import Settings
from rag.errors import RagError
from rag.errors.service import LoginRefused, OidcRefused, OidcUnavailable
from rag.server import AccessControl, client_address
from rag.web.login import local_path, page
from rag.web.presenter import preferred_language
from rag.web.routes import OIDC

_COOKIE, _SECONDS = "verbatim-oidc", 600  # long enough to confirm the login on a phone


def add_oidc(app: FastAPI, access: AccessControl, provider: Provider) -> None:
    """Adds both routes. A login through a provider is like any other afterwards."""
    assert access.accounts is not None
    settings, prefix = access.settings, access.settings.service.prefix
    serializer = URLSafeTimedSerializer(access.accounts.secret, salt=_COOKIE)

    @app.get(OIDC, include_in_schema=False)
    def redirect(request: Request, next: str = "/") -> Response:
        try:
            url, pending = provider.begin()
        except OidcUnavailable as error:
            return _refused(request, error, 503, settings)
        state = serializer.dumps([*astuple(pending), local_path(next)])
        return RedirectResponse(url, 303, {"set-cookie": _cookie(request, prefix, state, _SECONDS)})

    @app.get(CALLBACK_PATH, include_in_schema=False)
    def callback(request: Request) -> Response:
        try:
            *values, after = serializer.loads(request.cookies.get(_COOKIE, ""), max_age=_SECONDS)
            person = provider.finish(PendingLogin(*values), dict(request.query_params))
            _, key = access.log_in_by_provider(person, address=client_address(request.scope))
        except OidcUnavailable as error:
            return _refused(request, error, 503, settings)
        except (OidcRefused, LoginRefused) as error:
            access.record_refusal(client_address(request.scope))
            return _refused(request, error, 401, settings)
        except BadData:  # too late, or another browser
            return RedirectResponse(prefix + OIDC, 303)
        secure = request.url.scheme == "https"
        response = RedirectResponse(
            prefix + after, 303, {"set-cookie": _cookie(request, prefix, "", 0)}
        )
        response.headers.append("set-cookie", access.cookies.setting(key, https=secure))
        return response


def _refused(request: Request, error: RagError, status: int, settings: Settings) -> Response:
    """The login page with the error. The pending login is discarded: it is good for one try."""
    language = preferred_language("", request.headers.get("accept-language", ""))
    headers = {"set-cookie": _cookie(request, settings.service.prefix, "", 0)}
    return HTMLResponse(page(language, settings, error=error), status, headers)


def _cookie(request: Request, prefix: str, value: str, seconds: int) -> str:
    secure = "; Secure" if request.url.scheme == "https" else ""
    # Lax: the browser must send it when it comes back from the provider's site.
    path, age = f"{prefix}{OIDC}", f"Max-Age={seconds}"
    return f"{_COOKIE}={value}; Path={path}; {age}; HttpOnly; SameSite=Lax{secure}"
