"""Scanned pages: their words as tesseract reads them, if pdfium finds none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

import numpy as np

from rag.readers.ocr import DPI, Ocr, OcrWord, page_turn, read_words
from rag.readers.pdf.pdfium import Pdf
from rag.readers.pdf.words import PageWord, PageWords

_MOST = 500  # pages of one file that are recognised: at 5 s each, 40 minutes
_LEAST_CONFIDENCE = 0.5  # of a page on average: below it, what was recognised is a drawing
_LONG = 4  # letters of a word that is wider than it is tall
_SURE = 0.8  # of a page on average: below it, its text may be turned
_SIZE_ERROR = 0.25  # of the usual size: tesseract guesses the size of a line from its letters
# What a line spans above and below its baseline, in font sizes.
_ASCENT, _DESCENT = 0.75, 0.22


def with_ocr(pdf: Pdf, sheets: Sequence[PageWords], ocr: Ocr) -> list[PageWords]:
    """The pages, those that show something but have no text with their recognised words.

    Calls ``ocr.progress`` before each page that is recognised.
    """
    found = list(sheets)
    wanted = [index for index, sheet in enumerate(sheets) if sheet.drawn and not sheet.words]
    wanted = wanted[:_MOST]
    for count, index in enumerate(wanted, 1):
        ocr.progress(count, len(wanted))
        image, scale = pdf.grey_image(index, DPI / 72)
        words, turn = _upright_words(image)
        found[index] = _sheet(found[index], words, scale, turn)
    return found


def _upright_words(image: bytes) -> tuple[list[OcrWord], int]:
    """The words of an image, and the quarter turns clockwise of their text.

    A page is turned only where words read as they stand are doubtful: looking at each would take
    a second.
    """
    words = read_words(image)
    sideways = _run_down(words)
    if _confidence(words) >= _SURE and not sideways:
        return words, 0
    turn = page_turn(image)
    turned = read_words(_turned_back(image, turn)) if turn else []
    better = sideways or _confidence(turned) > _confidence(words)
    return (turned, turn) if turned and better else (words, 0)


def _run_down(words: Sequence[OcrWord]) -> bool:
    """Whether most words of some length are taller than they are wide."""
    long = [word for word in words if len(word.text) >= _LONG]
    tall = sum(word.bottom - word.top > word.right - word.left for word in long)
    return 2 * tall > len(long)


def _turned_back(image: bytes, turn: int) -> bytes:
    """A grey PNM image, whose text is turned by so many quarter turns, made upright."""
    head, pixels = image.split(b"\n", 1)
    width, height = map(int, head.split()[1:3])
    rows = np.rot90(np.frombuffer(pixels, np.uint8).reshape(height, width), turn)
    return f"P5 {rows.shape[1]} {rows.shape[0]} 255\n".encode() + rows.tobytes()


def _confidence(words: Sequence[OcrWord]) -> float:
    """The mean confidence in words, by their length; 0.0 without words."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


def _sheet(sheet: PageWords, words: Sequence[OcrWord], scale: float, turn: int) -> PageWords:
    """The page with words of a turn; unchanged if their confidence is too low."""
    confidence = _confidence(words)
    if confidence < _LEAST_CONFIDENCE:
        return sheet
    usual = median(word.size for word in words)
    placed = [
        replace(_word(word, _regular(word.size, usual) / scale, scale), baseline=level / scale)
        for word, level in _level(words)
    ]
    return replace(sheet, words={turn: placed}, ocr=round(confidence, 3))


def _level(words: Sequence[OcrWord]) -> Iterator[tuple[OcrWord, float]]:
    """The words, each with the baseline that it has when a sheet that lay askew is made level.

    Otherwise the words at the end of a line would stand above those at its start.
    """
    slope = median(word.slope for word in words)
    middles = [(word.left + word.right) / 2 for word in words]
    centre = median(middles)
    for word, middle in zip(words, middles, strict=True):
        yield word, word.baseline - slope * (middle - centre)


def _regular(size: float, usual: float) -> float:
    """A size, or the usual one if it is close: otherwise many lines would pass for headings."""
    return usual if abs(size - usual) <= _SIZE_ERROR * usual else size


def _word(word: OcrWord, size: float, scale: float) -> PageWord:
    baseline = word.baseline / scale
    top = min(word.top / scale, baseline - _ASCENT * size)
    bottom = max(word.bottom / scale, baseline + _DESCENT * size)
    return PageWord(
        text=word.text,
        space=" ",
        left=round(word.left / scale, 2),
        top=round(top, 2),
        right=round(word.right / scale, 2),
        bottom=round(bottom, 2),
        baseline=baseline,
        size=size,
        bold=False,
        mono=False,
        soft=False,
    )
