"""ZIP archives that are the same bytes whenever they are made."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Collection, Iterable

_EPOCH = (1980, 1, 1, 0, 0, 0)  # of every entry, so that the same source gives the same bytes


def packed(parts: Iterable[tuple[str, bytes]], *, first: str | None = None) -> bytes:
    """A ZIP with fixed times; the entry ``first`` is not compressed, as ODT wants its type."""
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        for name, data in parts:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_STORED if name == first else zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, data)
    return stored.getvalue()


def repacked(
    data: bytes, *, without: Collection[str] = (), change: Callable[[bytes], bytes] = bytes
) -> bytes:
    """An archive of an office program again with fixed times, each part changed.

    The parts ``without`` are left out, with what leads to them from the package.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name not in without}
    relations = parts["_rels/.rels"]
    for name in without:
        link = rb"<Relationship [^>]*%s[^>]*/>" % re.escape(name.encode())
        relations = re.sub(link, b"", relations)
    parts["_rels/.rels"] = relations
    return packed((name, change(part)) for name, part in parts.items())
