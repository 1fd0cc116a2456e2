"""ZIP archives that are the same bytes whenever they are made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

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
