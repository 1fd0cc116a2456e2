"""The scripts and styles of the page, at addresses that change with their content."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.staticfiles import StaticFiles

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import Scope

FOLDER = Path(__file__).parent / "static"
FOREVER = "public, max-age=31536000, immutable"


@cache
def static_address(name: str) -> str:
    """The address of a file below that of the page, with a hash of its content."""
    return f"verbatim/{name}?v={_digest(name)}"


def _digest(name: str) -> str:
    return sha256((FOLDER / name).read_bytes()).hexdigest()[:12]


class HashedFiles(StaticFiles):
    """The files of ``FOLDER``: a browser keeps one whose address has the hash of its content."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file at a path."""
        response = await super().get_response(path, scope)
        asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("v")
        if asked and response.status_code == 200 and asked == [_digest(path)]:
            response.headers["cache-control"] = FOREVER
        return response
