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
# Fonts of old-style figures and small capitals have them where Adobe put them in the private use
# area, each as far from there as its plain character is from zero. Small capitals stand for small
# letters.
_OLD_STYLE = (*range(0x30, 0x3A), *range(0x61, 0x7B), *range(0xE0, 0xF7), *range(0xF8, 0x100))
# The bullets that office programs take from symbol fonts.
_BULLETS = {0xF0B7: "•", 0xF0A7: "▪", 0xF06E: "■", 0xF0D8: "➢", 0xF0FC: "✓", 0xF076: "❖"}
_CONTROLS = [*range(0x00, 0x09), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0)]
_TABLE = str.maketrans(
    {
        **dict.fromkeys(INVISIBLE),
        **dict.fromkeys(map(chr, _CONTROLS)),
        **dict.fromkeys(map(chr, (*range(0xD800, 0xE000), 0xFFFE, 0xFFFF))),
        **_LIGATURES,
        **{chr(0xF700 + code): chr(code) for code in _OLD_STYLE},
        "\x85": "\n",
        "\u2028": "\n",
        "\u2029": "\n",
        "\v": "\n",
        "\f": "\n",
    }
)
_BULLET = re.compile(rf"(?m)^([^\S\n]*)([{''.join(map(chr, _BULLETS))}])(?=\s|$)")
_BLANKS = re.compile(r"[ \t]{2,}")


def clean(text: str) -> str:
    """The text in NFC with ``\\n`` as its only line end, without invisible characters.

    Typographic ligatures such as ﬁ become letters, as old-style figures and small capitals do, and
    bullets of symbol fonts become bullets. The letters œ and æ and non-breaking spaces stay.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE)
    lines = _BULLET.sub(lambda found: found[1] + _BULLETS[ord(found[2])], lines)
    return unicodedata.normalize("NFC", lines)


def one_line(text: str) -> str:
    """The cleaned text on one line, runs of blanks as one space, trimmed.

    Non-breaking spaces stay.
    """
    joined = clean(text).replace("\n", " ").replace("\t", " ")
    return _BLANKS.sub(" ", joined).strip()
