"""Pages that are pictures: their words as tesseract reads them, where pdfium finds none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from rag.readers.ocr import DOTS, Ocr, OcrWord, read_words
from rag.readers.pdf.pdfium import Pdf
from rag.readers.pdf.words import PageWord, PageWords

_MOST = 500  # pages of one file: at 5 s each, 40 minutes
_SURE = 0.5  # under it, on average, what was recognised is a drawing, not text
_ALIKE = 0.25  # of the usual size: a line's size, guessed from its letters, is off by as much
# Of the size of the font: what a line spans above and below its baseline.
_ASCENT, _DESCENT = 0.75, 0.22


def with_ocr(pdf: Pdf, sheets: Sequence[PageWords], ocr: Ocr) -> list[PageWords]:
    """The sheets with the words of those that show something and have no text."""
    found = list(sheets)
    wanted = [index for index, sheet in enumerate(sheets) if sheet.drawn and not sheet.words]
    wanted = wanted[:_MOST]
    for count, index in enumerate(wanted, 1):
        ocr.told(count, len(wanted))
        picture, scale = pdf.picture(index, DOTS / 72)
        found[index] = _sheet(found[index], read_words(picture), scale)
    return found


def _sheet(sheet: PageWords, words: Sequence[OcrWord], scale: float) -> PageWords:
    """The sheet with these words; as it was where they are too unsure."""
    letters = sum(len(word.text) for word in words)
    sure = sum(word.sure * len(word.text) for word in words) / letters if letters else 0.0
    if sure < _SURE:
        return sheet
    usual = median(word.size for word in words)
    placed = [_word(word, _regular(word.size, usual) / scale, scale) for word in words]
    return replace(sheet, words={0: placed}, ocr=round(sure, 3))


def _regular(size: float, usual: float) -> float:
    """A size, or the usual one where it is near: else every other line would be a heading."""
    return usual if abs(size - usual) <= _ALIKE * usual else size


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
