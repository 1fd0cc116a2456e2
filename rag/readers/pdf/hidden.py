"""Text of a page that nobody sees: white on white, painted over, transparent, drawn in no ink.

It is found by what it does to the picture. Text whose colour, or a shape over it, makes it
suspect is taken away and the page drawn again: where no pixel changes, nobody could read it.
Text drawn in no ink over an image is what OCR leaves on a scan, and stays.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from rag.readers.pdf.calls import PdfiumCalls, fill_rows
from rag.readers.pdf.frame import Floats, Frame

_TEXT, _PATH, _IMAGE, _SHADING, _FORM = 1, 2, 3, 4, 5  # FPDF_PAGEOBJ_*
_INKLESS = (3, 7)  # text rendering modes (PDF 32000-1, 9.3.6)
_DEEPEST = 8  # forms in forms
_FAINT = 13  # of 255: less opaque than 5 % is not seen
_PALE = 225  # of 255: text lighter than this is suspect on white paper
_ALIKE = 40  # of 255 in each channel: text this near the colour under it is suspect
_SEEN = 12  # of 255 in any channel: a pixel that changes by less is not seen to change
_THIN = 3.0  # points: rules and borders cannot hide a word
_OVERLAP = 1.0  # points that a shape must share with a text to concern it
_CHUNK = 256  # shapes compared with all texts at once
_SCAN = 0.4  # of the page: an image larger than this may be a scan
_SCALE, _MOST_PIXELS = 1.0, 3_000_000.0
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Matrix = tuple[float, float, float, float, float, float]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(slots=True)
class _Objects:
    """The objects of a page in the order that they are painted; boxes as displayed."""

    pointers: Ints
    kinds: Ints
    boxes: Floats
    colours: Ints  # (n, 4) red, green, blue, opacity; of paths and texts

    def of(self, *kinds: int) -> Ints:
        return np.flatnonzero(np.isin(self.kinds, kinds))


@dataclass(frozen=True, slots=True)
class Unseen:
    """What nobody sees of a page's text: whole objects, and parts of the suspect ones.

    ``changed`` is the pixels that the suspects draw, (height, width), ``scale`` to a point.
    """

    objects: frozenset[int] = frozenset()
    suspects: frozenset[int] = frozenset()
    changed: Mask = field(default_factory=lambda: np.zeros((0, 0), dtype=np.bool_))
    scale: float = 1.0

    def shows(self, box: Sequence[float]) -> bool:
        """Whether suspect text in a displayed box changes a pixel."""
        height, width = self.changed.shape
        left, top, right, bottom = (side * self.scale for side in box)
        rows = slice(max(int(top), 0), min(int(bottom) + 1, height))
        return bool(self.changed[rows, max(int(left), 0) : min(int(right) + 1, width)].any())


def unseen(calls: PdfiumCalls, page: Any, frame: Frame) -> Unseen:
    """The text of an open pdfium page that nobody sees."""
    objects = _collect(calls, page, frame)
    texts = objects.of(_TEXT)
    if not len(texts):
        return Unseen()
    inkless = np.isin([calls.mode(int(p)) for p in objects.pointers[texts]], _INKLESS)
    images = objects.boxes[objects.of(_IMAGE)]
    scanned = _overlap(objects.boxes[texts], images).any(axis=1)
    faint = objects.colours[texts, 3] < _FAINT
    hidden = (inkless & ~scanned) | (faint & ~inkless)
    suspects = texts[_suspect(calls, objects, texts, frame) & ~inkless & ~faint]
    sure = frozenset(objects.pointers[texts[hidden]].tolist())
    if not len(suspects):
        return Unseen(sure)
    pointers = objects.pointers[suspects].tolist()
    scale = min(_SCALE, (_MOST_PIXELS / max(frame.width * frame.height, 1.0)) ** 0.5)
    found = Unseen(sure, frozenset(pointers), _changed(calls, page, pointers, scale), scale)
    boxes = objects.boxes[suspects].tolist()
    gone = (p for p, box in zip(pointers, boxes, strict=True) if not found.shows(box))
    return replace(found, objects=sure.union(gone))


def _collect(calls: PdfiumCalls, page: Any, frame: Frame) -> _Objects:
    raw = ctypes.cast(page.raw, ctypes.c_void_p).value
    count = calls.object_count(raw)
    chunks = list(_chunks(calls, [calls.object_at(raw, i) for i in range(count)], _IDENTITY, 0))
    boxes = [_bounds(calls, pointers, matrix) for pointers, _, matrix in chunks]
    pointers = [pointer for chunk in chunks for pointer in chunk[0]]
    return _Objects(
        np.array(pointers, dtype=np.int64),
        np.array([kind for chunk in chunks for kind in chunk[1]], dtype=np.int64),
        frame.boxes(np.concatenate(boxes) if boxes else np.empty((0, 4))),
        _colours(calls, pointers),
    )


def _chunks(
    calls: PdfiumCalls, pointers: Sequence[int], matrix: Matrix, depth: int
) -> Iterator[tuple[list[int], list[int], Matrix]]:
    """Runs of objects under one matrix, with their kinds, forms opened where they stand."""
    kinds = [calls.kind(pointer) for pointer in pointers]
    start = 0
    for at in [i for i, kind in enumerate(kinds) if kind == _FORM]:
        if at > start:
            yield list(pointers[start:at]), kinds[start:at], matrix
        start = at + 1
        if depth < _DEEPEST:
            form = pointers[at]
            inner = [calls.form_at(form, i) for i in range(max(calls.form_count(form), 0))]
            yield from _chunks(calls, inner, _within(_matrix(calls, form), matrix), depth + 1)
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
    """(n, m): whether each box and each shape share more than a thin strip."""
    left, top, right, bottom = (side[:, None] for side in boxes.T)
    across = np.minimum(right, shapes[:, 2]) - np.maximum(left, shapes[:, 0])
    down = np.minimum(bottom, shapes[:, 3]) - np.maximum(top, shapes[:, 1])
    shared: Mask = (across > _OVERLAP) & (down > _OVERLAP)
    return shared


def _suspect(calls: PdfiumCalls, objects: _Objects, texts: Ints, frame: Frame) -> Mask:
    """Whether each text could be unseen: pale, or near a shape of its colour, or under one."""
    colours = objects.colours[texts, :3]
    suspect = np.asarray((colours >= _PALE).all(axis=1))
    grounds = _grounds(calls, objects, frame)
    for start in range(0, len(grounds), _CHUNK):
        chunk = grounds[start : start + _CHUNK]
        shared = _overlap(objects.boxes[texts], objects.boxes[chunk])
        distance = np.abs(colours[:, None] - objects.colours[chunk, :3]).max(axis=2)
        alike = (distance < _ALIKE) & (objects.kinds[chunk] == _PATH)
        suspect[(shared & (alike | (texts[:, None] < chunk))).any(axis=1)] = True
    return suspect


def _grounds(calls: PdfiumCalls, objects: _Objects, frame: Frame) -> Ints:
    """The shapes large enough to hide a word, but not the images that may be scans."""
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
    """Whether a path is painted inside, not only along its lines."""
    fill, stroke = ctypes.c_int(0), ctypes.c_int(0)
    known = calls.draw_mode(path, ctypes.addressof(fill), ctypes.addressof(stroke))
    return not known or fill.value != 0


def _changed(calls: PdfiumCalls, page: Any, pointers: Sequence[int], scale: float) -> Mask:
    """The pixels of the page that change without some of its objects."""
    whole = _picture(page, scale)
    for pointer in pointers:
        calls.activate(pointer, 0)
    without = _picture(page, scale)
    for pointer in pointers:
        calls.activate(pointer, 1)
    steps = np.abs(whole - without) > _SEEN
    changed: Mask = steps[..., 0] | steps[..., 1] | steps[..., 2]
    return changed


def _picture(page: Any, scale: float) -> npt.NDArray[np.int16]:
    bitmap = page.render(scale=scale, draw_annots=False)
    return np.asarray(bitmap.to_numpy()[:, :, :3], dtype=np.int16)
