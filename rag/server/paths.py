"""What a request says of itself: the path that our routes see, its headers and its cookies."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import Scope


REQUEST_KEY = "verbatim.request"  # of the id of the request, in its ASGI scope


def decode_headers(scope: Scope) -> dict[str, str]:
    """The headers of a request, by name in lower case."""
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


def route_path(scope: Scope) -> str:
    """The path below the place where the application is mounted, as its routes match it."""
    path, root = str(scope["path"]), str(scope.get("root_path", ""))
    below = path.removeprefix(root)
    return below if below in ("", path) or below.startswith("/") else path


# What uvicorn has read already, if the proxy is trusted, or never believes; and a name of Gradio's.
_FORWARDED = (
    b"x-gradio-server",
    *(f"x-forwarded-{name}".encode() for name in ("host", "port", "proto", "prefix")),
)


def without_forwarding(scope: Scope) -> Scope:
    """The scope of a request without headers by which anybody could name another host.

    Gradio believes them from any sender: its page would send everything to that host.
    """
    kept = [each for each in scope["headers"] if each[0] not in _FORWARDED]
    return {**scope, "headers": kept}


def without_escaped_cookies(scope: Scope) -> Scope:
    """The scope of a request without cookies that hold a backslash; none of ours does.

    Python before 3.11.10 and 3.12.6 reads such a cookie in quadratic time (CVE-2024-7592): one of
    60 kB, from anybody, would stop the service for seconds.
    """
    if not any(name == b"cookie" and b"\\" in value for name, value in scope["headers"]):
        return scope
    kept = [
        (name, b";".join(one for one in value.split(b";") if b"\\" not in one))
        if name == b"cookie"
        else (name, value)
        for name, value in scope["headers"]
    ]
    return {**scope, "headers": kept}
