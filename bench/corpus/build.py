"""Builds the sample library from ``sources/``: the same bytes each time.

    python -m bench.corpus.build [--formats] [--out corpus]

``--formats`` builds ``corpus-formats/`` from ``format_sources/``: a document in each other format
that is read. There a folder ``x.zip`` is packed as that archive, and the files of a folder
``x.eml.attached`` are attached to the mail.
"""

from __future__ import annotations

import argparse
import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import ROOT
from bench.corpus import mail, odt, pdf, picture, plain, sheets, slides, source, word, writings
from bench.corpus.packing import packed
from bench.corpus.source import CorpusSource

HERE = Path(__file__).parent
SOURCES, FORMAT_SOURCES = HERE / "sources", HERE / "format_sources"
BUILDERS: dict[str, Callable[[CorpusSource], bytes]] = {
    ".pdf": pdf.build,
    ".docx": word.build,
    ".odt": odt.build,
    ".html": plain.html,
    ".md": plain.markdown,
    ".txt": plain.text,
    ".pptx": slides.pptx,
    ".odp": slides.odp,
    ".xlsx": sheets.xlsx,
    ".ods": sheets.ods,
    ".csv": sheets.delimited,
    ".epub": writings.epub,
    ".rtf": writings.rtf,
    ".xml": writings.law,
    ".jsonl": writings.records,
    ".png": picture.png,
}
MAILS = {".eml": mail.eml, ".msg": mail.msg}
_SCANNED = "notices"  # the folder whose PDFs are scans
_ATTACHED, _ZIP = ".attached", ".zip"


def main() -> None:
    """Writes every document under the folder given and prints a line each."""
    parser = argparse.ArgumentParser(description="Build the sample library.")
    parser.add_argument("--formats", action="store_true", help="build the one of other formats")
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    sources = FORMAT_SOURCES if chosen.formats else SOURCES
    out = chosen.out or ROOT / ("corpus-formats" if chosen.formats else "corpus")
    for name, data in built(sources):
        target = out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        print(f"{target} ({len(data):,} bytes)")


def built(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The path and the bytes of each file that a folder of sources makes."""
    for path in sorted(folder.iterdir()):
        if path.suffix == _ZIP:
            yield path.name, packed(built(path))
        elif path.is_dir() and path.suffix != _ATTACHED:
            yield from ((f"{path.name}/{name}", data) for name, data in built(path))
        elif path.suffix == ".md":
            yield path.name.removesuffix(".md"), _document(path)


def _document(path: Path) -> bytes:
    found = source.load(path)
    ending = Path(found.name).suffix
    if ending in MAILS:
        return MAILS[ending](found, list(built(path.with_name(found.name + _ATTACHED))))
    if ending == ".gz":
        plain_ending = Path(found.name).with_suffix("").suffix
        return gzip.compress(BUILDERS[plain_ending](found), mtime=0)
    if ending == ".pdf" and path.parent.name == _SCANNED:
        return picture.scan(found)
    return BUILDERS[ending](found)


if __name__ == "__main__":
    main()
