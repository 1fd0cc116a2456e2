"""What a request says of itself: the path that our routes see, and its headers."""

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
