"""Documents that are uploaded through the page: kept beside the others, then indexed."""

from __future__ import annotations

import datetime as dt
import os
import re
import tempfile
import threading
import unicodedata
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rag.errors import DocumentEmpty, FormatUnknown, IndexUnwritable
from rag.readers import ENDINGS
from rag.records import IngestReport

MAX_UPLOAD_BYTES = 200_000_000  # of one document
_UNSAFE = re.compile(r"[^\w .,()&+'’«»–-]+")
_LONGEST = 200  # bytes of a file's name with its ending: file systems take 255

Indexer = Callable[[Sequence[Path]], IngestReport]


REPLACED = ".replaced"  # a folder that indexing passes over


@dataclass(frozen=True, slots=True)
class Added:
    """What became of an upload: the report, and whether it replaced a document of its name."""

    report: IngestReport
    replaced: bool


class Uploads:
    """A folder for uploaded documents, and the function that indexes them, one at a time.

    A document replaces the one of its name, which is kept in the folder ``.replaced``. One that
    cannot be indexed is deleted, and the one before it stays.
    """

    def __init__(self, folder: Path, index: Indexer) -> None:
        self._folder = folder
        self._index = index
        self._lock = threading.Lock()

    async def receive(self, chunks: AsyncIterator[bytes]) -> Path:
        """The body of a request as a temporary file in the folder, not yet a document.

        Raises IndexUnwritable if the disk is full or the folder may not be written.
        """
        with self._writing():
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".incoming-", dir=self._folder)
        try:
            with self._writing(), os.fdopen(handle, "wb") as file:
                async for chunk in chunks:
                    file.write(chunk)
        except BaseException:
            os.unlink(name)
            raise
        return Path(name)

    def add(self, received: Path, name: str) -> Added:
        """Indexes a received file under its name, and returns what became of it.

        Raises FormatUnknown or DocumentEmpty before anything is read, and whatever the indexer
        raises. The file is deleted in each of these cases, and if the report holds a failure.
        """
        try:
            wanted = safe_name(name)
            if received.stat().st_size == 0:
                raise DocumentEmpty(path=wanted)
            with self._lock:
                return self._index_as(received, self._folder / wanted)
        finally:
            received.unlink(missing_ok=True)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            cause = error.strerror or type(error).__name__
            raise IndexUnwritable(index=self._folder.name, cause=cause) from error

    def _index_as(self, received: Path, path: Path) -> Added:
        before = _set_aside(path)
        received.rename(path)
        try:
            report = self._index([path])
        except BaseException:
            _put_back(path, before)
            raise
        kept = bool(report.added) and not report.failures
        if not kept:
            _put_back(path, before)
            if before is not None:  # its document left the index with the file
                self._index([path])
        return Added(report, replaced=before is not None and kept)


def _put_back(path: Path, before: Path | None) -> None:
    """Deletes a file that could not be indexed; the one before it takes its place again."""
    path.unlink()
    if before is not None:
        before.rename(path)


def _set_aside(path: Path) -> Path | None:
    """Where the document of a name is kept now, ``None`` if there was none."""
    if not path.exists():
        return None
    folder = path.parent / REPLACED
    folder.mkdir(exist_ok=True)
    moment = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    kept = folder / f"{moment:%Y%m%dT%H%M%S%f} {path.name}"
    path.rename(kept)
    return kept


def safe_name(name: str) -> str:
    """The last part of a name, without characters that a file system or a page might misread.

    Raises FormatUnknown if its ending is not that of a supported format.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    stem, dot, ending = last.rpartition(".")
    ending = f"{dot}{ending}".lower()
    if ending not in ENDINGS:
        raise FormatUnknown(path=last[:_LONGEST], known=" ".join(ENDINGS))
    kept = _UNSAFE.sub(" ", stem).strip(" .").encode()[: _LONGEST - len(ending)]
    return (kept.decode(errors="ignore").rstrip(" .") or "document") + ending
