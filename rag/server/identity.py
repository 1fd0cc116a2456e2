"""Who sends a request: identified by a login cookie, a token, this machine, or not at all."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from http.cookies import CookieError, SimpleCookie
from typing import Any, Literal

from itsdangerous import BadSignature, TimestampSigner

from rag.accounts import Account, Accounts
from rag.config import Role

COOKIE_NAME = "verbatim"
# Keys of the ASGI scope, read where work runs outside the context of its request.
CALLER_KEY, PAGE_KEY = "verbatim.caller", "verbatim.page"
Authentication = Literal["login", "token", "machine", "visit"]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sends a request, with which role, and how that was established.

    ``account`` is the identity of the account, "" without one: a name may be given again.
    """

    name: str
    role: Role
    authentication: Authentication
    account: str = ""

    @classmethod
    def of(cls, account: Account, authentication: Authentication) -> Caller:
        """Somebody with an account."""
        return cls(account.name, account.role, authentication, account.identity)


# The user of a machine whose service nobody else can reach, and any visitor of an open service.
MACHINE = Caller("", "admin", "machine")
VISITOR = Caller("", "reader", "visit")
current: ContextVar[Caller | None] = ContextVar("caller", default=None)
current_address: ContextVar[str] = ContextVar("address", default="")


class Cookies:
    """The login cookies: a random key, signed, so that a forged one costs no look-up."""

    def __init__(self, secret: bytes, seconds: int) -> None:
        self._signer = TimestampSigner(secret, salt="verbatim-login")
        self.seconds = seconds

    def key(self, headers: Mapping[str, str]) -> str | None:
        """The key in the cookie of a request; ``None`` if it is not ours, or too old."""
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(COOKIE_NAME)
            if found is None:
                return None
            return self._signer.unsign(found.value, max_age=self.seconds).decode()
        except (CookieError, BadSignature, UnicodeError):
            return None

    def setting(self, key: str, *, https: bool) -> str:
        """The ``Set-Cookie`` header that sets the cookie."""
        return self._header(self._signer.sign(key).decode(), self.seconds, https)

    def deleting(self, *, https: bool) -> str:
        """The ``Set-Cookie`` header that deletes the cookie."""
        return self._header("", 0, https)

    def _header(self, value: str, seconds: int, https: bool) -> str:
        secure = "; Secure" if https else ""
        # Lax, not Strict: who follows a link to one of our documents stays logged in.
        return f"{COOKIE_NAME}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"


def find_caller(accounts: Accounts, cookies: Cookies, headers: Mapping[str, str]) -> Caller | None:
    """The caller that a token or a cookie identifies; ``None`` if neither is valid."""
    given = headers.get("authorization")
    scheme, _, key = (given or "").partition(" ")
    # "Basic" is for a proxy that asks for a password of its own: the cookie says who it is.
    if given is not None and scheme.lower() != "basic":
        known = accounts.find_token(key.strip()) if scheme.lower() == "bearer" else None
        return Caller.of(known[0], "token") if known else None
    key = cookies.key(headers) or ""
    login = accounts.find_login(key) if key else None
    return Caller.of(login.account, "login") if login else None


def is_from_this_machine(scope: Mapping[str, Any], headers: Mapping[str, str]) -> bool:
    """Whether a request comes from this machine itself, not through a proxy on it."""
    if any(name in headers for name in ("forwarded", "x-forwarded-for", "x-real-ip", "via")):
        return False
    return is_loopback(client_address(scope))


@contextmanager
def calling(caller: Caller | None, address: str) -> Iterator[None]:
    """Has what runs inside work for a caller at an address."""
    tokens = current.set(caller), current_address.set(address)
    try:
        yield
    finally:
        current.reset(tokens[0])
        current_address.reset(tokens[1])


def client_address(scope: Mapping[str, Any]) -> str:
    """The address that a request comes from, empty if the server does not know it."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def counted_as(caller: Caller | None, address: str) -> str:
    """Who requests, work and streams are counted for: an account, or else an address."""
    if caller and caller.name:
        return f"@{caller.account or caller.name}"
    return f"at {network_of(address)}"


@lru_cache(maxsize=10_000)
def network_of(address: str) -> str:
    """An address, or the network of 64 bits of one of IPv6, in which one person has all."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return address
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((int(found) >> 64 << 64, 64)))


def is_loopback(host: str) -> bool:
    """Whether a host is a loopback address or the name "localhost"."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
