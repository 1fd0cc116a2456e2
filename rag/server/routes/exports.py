"""The routes of exports: an answer by the places that it cites, never by words sent along."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Annotated

from fastapi import FastAPI, Query
from fastapi.responses import Response

from rag.errors import QuestionInvalid
from rag.export import (
    Dossier,
    as_on,
    cite_places,
    find_format,
    of_answer,
    of_check,
    of_citations,
    write_place,
)
from rag.language import detect
from rag.language.dates import read_day
from rag.server.engine_loader import EngineLoader
from rag.server.routes.checks import Text

_LONGEST = 2_000  # characters of a question


def add_exports(app: FastAPI, opening: EngineLoader) -> None:
    """Adds GET /api/export/answer.{kind} and POST /api/export/check.{kind} to an application.

    ``q`` is the question, ``u`` how it was understood, ``as_of`` the day as on which it was
    asked, each ``c`` a place that was cited, "sha256.page.start.end". The question is asked
    again; where the answer cites other places by now, those that were cited are read again from
    the index, and stand alone. A text is checked again.
    """

    @app.get("/api/export/answer.{kind}")
    def answer(
        kind: str,
        q: Annotated[str, Query()],
        c: Annotated[list[str] | None, Query()] = None,
        u: Annotated[str, Query(max_length=_LONGEST)] = "",
        as_of: Annotated[str, Query(max_length=10)] = "",
    ) -> Response:
        form = find_format(f"answer.{kind}")
        engine, today = opening.engine(), dt.date.today()
        if not q.strip() or len(q) > _LONGEST:
            raise QuestionInvalid(length=len(q), limit=_LONGEST)
        day, cited = read_day(as_of) if as_of else None, cite_places(c or (), engine)
        found = replace(engine.ask(u or q, as_of=day), question=q.strip())
        if not c or list(map(write_place, found.citations)) == c:
            return download(of_answer(found, engine, today, crops=form.pictures), kind)
        language = detect(q, default="fr")
        told = of_citations(q.strip(), language, cited, engine, today, crops=form.pictures)
        return download(as_on(told, day) if day else told, kind)

    @app.post("/api/export/check.{kind}")
    def check(kind: str, given: Text) -> Response:
        form = find_format(f"check.{kind}")
        engine = opening.engine()
        told = of_check(engine.check(given.text), engine, dt.date.today(), crops=form.pictures)
        return download(told, kind)


def download(dossier: Dossier, kind: str) -> Response:
    """A dossier as a file to keep, in a format by its ending."""
    form = find_format(f"export.{kind}")
    name = f"verbatim-{dossier.made.isoformat()}.{kind}"
    return Response(
        form.write(dossier),
        media_type=form.media,
        headers={
            "content-disposition": f'attachment; filename="{name}"',
            "cache-control": "no-store",
        },
    )
