"""Logins through an OpenID Connect provider; the only module that imports Authlib.

The authorization code flow of OpenID Connect Core 1.0, section 3.1, with state, nonce and PKCE
(RFC 7636). Nothing is sent to the provider before somebody starts to log in this way.
"""

from __future__ import annotations

import hmac
import logging
import re
import secrets
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from rag.config import ROLES, Oidc, Role, read_secret
from rag.errors import SettingsInvalid
from rag.errors.service import OidcRefused, OidcUnavailable
from rag.messages import Message

if TYPE_CHECKING:
    from authlib.integrations.httpx_client import OAuth2Client

CALLBACK_PATH = "/sign-in/oidc/back"  # where the provider sends the browser back
_log = logging.getLogger(__name__)
_DISCOVERY = "/.well-known/openid-configuration"
# Signatures with a key that only the provider holds: never "none", never the client secret.
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
_TIMEOUT, _LEEWAY = 10.0, 60  # seconds to wait for a response; that two clocks may differ
_NOT_IN_NAMES = re.compile(r"[^\w.@-]+")
_FORGED, _DENIED = Message("causes.forged"), Message("causes.denied")


@dataclass(frozen=True, slots=True)
class PendingLogin:
    """What the browser keeps of a login until it returns from the provider: random values."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person identified by a provider; ``role`` is ``None`` if none of their groups has one.

    ``identity`` is the same at every login, even if the person's name changes.
    """

    identity: str
    name: str
    role: Role | None


class Provider:
    """An OpenID Connect provider; its metadata is fetched once, at the first login."""

    def __init__(self, settings: Oidc) -> None:
        if find_spec("authlib") is None or find_spec("httpx") is None:
            cause = "pip install authlib httpx"
            raise OidcUnavailable(issuer=settings.issuer, cause=cause)
        self._settings = settings
        self._lock = threading.Lock()
        self._metadata: Mapping[str, Any] | None = None

    def begin(self) -> tuple[str, PendingLogin]:
        """Where to send the browser, and what it must keep; raises OidcUnavailable."""
        pending = PendingLogin(*(secrets.token_urlsafe(32) for _ in range(3)))
        with self._client() as client:
            address, _ = client.create_authorization_url(
                self._discovered(client)["authorization_endpoint"],
                state=pending.state,
                nonce=pending.nonce,
                code_verifier=pending.verifier,
            )
        return str(address), pending

    def finish(self, pending: PendingLogin, response: Mapping[str, str]) -> Person:
        """Who comes back with these query parameters; raises OidcRefused or OidcUnavailable."""
        settings = self._settings
        if not hmac.compare_digest(pending.state.encode(), response.get("state", "").encode()):
            raise OidcRefused(cause=_FORGED)
        if response.get("iss", settings.issuer) != settings.issuer:  # RFC 9207
            raise OidcRefused(cause=_FORGED)
        if "error" in response or not response.get("code"):
            raise OidcRefused(cause=_DENIED)
        with self._client() as client:
            tokens = client.fetch_token(
                self._discovered(client)["token_endpoint"],
                grant_type="authorization_code",
                code=response["code"],
                code_verifier=pending.verifier,
            )
            claims = self._claims(client, tokens, pending.nonce)
        return _person(claims, settings)

    def _discovered(self, client: OAuth2Client) -> Mapping[str, Any]:
        """The metadata of the provider (OpenID Connect Discovery 1.0), with its issuer checked."""
        with self._lock:
            if self._metadata is None:
                issuer = self._settings.issuer
                found = _json(client, issuer.rstrip("/") + _DISCOVERY)
                if found.get("issuer") != issuer:
                    raise OidcUnavailable(issuer=issuer, cause=Message("causes.other_issuer"))
                self._metadata = found
            return self._metadata

    def _claims(
        self, client: OAuth2Client, tokens: Mapping[str, Any], nonce: str
    ) -> dict[str, Any]:
        """The claims of a signed token, issued for us, still valid, and for this very login."""
        from authlib.oidc.core import CodeIDToken
        from joserfc import jwt
        from joserfc.jwk import KeySet
        from joserfc.jws import JWSRegistry

        keys = _json(client, self._discovered(client)["jwks_uri"])
        registry = JWSRegistry(algorithms=_ALGORITHMS, strict_check_header=False)
        token = jwt.decode(
            tokens["id_token"],
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
            "access_token": tokens.get("access_token"),
        }
        claims = CodeIDToken(token.claims, token.header, expected, known)
        claims.validate(leeway=_LEEWAY)
        return dict(claims)

    @contextmanager
    def _client(self) -> Iterator[OAuth2Client]:
        """A client of the provider; its errors are raised as OidcRefused or OidcUnavailable."""
        from authlib.common.errors import AuthlibBaseError
        from authlib.integrations.httpx_client import OAuth2Client
        from joserfc.errors import JoseError

        # Authlib uses httpx2 if it is installed.
        http = import_module("httpx2" if find_spec("httpx2") else "httpx")
        settings = self._settings
        try:
            secret = read_secret(settings.secret_env)
            with OAuth2Client(
                settings.client_id,
                secret or None,
                scope=settings.scope,
                redirect_uri=settings.address.rstrip("/") + CALLBACK_PATH,
                code_challenge_method="S256",
                token_endpoint_auth_method="client_secret_basic" if secret else "none",
                timeout=_TIMEOUT,
            ) as client:
                yield client
        except SettingsInvalid as error:  # its path is not for a visitor
            _log.warning("%s", error)
            raise OidcUnavailable(issuer=settings.issuer, cause="secret_env") from error
        except (AuthlibBaseError, JoseError) as error:
            cause = str(getattr(error, "error", "") or type(error).__name__)
            raise OidcRefused(cause=cause) from error
        except (http.HTTPError, http.InvalidURL, ValueError, LookupError, TypeError) as error:
            cause = str(error) or type(error).__name__
            raise OidcUnavailable(issuer=settings.issuer, cause=cause) from error


def _json(client: OAuth2Client, address: str) -> dict[str, Any]:
    """The JSON object at an address of the provider; raises ValueError, TypeError or HTTPError."""
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
    return Person(identity, _NOT_IN_NAMES.sub("-", name)[:64], _role(claims, settings))


def _role(claims: Mapping[str, Any], settings: Oidc) -> Role | None:
    """The highest role that one of the person's groups has; everybody is in the group "*"."""
    value: Any = claims
    for part in settings.claim.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    groups = {value} if isinstance(value, str) else set(filter(_is_text, value or ()))
    given = dict(zip(ROLES, (settings.readers, settings.curators, settings.admins), strict=True))
    found = (role for role in reversed(ROLES) if (groups | {"*"}) & set(given[role]))
    return next(found, None)


def _is_text(value: object) -> bool:
    return isinstance(value, str)
