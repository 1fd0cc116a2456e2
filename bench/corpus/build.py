"""Builds the sample library from ``sources/``: the same bytes each time.

python bench/corpus/build.py [--out corpus]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import odt
import pdf
import plain
import source
import word

HERE = Path(__file__).parent
BUILDERS = {
    ".pdf": pdf.build,
    ".docx": word.build,
    ".odt": odt.build,
    ".html": plain.html,
    ".md": plain.markdown,
    ".txt": plain.text,
}


def main() -> None:
    """Writes every document under the folder given and prints a line each."""
    parser = argparse.ArgumentParser(description="Build the sample library.")
    parser.add_argument("--out", type=Path, default=HERE.parent.parent / "corpus")
    out = parser.parse_args().out
    for path in sorted((HERE / "sources").rglob("*.md")):
        found = source.load(path)
        target = out / path.relative_to(HERE / "sources").with_name(found.name)
        data = BUILDERS[target.suffix](found)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        print(f"{target} ({len(data):,} bytes)")


if __name__ == "__main__":
    main()
