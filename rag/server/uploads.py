"""The folder of the documents that are uploaded through the page."""

from __future__ import annotations

import datetime as dt
import os
import re
import tempfile
import time
import unicodedata
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rag.errors import DocumentBlank, FormatUnknown, IndexUnwritable
from rag.readers import KNOWN

MAX_UPLOAD_BYTES = 200_000_000  # of one document
REPLACED = ".replaced"  # a folder that indexing passes over
_UNSAFE = re.compile(r"[^\w .,()&+'’«»–-]+")
_INCOMING, _REMAINS = ".incoming-", 86_400.0  # seconds after which nobody sends the rest of a file
_LONGEST = 200  # bytes of a file's name with its ending: file systems take 255


class Uploads:
    """A folder for uploaded documents; a file that leaves its place is kept in ``.replaced``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def receive(self, chunks: AsyncIterator[bytes]) -> Path:
        """The body of a request as a temporary file in the folder, not yet a document.

        Raises IndexUnwritable if the disk is full or the folder may not be written.
        """
        with self._writing():
            self.folder.mkdir(parents=True, exist_ok=True)
            self._delete_remains()
            handle, name = tempfile.mkstemp(prefix=_INCOMING, dir=self.folder)
        try:
            with self._writing(), os.fdopen(handle, "wb") as file:
                async for chunk in chunks:
                    file.write(chunk)
        except BaseException:
            os.unlink(name)
            raise
        return Path(name)

    def place(self, name: str, hidden: Callable[[str], bool]) -> Path:
        """Where a document of a safe name belongs.

        That is the folder itself, or a folder below it if the file there is ``hidden``, by its
        location, from the person who adds the document.
        """
        root, number = self.folder.resolve(), 1
        path = root / name
        while hidden(str(path)):
            number += 1
            path = root / str(number) / name
        return path

    def _delete_remains(self) -> None:
        """Deletes what a service that was killed during an upload has left."""
        for path in self.folder.glob(f"{_INCOMING}*"):
            with suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > _REMAINS:
                    path.unlink()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            cause = error.strerror or type(error).__name__
            raise IndexUnwritable(index=self.folder.name, cause=cause) from error


class FileMoves:
    """Renames of files, each of which can be undone."""

    def __init__(self) -> None:
        self._done: list[tuple[Path, Path]] = []

    def move(self, source: Path, target: Path) -> None:
        """Renames a file, into a new folder if need be."""
        target.parent.mkdir(parents=True, exist_ok=True)
        source.rename(target)
        self._done.append((source, target))

    def set_aside(self, path: Path) -> str:
        """Moves a file to ``.replaced`` beside it; returns where it is now, "" if there is none."""
        if not path.exists():
            return ""
        moment = dt.datetime.now(dt.UTC)
        kept = path.parent / REPLACED / f"{moment:%Y%m%dT%H%M%S%f} {path.name}"
        self.move(path, kept)
        return str(kept)

    def undo(self) -> None:
        """Renames the files back, the last one first."""
        while self._done:
            source, target = self._done.pop()
            target.rename(source)


def checked_name(received: Path, name: str) -> str:
    """The safe name of a received file; raises FormatUnknown or DocumentBlank."""
    wanted = safe_name(name)
    if received.stat().st_size == 0:
        raise DocumentBlank(path=wanted)
    return wanted


def safe_name(name: str) -> str:
    """The last part of a name, without characters that a file system or a page might misread.

    Raises FormatUnknown if its ending is not that of a supported format.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    stem, dot, ending = last.rpartition(".")
    ending = f"{dot}{ending}".lower()
    if ending not in KNOWN.split():
        raise FormatUnknown(path=last[:_LONGEST], known=KNOWN)
    kept = _UNSAFE.sub(" ", stem).strip(" .").encode()[: _LONGEST - len(ending)]
    return (kept.decode(errors="ignore").rstrip(" .") or "document") + ending
