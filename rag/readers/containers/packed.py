"""Compressed containers (ZIP, GZ), inflated within limits."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from rag.errors import DocumentTooLarge, DocumentUnreadable
from rag.messages import Message
from rag.readers.archive import megabytes, open_archive, read_entry

_LARGEST = 400_000_000  # bytes
_RATIO, _CHECKED_FROM = 250, 20_000_000  # as for archives
_CHUNK = 1 << 20


def unpacked_zip(data: bytes, path: str) -> Iterator[tuple[str, bytes]]:
    """The name and the content of each file in an archive.

    Raises DocumentUnreadable, DocumentLocked and DocumentTooLarge.
    """
    archive = open_archive(data, path)
    for entry in archive.infolist():
        if not entry.is_dir():
            yield entry.filename, read_entry(archive, entry.filename, path)


def unpacked_gzip(data: bytes, path: str) -> Iterator[tuple[str, bytes]]:
    """The one file in a compressed file, named as it is without ``.gz``.

    Raises DocumentUnreadable and DocumentTooLarge.
    """
    found = io.BytesIO()
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as source:
            while chunk := source.read(_CHUNK):
                found.write(chunk)
                _check(found.tell(), len(data), path)
    except (OSError, EOFError, zlib.error, ValueError) as error:
        cause = Message("causes.damaged_archive", error=error)
        raise DocumentUnreadable(path=path, cause=cause) from error
    yield PurePosixPath(path).stem, found.getvalue()


def _check(size: int, packed: int, path: str) -> None:
    if size > _LARGEST or (size > _CHECKED_FROM and size > _RATIO * packed):
        raise DocumentTooLarge(path=path, size=megabytes(size), limit=megabytes(_LARGEST))
