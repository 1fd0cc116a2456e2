"""The routes of exports: answers by the places that they cite, never by text from the client."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import FastAPI, Query, Request
from fastapi.responses import Response
from pydantic import Field

from rag.citations.versions import successors
from rag.errors import QuestionInvalid
from rag.export import (
    Dossier,
    cite_places,
    dossier_of_answer,
    dossier_of_check,
    dossier_of_citations,
    find_format,
    format_place,
    limited,
)
from rag.language import detect
from rag.language.figures.dates import read_day
from rag.questions.scope_reading import load_scope
from rag.records import Citation
from rag.server.engine_loader import Engine, EngineLoader
from rag.server.openapi import FILE
from rag.server.routes.bodies import Body
from rag.server.routes.checks import TextToCheck

_MAX_CHARACTERS = 2_000  # of a question


class AnswerToExport(Body):
    """The query of GET /v1/export/answer.{kind}.

    ``q`` is the question, ``u`` the question as it was understood, ``as_of`` the day of the
    answer, ``exact`` says that it was taken as typed, ``scope`` is that of the answer as JSON, and
    each ``c`` is a place that was cited, "sha256.page.start.end".
    """

    q: str
    c: list[str] = Field([])
    u: str = Field("", max_length=_MAX_CHARACTERS)
    as_of: str = Field("", max_length=10)
    exact: bool = False
    scope: str = Field("", max_length=_MAX_CHARACTERS)


def add_exports(app: FastAPI, loader: EngineLoader) -> None:
    """Adds GET /v1/export/answer.{kind} and POST /v1/export/check.{kind} to an application.

    The question is asked again. If the answer now cites other places, the cited places are read
    again from the index and exported without it. A text is checked again.
    """

    @app.get("/api/export/answer.{kind}", include_in_schema=False)
    @app.get("/v1/export/answer.{kind}", responses=FILE)
    def answer(request: Request, kind: str, asked: Annotated[AnswerToExport, Query()]) -> Response:
        """Export the answer to a question: pdf, docx, md, txt, bib, ris or json."""
        output = find_format(f"answer.{kind}")
        engine, today, question = loader.engine(), dt.date.today(), asked.q.strip()
        if not question or len(asked.q) > _MAX_CHARACTERS:
            raise QuestionInvalid(length=len(asked.q), limit=_MAX_CHARACTERS)
        day = read_day(asked.as_of) if asked.as_of else None
        scope, cited = load_scope(asked.scope), cite_places(asked.c, engine)
        found = engine.ask(asked.u or asked.q, as_of=day, exact=asked.exact, scope=scope)
        found = replace(found, question=question, understood=asked.u)
        if not cited or list(map(format_place, found.citations)) == asked.c:
            dossier = dossier_of_answer(found, engine, today, crops=output.page_images)
            return download(dossier, kind, request)
        language = detect(question, default="fr")
        dossier = dossier_of_citations(
            question, language, with_versions(cited, engine), engine, today,
            crops=output.page_images,
        )  # fmt: skip
        return download(limited(dossier, day, scope), kind, request)

    @app.post("/api/export/check.{kind}", include_in_schema=False)
    @app.post("/v1/export/check.{kind}", responses=FILE)
    def check(request: Request, kind: str, body: TextToCheck) -> Response:
        """Export the check of a text, in the same formats."""
        output = find_format(f"check.{kind}")
        engine = loader.engine()
        dossier = dossier_of_check(
            engine.check(body.text, scope=body.scope),
            engine,
            dt.date.today(),
            crops=output.page_images,
        )
        return download(dossier, kind, request)


def with_versions(citations: Sequence[Citation], engine: Engine) -> tuple[Citation, ...]:
    """The citations, each with the newer version of its document if there is one."""
    cited = {each.document for each in citations}
    newer = successors(engine.documents(), engine.page, of=cited)
    return tuple(replace(each, superseded_by=newer.get(each.document)) for each in citations)


def download(dossier: Dossier, kind: str, request: Request) -> Response:
    """A dossier as a file to download, in the format with this ending.

    Its references lead to the viewer at the address at which the service was called.
    """
    output, name = find_format(f"export.{kind}"), dossier.file_name(kind)
    root = str(request.scope.get("root_path", ""))
    site = f"{request.url.scheme}://{request.url.netloc}{root}"
    return Response(
        output.write(replace(dossier, site=site)),
        media_type=output.media_type,
        headers={
            "content-disposition": f'attachment; filename="{name}"',
            "cache-control": "no-store",
        },
    )
