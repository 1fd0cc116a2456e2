"""Builds the sample library from ``sources/``: the same bytes each time.

python -m bench.corpus.build [--out corpus]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bench import ROOT
from bench.corpus import odt, pdf, plain, source, word

SOURCES = Path(__file__).parent / "sources"
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
    parser.add_argument("--out", type=Path, default=ROOT / "corpus")
    out = parser.parse_args().out
    for path in sorted(SOURCES.rglob("*.md")):
        found = source.load(path)
        target = out / path.relative_to(SOURCES).with_name(found.name)
        data = BUILDERS[target.suffix](found)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        print(f"{target} ({len(data):,} bytes)")


if __name__ == "__main__":
    main()
