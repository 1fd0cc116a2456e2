"""Who sends a request: a login's cookie, a token, this machine, or nobody."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any, Literal

from itsdangerous import BadSignature, TimestampSigner

from rag.accounts import Accounts
from rag.config import Role

COOKIE = "verbatim"
# In the ASGI scope, for what runs outside the request's own context: who asks, from which page.
SCOPE, PAGE = "verbatim.caller", "verbatim.page"
By = Literal["login", "token", "machine", "visit"]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, with what role, and how that is known."""

    name: str
    role: Role
    by: By


# The one person of a machine whose service nobody else reaches, and anybody of an open one.
MACHINE = Caller("", "admin", "machine")
VISITOR = Caller("", "reader", "visit")
current: ContextVar[Caller | None] = ContextVar("caller", default=None)


class Cookies:
    """The cookies of logins: a random key, signed so that a forged one costs no look-up."""

    def __init__(self, secret: bytes, seconds: int) -> None:
        self._signer = TimestampSigner(secret, salt="verbatim-login")
        self.seconds = seconds

    def key(self, headers: Mapping[str, str]) -> str | None:
        """The key that the cookie of a request holds, if it is ours and not too old."""
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
            if found is None:
                return None
            return self._signer.unsign(found.value, max_age=self.seconds).decode()
        except (CookieError, BadSignature, UnicodeError):
            return None

    def give(self, key: str, *, https: bool) -> str:
        """The header that sets the cookie."""
        return self._set(self._signer.sign(key).decode(), self.seconds, https)

    def take(self, *, https: bool) -> str:
        """The header that takes the cookie away."""
        return self._set("", 0, https)

    def _set(self, value: str, seconds: int, https: bool) -> str:
        secure = "; Secure" if https else ""
        # Lax, not Strict: a link in a message to a document of ours should find one logged in.
        return f"{COOKIE}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"


def find(accounts: Accounts, cookies: Cookies, headers: Mapping[str, str]) -> Caller | None:
    """Whom a token or a cookie names, ``None`` where it is nobody any more."""
    given = headers.get("authorization")
    if given is not None:
        scheme, _, key = given.partition(" ")
        known = accounts.bearer(key.strip()) if scheme.lower() == "bearer" else None
        return Caller(known[0].name, known[0].role, "token") if known else None
    key = cookies.key(headers) or ""
    login = accounts.login(key) if key else None
    return Caller(login.account.name, login.account.role, "login") if login else None


def is_here(scope: Mapping[str, Any], headers: Mapping[str, str]) -> bool:
    """Whether a request comes from this machine itself, not through a proxy on it."""
    if any(name in headers for name in ("forwarded", "x-forwarded-for", "x-real-ip", "via")):
        return False
    return is_loopback(address(scope))


def address(scope: Mapping[str, Any]) -> str:
    """The address that a request comes from."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def is_loopback(host: str) -> bool:
    """Whether an address or the name "localhost" is of this machine alone."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
