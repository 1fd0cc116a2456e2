"""The routes of exports: answers by the places that they cite, never by text from the client."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Annotated

from fastapi import FastAPI, Query
from fastapi.responses import Response

from rag.errors import QuestionInvalid
from rag.export import (
    Dossier,
    cite_places,
    dossier_of_answer,
    dossier_of_check,
    dossier_of_citations,
    find_format,
    format_place,
    with_day,
)
from rag.language import detect
from rag.language.dates import read_day
from rag.server.engine_loader import EngineLoader
from rag.server.routes.checks import TextToCheck

_MAX_CHARACTERS = 2_000  # of a question


def add_exports(app: FastAPI, loader: EngineLoader) -> None:
    """Adds GET /api/export/answer.{kind} and POST /api/export/check.{kind} to an application.

    ``q`` is the question, ``u`` the question as it was understood, ``as_of`` the day of the
    answer, ``exact`` says that it was taken as typed, and each ``c`` is a place that was cited,
    "sha256.page.start.end". The question is asked again. If the answer now cites other places,
    the cited places are read again from the index and exported without it. A text is checked
    again.
    """

    @app.get("/api/export/answer.{kind}")
    def answer(
        kind: str,
        q: Annotated[str, Query()],
        c: Annotated[list[str] | None, Query()] = None,
        u: Annotated[str, Query(max_length=_MAX_CHARACTERS)] = "",
        as_of: Annotated[str, Query(max_length=10)] = "",
        exact: bool = False,
    ) -> Response:
        output = find_format(f"answer.{kind}")
        engine, today = loader.engine(), dt.date.today()
        if not q.strip() or len(q) > _MAX_CHARACTERS:
            raise QuestionInvalid(length=len(q), limit=_MAX_CHARACTERS)
        day, cited = read_day(as_of) if as_of else None, cite_places(c or (), engine)
        found = replace(engine.ask(u or q, as_of=day, exact=exact), question=q.strip())
        if not c or list(map(format_place, found.citations)) == c:
            return download(dossier_of_answer(found, engine, today, crops=output.page_images), kind)
        language = detect(q, default="fr")
        dossier = dossier_of_citations(
            q.strip(), language, cited, engine, today, crops=output.page_images
        )
        return download(with_day(dossier, day) if day else dossier, kind)

    @app.post("/api/export/check.{kind}")
    def check(kind: str, body: TextToCheck) -> Response:
        output = find_format(f"check.{kind}")
        engine = loader.engine()
        dossier = dossier_of_check(
            engine.check(body.text), engine, dt.date.today(), crops=output.page_images
        )
        return download(dossier, kind)


def download(dossier: Dossier, kind: str) -> Response:
    """A dossier as a file to download, in the format with this ending."""
    output = find_format(f"export.{kind}")
    name = f"verbatim-{dossier.date.isoformat()}.{kind}"
    return Response(
        output.write(dossier),
        media_type=output.media_type,
        headers={
            "content-disposition": f'attachment; filename="{name}"',
            "cache-control": "no-store",
        },
    )
