"""A writer of compound files ([MS-CFB]), the container of MSG files."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from itertools import pairwise

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_NONE = 0xFFFFFFFF
_SMALLEST = 4_096  # bytes: a smaller stream would need a file inside the file


class _Entries:
    """The directory, and the sectors of the streams."""

    def __init__(self) -> None:
        self.entries: list[list[object]] = []
        self.sectors: list[bytes] = []
        self.chain: list[int] = []

    def add(self, name: str, kind: int) -> int:
        self.entries.append([name, kind, _NONE, _NONE, _END, 0])
        return len(self.entries) - 1

    def stream(self, name: str, data: bytes) -> int:
        """A stream, filled up with zeros to the smallest size."""
        data = data.ljust(_SMALLEST, b"\0")
        at, start = self.add(name, 2), len(self.sectors)
        for offset in range(0, len(data), _SECTOR):
            self.sectors.append(data[offset : offset + _SECTOR].ljust(_SECTOR, b"\0"))
            self.chain.append(len(self.sectors))
        self.chain[-1] = _END
        self.entries[at][4:] = [start, len(data)]
        return at

    def link(self, parent: int, children: list[int]) -> None:
        """Makes the children of a storage a chain to the right."""
        self.entries[parent][3] = children[0] if children else _NONE
        for left, right in pairwise(children):
            self.entries[left][2] = right

    def directory(self) -> bytes:
        written = b""
        for name, kind, right, child, start, size in self.entries:
            encoded = str(name).encode("utf-16-le") + b"\0\0"
            written += encoded.ljust(64, b"\0") + struct.pack(
                "<HBBIII16sIQQIQ",
                len(encoded), kind, 1, _NONE, right, child, b"", 0, 0, 0, start, size,
            )  # fmt: skip
        return written.ljust(-(-len(written) // _SECTOR) * _SECTOR, b"\0")


def compound_file(
    streams: Mapping[str, bytes], storages: Mapping[str, Mapping[str, bytes]]
) -> bytes:
    """A compound file with streams, and storages of streams."""
    made = _Entries()
    root = made.add("Root Entry", 5)
    top = [made.stream(name, data) for name, data in streams.items()]
    for name, inner in storages.items():
        storage = made.add(name, 1)
        made.link(storage, [made.stream(each, data) for each, data in inner.items()])
        top.append(storage)
    made.link(root, top)
    first = len(made.sectors)
    directory = made.directory()
    made.sectors += [directory[at : at + _SECTOR] for at in range(0, len(directory), _SECTOR)]
    made.chain += [*range(first + 1, len(made.sectors)), _END]
    count = 1
    while count * 128 < len(made.sectors) + count:
        count += 1
    places = [len(made.sectors) + at for at in range(count)]
    table = [*made.chain, *[_FAT] * count]
    fat = struct.pack(f"<{len(table)}I", *table).ljust(count * _SECTOR, b"\xff")
    header = struct.pack(
        "<8s16sHHHHH6s9I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, count, first, 0,
        _SMALLEST, _END, 0, _END, 0,
    )  # fmt: skip
    header += struct.pack("<109I", *places, *[_FREE] * (109 - count))
    return header + b"".join(made.sectors) + fat
