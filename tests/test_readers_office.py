"""DOC, XLS and PPT are read through LibreOffice, within limits, and refused clearly without it."""

from __future__ import annotations

import contextlib
import os
import signal
import stat
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from documents import ENGLISH, FRENCH, Sample, word, write

from bench.corpus.compound_files import compound_file
from rag.cli.doctor import examine
from rag.config import Settings, SourcedSettings
from rag.errors import DocumentLocked, DocumentUnreadable
from rag.ingest.pool import read_files
from rag.ingest.process import ReaderProcess, ReadingLimits
from rag.ingest.wire import ReaderReply
from rag.readers import office, read
from rag.records import Page, Reading

NEWER = {".doc": ".docx", ".xls": ".xlsx", ".ppt": ".pptx"}
STREAMS = {".doc": "WordDocument", ".xls": "Workbook", ".ppt": "PowerPoint Document"}
needs_libreoffice = pytest.mark.skipif(
    office.libreoffice() is None, reason="LibreOffice is not installed"
)


def old_file(ending: str, folder: Path, *, flags: bytes = b"\0" * 16) -> Path:
    """A file that looks like one of the old format, with nothing in it."""
    path = folder / f"ancien{ending}"
    path.write_bytes(compound_file({STREAMS[ending]: flags}, {}))
    return path


def program(folder: Path, body: str) -> Path:
    """A program named soffice that runs Python with ``args`` and ``out``, the file to write."""
    path = folder / "soffice"
    path.write_text(
        f"#!{sys.executable}\n"
        "import pathlib, subprocess, sys, time\n"
        "args = sys.argv[1:]\n"
        "if '--version' in args:\n"
        "    print('LibreOffice 99.1 abcdef')\n"
        "    raise SystemExit\n"
        "kind, folder = args[args.index('--convert-to') + 1], args[args.index('--outdir') + 1]\n"
        "out = pathlib.Path(folder, 'document.' + kind)\n"
        f"{body}\n",
        encoding="utf-8",
    )
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.fixture
def bin_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder in which programs are found."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def lines(pages: tuple[Page, ...]) -> list[str]:
    return [line for page in pages for line in page.text.split("\n") if line.strip()]


@pytest.mark.parametrize("ending", NEWER)
@pytest.mark.parametrize("sample", [FRENCH, ENGLISH], ids=["fr", "en"])
def test_an_old_file_is_read_as_what_it_converts_to(
    sample: Sample, ending: str, bin_folder: Path, tmp_path: Path
) -> None:
    newer = write(sample, NEWER[ending], tmp_path)
    program(bin_folder, f"out.write_bytes(pathlib.Path({str(newer)!r}).read_bytes())")
    found, expected = read(old_file(ending, tmp_path), tmp_path), read(newer, tmp_path)
    assert found.pages == expected.pages
    assert found.document.format == ending.removeprefix(".")
    assert found.document.title == expected.document.title == sample.title
    assert found.document.page_count == expected.document.page_count


@pytest.mark.parametrize("ending", NEWER)
def test_without_libreoffice_the_refusal_says_what_to_do(
    ending: str, bin_folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(DocumentUnreadable) as caught:
        read(old_file(ending, tmp_path), tmp_path)
    for message in (caught.value.message("fr"), caught.value.message("en")):
        assert "apt install libreoffice-writer" in message


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param("raise SystemExit(1)", "could not convert", id="fails"),
        pytest.param("pass", "could not convert", id="writes-nothing"),
        pytest.param("out.write_bytes(b'abc')", "archive", id="writes-nonsense"),
    ],
)
def test_a_failed_conversion_is_refused(
    body: str, said: str, bin_folder: Path, tmp_path: Path
) -> None:
    program(bin_folder, body)
    with pytest.raises(DocumentUnreadable, match=said):
        read(old_file(".doc", tmp_path), tmp_path)


def test_a_conversion_that_takes_too_long_ends_with_all_that_it_started(
    bin_folder: Path, tmp_path: Path
) -> None:
    started = tmp_path / "started"
    program(
        bin_folder,
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"pathlib.Path({str(started)!r}).write_text(str(child.pid))\n"
        "time.sleep(60)",
    )
    start = time.monotonic()
    with pytest.raises(DocumentUnreadable, match="within 2 seconds"):
        office.converted(b"x", "a.doc", ending=".doc", target=".docx", seconds=2)
    assert time.monotonic() - start < 20
    child = Path(f"/proc/{started.read_text()}/stat")
    deadline = time.monotonic() + 10
    while child.exists() and child.read_text().split()[2] != "Z" and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not child.exists() or child.read_text().split()[2] == "Z"


def test_a_profile_of_its_own_runs_no_macros_and_follows_no_links(
    bin_folder: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "settings"
    program(
        bin_folder,
        "from urllib.parse import urlparse\n"
        "profile = urlparse(next(a for a in args if a.startswith('-env')).partition('=')[2]).path\n"
        "found = pathlib.Path(profile, 'user', 'registrymodifications.xcu').read_bytes()\n"
        f"pathlib.Path({str(copy)!r}).write_bytes(found)",
    )
    with pytest.raises(DocumentUnreadable):
        read(old_file(".doc", tmp_path), tmp_path)
    settings = copy.read_text(encoding="utf-8")
    for name in ("DisableMacrosExecution", "BlockUntrustedRefererLinks"):
        assert f'"{name}" oor:op="fuse"><value>true<' in settings


def test_a_file_with_a_password_is_locked(bin_folder: Path, tmp_path: Path) -> None:
    path = old_file(".doc", tmp_path, flags=b"\xec\xa5" + b"\0" * 9 + b"\x01" + b"\0" * 20)
    with pytest.raises(DocumentLocked):
        read(path, tmp_path)


def answers(paths: list[Path], limits: ReadingLimits) -> list[ReaderReply]:
    return list(read_files([(path.parent, path) for path in paths], limits))


def test_the_process_that_reads_converts_within_its_memory(
    bin_folder: Path, tmp_path: Path
) -> None:
    newer = tmp_path / "plus-recent.docx"
    newer.write_bytes(word(FRENCH))
    program(
        bin_folder,
        "import resource\n"
        "soft, hard = resource.getrlimit(resource.RLIMIT_DATA)\n"
        "assert soft == hard == 1 << 30, soft\n"
        f"out.write_bytes(pathlib.Path({str(newer)!r}).read_bytes())\n"
        "import zipfile\n"
        "with zipfile.ZipFile(out, 'a') as file:\n"
        "    file.writestr('word/media/picture.bin', bytes(20 << 20))",
    )
    [found] = answers([old_file(".doc", tmp_path)], ReadingLimits(memory=1 << 30))
    assert not isinstance(found, Exception), found


def commands(mention: str) -> list[str]:
    """The commands of running programs that mention a text."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            found.append(path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
    return [each for each in found if mention in each]


def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@contextlib.contextmanager
def reader_killed_while(running: str, path: Path, temporary: Path) -> Iterator[None]:
    """A process that reads a file, killed as soon as a program of a name runs for it."""
    with contextlib.closing(ReaderProcess(ReadingLimits())) as reader:
        work = threading.Thread(target=reader.read, args=(path.parent, path))
        work.start()
        until(lambda: any(running in each for each in commands(str(temporary))))
        assert reader.pid is not None
        os.kill(reader.pid, signal.SIGKILL)
        yield
        work.join()


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for the temporary files of processes that start."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


needs_proc = pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc")


@needs_proc
def test_a_reader_that_is_killed_takes_its_programs_and_their_folder_along(
    bin_folder: Path, temporary: Path, tmp_path: Path
) -> None:
    program(
        bin_folder,
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)', 'inner', *args])\n"
        "time.sleep(60)",
    )
    with reader_killed_while("inner", old_file(".doc", tmp_path), temporary):
        until(lambda: commands(str(temporary)) == [] and os.listdir(temporary) == [], 20)


@needs_libreoffice
@needs_proc
def test_libreoffice_ends_with_a_reader_that_is_killed(temporary: Path, tmp_path: Path) -> None:
    path = tmp_path / "ancien.doc"
    path.write_bytes(
        office.converted(word(FRENCH), "x", ending=".docx", target=".doc", seconds=100)
    )
    with reader_killed_while("soffice.bin", path, temporary):
        until(lambda: commands(str(temporary)) == [] and os.listdir(temporary) == [], 20)


@pytest.mark.parametrize("installed", [True, False])
def test_doctor_says_whether_libreoffice_is_there(
    installed: bool, bin_folder: Path, tmp_path: Path
) -> None:
    if installed:
        program(bin_folder, "")
    checks = {
        check.name: check for check in examine(tmp_path / "none", SourcedSettings(Settings()), "en")
    }
    found = checks["libreoffice"]
    assert found.good
    assert found.state.startswith("LibreOffice 99.1" if installed else "not installed")


@pytest.fixture(params=NEWER)
def converted(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Reading, Reading]:
    """A sample and what LibreOffice makes of it in the old format, both read."""
    ending = str(request.param)
    newer = write(FRENCH, NEWER[ending], tmp_path)
    if ending == ".doc":  # LibreOffice writes no DOC that ends with a table, and neither does Word
        document = docx.Document(str(newer))
        document.add_paragraph("Fait à Rabat.")
        document.save(str(newer))
    path = tmp_path / f"ancien{ending}"
    path.write_bytes(
        office.converted(newer.read_bytes(), "x", ending=NEWER[ending], target=ending, seconds=100)
    )
    assert path.read_bytes().startswith(b"\xd0\xcf\x11\xe0")
    return read(newer, tmp_path), read(path, tmp_path)


@needs_libreoffice
def test_libreoffice_keeps_text_headings_and_tables(converted: tuple[Reading, Reading]) -> None:
    newer, older = converted
    assert lines(older.pages) == lines(newer.pages)
    assert older.document.title == newer.document.title
    assert older.document.page_count == newer.document.page_count
    heads = [[(h.start, h.title) for h in page.headings] for page in newer.pages]
    assert [[(h.start, h.title) for h in page.headings] for page in older.pages] == heads


@needs_libreoffice
def test_a_damaged_old_file_is_refused_by_libreoffice(tmp_path: Path) -> None:
    path = old_file(".doc", tmp_path)
    with pytest.raises(DocumentUnreadable):
        read(path, tmp_path)
    assert os.listdir(tmp_path) == [path.name]
