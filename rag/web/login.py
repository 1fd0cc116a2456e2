"""The page where people log in, and how they leave: HTML and a form, no Gradio."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from rag.errors import RagError
from rag.errors.service import LoginRefused, TooManyRequests
from rag.messages import say
from rag.records import LANGUAGES, Language
from rag.server import LOGIN_PATH, AccessControl, client_address, decode_headers
from rag.web.html.markup import Html, join, tag
from rag.web.presenter import preferred
from rag.web.routes import LOGOUT, OIDC

_HEAD = (
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    '<link rel="stylesheet" href="/verbatim/page.css">'
    '<link rel="stylesheet" href="/verbatim/login.css">'
    '<link rel="icon" href="/verbatim/icon.svg" type="image/svg+xml">'
    '<script src="/verbatim/page.js"></script>'
)


def add_login(app: FastAPI, access: AccessControl) -> None:
    """Adds the routes to log in and out, where there are accounts."""
    oidc = bool(access.settings.oidc.issuer)
    if access.accounts is None:
        return
    accounts, cookies = access.accounts, access.cookies

    @app.get(LOGIN_PATH, include_in_schema=False)
    def ask(request: Request, lang: str = "", next: str = "/") -> Response:
        spoken = preferred(lang, request.headers.get("accept-language", ""))
        return HTMLResponse(page(spoken, after=local(next), oidc=oidc))

    @app.post(LOGIN_PATH, include_in_schema=False)
    async def enter(request: Request) -> Response:
        given = await _form(request)
        after, spoken = local(given.get("next", "/")), preferred(given.get("lang"), "")
        name, password = given.get("name", ""), given.get("password", "")
        address = client_address(request.scope)
        try:
            _, key = await run_in_threadpool(access.log_in, name, password, address=address)
        except (LoginRefused, TooManyRequests) as error:
            status = 401 if isinstance(error, LoginRefused) else 429
            shown = page(spoken, after=after, name=name, error=error, oidc=oidc)
            return HTMLResponse(shown, status)
        _forget(request)  # a new login never goes on with the key of an older one
        cookie = cookies.setting(key, https=request.url.scheme == "https")
        return RedirectResponse(after, 303, {"set-cookie": cookie})

    @app.post(LOGOUT, include_in_schema=False)
    def leave(request: Request) -> Response:
        _forget(request)
        cookie = cookies.deleting(https=request.url.scheme == "https")
        return RedirectResponse(LOGIN_PATH, 303, {"set-cookie": cookie})

    def _forget(request: Request) -> None:
        key = cookies.key(decode_headers(request.scope))
        if key is not None:
            accounts.log_out(key)


def page(
    language: Language,
    *,
    after: str = "/",
    name: str = "",
    error: RagError | None = None,
    oidc: bool = False,
) -> str:
    """The page to log in on, in a language; ``after`` is where it leads, ``error`` why not.

    With ``oidc`` it leads to the provider of logins too.
    """
    wrong = tag("p", error.message(language), class_="v-wrong", role="alert") if error else None
    form = tag(
        "form",
        tag("h2", say("accounts.title", language)),
        tag("p", say("accounts.intro", language)), wrong,
        _field("name", "text", "username", language, value=name, autofocus=not name),
        _field("password", "password", "current-password", language, autofocus=bool(name)),
        tag("input", type="hidden", name="next", value=after),
        tag("input", type="hidden", name="lang", value=language),
        tag("button", say("accounts.enter", language), type="submit"),
        tag("p", _elsewhere(after, language), class_="v-lost") if oidc else None,
        tag("p", say("accounts.lost", language), class_="v-lost"),
        method="post", action=LOGIN_PATH,
    )  # fmt: skip
    title = tag("title", f"{say('accounts.title', language)} · Verbatim")
    body = tag("main", _head(language, after), form, class_="v-login")
    document = tag(
        "html", tag("head", Html(_HEAD), title), tag("body", body, class_="gradio-container"),
        lang=language,
    )  # fmt: skip
    return f"<!doctype html>{document}"


def local(path: str) -> str:
    """A path of this site, "/" in the place of anything else: nobody is led elsewhere."""
    plain = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if plain and not path.startswith((LOGIN_PATH, LOGOUT)) else "/"


def _head(language: Language, after: str) -> Html:
    brand = tag("h1", tag("mark", "Verbatim", lang="la"), class_="v-brand")
    tongues = (
        tag(
            "a", each.upper(), lang=each, aria_current="true" if each == language else None,
            href=f"{LOGIN_PATH}?{urlencode({'lang': each, 'next': after})}",
        )
        for each in LANGUAGES
    )  # fmt: skip
    named = say("page.language", language)
    return tag("header", brand, tag("nav", join(tongues), class_="v-tongues", aria_label=named))


def _elsewhere(after: str, language: Language) -> Html:
    return tag("a", say("accounts.oidc", language), href=f"{OIDC}?{urlencode({'next': after})}")


def _field(
    name: str, kind: str, filled_by: str, language: Language, *, value: str = "", autofocus: bool
) -> Html:
    box = tag(
        "input", id=name, name=name, type=kind, value=value or None, autocomplete=filled_by,
        required=True, autofocus=autofocus, maxlength=256, autocapitalize="none",
    )  # fmt: skip
    return tag(
        "p", tag("label", say(f"accounts.{name}", language), for_=name), box, class_="v-field"
    )


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form as browsers send it."""
    body = await request.body()
    pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20)
    return dict(pairs)
