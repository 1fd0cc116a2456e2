"""A writer of compound files ([MS-CFB]), the container of MSG files."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from itertools import pairwise

_SECTOR, _MINI_SECTOR = 512, 64
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_NONE = 0xFFFFFFFF
_LARGE = 4_096  # bytes: a smaller stream is a part of the stream of the root


class _Sectors:
    """Sectors of one size, and the sector after each in its stream."""

    def __init__(self, size: int) -> None:
        self._size = size
        self.data: list[bytes] = []
        self.chain: list[int] = []

    def add(self, data: bytes) -> int:
        """The first sector of some data, ``_END`` if it is empty."""
        if not data:
            return _END
        start = len(self.data)
        for offset in range(0, len(data), self._size):
            self.data.append(data[offset : offset + self._size].ljust(self._size, b"\0"))
            self.chain.append(len(self.data))
        self.chain[-1] = _END
        return start


class _Entries:
    """The directory, and the sectors of the streams."""

    def __init__(self) -> None:
        self.entries: list[list[object]] = []
        self.large, self.small = _Sectors(_SECTOR), _Sectors(_MINI_SECTOR)

    def add(self, name: str, kind: int) -> int:
        self.entries.append([name, kind, _NONE, _NONE, _END, 0])
        return len(self.entries) - 1

    def stream(self, name: str, data: bytes) -> int:
        at = self.add(name, 2)
        sectors = self.large if len(data) >= _LARGE else self.small
        self.entries[at][4:] = [sectors.add(data), len(data)]
        return at

    def link(self, parent: int, children: list[int]) -> None:
        """Makes the children of a storage a chain to the right, in the order of their names."""
        ordered = sorted(children, key=self._order)
        self.entries[parent][3] = ordered[0] if ordered else _NONE
        for left, right in pairwise(ordered):
            self.entries[left][2] = right

    def _order(self, entry: int) -> tuple[int, str]:
        name = str(self.entries[entry][0])
        return len(name), name.upper()

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
    small = b"".join(made.small.data)
    made.entries[root][4:] = [made.large.add(small), len(small)]
    mini = made.large.add(_table(made.small.chain))
    return b"".join(_written(made, mini, -(-len(made.small.chain) // 128)))


def _written(made: _Entries, mini: int, mini_count: int) -> Iterator[bytes]:
    """The header, the sectors and the table of the sectors of a file."""
    directory = made.large.add(made.directory())
    sectors, count = len(made.large.data), 1
    while count * 128 < sectors + count:
        count += 1
    places = [sectors + at for at in range(count)]
    yield struct.pack(
        "<8s16sHHHHH6s9I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, count, directory,
        0, _LARGE, mini, mini_count, _END, 0,
    )  # fmt: skip
    yield struct.pack("<109I", *places, *[_FREE] * (109 - count))
    yield from made.large.data
    yield _table([*made.large.chain, *[_FAT] * count])


def _table(chain: list[int]) -> bytes:
    """A table of sectors, filled up to whole sectors."""
    table = struct.pack(f"<{len(chain)}I", *chain)
    return table.ljust(-(-len(table) // _SECTOR) * _SECTOR, b"\xff")
