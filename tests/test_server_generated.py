"""Requests that schemathesis generates from the OpenAPI description of the interface: no 500."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from served import running
from test_server_uploads import UploadPlace

from rag.config import Settings
from rag.encoders import HashingEncoder
from rag.engine import Rag
from rag.errors import IndexMissing
from rag.ingest import LibraryWriter
from rag.server import AccessControl, EngineLoader, LibraryEditor, create_app

schemathesis = pytest.importorskip("schemathesis", reason="pip install schemathesis")
EXAMPLES = 20  # of each route
KNOWN = {"kind": "md", "number": 1}


def _described() -> Any:
    """The interface with uploads, as it is described; nothing is read or written."""
    access = AccessControl(Settings())
    writer = LibraryWriter(Path("index"), HashingEncoder, uploads=Path("uploads"))
    app = create_app(EngineLoader(_no_engine), access, editor=LibraryEditor(writer, access))
    described = schemathesis.openapi.from_dict(app.openapi())
    described.config.phases.examples.enabled = False  # they cannot be combined with given()
    return described


def _no_engine() -> Rag:
    raise IndexMissing(path="index")


schema = _described()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> UploadPlace:
    """A library of one document that takes uploads."""
    return UploadPlace(tmp_path_factory.mktemp("generated"), body=100_000)


@pytest.fixture(scope="module")
def served(place: UploadPlace) -> Iterator[tuple[str, str]]:
    """The address of the library, and the id of its document."""
    with place.client:
        (document,) = place.client.get("/api/documents").json()
    with running(place.app) as address:
        yield address, document["id"]


@schema.given(known=st.booleans(), content=st.binary(max_size=300))  # type: ignore[untyped-decorator]
@schema.parametrize()  # type: ignore[untyped-decorator]
@settings(max_examples=EXAMPLES, deadline=None)
def test_no_generated_request_meets_a_fault(
    case: Any, served: tuple[str, str], known: bool, content: bytes
) -> None:
    """``known`` puts what exists into the path, so that the other parameters are reached."""
    address, document = served
    given = case.path_parameters
    if known and given:
        given |= {name: each for name, each in KNOWN.items() if name in given}
        given |= {"document_id": document} if "document_id" in given else {}
        given |= {"name": "note.md"} if "name" in given else {}
    if case.method == "PUT":
        response = case.call(base_url=address, data=content)
    else:
        response = case.call(base_url=address)
    assert response.status_code < 500, response.text
