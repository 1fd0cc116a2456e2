"""A library changed from Python by archives and mails, each of which holds several documents."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from rag import Rag, Settings
from rag.encoders import HashingEncoder
from rag.ingest import ingest
from rag.store import Store

LEASE = "Le bail du hangar à bateaux se termine le 3 mai 2031.\n"
HOURS = "The reading room opens at nine in the morning.\n"
TIDES = "La marée est haute à midi près du phare.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "lease.txt").write_text(LEASE, encoding="utf-8")
    return folder


@pytest.fixture
def library(folder: Path, tmp_path: Path) -> Iterator[Rag]:
    ingest([folder], tmp_path / "index", HashingEncoder())
    with Rag(Store.open(tmp_path / "index"), HashingEncoder(), Settings()) as library:
        yield library


@pytest.fixture
def uploads(tmp_path: Path) -> Path:
    return tmp_path / "index" / "uploads"


def archive(**texts: str) -> bytes:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as file:
        for name, text in texts.items():
            file.writestr(f"{name}.txt", text)
    return stored.getvalue()


def mail(attachment: str) -> bytes:
    made = EmailMessage()
    made["Subject"], made["From"], made["To"] = "Horaires", "a@example.org", "b@example.org"
    made.set_content("Les horaires de la salle sont joints à ce message.")
    made.add_attachment(attachment.encode(), "text", "plain", filename="hours.txt")
    return made.as_bytes()


def paths(library: Rag) -> list[str]:
    return [document.path for document in library.documents()]


def named(library: Rag, path: str) -> str:
    return next(each.id for each in library.documents() if each.path == path)


def test_an_archive_stays_if_some_of_what_it_holds_is_new(library: Rag, uploads: Path) -> None:
    content = archive(bail=LEASE, tides=TIDES)
    report = library.add(content, name="note.zip")
    assert (report.added, report.duplicates) == (("note.zip/tides.txt",), ("note.zip/bail.txt",))
    assert (uploads / "note.zip").read_bytes() == content
    assert library.update().removed == ()


def test_an_archive_stays_if_what_it_holds_is_there_from_it(library: Rag, uploads: Path) -> None:
    library.add(archive(tides=TIDES), name="note.zip")
    content = archive(bail=LEASE, tides=TIDES)
    report = library.add(content, name="note.zip")
    assert (report.unchanged, report.duplicates) == (
        ("note.zip/tides.txt",),
        ("note.zip/bail.txt",),
    )
    assert (uploads / "note.zip").read_bytes() == content


def test_an_archive_of_nothing_new_is_not_kept(library: Rag, uploads: Path) -> None:
    report = library.add(archive(bail=LEASE), name="note.zip")
    assert report.duplicates == ("note.zip/bail.txt",)
    assert not (uploads / "note.zip").exists()


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        pytest.param("note.zip", archive(tides=TIDES), archive(bail=LEASE), id="archive"),
        pytest.param("note.txt", TIDES.encode(), LEASE.encode(), id="text"),
    ],
)
def test_content_that_gave_way_to_a_duplicate_does_not_come_back(
    name: str, first: bytes, second: bytes, library: Rag, uploads: Path
) -> None:
    library.add(first, name=name)
    report = library.add(second, name=name)
    assert (len(report.removed), len(report.duplicates)) == (1, 1)
    library.add(uploads)
    assert paths(library) == ["lease.txt"]


def test_a_removed_member_of_an_archive_stays_out(library: Rag, uploads: Path) -> None:
    library.add(archive(hours=HOURS, tides=TIDES), name="note.zip")
    library.remove(named(library, "note.zip/tides.txt"))
    library.add(uploads)
    assert paths(library) == ["lease.txt", "note.zip/hours.txt"]


def test_a_removed_member_of_an_archive_elsewhere_stays_out(library: Rag, folder: Path) -> None:
    (folder / "note.zip").write_bytes(archive(hours=HOURS, tides=TIDES))
    library.add(folder)
    library.remove(named(library, "note.zip/tides.txt"))
    library.add(folder)
    assert paths(library) == ["lease.txt", "note.zip/hours.txt"]


def test_a_removed_member_comes_back_with_its_archive(library: Rag) -> None:
    content = archive(hours=HOURS, tides=TIDES)
    library.add(content, name="note.zip")
    library.remove(named(library, "note.zip/tides.txt"))
    library.add(content, name="note.zip")
    assert paths(library) == ["lease.txt", "note.zip/hours.txt", "note.zip/tides.txt"]


def test_a_removed_mail_keeps_its_file_as_long_as_an_attachment_is_there(
    library: Rag, uploads: Path
) -> None:
    library.add(mail(HOURS), name="note.eml")
    library.remove(named(library, "note.eml"))
    assert (uploads / "note.eml").exists()
    library.add(uploads)
    assert paths(library) == ["lease.txt", "note.eml/hours.txt"]
    assert "nine" in library.ask("When does the reading room open?").text


def test_a_mail_removed_with_its_attachments_is_deleted(library: Rag, uploads: Path) -> None:
    library.add(mail(HOURS), name="note.eml")
    library.remove(each.id for each in library.documents() if each.path.startswith("note.eml"))
    assert not (uploads / "note.eml").exists()
    assert paths(library) == ["lease.txt"]
