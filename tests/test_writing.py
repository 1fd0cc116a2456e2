"""A library changed from Python: added to, updated, rebuilt; whole changes or none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from documents import ENGLISH, FRENCH, write

from rag import (
    Answer,
    Cancellation,
    Document,
    DocumentEmpty,
    DocumentUnnamed,
    DocumentUnreadable,
    LibraryReadOnly,
    MetadataInvalid,
    Rag,
    Scope,
    ScopeUnknown,
    Settings,
    SourceUnknown,
    WorkStopped,
)
from rag.encoders import HashingEncoder
from rag.ingest import LibraryWriter, ingest
from rag.store import Store
from rag.store.custom_metadata import CustomMetadata
from rag.store.layout import METADATA

LEASE = "The lease of the boathouse ends on 3 May 2031.\n"
QUESTION = "When does the lease of the boathouse end?"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    write(ENGLISH, ".md", folder).rename(folder / "hours.md")
    write(FRENCH, ".docx", folder).rename(folder / "centre.docx")
    return folder


@pytest.fixture
def library(folder: Path, tmp_path: Path) -> Iterator[Rag]:
    ingest([folder], tmp_path / "index", HashingEncoder())
    with Rag(Store.open(tmp_path / "index"), HashingEncoder(), Settings()) as library:
        yield library


def paths(library: Rag) -> list[str]:
    return [document.path for document in library.documents()]


def test_a_file_and_a_folder_are_added_and_answer_at_once(library: Rag, tmp_path: Path) -> None:
    lease, more = tmp_path / "lease.txt", tmp_path / "more"
    lease.write_text(LEASE, encoding="utf-8")
    more.mkdir()
    (more / "tides.txt").write_text("High tide is at noon.", encoding="utf-8")
    assert library.add(lease).added == ("lease.txt",)
    assert "3 May 2031" in library.ask(QUESTION).text
    report = library.add([str(more), lease])
    assert (report.added, report.unchanged) == (("tides.txt",), ("lease.txt",))
    assert paths(library) == ["centre.docx", "hours.md", "lease.txt", "tides.txt"]


def test_a_file_that_cannot_be_read_is_a_failure_while_the_others_are_added(
    library: Rag, tmp_path: Path
) -> None:
    new = tmp_path / "new"
    new.mkdir()
    (new / "bad.pdf").write_bytes(b"%PDF-1.7 broken")
    (new / "lease.txt").write_text(LEASE, encoding="utf-8")
    report = library.add(new)
    assert report.added == ("lease.txt",)
    assert [failure.path for failure in report.failures] == ["bad.pdf"]


def test_a_text_and_bytes_are_kept_under_their_name(library: Rag, tmp_path: Path) -> None:
    library.add(LEASE, name="lease")
    library.add((tmp_path / "docs" / "hours.md").read_bytes() + b"\nAlso.", name="copy.md")
    answer = library.ask(QUESTION)
    assert answer.citations[0].path == "lease.txt"
    kept = library.original(answer.citations[0].document)
    assert kept == tmp_path / "index" / "uploads" / "lease.txt"
    assert kept.read_text(encoding="utf-8") == LEASE
    assert "copy.md" in paths(library)


def test_content_replaces_that_of_its_name(library: Rag) -> None:
    library.add(LEASE, name="lease.md")
    report = library.add(LEASE.replace("2031", "2044"), name="lease.md")
    assert report.added == ("lease.md",)
    assert "2044" in library.ask(QUESTION).text
    assert paths(library).count("lease.md") == 1


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        pytest.param("lease.pdf", b"%PDF-1.7 broken", DocumentUnreadable, id="broken"),
        pytest.param("lease.txt", b" \n", DocumentEmpty, id="empty"),
        pytest.param("lease.xyz", b"x", DocumentUnnamed, id="unknown-ending"),
        pytest.param("", b"x", DocumentUnnamed, id="no-name"),
        pytest.param("../lease.txt", b"x", DocumentUnnamed, id="outside"),
        pytest.param("a\\lease.txt", b"x", DocumentUnnamed, id="backslash"),
        pytest.param(".lease.txt", b"x", DocumentUnnamed, id="hidden"),
        pytest.param("x" * 300 + ".txt", b"x", DocumentUnnamed, id="long"),
    ],
)
def test_content_that_cannot_be_added_changes_nothing(
    library: Rag, tmp_path: Path, name: str, content: bytes, error: type[Exception]
) -> None:
    library.add(LEASE, name="lease.txt")
    before = library.index_id
    with pytest.raises(error):
        library.add(content, name=name)
    assert library.index_id == before
    kept = tmp_path / "index" / "uploads"
    assert [file.name for file in kept.iterdir()] == ["lease.txt"]
    assert (kept / "lease.txt").read_text(encoding="utf-8") == LEASE


def test_content_that_another_document_holds_is_not_kept_twice(
    library: Rag, folder: Path, tmp_path: Path
) -> None:
    report = library.add((folder / "hours.md").read_bytes(), name="same.md")
    assert report.duplicates == ("same.md",)
    assert paths(library) == ["centre.docx", "hours.md"]
    assert not (tmp_path / "index" / "uploads" / "same.md").exists()


def test_half_a_character_in_a_text_is_replaced(library: Rag) -> None:
    library.add(f"{LEASE} \ud800", name="lease")
    assert library.ask(QUESTION).found


def test_documents_are_removed_and_only_content_that_was_added_is_deleted(
    library: Rag, folder: Path, tmp_path: Path
) -> None:
    library.add(LEASE, name="lease")
    lease, hours = (
        next(each for each in library.documents() if each.path == path)
        for path in ("lease.txt", "hours.md")
    )
    assert library.remove([lease.id, hours]).removed == ("hours.md", "lease.txt")
    assert paths(library) == ["centre.docx"]
    assert (folder / "hours.md").exists()
    assert not (tmp_path / "index" / "uploads" / "lease.txt").exists()
    with pytest.raises(SourceUnknown):
        library.remove(lease.id)


def test_a_removed_file_comes_back_when_it_is_given_but_not_with_its_folder(
    library: Rag, folder: Path
) -> None:
    library.remove([of_path(library, "hours.md")])
    library.add(folder)
    assert paths(library) == ["centre.docx"]
    library.add(folder / "hours.md")
    assert paths(library) == ["centre.docx", "hours.md"]
    library.add(folder)
    assert paths(library) == ["centre.docx", "hours.md"]


def test_a_removal_that_is_cancelled_is_not_remembered(library: Rag, folder: Path) -> None:
    stop = Cancellation()
    stop.cancel()
    with pytest.raises(WorkStopped):
        library.remove([of_path(library, "hours.md")], cancellation=stop)
    library.add(folder)
    assert paths(library) == ["centre.docx", "hours.md"]


def test_the_last_document_can_be_removed(library: Rag) -> None:
    library.remove(library.documents())
    assert paths(library) == []
    assert not library.ask(QUESTION).found
    library.add(LEASE, name="lease")
    assert library.ask(QUESTION).found


def test_an_update_reads_what_changed_and_removes_what_is_gone(library: Rag, folder: Path) -> None:
    (folder / "new.txt").write_text(LEASE, encoding="utf-8")
    (folder / "hours.md").write_text("# Hours\n\nThe boathouse opens at seven.", encoding="utf-8")
    (folder / "centre.docx").unlink()
    report = library.update()
    assert (report.added, report.removed) == (("hours.md",), ("centre.docx",))
    assert paths(library) == ["hours.md"]
    assert "seven" in library.ask("When does the boathouse open?").text


def test_an_update_of_one_document_leaves_the_others(library: Rag, folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()
    (hours,) = (each for each in library.documents() if each.path == "hours.md")
    assert library.update([hours]).removed == ("hours.md",)
    assert paths(library) == ["centre.docx"]


def test_a_rebuild_reads_every_file_again_and_says_which_is_gone(
    library: Rag, folder: Path
) -> None:
    library.add(LEASE, name="lease")
    (folder / "centre.docx").unlink()
    report = library.rebuild()
    assert [failure.path for failure in report.failures] == ["centre.docx"]
    assert paths(library) == ["hours.md", "lease.txt"]
    assert library.ask(QUESTION).found


def test_the_progress_counts_the_documents(library: Rag) -> None:
    seen: list[tuple[int, int, str]] = []
    library.rebuild(progress=lambda done, total, path: seen.append((done, total, path)))
    assert [(done, total) for done, total, _ in seen] == [(1, 2), (2, 2)]
    assert {path for _, _, path in seen} == {"centre.docx", "hours.md"}


def test_a_change_that_is_cancelled_changes_nothing(
    library: Rag, folder: Path, tmp_path: Path
) -> None:
    before = library.index_id
    stop = Cancellation()

    def cancel(done: int, total: int, path: str) -> None:
        stop.cancel()

    with pytest.raises(WorkStopped):
        library.rebuild(progress=cancel, cancellation=stop)
    with pytest.raises(WorkStopped):
        library.add(LEASE, name="lease", cancellation=stop)
    assert library.index_id == before
    assert not (tmp_path / "index" / "uploads" / "lease.txt").exists()
    (folder / "new.txt").write_text(LEASE, encoding="utf-8")
    assert library.add(folder).added == ("new.txt",)  # and nothing of what was cancelled


def test_a_library_and_the_report_of_a_change_show_themselves_in_one_short_line(
    library: Rag, folder: Path, tmp_path: Path
) -> None:
    for number in range(30):
        (folder / f"{number}.txt").write_text(f"The boat {number} is red.", encoding="utf-8")
    shown = repr(library.add(folder))
    assert shown.startswith("<IngestReport (30 added, 2 unchanged, 32 documents, ")
    assert len(shown) < 200
    assert repr(library) == f"<Rag '{tmp_path / 'index'}'>"
    library.close()
    assert repr(library).endswith("(closed)>")


def test_a_part_of_a_library_cannot_be_changed(library: Rag) -> None:
    with pytest.raises(LibraryReadOnly):
        library.seen_by(lambda document: True).remove(library.documents())
    assert len(paths(library)) == 2


def of_path(library: Rag, path: str) -> Document:
    return next(each for each in library.documents() if each.path == path)


def test_metadata_is_kept_cited_and_limits_questions(library: Rag, folder: Path) -> None:
    library.add(LEASE, name="lease", metadata={"client": "Port", "status": "signed"})
    library.add(LEASE.replace("2031", "2044"), name="draft", metadata={"client": "Port"})
    asked = library.ask(QUESTION, scope={"metadata": ["client=Port", "status=signed"]})
    assert {cited.path for cited in asked.citations} == {"lease.txt"}
    assert asked.citations[0].metadata == {"client": "Port", "status": "signed"}
    assert Answer.from_dict(asked.to_dict()) == asked
    both = library.documents(scope=Scope(metadata=("status=signed",)))
    assert [each.path for each in both] == ["lease.txt"]
    with pytest.raises(ScopeUnknown, match="status=signed"):
        library.ask(QUESTION, scope={"metadata": ["status=singed"]})


def test_metadata_outlives_a_new_reading_and_a_move(
    library: Rag, folder: Path, tmp_path: Path
) -> None:
    library.add(folder, metadata={"box": "12"})
    assert [each.metadata for each in library.documents()] == [{"box": "12"}] * 2
    library.rebuild()
    (folder / "hours.md").write_text("# Hours\n\nThe boathouse opens at seven.", encoding="utf-8")
    ingest([folder], tmp_path / "index", HashingEncoder())
    assert of_path(library, "hours.md").metadata == {"box": "12"}
    (folder / "centre.docx").rename(folder / "center.docx")
    ingest([folder], tmp_path / "index", HashingEncoder())
    assert of_path(library, "center.docx").metadata == {"box": "12"}


DAMAGED = [
    b"",
    b"{",
    b"\xff",
    b"[1]",
    b'{"a": 1}',
    b'[{"location": "a", "id": "b", "values": 3}]',
    b"[" * 100_000,
]


@pytest.mark.parametrize("content", DAMAGED, ids=range(len(DAMAGED)))
def test_damaged_metadata_is_said_and_taken_from_the_index(
    content: bytes, library: Rag, folder: Path, tmp_path: Path
) -> None:
    """It counted as none: the next indexing took all metadata from the documents."""
    library.add(folder, metadata={"box": "12"})
    (tmp_path / "index" / METADATA).write_bytes(content)
    (folder / "hours.md").write_text("# Hours\n\nThe boathouse opens at seven.", encoding="utf-8")
    report = ingest([folder], tmp_path / "index", HashingEncoder())
    assert report.added == ("hours.md",)
    [notice] = report.notices
    assert "metadata.json: damaged" in notice
    assert [each.metadata for each in library.documents()] == [{"box": "12"}] * 2
    assert ingest([folder], tmp_path / "index", HashingEncoder()).notices == ()
    assert CustomMetadata.load(tmp_path / "index") is not None


def test_a_curator_describes_a_document_beside_damaged_metadata(
    library: Rag, folder: Path, tmp_path: Path
) -> None:
    library.add(folder, metadata={"box": "12"})
    (tmp_path / "index" / METADATA).write_bytes(b"{")
    hours = of_path(library, "hours.md")
    writer = LibraryWriter(tmp_path / "index", HashingEncoder)
    writer.curate(lambda decisions, _: decisions, metadata={hours.id: {"box": "13"}})
    assert of_path(library, "hours.md").metadata == {"box": "13"}
    assert of_path(library, "centre.docx").metadata == {"box": "12"}


def test_an_update_replaces_metadata_and_the_rest_stays(library: Rag) -> None:
    library.add(LEASE, name="lease", metadata={"client": "Port"})
    before = library.index_id
    library.update([of_path(library, "lease.txt")], metadata={"client": "Town"})
    assert of_path(library, "lease.txt").metadata == {"client": "Town"}
    assert library.index_id != before
    library.add(LEASE + "\nSigned.", name="lease")
    assert of_path(library, "lease.txt").metadata == {"client": "Town"}
    library.update(metadata={})
    assert [each.metadata for each in library.documents()] == [{}] * 3


def test_the_metadata_of_a_document_leaves_with_it(library: Rag) -> None:
    library.add(LEASE, name="lease", metadata={"client": "Port"})
    library.remove([of_path(library, "lease.txt")])
    library.add(LEASE, name="lease")
    assert of_path(library, "lease.txt").metadata == {}


def test_a_change_that_fails_leaves_the_metadata_as_it_was(library: Rag) -> None:
    library.add(LEASE, name="lease", metadata={"client": "Port"})
    stop = Cancellation()
    stop.cancel()
    with pytest.raises(WorkStopped):
        library.update(metadata={"client": "Town"}, cancellation=stop)
    with pytest.raises(DocumentEmpty):
        library.add(" ", name="lease", metadata={"client": "Town"})
    library.update()
    assert of_path(library, "lease.txt").metadata == {"client": "Port"}


@pytest.mark.parametrize(
    "metadata",
    [{"": "x"}, {"a=b": "x"}, {"a": 3}, {"a": "x" * 1_001}, {"a": "\ud800"}, {"\ud800": "x"}],
)
def test_metadata_that_cannot_be_kept_is_refused(library: Rag, metadata: dict[str, Any]) -> None:
    with pytest.raises(MetadataInvalid):
        library.add(LEASE, name="lease", metadata=metadata)
    assert len(paths(library)) == 2
