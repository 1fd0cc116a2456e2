"""Normalised characters, before any offset is counted."""

from __future__ import annotations

import re
import unicodedata

# Soft hyphens, zero-width characters, direction marks and byte-order marks: they are invisible
# and would keep a word from being found.
INVISIBLE = (
    "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"
    + "".join(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x2070))))
)
_LIGATURES = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
}  # fmt: skip
_CONTROLS = [*range(0x00, 0x09), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0)]
_TABLE = str.maketrans(
    {
        **dict.fromkeys(INVISIBLE),
        **dict.fromkeys(map(chr, _CONTROLS)),
        **dict.fromkeys(map(chr, (*range(0xD800, 0xE000), 0xFFFE, 0xFFFF))),
        **_LIGATURES,
        "\x85": "\n",
        "\u2028": "\n",
        "\u2029": "\n",
        "\v": "\n",
        "\f": "\n",
    }
)
_BLANKS = re.compile(r"[ \t]{2,}")


def clean(text: str) -> str:
    """The text in NFC with ``\\n`` as its only line end, without invisible characters.

    Typographic ligatures such as ﬁ become letters. The letters œ and æ and non-breaking spaces
    stay.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE)
    return unicodedata.normalize("NFC", lines)


def one_line(text: str) -> str:
    """The cleaned text on one line, runs of blanks as one space, trimmed.

    Non-breaking spaces stay.
    """
    joined = clean(text).replace("\n", " ").replace("\t", " ")
    return _BLANKS.sub(" ", joined).strip()
