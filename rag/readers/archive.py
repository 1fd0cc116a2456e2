"""ZIP archives, opened within limits: no entry of a ZIP bomb is ever inflated."""

from __future__ import annotations

import io
import zipfile
import zlib

from rag.errors import DocumentLocked, DocumentTooLarge, DocumentUnreadable
from rag.messages import Message

ZIP = b"PK\x03\x04"  # the first bytes of an archive that is not empty
_LARGEST = 400_000_000  # bytes of all entries
_MOST = 20_000  # entries
# What zipfile raises for files that were truncated or altered.
DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError)
# Office files compress 10 to 50 times, a table that repeats one value about 100 times. Beyond
# _RATIO it is a bomb; archives that inflate to fewer bytes than _CHECKED_FROM are harmless.
_RATIO, _CHECKED_FROM = 250, 20_000_000


def open_archive(data: bytes, path: str) -> zipfile.ZipFile:
    """A ZIP archive; raises DocumentUnreadable, DocumentLocked or DocumentTooLarge."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except DAMAGE as error:
        raise DocumentUnreadable(
            path=path, cause=Message("causes.damaged_archive", error=error)
        ) from error
    entries = archive.infolist()
    size = sum(entry.file_size for entry in entries)
    if size > _LARGEST or (size > _CHECKED_FROM and size > _RATIO * len(data)):
        raise DocumentTooLarge(path=path, size=megabytes(size), limit=megabytes(_LARGEST))
    if len(entries) > _MOST:
        cause = Message("causes.many_entries", count=len(entries), limit=_MOST)
        raise DocumentUnreadable(path=path, cause=cause)
    if any(entry.flag_bits & 1 for entry in entries):
        raise DocumentLocked(path=path)
    return archive


def read_entry(archive: zipfile.ZipFile, name: str, path: str) -> bytes:
    """The bytes of an entry, empty if there is no such entry; raises DocumentUnreadable."""
    try:
        return archive.read(name)
    except KeyError:
        return b""
    except DAMAGE as error:
        raise DocumentUnreadable(
            path=path, cause=Message("causes.damaged_archive", error=error)
        ) from error


def holds_pictures(data: bytes, path: str) -> bool:
    """Whether a file is an archive with pictures in it, as office files have them."""
    if not data.startswith(ZIP):
        return False
    names = open_archive(data, path).namelist()
    return any("media/" in name or name.startswith("Pictures/") for name in names)


def megabytes(size: int) -> Message:
    """A number of bytes in megabytes."""
    return Message("words.megabytes", size=size / 1e6)
