"""The numbers of lists as they are shown."""

from __future__ import annotations

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_MOST = 4_999  # what Roman numbers reach; letters are repeated far less


def numeral(count: int, form: str) -> str:
    """A number from 1 in a form: "1", "a", "A", "i" or "I"; any other is "1"."""
    if form in ("a", "A") and 0 < count <= _MOST:
        letter = chr(ord(form) + (count - 1) % 26)
        return letter * ((count - 1) // 26 + 1)
    if form in ("i", "I") and 0 < count <= _MOST:
        return _roman(count) if form == "i" else _roman(count).upper()
    return str(count)


def _roman(count: int) -> str:
    written = ""
    for worth, letters in _ROMAN:
        written += letters * (count // worth)
        count %= worth
    return written
