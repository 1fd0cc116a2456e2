"""Invisible text of a page: white on white, covered, transparent, or drawn without ink.

It is found by rendering. Text that is suspect, because of its colour or a shape over it, is drawn
and left out in two images of the part of the page where it stands: where no pixel differs, nobody
could read the text. Other pages and parts are not rendered. Text drawn without ink over an image is
the OCR layer of a scan, and is kept.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from rag.readers.pdf.frame import Floats, Frame
from rag.readers.pdf.pdfium_calls import PdfiumCalls, fill_rows

_TEXT, _PATH, _IMAGE, _SHADING, _FORM = 1, 2, 3, 4, 5  # FPDF_PAGEOBJ_*
_INKLESS = (3, 7)  # text rendering modes (PDF 32000-1, 9.3.6)
_DEEPEST = 8  # nested form objects
MOST_OBJECTS = 200_000  # of a page, those of forms included
_FAINT = 13  # of 255: text less opaque than 5 % is invisible
_PALE = 225  # of 255: text lighter than this is suspect on white paper
_ALIKE = 40  # of 255 in each channel: text this close to the colour under it is suspect
_SEEN = 12  # of 255 in any channel: a pixel that changes less does not visibly change
_THIN = 3.0  # points: thinner rules and borders cannot hide a word
_OVERLAP = 1.0  # points by which a shape and a text must overlap to matter
_CHUNK = 256  # shapes compared with all texts at once
_SCAN = 0.4  # of the page area: a larger image may be a scan
_SCALE, _MOST_PIXELS = 1.0, 3_000_000.0
_AROUND = 12  # pixels around suspect text that are rendered too: letters may leave their box
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Matrix = tuple[float, float, float, float, float, float]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(slots=True)
class _Objects:
    """The objects of a page in painting order; boxes as displayed."""

    pointers: Ints
    kinds: Ints
    boxes: Floats
    colours: Ints  # (n, 4) red, green, blue, opacity; of paths and texts

    def of(self, *kinds: int) -> Ints:
        return np.flatnonzero(np.isin(self.kinds, kinds))


@dataclass(frozen=True, slots=True)
class HiddenText:
    """The invisible text of a page: whole objects, and parts of suspect ones.

    ``changed`` marks the pixels that suspect text draws, (height, width), ``scale`` per point.
    """

    objects: frozenset[int] = frozenset()
    suspects: frozenset[int] = frozenset()
    changed: Mask = field(default_factory=lambda: np.zeros((0, 0), dtype=np.bool_))
    scale: float = 1.0

    def shows(self, box: Sequence[float]) -> bool:
        """Whether suspect text in a displayed box changes a pixel."""
        height, width = self.changed.shape
        left, top, right, bottom = (side * self.scale for side in box)
        rows = slice(max(int(top), 0), max(min(int(bottom) + 1, height), 0))
        columns = slice(max(int(left), 0), max(min(int(right) + 1, width), 0))
        return bool(self.changed[rows, columns].any())


class TooManyObjects(Exception):
    """A page draws more objects than its text is worth comparing with."""


@dataclass(slots=True)
class _Count:
    """The objects of a page seen so far; forms in forms can make millions of a few bytes."""

    seen: int = 0

    def add(self, more: int) -> None:
        self.seen += more
        if self.seen > MOST_OBJECTS:
            raise TooManyObjects


def find_hidden_text(calls: PdfiumCalls, page: Any, frame: Frame) -> HiddenText:
    """The invisible text of an open pdfium page; raises TooManyObjects."""
    objects = _collect(calls, page, frame)
    texts = objects.of(_TEXT)
    if not len(texts):
        return HiddenText()
    inkless = np.isin([calls.mode(int(p)) for p in objects.pointers[texts]], _INKLESS)
    images = objects.boxes[objects.of(_IMAGE)]
    scanned = _overlap(objects.boxes[texts], images).any(axis=1)
    faint = objects.colours[texts, 3] < _FAINT
    hidden = (inkless & ~scanned) | (faint & ~inkless)
    suspects = texts[_suspect(calls, objects, texts, frame) & ~inkless & ~faint]
    certain = frozenset(objects.pointers[texts[hidden]].tolist())
    if not len(suspects):
        return HiddenText(certain)
    pointers = objects.pointers[suspects].tolist()
    scale = min(_SCALE, (_MOST_PIXELS / max(frame.width * frame.height, 1.0)) ** 0.5)
    boxes = objects.boxes[suspects]
    changed = _changed(calls, page, pointers, boxes * scale, scale)
    found = HiddenText(certain, frozenset(pointers), changed, scale)
    placed = zip(pointers, boxes.tolist(), strict=True)
    invisible = (pointer for pointer, box in placed if not found.shows(box))
    return replace(found, objects=certain.union(invisible))


def _collect(calls: PdfiumCalls, page: Any, frame: Frame) -> _Objects:
    raw = ctypes.cast(page.raw, ctypes.c_void_p).value
    count, seen = calls.object_count(raw), _Count()
    seen.add(count)
    pointers = [calls.object_at(raw, i) for i in range(count)]
    chunks = list(_chunks(calls, pointers, _IDENTITY, 0, seen))
    boxes = [_bounds(calls, pointers, matrix) for pointers, _, matrix in chunks]
    pointers = [pointer for chunk in chunks for pointer in chunk[0]]
    return _Objects(
        np.array(pointers, dtype=np.int64),
        np.array([kind for chunk in chunks for kind in chunk[1]], dtype=np.int64),
        frame.boxes(np.concatenate(boxes) if boxes else np.empty((0, 4))),
        _colours(calls, pointers),
    )


def _chunks(
    calls: PdfiumCalls, pointers: Sequence[int], matrix: Matrix, depth: int, seen: _Count
) -> Iterator[tuple[list[int], list[int], Matrix]]:
    """Runs of objects under one matrix, with their kinds; forms are replaced by their content."""
    kinds = [calls.kind(pointer) for pointer in pointers]
    start = 0
    for at in [i for i, kind in enumerate(kinds) if kind == _FORM]:
        if at > start:
            yield list(pointers[start:at]), kinds[start:at], matrix
        start = at + 1
        if depth < _DEEPEST:
            form, count = pointers[at], max(calls.form_count(pointers[at]), 0)
            seen.add(count)
            inner = [calls.form_at(form, i) for i in range(count)]
            yield from _chunks(calls, inner, _within(_matrix(calls, form), matrix), depth + 1, seen)
    if start < len(pointers):
        yield list(pointers[start:]), kinds[start:], matrix


def _matrix(calls: PdfiumCalls, pointer: int) -> Matrix:
    buffer = np.zeros(6, dtype=np.float32)
    calls.object_matrix(pointer, buffer.ctypes.data)
    a, b, c, d, e, f = buffer.tolist()
    return (a, b, c, d, e, f)


def _within(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies ``inner``, then ``outer``."""
    a, b, c, d, e, f = inner
    m, n, o, p, x, y = outer
    return (a * m + b * o, a * n + b * p, c * m + d * o, c * n + d * p,
            e * m + f * o + x, e * n + f * p + y)  # fmt: skip


def _bounds(calls: PdfiumCalls, pointers: Sequence[int], matrix: Matrix) -> Floats:
    """The boxes of objects in user space, (n, 4) of x0, y0, x1, y1."""
    inner = np.zeros((len(pointers), 4), dtype=np.float32)
    fill_rows(calls.bounds, (pointers,), inner)
    if matrix == _IDENTITY:
        return inner.astype(np.float64)
    a, b, c, d, e, f = matrix
    x, y = inner[:, [0, 2, 0, 2]], inner[:, [1, 1, 3, 3]]
    xs, ys = a * x + c * y + e, b * x + d * y + f
    return np.stack([xs.min(1), ys.min(1), xs.max(1), ys.max(1)], axis=1).astype(np.float64)


def _colours(calls: PdfiumCalls, pointers: Sequence[int]) -> Ints:
    """The fill colours of objects, (n, 4); opaque black where an object has none."""
    colours = np.zeros((len(pointers), 4), dtype=np.uint32)
    colours[:, 3] = 255
    fill_rows(calls.fill, (pointers,), colours)
    return colours.astype(np.int64)


def _overlap(boxes: Floats, shapes: Floats) -> Mask:
    """(n, m): whether each box and each shape overlap by more than a thin strip."""
    left, top, right, bottom = (side[:, None] for side in boxes.T)
    across = np.minimum(right, shapes[:, 2]) - np.maximum(left, shapes[:, 0])
    down = np.minimum(bottom, shapes[:, 3]) - np.maximum(top, shapes[:, 1])
    shared: Mask = (across > _OVERLAP) & (down > _OVERLAP)
    return shared


def _suspect(calls: PdfiumCalls, objects: _Objects, texts: Ints, frame: Frame) -> Mask:
    """Whether each text could be invisible: pale, on a shape of its colour, or under a shape."""
    colours = objects.colours[texts, :3]
    suspect = np.asarray((colours >= _PALE).all(axis=1))
    shapes = _covering_shapes(calls, objects, frame)
    for start in range(0, len(shapes), _CHUNK):
        chunk = shapes[start : start + _CHUNK]
        shared = _overlap(objects.boxes[texts], objects.boxes[chunk])
        distance = np.abs(colours[:, None] - objects.colours[chunk, :3]).max(axis=2)
        alike = (distance < _ALIKE) & (objects.kinds[chunk] == _PATH)
        suspect[(shared & (alike | (texts[:, None] < chunk))).any(axis=1)] = True
    return suspect


def _covering_shapes(calls: PdfiumCalls, objects: _Objects, frame: Frame) -> Ints:
    """The shapes large enough to hide a word, without images that may be scans."""
    widths = objects.boxes[:, 2] - objects.boxes[:, 0]
    heights = objects.boxes[:, 3] - objects.boxes[:, 1]
    scan = (objects.kinds == _IMAGE) & (widths * heights > _SCAN * frame.width * frame.height)
    shape = np.isin(objects.kinds, (_PATH, _IMAGE, _SHADING))
    wide = np.flatnonzero(shape & ~scan & (widths > _THIN) & (heights > _THIN))
    lines = [
        bool(objects.kinds[at] == _PATH and not _filled(calls, int(objects.pointers[at])))
        for at in wide
    ]
    return wide[~np.array(lines, dtype=np.bool_)]


def _filled(calls: PdfiumCalls, path: int) -> bool:
    """Whether a path is filled, not only stroked."""
    fill, stroke = ctypes.c_int(0), ctypes.c_int(0)
    known = calls.draw_mode(path, ctypes.addressof(fill), ctypes.addressof(stroke))
    return not known or fill.value != 0


def _changed(
    calls: PdfiumCalls, page: Any, pointers: Sequence[int], boxes: Floats, scale: float
) -> Mask:
    """The pixels of a page that change if some of its objects are removed; boxes in pixels."""
    width, height = (math.ceil(side * scale) for side in page.get_size())
    changed: Mask = np.zeros((height, width), dtype=np.bool_)
    left, top = np.clip(np.floor(boxes[:, :2].min(axis=0)) - _AROUND, 0, (width, height))
    right, bottom = np.clip(np.ceil(boxes[:, 2:].max(axis=0)) + _AROUND, 0, (width, height))
    if left >= right or top >= bottom:
        return changed
    cut = (left, height - bottom, width - right, top)
    whole = _render(page, scale, cut)
    for pointer in pointers:
        calls.activate(pointer, 0)
    without = _render(page, scale, cut)
    for pointer in pointers:
        calls.activate(pointer, 1)
    steps = np.abs(whole - without) > _SEEN
    part = changed[int(top) : int(bottom), int(left) : int(right)]
    part[:] = steps[..., 0] | steps[..., 1] | steps[..., 2]
    return changed


def _render(page: Any, scale: float, cut: Sequence[float]) -> npt.NDArray[np.int16]:
    """A page without the pixels cut off at its left, bottom, right and top."""
    # pypdfium2 takes points, and rounds the pixels up.
    points = [max(side - 0.5, 0.0) / scale for side in cut]
    bitmap = page.render(scale=scale, draw_annots=False, crop=points)
    return np.asarray(bitmap.to_numpy()[:, :, :3], dtype=np.int16)
