"""What a PDF shows over its pages: values of form fields, annotations and stamps, read by pypdf."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from rag.readers.clean import one_line
from rag.readers.pdf.document_info import DAMAGE

OverlayKind = Literal["form_value", "annotation_text", "stamp_text"]
_KINDS: dict[str, OverlayKind] = {
    "/Widget": "form_value",
    "/Text": "annotation_text",
    "/FreeText": "annotation_text",
    "/Stamp": "stamp_text",
}
_UNSEEN = 0b100010  # flags of an annotation that is hidden or not viewed (PDF 32000-1, 12.5.3)
_PASSWORD, _BUTTON = 1 << 13, 1 << 16  # flags of fields: a password, a push button (12.7.4)
_DEEPEST = 16  # fields in fields
_LONGEST = 5_000  # characters of a value


@dataclass(frozen=True, slots=True)
class Annotation:
    """A text over a page, with its box on the displayed page; ``name`` is that of a form field."""

    kind: OverlayKind
    name: str
    text: str
    left: float
    top: float
    right: float
    bottom: float


def read_annotations(data: bytes, pages: Collection[int]) -> Mapping[int, tuple[Annotation, ...]]:
    """The texts over pages, from the top down, by index; none for pages that pypdf cannot read."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    found: dict[int, tuple[Annotation, ...]] = {}
    if not pages:
        return found
    try:
        reader = PdfReader(io.BytesIO(data))
        for index in pages:
            page = reader.pages[index]
            shown = sorted(_of_page(page), key=lambda one: (one.top, one.left))
            found[index] = tuple(shown)
    except (PyPdfError, *DAMAGE):
        pass
    return found


def _of_page(page: Any) -> Iterator[Annotation]:
    for reference in page.get("/Annots") or ():
        entry = reference.get_object()
        kind = _KINDS.get(str(entry.get("/Subtype")))
        if kind is None or int(entry.get("/F", 0)) & _UNSEEN:
            continue
        text = _value(entry) if kind == "form_value" else one_line(str(entry.get("/Contents", "")))
        if text:
            name = _name(entry) if kind == "form_value" else ""
            yield Annotation(kind, name, text[:_LONGEST], *_box(page, entry["/Rect"]))


def _value(field: Any) -> str:
    """The value of a form field as text; empty for buttons that are not chosen, and passwords."""
    kind, flags = _inherited(field, "/FT"), int(_inherited(field, "/Ff") or 0)
    if kind == "/Btn":
        state = str(field.get("/AS", "/Off"))
        return "" if flags & _BUTTON or state == "/Off" else one_line(state.removeprefix("/"))
    if kind == "/Tx" and flags & _PASSWORD:
        return ""
    value = _inherited(field, "/V")
    values = value if isinstance(value, list) else [value]
    return one_line(", ".join(str(each) for each in values if isinstance(each, str)))


def _name(field: Any) -> str:
    """What a form field is called: its description for readers, else its name."""
    return one_line(str(_inherited(field, "/TU") or _inherited(field, "/T") or ""))


def _inherited(field: Any, key: str) -> Any:
    """An entry of a form field, or of a field that contains it."""
    for _ in range(_DEEPEST):
        if key in field:
            value = field[key]
            return value.get_object() if hasattr(value, "get_object") else value
        if "/Parent" not in field:
            return None
        field = field["/Parent"].get_object()
    return None


def _box(page: Any, rectangle: Any) -> tuple[float, float, float, float]:
    """A rectangle in user space on the displayed page: left, top, right and bottom."""
    x0, y0, x1, y1 = (float(side) for side in rectangle)
    crop, turn = page.cropbox, page.rotation % 360
    left, bottom = float(crop.left), float(crop.bottom)
    right, top = float(crop.right), float(crop.top)
    corners = {
        90: [(y - bottom, x - left) for x, y in ((x0, y0), (x1, y1))],
        180: [(right - x, y - bottom) for x, y in ((x0, y0), (x1, y1))],
        270: [(top - y, right - x) for x, y in ((x0, y0), (x1, y1))],
    }.get(turn, [(x - left, top - y) for x, y in ((x0, y0), (x1, y1))])
    (a, b), (c, d) = corners
    return min(a, c), min(b, d), max(a, c), max(b, d)
