"""Logins through an OpenID Connect provider; the only module that knows Authlib.

The authorization code flow of OpenID Connect Core 1.0, section 3.1, with state, nonce and PKCE
(RFC 7636). Nothing is sent anywhere before somebody asks to log in this way.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from rag.config import ROLES, Oidc, Role
from rag.errors import Cause
from rag.errors.service import OidcRefused, OidcUnavailable

if TYPE_CHECKING:
    from authlib.integrations.httpx_client import OAuth2Client

BACK = "/sign-in/oidc/back"  # where the provider sends people back
_DISCOVERY = "/.well-known/openid-configuration"
# Signatures by a key that the provider alone holds: never "none", never the client's secret.
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
_SECONDS, _LEEWAY = 10.0, 60  # to wait for an answer; that two clocks may differ
_UNNAMED = re.compile(r"[^\w.@-]+")
_FORGED = Cause("réponse sans rapport avec la demande", "the answer does not fit the request")
_DENIED = Cause("refusé par le fournisseur", "refused by the provider")


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the browser keeps of a login while it is at the provider: three random values."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a provider vouches for; ``role`` is ``None`` where no group of theirs has one.

    ``identity`` is the same at every login, whatever the person is called meanwhile.
    """

    identity: str
    name: str
    role: Role | None


class Provider:
    """A provider; its addresses and keys are asked for once, at the first login."""

    def __init__(self, settings: Oidc) -> None:
        if find_spec("authlib") is None or find_spec("httpx") is None:
            cause = Cause("pip install 'verbatim-rag[oidc]'", "pip install 'verbatim-rag[oidc]'")
            raise OidcUnavailable(issuer=settings.issuer, cause=cause)
        self._settings = settings
        self._lock = threading.Lock()
        self._metadata: Mapping[str, Any] | None = None

    def begin(self) -> tuple[str, Ticket]:
        """Where to send the browser, and what it must bring back; raises OidcUnavailable."""
        ticket = Ticket(*(secrets.token_urlsafe(32) for _ in range(3)))
        with self._asking() as client:
            address, _ = client.create_authorization_url(
                self._described(client)["authorization_endpoint"],
                state=ticket.state,
                nonce=ticket.nonce,
                code_verifier=ticket.verifier,
            )
        return str(address), ticket

    def finish(self, ticket: Ticket, answer: Mapping[str, str]) -> Person:
        """Who came back with the parameters ``answer``; raises OidcRefused, OidcUnavailable."""
        settings = self._settings
        if not hmac.compare_digest(ticket.state.encode(), answer.get("state", "").encode()):
            raise OidcRefused(cause=_FORGED)
        if answer.get("iss", settings.issuer) != settings.issuer:  # RFC 9207
            raise OidcRefused(cause=_FORGED)
        if "error" in answer or not answer.get("code"):
            raise OidcRefused(cause=_DENIED)
        with self._asking() as client:
            told = client.fetch_token(
                self._described(client)["token_endpoint"],
                grant_type="authorization_code",
                code=answer["code"],
                code_verifier=ticket.verifier,
            )
            claims = self._claims(client, told, ticket.nonce)
        return _person(claims, settings)

    def _described(self, client: OAuth2Client) -> Mapping[str, Any]:
        """What the provider says of itself, under its own name."""
        with self._lock:
            if self._metadata is None:
                issuer = self._settings.issuer
                found = _json(client, issuer.rstrip("/") + _DISCOVERY)
                if found.get("issuer") != issuer:
                    cause = Cause("il porte un autre nom", "it has another name")
                    raise OidcUnavailable(issuer=issuer, cause=cause)
                self._metadata = found
            return self._metadata

    def _claims(self, client: OAuth2Client, told: Mapping[str, Any], nonce: str) -> dict[str, Any]:
        """What a signed token says, for us, now, and in answer to this request."""
        from authlib.oidc.core import CodeIDToken
        from joserfc import jwt
        from joserfc.jwk import KeySet
        from joserfc.jws import JWSRegistry

        keys = _json(client, self._described(client)["jwks_uri"])
        registry = JWSRegistry(algorithms=_ALGORITHMS, strict_check_header=False)
        token = jwt.decode(
            told["id_token"],
            KeySet.import_key_set(keys),
            registry=registry,
        )
        settings = self._settings
        expected = {
            "iss": {"essential": True, "value": settings.issuer},
            "aud": {"essential": True, "value": settings.client_id},
        }
        known = {
            "nonce": nonce,
            "client_id": settings.client_id,
            "access_token": told.get("access_token"),
        }
        claims = CodeIDToken(token.claims, token.header, expected, known)
        claims.validate(leeway=_LEEWAY)
        return dict(claims)

    @contextmanager
    def _asking(self) -> Iterator[OAuth2Client]:
        """A client of the provider; its faults are told as OidcRefused or OidcUnavailable."""
        from authlib.common.errors import AuthlibBaseError
        from authlib.integrations.httpx_client import OAuth2Client
        from joserfc.errors import JoseError

        # Authlib asks through httpx2 where that is installed.
        http = import_module("httpx2" if find_spec("httpx2") else "httpx")
        settings = self._settings
        secret = os.environ.get(settings.secret_env, "") if settings.secret_env else ""
        try:
            with OAuth2Client(
                settings.client_id,
                secret or None,
                scope=settings.scope,
                redirect_uri=settings.address.rstrip("/") + BACK,
                code_challenge_method="S256",
                token_endpoint_auth_method="client_secret_basic" if secret else "none",
                timeout=_SECONDS,
            ) as client:
                yield client
        except (AuthlibBaseError, JoseError) as error:
            told = str(getattr(error, "error", "") or type(error).__name__)
            raise OidcRefused(cause=Cause(told, told)) from error
        except (http.HTTPError, http.InvalidURL, ValueError, LookupError, TypeError) as error:
            cause = str(error) or type(error).__name__
            raise OidcUnavailable(issuer=settings.issuer, cause=cause) from error


def _json(client: OAuth2Client, address: str) -> dict[str, Any]:
    """The object that an address of the provider gives; raises ValueError or HTTPError."""
    response = client.request("GET", address, withhold_token=True)
    response.raise_for_status()
    found = response.json()
    if not isinstance(found, dict):
        raise TypeError(address)
    return found


def _person(claims: Mapping[str, Any], settings: Oidc) -> Person:
    identity = f"{settings.issuer}|{claims['sub']}"
    named = (claims.get(name) for name in (settings.name_claim, "email", "sub"))
    name = next(str(value) for value in named if value)
    return Person(identity, _UNNAMED.sub("-", name)[:64], _role(claims, settings))


def _role(claims: Mapping[str, Any], settings: Oidc) -> Role | None:
    """The highest role that a group of the person has; "*" is everybody's."""
    value: Any = claims
    for part in settings.claim.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    groups = {value} if isinstance(value, str) else set(filter(_is_text, value or ()))
    given = dict(zip(ROLES, (settings.readers, settings.curators, settings.admins), strict=True))
    found = (role for role in reversed(ROLES) if (groups | {"*"}) & set(given[role]))
    return next(found, None)


def _is_text(value: object) -> bool:
    return isinstance(value, str)
