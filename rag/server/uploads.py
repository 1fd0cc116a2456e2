"""Documents that are uploaded through the page: kept beside the others, then indexed."""

from __future__ import annotations

import os
import re
import tempfile
import threading
import unicodedata
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

from rag.errors import DocumentEmpty, FormatUnknown
from rag.readers import ENDINGS
from rag.records import IngestReport

MAX_UPLOAD_BYTES = 200_000_000  # of one document
_UNSAFE = re.compile(r"[^\w .,()&+'’«»–-]+")
_LONGEST = 200  # bytes of a file's name with its ending: file systems take 255

Indexer = Callable[[Sequence[Path]], IngestReport]


class Uploads:
    """A folder for uploaded documents, and the function that indexes them, one at a time.

    A document that cannot be indexed is deleted.
    """

    def __init__(self, folder: Path, index: Indexer) -> None:
        self._folder = folder
        self._index = index
        self._lock = threading.Lock()

    async def receive(self, chunks: AsyncIterator[bytes]) -> Path:
        """The body of a request as a temporary file in the folder, not yet a document."""
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".incoming-", dir=self._folder)
        try:
            with os.fdopen(handle, "wb") as file:
                async for chunk in chunks:
                    file.write(chunk)
        except BaseException:
            os.unlink(name)
            raise
        return Path(name)

    def add(self, received: Path, name: str) -> IngestReport:
        """Indexes a received file under its name, and returns the report.

        Raises FormatUnknown or DocumentEmpty before anything is read, and whatever the indexer
        raises. The file is deleted in each of these cases, and if the report holds a failure.
        """
        try:
            wanted = safe_name(name)
            if received.stat().st_size == 0:
                raise DocumentEmpty(path=wanted)
            with self._lock:
                return self._index_as(received, wanted)
        finally:
            received.unlink(missing_ok=True)

    def _index_as(self, received: Path, name: str) -> IngestReport:
        path = _free_path(self._folder, name)
        received.rename(path)
        kept = False
        try:
            report = self._index([path])
            kept = not report.failures and not report.duplicates
        finally:
            if not kept:
                path.unlink()
        return report


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


def _free_path(folder: Path, name: str) -> Path:
    """A path of that name, numbered if the name is already used: "report (2).pdf"."""
    path, number = folder / name, 2
    while path.exists():
        path = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
        number += 1
    return path
