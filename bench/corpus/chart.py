"""A bar chart as vectors, with its values over the bars."""

from __future__ import annotations

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib import colors

_INK, _BAR = colors.HexColor("#1f2d4a"), colors.HexColor("#6f86ad")
_HEIGHT, _FOOT, _TOP = 110.0, 16.0, 14.0  # points


def bars(rows: tuple[tuple[str, ...], ...], width: float) -> Drawing:
    """One bar a row of (label, number as printed), as high as its number."""
    drawing = Drawing(width, _HEIGHT)
    values = [float("".join(c for c in value if c.isdigit())) for _, value in rows]
    step = width / len(rows)
    for at, ((label, told), value) in enumerate(zip(rows, values, strict=True)):
        left, high = at * step + step / 4, (_HEIGHT - _FOOT - _TOP) * value / max(values)
        drawing.add(Rect(left, _FOOT, step / 2, high, fillColor=_BAR, strokeColor=None))
        middle = left + step / 4
        for height, words in ((_FOOT + high + 3, told), (3, label)):
            text = String(middle, height, words, fontName="Helvetica", fontSize=8)
            text.textAnchor, text.fillColor = "middle", _INK
            drawing.add(text)
    drawing.add(Line(0, _FOOT, width, _FOOT, strokeColor=_INK, strokeWidth=0.5))
    return drawing
