"""The description of the HTTP interface in OpenAPI 3.1, with the schemas of the records."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from rag._version import __version__
from rag.evaluate import LibraryEvaluation
from rag.messages import say
from rag.records import Answer, Page, SearchResults
from rag.records.checks import Check
from rag.records.schema import schema_of
from rag.records.verification import Verification

_KEPT = ("root", "collections")  # fields of a document that the interface does not show
_TEXTS = ("type", "detail", "instance", "error", "message_fr", "message_en")
_PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": say("reference.problem", "en"),
    "required": [*(name for name in _TEXTS if name != "instance"), "status"],
    "properties": {
        **{name: {"type": "string"} for name in _TEXTS},
        "error": {"anyOf": [{"type": "string"}, {"type": "object"}]},  # an object as OpenAI has it
        "status": {"type": "integer"},
    },
}
_ERRORS = {"default": {"$ref": "#/components/responses/Problem"}}
FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "file", "content": {"application/octet-stream": {}}}
}


def returns(
    kind: type, *, streamed: bool = False, status: int = 200
) -> dict[int | str, dict[str, Any]]:
    """The documentation of a route that returns a record, in events too if it is streamed."""
    content: dict[str, Any] = {"application/json": _described(kind.__name__)}
    if streamed:
        content["text/event-stream"] = {"schema": {"type": "string"}}
    return {status: {"description": kind.__name__, "content": content}}


def _described(name: str) -> dict[str, Any]:
    """The schema of what is returned under a name, with an example."""
    return {"schema": reference(name), "example": examples()[name]}


@cache
def examples() -> dict[str, Any]:
    """An example of each record that is returned, and of an error."""
    path = Path(__file__).with_name("response_examples.json")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def reference(name: str) -> dict[str, str]:
    """A reference to a schema of the description."""
    return {"$ref": f"#/components/schemas/{name}"}


def describe(app: FastAPI) -> dict[str, Any]:
    """The description of the routes under /v1 of an application."""
    found = get_openapi(
        title="Verbatim", version=__version__, routes=app.routes,
        description=say("reference.about", "en"),
    )  # fmt: skip
    found["paths"] = {
        path: {method: _operation(each) for method, each in methods.items()}
        for path, methods in found.get("paths", {}).items()
        if path.startswith("/v1/")
    }
    own = found.setdefault("components", {}).setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):  # our errors have another form
        own.pop(unused, None)
    own |= _records()
    problem = {"application/problem+json": _described("Problem")}
    found["components"] |= {
        "responses": {"Problem": {"description": "error", "content": problem}},
        "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
    }
    return found | {"security": [{"token": []}, {}]}


def _operation(operation: dict[str, Any]) -> dict[str, Any]:
    responses = {
        status: each for status, each in operation.get("responses", {}).items() if status != "422"
    }
    return operation | {"responses": responses | _ERRORS}


def schema_named(name: str) -> dict[str, Any]:
    """The JSON Schema of what the interface returns under a name, with those that it refers to."""
    found = json.dumps({"type": "object", "$ref": f"#/$defs/{name}", "$defs": _shapes()})
    schema: dict[str, Any] = json.loads(found)
    return schema


def _records() -> dict[str, Any]:
    """The schemas as components of the description."""
    text = json.dumps({"Problem": _PROBLEM} | _shapes())
    found: dict[str, Any] = json.loads(text.replace("#/$defs/", "#/components/schemas/"))
    return found


@cache
def _shapes() -> dict[str, Any]:
    """The schemas of all that is returned."""
    known: dict[str, Any] = {}
    for kind in (Answer, Check, LibraryEvaluation, SearchResults, Verification):
        known |= kind.json_schema()["$defs"]
    known |= schema_of(Page, "")["$defs"]
    del known["Page"]["properties"]["schema"]
    for name in _KEPT:
        del known["Document"]["properties"][name]
    listed = {"type": "array", "items": _shape("Document")}
    numbers = {name: {"type": "integer"} for name in ("count", "page", "pages")}
    known["DocumentPage"] = {
        "type": "object",
        "description": say("reference.document_page", "en"),
        "required": [*numbers, "documents"],
        "properties": {**numbers, "documents": listed},
    }
    opened = {"document": _shape("Document"), "page": _shape("Page")}
    known["OpenedPage"] = {"type": "object", "required": [*opened], "properties": opened}
    return known


def _shape(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}
