"""Initials that are several lines high, put before the first of these lines.

Their baseline is that of the last line beside them: without this, the word that they begin and
their line would be read in another place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.language.any_language import any_word
from rag.language.statements.function_words import LETTER_WORDS
from rag.readers.pdf.words import PageWord

_INITIAL = re.compile(r"[«“\"‘]?[^\W\d_]['’]?$")
_MOST = 40  # large letters of a page: more are a poster or a puzzle
_LARGER = 1.8  # of the size of the text beside it, or more: an initial
_LOWER = 0.8  # of that size, or more: how far its baseline is under that of the first line
_NEAR, _JOINED = 1.5, 0.45  # of that size: from the initial to its line, and to the rest of a word
_WORDS = any_word(LETTER_WORDS)
_TIGHT = 0.12  # of that size: from such a letter to the rest of its word


def has_initial(size: float, inner: float) -> bool:
    """Whether the first letter of a word is an initial, by the sizes of the first and second."""
    return size >= _LARGER * inner > 0


def place_drop_caps(words: Sequence[PageWord]) -> list[PageWord]:
    """The words of one turn, with each initial in the line that it begins.

    Changes the words that have one.
    """
    if not words:
        return []
    usual = sorted(word.size for word in words)[len(words) // 2]
    initials = [
        word for word in words if word.size >= _LARGER * usual and _INITIAL.fullmatch(word.text)
    ]
    if len(initials) > _MOST:
        return list(words)
    joined = {id(initial) for initial in initials if _place(initial, words)}
    return [word for word in words if id(word) not in joined]


def _place(initial: PageWord, words: Sequence[PageWord]) -> bool:
    """Puts an initial before the line that it begins; whether it is now part of its first word."""
    beside = [
        word
        for word in words
        if initial.size >= _LARGER * word.size
        and -0.3 * word.size < word.left - initial.right < _NEAR * word.size
        and initial.baseline - _cap_height(initial) - word.size < word.baseline
        and word.baseline < initial.baseline + 0.3 * word.size
    ]
    first = min(beside, key=lambda word: word.baseline, default=None)
    if first is None or initial.baseline - first.baseline < _LOWER * first.size:
        return False
    initial.baseline, initial.size, initial.bold = first.baseline, first.size, first.bold
    initial.top, initial.bottom = first.top, first.bottom
    if not _is_one_word(initial, first, words):
        return False
    first.text, first.left = initial.text + first.text, initial.left
    return True


def _cap_height(initial: PageWord) -> float:
    return 0.75 * initial.size


def _is_one_word(initial: PageWord, first: PageWord, words: Sequence[PageWord]) -> bool:
    """Whether an initial begins the word beside it, and is not a word: "A centre"."""
    if not (first.text[0].islower() or first.text[0] in "'’" or first.text.isupper()):
        return False
    gap = first.left - initial.right
    if initial.text[-1] in "'’":
        return True
    if initial.text.lower() not in _WORDS:
        return gap < _JOINED * first.size
    known = {word.text.lower() for word in words if word is not first}
    whole, rest = (initial.text + first.text).lower() in known, first.text.lower() in known
    return whole if whole != rest else gap < _TIGHT * first.size
