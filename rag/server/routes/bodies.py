"""The bodies of requests and responses."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from rag.records import Answer, Document, SearchResults, as_json


class Body(BaseModel):
    """The body or the query of a request; a field that it does not have is refused.

    A misspelt field ("asOf") would otherwise change the answer without a word.
    """

    model_config = ConfigDict(extra="forbid")


def with_example(**fields: Any) -> ConfigDict:
    """The configuration of a body, with an example of it for the documentation."""
    return ConfigDict(extra="forbid", json_schema_extra={"example": fields})


def document_json(document: Document) -> dict[str, Any]:
    """A document as JSON, without the folder that holds it on this machine and who sees it."""
    values: dict[str, Any] = as_json(document)
    del values["root"], values["collections"]
    return values


def answer_json(answer: Answer) -> dict[str, Any]:
    """An answer as JSON, without the folders of its documents on this machine."""
    values = answer.to_dict()
    for hit, found in zip(values["hits"], answer.hits, strict=True):
        hit["document"] = document_json(found.document)
    return values | {"parts": [answer_json(part) for part in answer.parts]}


def results_json(found: SearchResults) -> dict[str, Any]:
    """Search results as JSON, without the folders of their documents on this machine."""
    values = found.to_dict()
    for shown, one in zip(values["documents"], found.documents, strict=True):
        shown["document"] = document_json(one.document)
    return values
