"""Scanned pages: their words as tesseract reads them, if pdfium finds none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from rag.readers.ocr import DPI, Ocr, OcrWord, read_words
from rag.readers.pdf.pdfium import Pdf
from rag.readers.pdf.words import PageWord, PageWords

_MOST = 500  # pages of one file that are recognised: at 5 s each, 40 minutes
_LEAST_CONFIDENCE = 0.5  # of a page on average: below it, what was recognised is a drawing
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
        found[index] = _sheet(found[index], read_words(image), scale)
    return found


def _sheet(sheet: PageWords, words: Sequence[OcrWord], scale: float) -> PageWords:
    """The page with these words; unchanged if their confidence is too low."""
    letters = sum(len(word.text) for word in words)
    weighted = sum(word.confidence * len(word.text) for word in words)
    confidence = weighted / letters if letters else 0.0
    if confidence < _LEAST_CONFIDENCE:
        return sheet
    usual = median(word.size for word in words)
    placed = [_word(word, _regular(word.size, usual) / scale, scale) for word in words]
    return replace(sheet, words={0: placed}, ocr=round(confidence, 3))


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
