"""Records as they are stored: texts and word boxes compressed, the rest as JSON.

Compressed data carries a checksum (RFC 1950), so that a page altered on disk is refused when it
is read, however long ago the whole index was checked.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np

from rag.passages import embedded_text
from rag.records import Box, Document, Heading, Page, Passage, Reading, as_json

# The four sides of a box are stored in hundredths of a point if that loses nothing: it takes a
# quarter of the space.
_HUNDREDTHS, _DOUBLE = b"h", b"d"
_FURTHEST = 2**30
_AT_ONCE = 1_000  # documents parsed together


@dataclass(frozen=True, slots=True)
class PackedPage:
    """A page ready to be stored."""

    number: int | None
    label: str | None
    text: bytes
    headings: str
    boxes: bytes
    ocr: float | None = None


@dataclass(frozen=True, slots=True)
class PackedReading:
    """A document with its pages ready to be stored, and its passages in reading order.

    ``recipe`` names what it was read with; "" means the recipe of the builder.
    """

    document: Document
    pages: tuple[PackedPage, ...]
    passages: tuple[Passage, ...]
    notices: tuple[str, ...] = ()
    recipe: str = ""

    def embedded_texts(self) -> list[str]:
        """What the encoder sees of each passage."""
        return [embedded_text(self.document, passage) for passage in self.passages]


def pack(reading: Reading, passages: Sequence[Passage]) -> PackedReading:
    """A reading ready to be stored; raises ValueError if a passage is not a slice of its page.

    Only the offsets of passages are stored, so this check is what keeps them verbatim.
    """
    texts = {page.number: page.text for page in reading.pages}
    for passage in passages:
        if texts.get(passage.page, "")[passage.start : passage.end] != passage.text:
            raise ValueError(f"{reading.document.path}: passage {passage.start} is not verbatim")
    pages = tuple(map(pack_page, reading.pages))
    return PackedReading(reading.document, pages, tuple(passages), reading.notices)


def pack_page(page: Page) -> PackedPage:
    """A page ready to be stored."""
    headings = json.dumps([_heading(h) for h in page.headings])
    return PackedPage(
        page.number, page.label, pack_text(page.text), headings, pack_boxes(page.boxes), page.ocr
    )


def _heading(heading: Heading) -> list[str | int]:
    values: list[str | int] = [heading.start, heading.level, heading.title]
    return values if heading.end is None else [*values, heading.end]


def unpack_page(packed: PackedPage) -> Page:
    """The page that was packed; raises zlib.error if it was altered."""
    return Page(
        packed.number,
        packed.label,
        unpack_text(packed.text),
        tuple(Heading(*heading) for heading in json.loads(packed.headings)),
        unpack_boxes(packed.boxes),
        packed.ocr,
    )


def pack_text(text: str) -> bytes:
    """A text as compressed UTF-8."""
    return zlib.compress(text.encode())


def unpack_text(packed: bytes) -> str:
    """The text that was packed."""
    return zlib.decompress(packed).decode()


def pack_boxes(boxes: Sequence[Box]) -> bytes:
    """The word boxes of a page, about 2 kB for 500 words; b"" for none."""
    if not boxes:
        return b""
    spans = np.array([(box.start, box.end) for box in boxes], dtype="<i4")
    sides = np.array([(b.left, b.top, b.right, b.bottom) for b in boxes], dtype="<f8")
    with np.errstate(over="ignore"):
        hundredths = np.rint(sides * 100)
    if np.all(np.abs(hundredths) < _FURTHEST) and np.array_equal(hundredths / 100, sides):
        kind, body = _HUNDREDTHS, _steps(hundredths.astype("<i4"))
    else:
        kind, body = _DOUBLE, sides.T.tobytes()
    return kind + zlib.compress(_steps(spans) + body)


def unpack_boxes(packed: bytes) -> tuple[Box, ...]:
    """The boxes that were packed."""
    if not packed:
        return ()
    kind, content = packed[:1], zlib.decompress(packed[1:])
    count = len(content) // (24 if kind == _HUNDREDTHS else 40)
    spans = _unstep(content[: 8 * count], 2)
    body = content[8 * count :]
    if kind == _HUNDREDTHS:
        sides = _unstep(body, 4) / 100
    else:
        sides = np.frombuffer(body, "<f8").reshape(4, -1)
    return tuple(map(Box, *spans.tolist(), *sides.tolist()))


def document_values(document: Document) -> dict[str, Any]:
    """A document as plain values, without what nobody added to it."""
    values: dict[str, Any] = as_json(document)
    if not document.edited:
        del values["edited"]
    if document.collections is None:
        del values["collections"]
    if not document.metadata:
        del values["metadata"]
    return values


def dump_document(document: Document) -> str:
    """A document as JSON, which can hold any file name, even an undecodable one."""
    return json.dumps(document_values(document))


def load_document(text: str) -> Document:
    """The document of a JSON object."""
    return document_of(json.loads(text))


def load_documents(texts: Iterable[str]) -> Iterator[Document]:
    """The documents of JSON objects: parsed many at a time, in half the time."""
    left = iter(texts)
    while some := list(islice(left, _AT_ONCE)):
        yield from map(document_of, json.loads(f"[{','.join(some)}]"))


def document_of(values: dict[str, Any]) -> Document:
    """The document of ``document_values``; raises KeyError, TypeError or ValueError."""
    day, names = values.pop("date", None), values.pop("collections", None)
    date = None if day is None else dt.date.fromisoformat(day)
    edited = tuple((str(name), str(value)) for name, value in values.pop("edited", ()))
    collections = None if names is None else tuple(map(str, names))
    return Document(**values, date=date, edited=edited, collections=collections)


def digests(texts: Iterable[str]) -> list[str]:
    """The keys under which vectors are stored: equal for equal texts."""
    return [hashlib.blake2b(text.encode(), digest_size=16).hexdigest() for text in texts]


def _steps(table: np.ndarray[tuple[int, ...], np.dtype[np.int32]]) -> bytes:
    """Whole numbers column by column as differences, which compress better."""
    return np.diff(table, axis=0, prepend=np.int32(0)).astype("<i4").T.tobytes()


def _unstep(content: bytes, columns: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """The columns of ``_steps``, (columns, n)."""
    return np.frombuffer(content, "<i4").reshape(columns, -1).cumsum(axis=1, dtype=np.int64)
