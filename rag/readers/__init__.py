"""Readers: a file in, its pages and metadata out.

Each format has one module with ``read(data, path) -> Content`` and ``FORMAT``, its record;
``formats`` lists the records.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from rag.errors import (
    DocumentBlank,
    DocumentEmpty,
    DocumentError,
    DocumentPictures,
    DocumentTooLarge,
    DocumentUnreadable,
    FormatUnknown,
)
from rag.language import detect
from rag.messages import Message, in_all_languages
from rag.readers import metadata
from rag.readers.archive import holds_pictures, megabytes
from rag.readers.containers import PACKED, attachment_names, container_of, file_bytes
from rag.readers.content import Content
from rag.readers.document_format import DocumentFormat
from rag.readers.formats import ENDINGS, FORMATS, KNOWN, PARSERS, detect_format, format_of
from rag.readers.ocr import Ocr
from rag.readers.titles import title
from rag.records import LANGUAGES, Document, Language, Page, Reading

__all__ = [
    "ENDINGS",
    "FORMATS",
    "KNOWN",
    "LARGEST",
    "PARSERS",
    "DocumentFormat",
    "Ocr",
    "find_files",
    "format_of",
    "read",
]

LARGEST = 300_000_000  # bytes of a file
# The paragraphs that decide the language: how many about, the shortest that counts, and the
# most characters that count of one.
_SAMPLES, _SHORTEST_SAMPLE, _LONGEST_SAMPLE = 12, 60, 500


def read(path: Path, root: Path, ocr: Ocr | None = None) -> Reading:
    """A file under ``root`` as a document with its pages.

    The content decides how a file is read, not its ending; but a file with an unknown ending is
    refused. With ``ocr``, the words on scanned PDF pages are recognised. Raises FormatUnknown,
    DocumentUnreadable, DocumentLocked, DocumentTooLarge, and DocumentEmpty if there is no text.
    """
    relative = path.absolute().relative_to(root.absolute()).as_posix()
    announced = ENDINGS.get(path.suffix.lower())
    if announced is None:
        raise FormatUnknown(path=relative, known=KNOWN)
    data = _bytes(path, root, relative)
    found = detect_format(data, announced, relative)
    if ocr is not None and found.read_with_ocr is not None:
        content = found.read_with_ocr(data, relative, ocr)
    else:
        content = found.read(data, relative)
    if not any(page.text.strip() for page in content.pages):
        raise _without_text(found, data, relative)
    document = Document(
        id=hashlib.sha256(data).hexdigest(),
        root=str(root.resolve()),
        path=relative,
        title=_title(content) or path.stem,
        format=found.name,
        language=_language(content.pages),
        date=content.date or metadata.date(content.pages, content.running),
        issuer=_issuer(content),
        page_count=len(content.pages),
    )
    said = (*content.notices, *_unread_attachments(data, path))
    notices = tuple(in_all_languages(notice.said) for notice in said)
    return Reading(document, content.pages, notices)


def _without_text(found: DocumentFormat, data: bytes, relative: str) -> DocumentError:
    """The error for a file in which nothing is to be read."""
    if found.read_with_ocr is not None:
        return DocumentEmpty(path=relative)
    if holds_pictures(data, relative):
        return DocumentPictures(path=relative)
    return DocumentBlank(path=relative)


def find_files(
    paths: Iterable[Path],
    failed: Callable[[OSError], None] | None = None,
    linked: Callable[[Path], None] | None = None,
) -> Iterator[tuple[Path, Path]]:
    """The files under the paths given, sorted, each as ``(root, path)``.

    The root of a file given by itself is its folder. Skipped are hidden files and folders, the
    lock files that Word leaves beside an open document, and folders that are symbolic links.
    Included are files that are links, which ``read`` refuses if they leave the root, and paths
    that do not exist, for which ``read`` raises. ``failed`` is called with the OSError of each
    folder that cannot be listed, and ``linked`` with each folder that is a link.
    """
    for given in paths:
        if not given.is_dir():
            yield given.parent, given
            continue
        for folder, folders, files in os.walk(given, onerror=failed):
            here = Path(folder)
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in folders:
                if linked is not None and (here / name).is_symlink():
                    linked(here / name)
            for name in sorted(files):
                if not name.startswith((".", "~$")):
                    yield given, here / name


def _bytes(path: Path, root: Path, relative: str) -> bytes:
    """The bytes of a file; refused if, links followed, it lies outside its root."""
    try:
        file = container_of(path) or path
        if not file.resolve(strict=True).is_relative_to(root.resolve()):
            cause = Message("causes.outside_link")
            raise DocumentUnreadable(path=relative, cause=cause)
        size = file.stat().st_size
        if size > LARGEST:
            raise DocumentTooLarge(path=relative, size=megabytes(size), limit=megabytes(LARGEST))
        data = file_bytes(path)
    except OSError as error:
        raise DocumentUnreadable(path=relative, cause=error.strerror or str(error)) from error
    if not data.strip():
        raise DocumentBlank(path=relative)
    return data


def _unread_attachments(data: bytes, path: Path) -> Iterator[Message]:
    """The notice about attachments of a mail that no reader takes."""
    readable = (*ENDINGS, *PACKED)
    names = attachment_names(data, path)
    unread = [name for name in names if Path(name).suffix.lower() not in readable]
    if unread:
        yield Message("causes.attachments_unread", names=", ".join(unread))


def _title(content: Content) -> str | None:
    return None if content.untitled else title(content.title, content.pages, content.issuer)


def _issuer(content: Content) -> str | None:
    published_by = metadata.name(content.issuer) or metadata.issuer(content.pages)
    return published_by or metadata.name(content.author)


def _language(pages: Sequence[Page]) -> Language:
    """The main language of a document, from long paragraphs spread over it.

    The language of each is detected separately: in a short text, one label in the other
    language can change the result for the whole.
    """
    lines = [line for page in pages for line in page.text.split("\n") if line.strip()]
    samples = [line for line in lines if len(line) >= _SHORTEST_SAMPLE] or lines
    weights = dict.fromkeys(LANGUAGES, 0)
    for line in samples[:: len(samples) // _SAMPLES + 1]:
        weights[detect(line)] += len(line[:_LONGEST_SAMPLE])
    return max(LANGUAGES, key=lambda language: weights[language])
