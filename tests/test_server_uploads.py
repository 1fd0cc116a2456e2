"""Uploaded documents: named safely, indexed at once, or not kept."""

from __future__ import annotations

import gzip
import os
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from documents import archive
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from test_hostile import HOSTILE, LAUGHS

from rag.config import Settings
from rag.encoders import HashingEncoder
from rag.engine import Rag
from rag.errors import FormatUnknown
from rag.ingest import LibraryWriter, ingest
from rag.readers import ENDINGS
from rag.server import (
    AccessControl,
    EngineLoader,
    LibraryEditor,
    RequestLimits,
    create_app,
)
from rag.server.uploads import REPLACED, safe_name
from rag.store import Store

NOTE = b"# Note\n\nLes ruches du toit abritent quarante mille abeilles.\n"
KNOWN = b"# Old\n\nThe first document of the library tells of harbours and boats.\n"


class UploadPlace:
    """A library of one document, served, that takes others."""

    def __init__(self, folder: Path, most: int = 10_000, body: int = 100) -> None:
        self.uploads, index, first = folder / "uploads", folder / "index", folder / "first"
        first.mkdir()
        (first / "known.md").write_bytes(KNOWN)
        encoder = HashingEncoder()
        ingest([first], index, encoder)
        loader = EngineLoader(lambda: Rag(Store.open(index), encoder, Settings()))
        loader.wait(30)
        access = AccessControl(Settings())
        writer = LibraryWriter(index, lambda: encoder, uploads=self.uploads)
        editor = LibraryEditor(writer, access)
        limits = RequestLimits(body=body, uploads={"/api/library/": most})
        self.app = create_app(loader, access, limits=limits, editor=editor)
        self.client = TestClient(self.app, base_url="http://127.0.0.1")

    def kept(self) -> list[str]:
        return sorted(path.name for path in self.uploads.iterdir())


@pytest.fixture
def place(tmp_path: Path) -> Iterator[UploadPlace]:
    place = UploadPlace(tmp_path)
    with place.client:
        yield place


def test_a_document_answers_as_soon_as_it_is_taken(place: UploadPlace) -> None:
    response = place.client.put("/api/library/note.md", content=NOTE)
    assert (response.status_code, response.json()["state"]) == (201, "added")
    asked = {"question": "Combien d’abeilles abritent les ruches ?"}
    answer = place.client.post("/api/ask", json=asked).json()
    assert "quarante mille abeilles" in answer["text"]
    assert place.kept() == ["note.md"]


def test_what_the_interface_shows_of_a_document_names_no_folder_and_no_collection(
    place: UploadPlace,
) -> None:
    (shown,) = place.client.get("/api/documents").json()
    assert shown["edited"] == []
    assert not {"root", "collections"} & shown.keys()


def test_a_document_that_is_there_already_is_not_kept_twice(place: UploadPlace) -> None:
    response = place.client.put("/api/library/again.md", content=KNOWN)
    assert (response.status_code, response.json()["state"]) == (201, "known")
    assert place.kept() == []


def test_a_document_of_the_same_name_takes_the_place_of_the_one_before(place: UploadPlace) -> None:
    place.client.put("/api/library/note.md", content=NOTE)
    newer = NOTE.replace(b"quarante", b"soixante")
    response = place.client.put("/api/library/note.md", content=newer)
    assert (response.status_code, response.json()["state"]) == (201, "replaced")
    asked = {"question": "Combien d’abeilles abritent les ruches ?"}
    answer = place.client.post("/api/ask", json=asked).json()
    assert "soixante mille abeilles" in answer["text"]
    assert "quarante" not in answer["text"]
    assert place.client.get("/readyz").json()["documents"] == 2
    (before,) = (place.uploads / REPLACED).iterdir()
    assert before.name.endswith(" note.md")
    ids = {each["id"] for each in place.client.get("/api/documents").json()}
    assert response.json()["document"] in ids
    assert response.json()["replaced"] not in ids
    assert before.read_bytes() == NOTE


@pytest.mark.parametrize(
    ("content", "status"), [(NOTE, 201), (b"", 422), (KNOWN, 409), (b"\x00\xff" * 20, 422)]
)
def test_the_document_before_stays_if_nothing_new_can_take_its_place(
    place: UploadPlace, content: bytes, status: int
) -> None:
    """The same text again, nothing, that of another document, and what cannot be read."""
    place.client.put("/api/library/note.md", content=NOTE)
    response = place.client.put("/api/library/note.md", content=content)
    assert response.status_code == status
    assert response.json().get("state", "known") == "known"
    assert (place.uploads / "note.md").read_bytes() == NOTE
    asked = {"question": "Combien d’abeilles abritent les ruches ?"}
    assert "quarante mille" in place.client.post("/api/ask", json=asked).json()["text"]
    assert list((place.uploads / REPLACED).glob("*")) == []
    assert place.client.get("/readyz").json()["documents"] == 2


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("broken.pdf", b"%PDF-1.7 no more", "DocumentRefused"),
        ("empty.md", b"", "DocumentBlank"),
        ("empty.pdf", b"", "DocumentBlank"),
        ("program.exe", b"MZ", "FormatUnknown"),
        ("page.md.php", b"<?php", "FormatUnknown"),
        ("lies.pdf", b"PK\x03\x04 not a PDF", "DocumentRefused"),
    ],
)
def test_what_cannot_be_read_is_reported_and_not_kept(
    place: UploadPlace, name: str, content: bytes, error: str
) -> None:
    response = place.client.put(f"/api/library/{name}", content=content)
    assert (response.status_code, response.json()["error"]) == (422, error)
    assert name in response.json()["message_fr"]
    assert place.kept() == []
    assert place.client.get("/readyz").json()["documents"] == 1


def zipped(**notes: bytes) -> bytes:
    return archive({f"{name}.md": note for name, note in notes.items()})


def test_the_documents_of_an_archive_are_taken_as_from_a_folder(place: UploadPlace) -> None:
    other = b"# Autre note\n\nLe phare veille depuis 1912.\n"
    response = place.client.put("/api/library/notes.zip", content=zipped(a=NOTE, b=other))
    assert (response.status_code, response.json()["state"]) == (201, "added")
    paths = {each["path"] for each in place.client.get("/api/documents").json()}
    assert paths == {"known.md", "notes.zip/a.md", "notes.zip/b.md"}
    third = b"# Nouvelle note\n\nLe bac part du quai nord.\n"
    again = place.client.put("/api/library/notes.zip", content=zipped(b=other, c=third))
    assert again.status_code == 201
    paths = {each["path"] for each in place.client.get("/api/documents").json()}
    assert paths == {"known.md", "notes.zip/b.md", "notes.zip/c.md"}


def test_a_compressed_document_is_taken(place: UploadPlace) -> None:
    response = place.client.put("/api/library/note.md.gz", content=gzip.compress(NOTE))
    assert (response.status_code, response.json()["state"]) == (201, "added")
    paths = {each["path"] for each in place.client.get("/api/documents").json()}
    assert "note.md.gz/note.md" in paths


def test_an_archive_without_documents_is_not_kept(place: UploadPlace) -> None:
    response = place.client.put("/api/library/notes.zip", content=archive({"a.xyz": b"b"}))
    assert response.status_code == 422
    assert place.kept() == []


def test_a_document_past_the_limit_is_refused_and_not_kept(place: UploadPlace) -> None:
    for content in (b"x" * 10_001, (b"x" * 6_000 for _ in range(2))):
        response = place.client.put("/api/library/big.md", content=content)
        assert (response.status_code, response.json()["error"]) == (413, "RequestRefused")
    assert not place.uploads.exists() or place.kept() == []


@pytest.mark.parametrize(
    "name", ["zip-bomb.docx", "laughs.docx", "laughs.odt", "outside.odt", "locked.pdf"]
)
def test_bombs_and_references_to_other_files_are_refused_in_one_line(
    tmp_path: Path, name: str
) -> None:
    place = UploadPlace(tmp_path, 2_000_000)
    secret = tmp_path / "secret.txt"
    secret.write_text("Le secret est gardé.")
    with place.client:
        response = place.client.put(f"/api/library/{name}", content=HOSTILE[name](secret))
        assert (response.status_code, response.json()["error"]) == (422, "DocumentRefused")
        assert response.json()["message_en"].startswith(name)
        assert place.kept() == []
        assert place.client.get("/readyz").json()["documents"] == 1


def nested(depth: int) -> bytes:
    """An archive of ten archives, each of ten archives, and so on."""
    inner = NOTE if not depth else nested(depth - 1)
    ending = ".md" if not depth else ".zip"
    return archive({f"{number}{ending}": inner for number in range(10)})


LAUGHING = f"<!DOCTYPE d [{LAUGHS}]><d>&l9;</d>".encode()
ARCHIVES: dict[str, Callable[[], bytes]] = {
    "inflates.md.gz": lambda: gzip.compress(bytes(500_000_000), 1),
    "inflates.zip": lambda: archive({"a.md": bytes(500_000_000)}),
    "nested.zip": lambda: nested(5),
    "many.zip": lambda: archive({f"{number}.md": b"" for number in range(21_000)}),
    "outside.zip": lambda: archive({"../../../escaped.md": NOTE, "/tmp/escaped.md": NOTE}),
    "laughs.xlsx": lambda: archive({"xl/workbook.xml": LAUGHING, "[Content_Types].xml": LAUGHING}),
    "laughs.epub": lambda: archive(
        {"mimetype": b"application/epub+zip", "META-INF/container.xml": LAUGHING}
    ),
    "laughs.pptx": lambda: archive({"ppt/presentation.xml": LAUGHING}),
}


TAKEN = ("outside.zip", "nested.zip")  # names without folders; three archives in one another


@pytest.mark.parametrize("name", ARCHIVES)
def test_archives_made_to_harm_are_refused_or_stay_in_their_place(
    tmp_path: Path, name: str
) -> None:
    place, before = UploadPlace(tmp_path, 9_000_000), set(tmp_path.rglob("escaped*"))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    data = ARCHIVES[name]()
    made = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
    with place.client:
        response = place.client.put(f"/api/library/{name}", content=data)
        assert response.status_code in ((201, 422) if name in TAKEN else (422,))
        assert "\n" not in response.json().get("message_en", "")
        paths = [each["path"] for each in place.client.get("/api/documents").json()]
    assert all(".." not in path for path in paths)
    assert set(tmp_path.rglob("escaped*")) == before
    assert not Path("/tmp/escaped.md").exists()
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory - made
    assert grown < 500_000  # kB; 400 MB are the most that is unpacked


@pytest.mark.skipif(os.name == "nt", reason="no limit of written files on Windows")
def test_a_full_disk_during_an_upload_is_told_and_nothing_kept(place: UploadPlace) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, before[1]))
    try:
        response = place.client.put("/api/library/note.md", content=b"Une note. " * 900)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (response.status_code, response.json()["error"]) == (507, "IndexUnwritable")
    assert place.kept() == []
    again = place.client.put("/api/library/note.md", content=NOTE)
    assert (again.status_code, place.kept()) == (201, ["note.md"])


def test_what_a_killed_service_has_left_of_an_upload_goes(place: UploadPlace) -> None:
    place.uploads.mkdir()
    for name, age in ((".incoming-old", 90_000), (".incoming-new", 60), ("kept.md", 90_000)):
        (place.uploads / name).write_bytes(NOTE)
        os.utime(place.uploads / name, (time.time() - age,) * 2)
    place.client.put("/api/library/other.md", content=b"# Bac\n\nLe bac part du quai nord.\n")
    assert place.kept() == [".incoming-new", "kept.md", "other.md"]


def test_a_server_without_uploads_takes_nothing(library: Rag) -> None:
    with TestClient(
        create_app(EngineLoader(lambda: library)), base_url="http://127.0.0.1"
    ) as client:
        assert client.put("/api/library/note.md", content=NOTE).status_code in (404, 405)


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ("avis d’été.PDF", "avis d’été.pdf"),
        ("e\u0301te\u0301.md", "été.md"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Temp\\note.docx", "note.docx"),
        ("..md.md", "md.md"),
        (".md", "document.md"),
        ("a\x00b\n<c>|d.md", "a b c d.md"),
        ("é" * 400 + ".html", "é" * 97 + ".html"),
    ],
)
def test_a_name_is_made_safe(given_: str, kept: str) -> None:
    assert safe_name(given_) == kept


@given(st.text(), st.sampled_from(sorted(ENDINGS)))
def test_any_name_stays_in_its_folder(stem: str, ending: str) -> None:
    name = safe_name(stem + ending)
    assert Path(name).name == name
    assert not name.startswith(".")
    assert name.endswith(ending)
    assert len(name.encode()) <= 200


@given(st.text())
def test_a_name_without_a_known_ending_is_refused(name: str) -> None:
    if Path(name.lower()).suffix not in ENDINGS and not name.lower().endswith(tuple(ENDINGS)):
        with pytest.raises(FormatUnknown):
            safe_name(name)
