"""A small OpenID Connect provider for tests: real HTTP, real signatures, faults on demand."""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "verbatim", "a secret of the client's own"
Claims = dict[str, Any]


class Identity:
    """Signs everybody in as ``person``; ``fault`` changes the claims that it signs."""

    def __init__(self) -> None:
        self.person: Claims = {"sub": "u1", "preferred_username": "zoe", "groups": ["staff"]}
        self.fault: Callable[[Claims], Claims] = lambda claims: claims
        self.signing = self.key = RSAKey.generate_key(2048, {"kid": "1"})
        self.algorithm = "RS256"
        self.address = ""
        self.asked: list[dict[str, str]] = []
        self._codes: dict[str, dict[str, str]] = {}

    def app(self) -> FastAPI:
        """Its four addresses."""
        app = FastAPI()
        app.get("/.well-known/openid-configuration")(self.describe)
        app.get("/authorize")(self.authorize)
        app.post("/token")(self.token)
        app.get("/keys")(self.keys)
        return app

    def describe(self) -> Claims:
        """What it says of itself."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
        }

    def authorize(self, request: Request) -> Response:
        """Sends the browser back with a code."""
        asked = dict(request.query_params)
        self.asked.append(asked)
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        query = urlencode({"code": code, "state": asked["state"], "iss": self.address})
        return RedirectResponse(f"{asked['redirect_uri']}?{query}", 303)

    async def token(self, request: Request) -> Response:
        """Gives a signed token for a code, once, to the client that brings its verifier."""
        form = {key: str(value) for key, value in _form(await request.body()).items()}
        asked = self._codes.pop(form.get("code", ""), None)
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        known = request.headers.get("authorization") == f"Basic {basic}"
        if asked is None or not known or not _proves(form, asked):
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 60}
        claims |= {"nonce": asked["nonce"], **self.person}
        key = OctKey.import_key(SECRET) if self.algorithm == "HS256" else self.signing
        signed = jwt.encode(
            {"alg": self.algorithm, "kid": "1"}, self.fault(claims), key, [self.algorithm]
        )
        return JSONResponse({"access_token": "a", "token_type": "Bearer", "id_token": signed})

    def keys(self) -> Claims:
        """The public half of its key."""
        return {"keys": [self.key.as_dict(private=False)]}


def _form(body: bytes) -> dict[str, str]:
    from urllib.parse import parse_qsl

    return dict(parse_qsl(body.decode()))


def _proves(form: dict[str, str], asked: dict[str, str]) -> bool:
    """Whether the verifier is that of the challenge (RFC 7636), and the address the same."""
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    same = form.get("redirect_uri") == asked["redirect_uri"]
    return same and (asked["code_challenge"], asked["code_challenge_method"]) == (challenge, "S256")
