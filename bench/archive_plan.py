"""What an archive takes in Qdrant, computed from what was measured of a passage.

    python -m bench.archive_plan --out docs/growing.md

The bytes of the folder are those of 1,104 passages of 40 real documents. Those of Qdrant are the
files that its own storage engine (Qdrant Edge 0.9) wrote for 20,000 passages: words of 11,117 real
passages of the development sets, vectors of 384 dimensions by noise around 1,000 centres, payload
and indexes as ``rag/store/qdrant`` makes them, a graph of 16 edges a point, without the log of
writes, which has a limit. Milliseconds are those of a machine of two cores that others used too.
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path

from bench.report import markdown_table, publish

# Bytes of a passage.
FOLDER = {"documents.sqlite": 1_284, "vectors": 1_544, "words": 292}
VECTOR, BYTE_VECTOR, GRAPH = 1_536, 384, 52
WEIGHTS, INVERTED_INDEX, PAYLOAD, PAYLOAD_INDEXES, NUMBERS = 359, 321, 128, 275, 18
SENT = 6_189
# Milliseconds of a passage: its words and its request, prepared by one process; taken by Qdrant, in
# one thread; its place in the graph, in two threads.
PREPARED, TAKEN, PLACED = 3.0, 0.30, 3.9
ENCODED_PER_SECOND = 20  # passages, by two cores (bench/RESULTS.md)

DISK = VECTOR + BYTE_VECTOR + GRAPH + WEIGHTS + INVERTED_INDEX + PAYLOAD + PAYLOAD_INDEXES + NUMBERS
# The full vectors and the stored weights are read from the disk, for the few that need them.
MEMORY = BYTE_VECTOR + GRAPH + INVERTED_INDEX + PAYLOAD_INDEXES + NUMBERS
REPLICAS = 2
USABLE = 96e9  # bytes of a server of 128 GB that passages may take
CORES = 16  # of a server
SHARD = 20_000_000  # passages of a shard: one can be moved or built again within hours
WORKERS = 50  # of two cores each, that encode
LINE = 1e9 / 8  # bytes a second of a network


def row(passages: int) -> list[str]:
    """The figures of an archive."""
    servers = max(REPLICAS, math.ceil(REPLICAS * passages * MEMORY / USABLE))
    return [
        f"{passages // 1_000_000:,} million",
        _bytes(passages * sum(FOLDER.values())),
        _bytes(REPLICAS * passages * DISK),
        _bytes(REPLICAS * passages * MEMORY),
        f"{servers}",
        f"{math.ceil(passages / SHARD)}",
        _hours(passages / ENCODED_PER_SECOND / WORKERS),
        _hours(passages * PREPARED / 1_000),
        _hours(passages * SENT / LINE),
        _hours(REPLICAS * passages * 2 * PLACED / 1_000 / servers / CORES),
    ]


def plan() -> str:
    """The table for 1, 10, 100 and 1,000 million passages."""
    header = [
        "passages", "folder", "disks of Qdrant", "memory of Qdrant", "servers of 128 GB", "shards",
        f"encoding, {WORKERS} workers", "preparing, one process", "sending, 1 Gbit/s", "graphs",
    ]  # fmt: skip
    return markdown_table(header, (row(count * 1_000_000) for count in (1, 10, 100, 1_000)))


def _bytes(count: float) -> str:
    return f"{count / 1e9:,.0f} GB" if count < 1e12 else f"{count / 1e12:,.1f} TB"


def _hours(seconds: float) -> str:
    hours = seconds / 3_600
    return f"{hours:,.1f} h" if hours < 48 else f"{hours / 24:,.0f} days"


def main() -> None:
    """Prints the table, or writes it into a page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--out", type=Path)
    publish(plan(), "plan", parser.parse_args().out)


if __name__ == "__main__":
    main()
