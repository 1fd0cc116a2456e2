"""Accents that a PDF draws apart from their letters, put back: "d´efinit" to "définit".

The old fonts of TeX have no accented letters. The accent comes before its letter in the text or,
above a capital, as a separate word anywhere in the file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from rag.readers.pdf.words import PageWord

_COMBINING = {
    "´": "\u0301", "`": "\u0300", "ˋ": "\u0300", "ˆ": "\u0302", "¨": "\u0308",
    "¸": "\u0327", "˜": "\u0303", "ˇ": "\u030c", "˚": "\u030a",
}  # fmt: skip
ACCENTS = "".join(_COMBINING)
_APART = re.compile(f"([{ACCENTS}])([A-Za-zıȷ])")
_DOTLESS = str.maketrans("ıȷ", "ij")
_QUOTED = re.compile(r"`[^`]*[`’']")  # a pair of backticks quotes code


def compose_accents(text: str) -> str:
    """A word with each accent put on the letter after it, if Unicode has that letter."""
    if _QUOTED.search(text):
        return text
    return _APART.sub(lambda found: _letter(*found.groups()) or found.group(), text)


def place_accents(words: Sequence[PageWord]) -> list[PageWord]:
    """The words of one turn, with separate accents put on the capitals under them.

    Changes the words that get an accent.
    """
    alone = [word for word in words if word.text in _COMBINING]
    if not alone:
        return list(words)
    used = {id(accent) for accent in alone if _place(accent, words)}
    return [word for word in words if id(word) not in used]


def _place(accent: PageWord, words: Sequence[PageWord]) -> bool:
    """Puts an accent on the first letter of the word below it; whether there is one."""
    middle = (accent.left + accent.right) / 2
    for word in words:
        near = abs(word.baseline - accent.baseline) < 0.5 * word.size
        if near and word.left - 1 <= middle <= word.left + 0.9 * word.size:
            letter = _letter(accent.text, word.text[0])
            if letter is not None and word is not accent:
                word.text = letter + word.text[1:]
                return True
    return False


def _letter(accent: str, letter: str) -> str | None:
    """The letter with the accent; ``None`` if Unicode has no such letter."""
    accented = unicodedata.normalize("NFC", letter.translate(_DOTLESS) + _COMBINING[accent])
    return accented if len(accented) == 1 else None
