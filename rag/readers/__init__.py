"""The door of the readers: a file in, its pages and its metadata out.

One module a format, each with ``read(data, path) -> Content`` and ``FORMAT``, the record of what
it reads; ``formats`` lists them.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from rag.errors import (
    Cause,
    DocumentEmpty,
    DocumentTooLarge,
    DocumentUnreadable,
    FormatUnknown,
)
from rag.language import detect
from rag.readers import metadata
from rag.readers.archive import megabytes
from rag.readers.content import Content
from rag.readers.document_format import DocumentFormat
from rag.readers.formats import ENDINGS, FORMATS, PARSERS, detect_format, format_of
from rag.readers.ocr import Ocr
from rag.records import LANGUAGES, Document, Language, Page, Reading

__all__ = [
    "ENDINGS",
    "FORMATS",
    "LARGEST",
    "PARSERS",
    "DocumentFormat",
    "Ocr",
    "find_files",
    "format_of",
    "read",
]

LARGEST = 300_000_000  # bytes of a file
# Of the paragraphs that tell the language: how many, and the characters that count of each.
_SAMPLES, _TELLING, _SAMPLE = 12, 60, 500


def read(path: Path, root: Path, ocr: Ocr | None = None) -> Reading:
    """A file under ``root`` as a document with its pages.

    Raises FormatUnknown by the ending of the name, DocumentUnreadable, DocumentLocked,
    DocumentTooLarge, and DocumentEmpty where there is no text at all. A file is read as what
    it is, whatever its ending says. With ``ocr`` pages of PDFs that are pictures are recognised.
    """
    relative = path.absolute().relative_to(root.absolute()).as_posix()
    announced = ENDINGS.get(path.suffix.lower())
    if announced is None:
        raise FormatUnknown(path=relative, known=" ".join(ENDINGS))
    data = _bytes(path, root, relative)
    found = detect_format(data, announced, relative)
    if ocr is not None and found.read_with_ocr is not None:
        content = found.read_with_ocr(data, relative, ocr)
    else:
        content = found.read(data, relative)
    if not any(page.text.strip() for page in content.pages):
        raise DocumentEmpty(path=relative)
    document = Document(
        id=hashlib.sha256(data).hexdigest(),
        root=str(root.resolve()),
        path=relative,
        title=_title(content) or path.stem,
        format=found.name,
        language=_language(content.pages),
        date=content.date or metadata.date(content.pages),
        issuer=_issuer(content),
        page_count=len(content.pages),
    )
    notices = tuple(f"{notice.fr} / {notice.en}" for notice in content.notices)
    return Reading(document, content.pages, notices)


def find_files(
    paths: Iterable[Path], failed: Callable[[OSError], None] | None = None
) -> Iterator[tuple[Path, Path]]:
    """The files under the paths given, sorted, each as ``(root, path)``.

    The root of a file named alone is its folder. Hidden files and folders are passed over, the
    marks that Word leaves beside an open file, and folders that are links; a file that is a
    link comes, and ``read`` refuses it where it leaves the root. A path that is not there comes
    too, for ``read`` to tell. ``failed`` is called with the error, which names the folder, where
    a folder cannot be listed.
    """
    for given in paths:
        if not given.is_dir():
            yield given.parent, given
            continue
        for folder, folders, files in os.walk(given, onerror=failed):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(files):
                if not name.startswith((".", "~$")):
                    yield given, Path(folder) / name


def _bytes(path: Path, root: Path, relative: str) -> bytes:
    """The bytes of a file that lies under its root, links followed."""
    try:
        if not path.resolve(strict=True).is_relative_to(root.resolve()):
            cause = Cause("lien qui sort du dossier", "a link that leaves the folder")
            raise DocumentUnreadable(path=relative, cause=cause)
        size = path.stat().st_size
        if size > LARGEST:
            raise DocumentTooLarge(path=relative, size=megabytes(size), limit=megabytes(LARGEST))
        data = path.read_bytes()
    except OSError as error:
        cause = Cause(error.strerror or str(error), error.strerror or str(error))
        raise DocumentUnreadable(path=relative, cause=cause) from error
    if not data.strip():
        raise DocumentEmpty(path=relative)
    return data


def _title(content: Content) -> str | None:
    return None if content.untitled else metadata.title(content.title, content.pages)


def _issuer(content: Content) -> str | None:
    told = metadata.name(content.issuer) or metadata.issuer(content.pages)
    return told or metadata.name(content.author)


def _language(pages: Sequence[Page]) -> Language:
    """The language of most of a document, from long paragraphs spread over it.

    Each is asked alone: a label in the other language sways the whole of a short text.
    """
    lines = [line for page in pages for line in page.text.split("\n") if line.strip()]
    told = [line for line in lines if len(line) >= _TELLING] or lines
    weights = dict.fromkeys(LANGUAGES, 0)
    for line in told[:: len(told) // _SAMPLES + 1]:
        weights[detect(line)] += len(line[:_SAMPLE])
    return max(LANGUAGES, key=lambda language: weights[language])
