"""Files that are ZIP archives, opened within limits: no entry of a bomb is ever inflated."""

from __future__ import annotations

import io
import zipfile
import zlib

from rag.errors import Cause, DocumentLocked, DocumentTooLarge, DocumentUnreadable

ZIP = b"PK\x03\x04"  # the first bytes of an archive that holds anything
_LARGEST = 400_000_000  # bytes of all entries
_MOST = 20_000  # entries
# Office files shrink by ten to fifty; a hundredfold is a table of one value, more is a bomb.
# What zipfile raises on files that were cut or altered.
DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError)
_RATIO, _CHECKED_FROM = 250, 20_000_000


def opened(data: bytes, path: str) -> zipfile.ZipFile:
    """The archive; raises DocumentUnreadable, DocumentLocked or DocumentTooLarge."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except DAMAGE as error:
        raise DocumentUnreadable(
            path=path, cause=Cause(f"archive endommagée : {error}", f"damaged archive: {error}")
        ) from error
    entries = archive.infolist()
    size = sum(entry.file_size for entry in entries)
    if size > _LARGEST or (size > _CHECKED_FROM and size > _RATIO * len(data)):
        raise DocumentTooLarge(path=path, size=megabytes(size), limit=megabytes(_LARGEST))
    if len(entries) > _MOST:
        cause = Cause(f"{len(entries)} entrées dans l'archive", f"{len(entries)} archive entries")
        raise DocumentUnreadable(path=path, cause=cause)
    if any(entry.flag_bits & 1 for entry in entries):
        raise DocumentLocked(path=path)
    return archive


def entry(archive: zipfile.ZipFile, name: str, path: str) -> bytes:
    """An entry's bytes, empty where there is none of that name; raises DocumentUnreadable."""
    try:
        return archive.read(name)
    except KeyError:
        return b""
    except DAMAGE as error:
        raise DocumentUnreadable(
            path=path, cause=Cause(f"archive endommagée : {error}", f"damaged archive: {error}")
        ) from error


def megabytes(size: int) -> Cause:
    """A number of bytes as a person reads it."""
    return Cause(f"{size / 1e6:.0f} Mo", f"{size / 1e6:.0f} MB")
