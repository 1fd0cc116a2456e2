"""Builds the sample library: ``python bench/corpus/build.py [FOLDER]``, ``corpus/`` by default.

The same sources give the same bytes, whenever and however often they are built.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import odt
import pdf
import web
import word
from source import Source, load

_HERE = Path(__file__).resolve().parent
_WRITERS: dict[str, Callable[[Source], bytes]] = {
    ".pdf": pdf.write,
    ".docx": word.write,
    ".odt": odt.write,
    ".html": web.html,
    ".md": web.markdown,
    ".txt": web.text,
}


def build(folder: Path) -> list[Path]:
    """The files written, one a source, in the order of their names."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for path in sorted((_HERE / "sources").glob("*.md")):
        source = load(path)
        target = folder / source.name
        target.write_bytes(_WRITERS[target.suffix](source))
        written.append(target)
    return written


def main() -> None:
    """Builds into the folder given and says what was written."""
    parser = argparse.ArgumentParser(description="Build the sample library.")
    parser.add_argument("folder", nargs="?", type=Path, default=_HERE.parents[1] / "corpus")
    written = build(parser.parse_args().folder)
    size = sum(path.stat().st_size for path in written)
    print(f"{len(written)} documents, {size / 1000:.0f} kB, in {written[0].parent}")


if __name__ == "__main__":
    main()
