"""The login page and the routes to log in and out, without Gradio."""

from __future__ import annotations

from functools import partial
from html import escape
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from rag.config import Settings
from rag.errors import RagError
from rag.errors.service import LoginRefused, ServiceBusy, TooManyRequests
from rag.messages import say
from rag.records import LANGUAGES, Language
from rag.server import LOGIN_PATH, AccessControl, client_address, decode_headers
from rag.server.error_responses import error_headers, error_status
from rag.web.form_fields import form_fields
from rag.web.html.brand import brand_title, render_brand
from rag.web.html.markup import Html, join, tag
from rag.web.presenter import preferred_language
from rag.web.routes import LOGOUT, OIDC
from rag.web.static_files import static_address

_HEAD = (
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    f'<link rel="stylesheet" href="{{prefix}}/{static_address("page.css")}">'
    f'<link rel="stylesheet" href="{{prefix}}/{static_address("login.css")}">'
    f'<link rel="icon" href="{{prefix}}/{static_address("icon.svg")}" type="image/svg+xml">'
    f'<script src="{{prefix}}/{static_address("page.js")}"></script>'
)


def add_login(app: FastAPI, access: AccessControl) -> None:
    """Adds the routes to log in and out, if there are accounts."""
    settings, prefix = access.settings, access.settings.service.prefix
    if access.accounts is None:
        return
    accounts, cookies = access.accounts, access.cookies

    @app.get(LOGIN_PATH, include_in_schema=False)
    def show_form(request: Request, lang: str = "", next: str = "/") -> Response:
        language = preferred_language(lang, request.headers.get("accept-language", ""))
        return HTMLResponse(page(language, settings, after=local_path(next)))

    @app.post(LOGIN_PATH, include_in_schema=False)
    async def log_in(request: Request) -> Response:
        fields = await form_fields(request)
        after = local_path(fields.get("next", "/"))
        language = preferred_language(fields.get("lang"), "")
        name, password = fields.get("name", ""), fields.get("password", "")
        address = client_address(request.scope)
        try:
            log_in = partial(access.log_in, name, password, address=address)
            _, key = await access.logins.run(log_in, address)
        except (LoginRefused, TooManyRequests, ServiceBusy) as error:
            shown = page(language, settings, after=after, name=name, error=error)
            return HTMLResponse(shown, error_status(error), error_headers(error))
        _end_session(request)  # a new login never continues with the key of an earlier one
        cookie = cookies.setting(key, https=request.url.scheme == "https")
        return RedirectResponse(prefix + after, 303, {"set-cookie": cookie})

    @app.post(LOGOUT, include_in_schema=False)
    def log_out(request: Request) -> Response:
        _end_session(request)
        cookie = cookies.deleting(https=request.url.scheme == "https")
        # The page's own script deletes what it stored, too: browsers heed this over https alone.
        headers = {"set-cookie": cookie, "clear-site-data": '"cache", "storage"'}
        return RedirectResponse(prefix + LOGIN_PATH, 303, headers)

    def _end_session(request: Request) -> None:
        key = cookies.key(decode_headers(request.scope))
        if key is not None:
            accounts.log_out(key)


def page(
    language: Language,
    settings: Settings,
    *,
    after: str = "/",
    name: str = "",
    error: RagError | None = None,
) -> str:
    """The login page of a service in a language.

    ``after`` is the path to open after the login, ``error`` why the last attempt failed. If the
    settings name a login provider, it has a link to it too.
    """
    oidc, prefix = bool(settings.oidc.issuer), settings.service.prefix
    failure = (
        tag("p", error.message(language), class_="v-login-error", role="alert") if error else None
    )
    form = tag(
        "form",
        tag("h2", say("accounts.title", language)),
        tag("p", say("accounts.intro", language)), failure,
        _field("name", "text", "username", language, value=name, autofocus=not name),
        _field("password", "password", "current-password", language, autofocus=bool(name)),
        tag("input", type="hidden", name="next", value=after),
        tag("input", type="hidden", name="lang", value=language),
        tag("button", say("accounts.enter", language), type="submit"),
        tag("p", _provider_link(after, language, prefix), class_="v-login-help") if oidc else None,
        tag("p", say("accounts.lost", language), class_="v-login-help"),
        method="post", action=prefix + LOGIN_PATH,
    )  # fmt: skip
    title = tag("title", brand_title(settings.institution, say("accounts.title", language)))
    body = tag("main", _head(language, after, settings), form, class_="v-login")
    head = tag("head", Html(_HEAD.format(prefix=escape(prefix))), title)
    document = tag("html", head, tag("body", body, class_="gradio-container"), lang=language)
    return f"<!doctype html>{document}"


def local_path(path: str) -> str:
    """The path if it is one of this site, else "/", so that a link cannot lead to another site."""
    is_local = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if is_local and not path.startswith((LOGIN_PATH, LOGOUT)) else "/"


def _head(language: Language, after: str, settings: Settings) -> Html:
    prefix = settings.service.prefix
    brand = render_brand(settings.institution, f"{prefix}/")
    links = (
        tag(
            "a", each.upper(), lang=each, aria_current="true" if each == language else None,
            href=f"{prefix}{LOGIN_PATH}?{urlencode({'lang': each, 'next': after})}",
        )
        for each in LANGUAGES
    )  # fmt: skip
    label = say("page.language", language)
    return tag("header", brand, tag("nav", join(links), class_="v-languages", aria_label=label))


def _provider_link(after: str, language: Language, prefix: str) -> Html:
    address = f"{prefix}{OIDC}?{urlencode({'next': after})}"
    return tag("a", say("accounts.oidc", language), href=address)


def _field(
    name: str, kind: str, autocomplete: str, language: Language, *, value: str = "", autofocus: bool
) -> Html:
    box = tag(
        "input", id=name, name=name, type=kind, value=value or None, autocomplete=autocomplete,
        required=True, autofocus=autofocus, maxlength=256, autocapitalize="none",
    )  # fmt: skip
    return tag(
        "p", tag("label", say(f"accounts.{name}", language), for_=name), box, class_="v-field"
    )
