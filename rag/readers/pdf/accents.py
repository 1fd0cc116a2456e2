"""Accents that a PDF draws apart from their letters, put back: "d´efinit" to "définit".

The old fonts of TeX have no accented letters. The accent comes before its letter in the text or,
above a capital, as a separate word anywhere in the file.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from rag.readers.pdf.frame import Floats
from rag.readers.pdf.words import PageWord

FloatRow = npt.NDArray[np.float64]

_COMBINING = {
    "´": "\u0301", "`": "\u0300", "ˋ": "\u0300", "ˆ": "\u0302", "¨": "\u0308",
    "¸": "\u0327", "˜": "\u0303", "ˇ": "\u030c", "˚": "\u030a",
}  # fmt: skip
_DOTLESS = str.maketrans("ıȷ", "ij")


def has_accents(text: str) -> bool:
    """Whether a word holds an accent that stands apart."""
    return any(accent in text for accent in _COMBINING)


def compose_accents(text: str, boxes: Floats) -> str:
    """A word with each accent put on the letter that it is drawn over, after or before it.

    ``boxes`` are those of its characters in the frame of the text, (n, 4) of left, top, right,
    bottom. An accent over no letter goes to the one after it inside a word; a backtick stays.
    """
    letters = list(text)
    for at, accent in enumerate(text):
        if accent not in _COMBINING:
            continue
        for under in _under(text, at, boxes):
            letter = _letter(accent, text[under])
            if letter is not None:
                letters[at], letters[under] = "", letter
                break
    return "".join(letters)


def _under(text: str, at: int, boxes: Floats) -> list[int]:
    """The places of the letters that the accent at a place can belong to, the likelier first."""
    beside = [other for other in (at + 1, at - 1) if 0 <= other < len(text)]
    over = [other for other in beside if _is_over(boxes[at], boxes[other])]
    inside = text[at - 1 : at].isalpha() and text[at + 1 : at + 2].isalpha()
    return over or ([at + 1] if inside and text[at] != "`" else [])


def _is_over(accent: FloatRow, letter: FloatRow) -> bool:
    """Whether the middle of an accent lies between the sides of a letter."""
    middle = (accent[0] + accent[2]) / 2
    return bool(letter[0] < middle < letter[2])


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
