"""The route of the institution's logo."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse, Response

from rag.config import FILE, Institution
from rag.errors import SettingsInvalid
from rag.web.routes import LOGO

_TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
}
# An SVG that is opened by itself runs no script and fetches nothing.
_SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_HEADERS = {"content-security-policy": _SANDBOX, "cache-control": "public, max-age=3600"}


def add_logo(app: FastAPI, institution: Institution) -> None:
    """Adds GET /institution/logo, which answers 404 if there is no logo.

    Raises SettingsInvalid if the file is missing or of another kind.
    """
    path = Path(institution.logo)
    kind = _TYPES.get(path.suffix.lower())
    if institution.logo and (kind is None or not path.is_file()):
        raise SettingsInvalid(path=FILE, cause=f"logo = {institution.logo}")

    @app.get(LOGO, include_in_schema=False)
    def logo() -> Response:
        if kind is None:
            return Response(status_code=404)
        return FileResponse(path, media_type=kind, headers=_HEADERS)
