"""Documents that come through the page: written beside the others, then indexed."""

from __future__ import annotations

import os
import re
import tempfile
import threading
import unicodedata
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

from rag.errors import DocumentEmpty, FormatUnknown
from rag.readers import FORMATS
from rag.records import IngestReport

LARGEST = 200_000_000  # bytes of a document sent to the page
_UNSAFE = re.compile(r"[^\w .,()&+'’«»–-]+")
_LONGEST = 200  # bytes of a file's name, ending included: file systems take 255

Indexer = Callable[[Sequence[Path]], IngestReport]


class Uploads:
    """A folder that takes documents, and what indexes them, one at a time.

    A document that cannot be indexed is not kept.
    """

    def __init__(self, folder: Path, index: Indexer) -> None:
        self._folder = folder
        self._index = index
        self._turn = threading.Lock()

    async def receive(self, chunks: AsyncIterator[bytes]) -> Path:
        """The body of a request as a file of its own, not yet a document."""
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
        """Indexes a received file under its name, and tells what was done.

        Raises FormatUnknown or DocumentEmpty before anything is read, and what ``ingest``
        raises; the file is gone then, as it is when the report holds a failure.
        """
        try:
            wanted = safe_name(name)
            if received.stat().st_size == 0:
                raise DocumentEmpty(path=wanted)
            with self._turn:
                return self._settle(received, wanted)
        finally:
            received.unlink(missing_ok=True)

    def _settle(self, received: Path, wanted: str) -> IngestReport:
        place = _free(self._folder, wanted)
        received.rename(place)
        kept = False
        try:
            report = self._index([place])
            kept = not report.failures and not report.duplicates
        finally:
            if not kept:
                place.unlink()
        return report


def safe_name(name: str) -> str:
    """The last part of a name without what a file system or a page could take amiss.

    Raises FormatUnknown where its ending is not of a format that is read.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    stem, dot, ending = last.rpartition(".")
    ending = f"{dot}{ending}".lower()
    if ending not in FORMATS:
        raise FormatUnknown(path=last[:_LONGEST], known=" ".join(FORMATS))
    kept = _UNSAFE.sub(" ", stem).strip(" .").encode()[: _LONGEST - len(ending)]
    return (kept.decode(errors="ignore").rstrip(" .") or "document") + ending


def _free(folder: Path, name: str) -> Path:
    """A place of that name, numbered where there is one already: "report (2).pdf"."""
    place, number = folder / name, 2
    while place.exists():
        place = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
        number += 1
    return place
