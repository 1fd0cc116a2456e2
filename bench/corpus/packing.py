"""Zip archives that are the same bytes whenever they are made."""

from __future__ import annotations

import io
import zipfile

_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a zip archive can state


def archive(entries: list[tuple[str, bytes]], *, stored: str = "") -> bytes:
    """The entries in their order, each compressed but for the one named ``stored``."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as packing:
        for name, data in entries:
            entry = zipfile.ZipInfo(name, _DAY)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            entry.compress_type = zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            packing.writestr(entry, data)
    return whole.getvalue()


def packed(data: bytes) -> bytes:
    """An archive packed again without the hours at which its entries were written."""
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        return archive([(name, made.read(name)) for name in made.namelist()])
