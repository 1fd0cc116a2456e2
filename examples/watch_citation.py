"""Verify stored permalinks and report each quote that no longer stands, for example every night.

    python examples/watch_citation.py citations.txt --index index

The file has one permalink per line (`verbatim:…`, as every export prints them). The program
exits with 1 when a quote was changed or is gone, and with 2 on an error.
"""

import argparse
import sys
from pathlib import Path

from rag import Rag, RagError, Verification


def describe(found: Verification) -> str:
    """What became of a quote: its state, the words that are there now, and a newer version."""
    lines: list[str] = [found.state]
    if found.state != "gone":
        page = found.label or found.page
        where = found.path if page is None else f"{found.path}, p. {page}"
        lines.append(f"    now: {found.text} ({where})")
    if found.newer is not None:
        lines.append(f"    newer version: {found.newer.state} ({found.newer.path})")
        if found.newer.text:
            lines.append(f"    it says: {found.newer.text}")
    return "\n".join(lines)


def main() -> int:
    """Verify every permalink of a file and print what became of it."""
    parser = argparse.ArgumentParser(description="Verify stored citations.")
    parser.add_argument("citations", type=Path, help="a file with one permalink per line")
    parser.add_argument("--index", default="index", help="folder written by `rag index`")
    options = parser.parse_args()
    lost = False
    try:
        library = Rag.open(options.index)
        for permalink in options.citations.read_text(encoding="utf-8").split():
            found = library.verify(permalink)
            lost = lost or found.state in ("changed", "gone")
            print(f"{permalink}\n    {describe(found)}")
    except (OSError, RagError) as error:
        print(error, file=sys.stderr)
        return 2
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
