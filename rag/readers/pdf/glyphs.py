"""The characters that pdfium has of a page, grouped into words in displayed coordinates.

pdfium is asked about the first and last character of each word only: a page has 3,000
characters and 500 words, and these calls are most of the cost of reading.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt

from rag.readers.clean import clean
from rag.readers.pdf.accents import compose_accents, has_accents, place_accents
from rag.readers.pdf.drop_caps import has_initial, place_drop_caps
from rag.readers.pdf.frame import Floats, Frame
from rag.readers.pdf.hidden import find_hidden_text
from rag.readers.pdf.pdfium_calls import PdfiumCalls, fill_rows
from rag.readers.pdf.words import SKEWED, PageWord, PageWords

# pdfium replaces a hyphen that breaks a word at the end of a line by U+FFFE (U+0002 in older
# versions) and gives no line end after it.
_SPAN = re.compile("[^\\s\\xa0\\u2007\\u202f\\ufffe\\x02]+[\\ufffe\\x02]?|[\\ufffe\\x02]")
_WORD = re.compile(r"\S+")
_LINE_HYPHENS = "\ufffe\x02\xad"  # pdfium's marks for a hyphen at a line end, and the soft hyphen
_KEPT_BLANKS = "\xa0\u202f\u2007"
_BOLD_NAME = re.compile(r"bold|black|heavy|semib|demi|(?:cm|ec|sf)bx|[-,]bd", re.IGNORECASE)
_MONO_NAME = re.compile(r"mono|courier|consol|typewriter|cmtt|(?:ec|sf)tt|code", re.IGNORECASE)
_FIXED_PITCH, _FORCE_BOLD = 1, 1 << 18  # bits of a font descriptor's flags (PDF 32000-1, 9.8.2)
_WITH_TEXT = (1, 3, 13, 20)  # FPDF_ANNOT_TEXT, FREETEXT, STAMP and WIDGET
_MOST_ANNOTATIONS = 5_000  # of a page
_TINY = 2.0  # points: smaller text counts as invisible
# What a line of most fonts spans above and below its baseline, in font sizes.
_ASCENT, _DESCENT = 0.75, 0.22


@dataclass(frozen=True, slots=True)
class _Style:
    """What the words of one text object share; ``turn`` is in quarter turns of the display."""

    size: float
    turn: int
    bold: bool
    mono: bool


@dataclass(slots=True)
class _Spans:
    """The words of a page as character ranges, end excluded, with the blanks before them."""

    starts: list[int]
    ends: list[int]
    blanks: list[str]

    @classmethod
    def of(cls, text: str) -> _Spans:
        found = list(_SPAN.finditer(text))
        starts, ends = [m.start() for m in found], [m.end() for m in found]
        blanks = [text[start:end] for start, end in zip([0, *ends], starts, strict=False)]
        return cls(starts, ends, blanks)

    def split(self, at: int) -> None:
        """Makes a word of the first character of a word."""
        start = self.starts[at]
        self.starts.insert(at + 1, start + 1)
        self.ends.insert(at, start + 1)
        self.blanks.insert(at + 1, "")


def page_words(calls: PdfiumCalls, page: Any) -> PageWords:
    """The words of an open pdfium page, without the invisible ones."""
    textpage = page.get_textpage()
    try:
        return _Reader(calls, page, textpage).sheet()
    finally:
        textpage.close()


class _Reader:
    """Reads one open page."""

    def __init__(self, calls: PdfiumCalls, page: Any, textpage: Any) -> None:
        self.calls = calls
        self.handle = ctypes.cast(textpage.raw, ctypes.c_void_p).value
        self.page = ctypes.cast(page.raw, ctypes.c_void_p).value
        self.count: int = textpage.count_chars()
        self.frame = Frame(page)
        self.hidden = find_hidden_text(calls, page, self.frame)
        self.styles: dict[int | None, _Style] = {}
        self.fonts: dict[int, tuple[bool, bool]] = {}

    def sheet(self) -> PageWords:
        text, hidden = self._visible(self._text())
        spans = _Spans.of(text)
        words: dict[int, list[PageWord]] = {}
        if spans.starts:
            hidden += self._gather(text, spans, words)
        drawn = bool(words) or self.calls.object_count(self.page) > 0
        return PageWords(
            self.frame.width, self.frame.height, words, " ".join(hidden), drawn,
            frames=tuple(map(tuple, self.hidden.frames.tolist())), annotated=self._annotated(),
        )  # fmt: skip

    def _annotated(self) -> bool:
        """Whether the page has form fields, annotations or stamps: links have no text."""
        for at in range(min(self.calls.annotation_count(self.page), _MOST_ANNOTATIONS)):
            annotation = self.calls.annotation_at(self.page, at)
            kind = self.calls.annotation_kind(annotation) if annotation else 0
            self.calls.close_annotation(annotation)
            if kind in _WITH_TEXT:
                return True
        return False

    def _text(self) -> str:
        """The characters of the page, one for each character of pdfium."""
        buffer = ctypes.create_string_buffer(2 * self.count + 2)
        self.calls.text(self.handle, 0, self.count, ctypes.addressof(buffer))
        text = buffer.raw[: 2 * self.count].decode("utf-16-le", "replace").split("\0", 1)[0]
        if len(text) == self.count:
            return text
        # Characters without a code point or outside the basic plane are counted differently.
        codes = map(self.calls.unicode, repeat(self.handle), range(self.count))
        return "".join(chr(code) if 0 < code < 0x110000 else "\u200b" for code in codes)

    def _visible(self, text: str) -> tuple[str, list[str]]:
        """The text with spaces for invisible characters, and the words that these make."""
        if not (self.hidden.objects or self.hidden.suspects):
            return text, []
        pointers = list(map(self.calls.char_object, repeat(self.handle), range(len(text))))
        gone = [pointer in self.hidden.objects for pointer in pointers]
        if self.hidden.suspects:
            self._mark_unchanged(text, pointers, gone)
        seen = "".join(" " if out else c for c, out in zip(text, gone, strict=True))
        lost = "".join(c if out else " " for c, out in zip(text, gone, strict=True))
        return seen, lost.split()

    def _mark_unchanged(self, text: str, pointers: Sequence[int | None], gone: list[bool]) -> None:
        """Marks in ``gone`` the characters of suspect text under which no pixel changes.

        A single letter of a word may be too thin to change one; two letters are not.
        """
        boxes = self.frame.boxes(self._char_boxes(range(len(text)))[:, [0, 2, 1, 3]]).tolist()
        for word in _WORD.finditer(text):
            at = [i for i in range(*word.span()) if pointers[i] in self.hidden.suspects]
            unchanged = [i for i in at if not self.hidden.shows(boxes[i])]
            letters = sum(text[i].isalnum() for i in unchanged)
            if letters > 1 or len(unchanged) == word.end() - word.start():
                for i in unchanged:
                    gone[i] = True

    def _gather(self, text: str, spans: _Spans, words: dict[int, list[PageWord]]) -> list[str]:
        """Puts the words into ``words`` by turn; returns the invisible ones."""
        styles = self._styles(spans.starts)
        if self._split_initials(spans, styles):
            styles = self._styles(spans.starts)
        boxes, origins = self._places(spans)
        sizes = np.array([style.size for style in styles])
        turns = np.array([style.turn for style in styles])
        lost = _outside(boxes, self.frame) | (sizes < _TINY)
        for turn in np.unique(turns[~lost]).tolist():
            at = np.flatnonzero((turns == turn) & ~lost)
            places = self._upright(boxes[at], origins[at], sizes[at], turn)
            built = (
                _word(self._composed(text, spans, i, styles[i]), spans.blanks[i], place, styles[i])
                for i, place in zip(at.tolist(), places, strict=True)
            )
            placed = place_accents([word for word in built if word.text])
            words[turn] = place_drop_caps(placed)
        return [text[spans.starts[i] : spans.ends[i]] for i in np.flatnonzero(lost).tolist()]

    def _split_initials(self, spans: _Spans, styles: Sequence[_Style]) -> bool:
        """Parts the initials that are larger than the rest of their word; whether there is one."""
        usual = sorted(style.size for style in styles)[len(styles) // 2]
        large = [at for at, style in enumerate(styles) if has_initial(style.size, usual)]
        count = len(spans.starts)
        for at in reversed(large):
            second = spans.starts[at] + 1
            inside = second < spans.ends[at]
            if inside and has_initial(styles[at].size, self._styles([second])[0].size):
                spans.split(at)
        return len(spans.starts) > count

    def _composed(self, text: str, spans: _Spans, at: int, style: _Style) -> str:
        """A word with the accents put on the letters that they are drawn over."""
        start, end = spans.starts[at], spans.ends[at]
        word = text[start:end]
        if style.mono or style.turn == SKEWED or not has_accents(word):
            return word
        boxes = self.frame.boxes(self._char_boxes(range(start, end))[:, [0, 2, 1, 3]])
        return compose_accents(word, self.frame.upright(boxes, style.turn))

    def _upright(
        self, boxes: Floats, origins: Floats, sizes: Floats, turn: int
    ) -> list[list[float]]:
        """Left, top, right, bottom and baseline of words of one turn, in the frame of that turn."""
        places = np.empty((len(boxes), 5))
        places[:, :4] = self.frame.upright(boxes, turn)
        baselines = self.frame.upright(np.hstack([origins, origins]), turn)[:, 1]
        places[:, 1] = np.minimum(places[:, 1], baselines - _ASCENT * sizes)
        places[:, 3] = np.maximum(places[:, 3], baselines + _DESCENT * sizes)
        places[:, 4] = baselines
        found: list[list[float]] = places.tolist()
        return found

    def _places(self, spans: _Spans) -> tuple[Floats, Floats]:
        """The displayed boxes of the words, (n, 4), and where their baselines start, (n, 2)."""
        lasts = [end - 1 for end in spans.ends]
        first, last = self._char_boxes(spans.starts), self._char_boxes(lasts)
        raw = np.stack(
            [
                np.minimum(first[:, 0], last[:, 0]),
                np.minimum(first[:, 2], last[:, 2]),
                np.maximum(first[:, 1], last[:, 1]),
                np.maximum(first[:, 3], last[:, 3]),
            ],
            axis=1,
        )
        at = np.zeros((len(lasts), 2))
        fill_rows(self.calls.char_origin, (repeat(self.handle), spans.starts), at)
        x, y = self.frame.points(at[:, 0], at[:, 1])
        return self.frame.boxes(raw), np.stack([x, y], axis=1)

    def _char_boxes(self, characters: Sequence[int]) -> Floats:
        """The boxes of characters in user space, (n, 4) of left, right, bottom, top."""
        boxes = np.zeros((len(characters), 4))
        fill_rows(self.calls.char_box, (repeat(self.handle), characters), boxes)
        return boxes

    def _styles(self, starts: list[int]) -> list[_Style]:
        """The style of each word, looked up once for each text object."""
        objects = map(self.calls.char_object, repeat(self.handle), starts)
        found: list[_Style] = []
        for start, pointer in zip(starts, objects, strict=True):
            style = self.styles.get(pointer)
            if style is None:
                style = self.styles[pointer] = self._style(start, pointer)
            found.append(style)
        return found

    def _style(self, character: int, pointer: int | None) -> _Style:
        matrix = np.zeros(6, dtype=np.float32)
        self.calls.char_matrix(self.handle, character, matrix.ctypes.data)
        a, b, c, d = matrix[:4].tolist()
        size = self.calls.char_size(self.handle, character)
        sign = -1.0 if size < 0 else 1.0
        turn = self.frame.turn(sign * a, sign * b) if a or b else 0
        bold, mono = self._font(pointer) if pointer else (False, False)
        height = abs(size) * math.hypot(c, d)
        return _Style(height if math.isfinite(height) else 0.0, turn, bold, mono)

    def _font(self, pointer: int) -> tuple[bool, bool]:
        """Whether the font of a text object is bold, and whether it is monospaced."""
        font = self.calls.font(pointer)
        if font not in self.fonts:
            buffer = ctypes.create_string_buffer(128)
            self.calls.font_name(font, ctypes.addressof(buffer), 128)
            name = buffer.value.decode("utf-8", "replace")
            flags = max(self.calls.font_flags(font), 0)
            bold = bool(flags & _FORCE_BOLD) or _BOLD_NAME.search(name) is not None
            mono = bool(flags & _FIXED_PITCH) or _MONO_NAME.search(name) is not None
            self.fonts[font] = (bold, mono)
        return self.fonts[font]


def _outside(boxes: Floats, frame: Frame) -> npt.NDArray[np.bool_]:
    """Whether the centre of each box is off the page."""
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    off: npt.NDArray[np.bool_] = (x < 0) | (y < 0) | (x > frame.width) | (y > frame.height)
    return off


def _word(raw: str, blanks: str, place: list[float], style: _Style) -> PageWord:
    """A word of the page; its text is empty if nothing of it is visible."""
    plain = raw.isascii() and raw.isprintable()
    text = raw if plain else _visible_text(raw)
    kept = blanks if blanks in ("", " ") else _kept(blanks)
    left, top, right, bottom, baseline = place
    size, bold, mono = style.size, style.bold, style.mono
    soft = raw[-1] == "\xad"
    return PageWord(text, kept, left, top, right, bottom, baseline, size, bold, mono, soft)


def _kept(blanks: str) -> str:
    """One blank for several: the first non-breaking one, otherwise a space."""
    return next((blank for blank in blanks if blank in _KEPT_BLANKS), " ")


def _visible_text(raw: str) -> str:
    """The visible characters of a word, with a hyphen for a hyphen mark at its end."""
    return clean(raw[:-1] + "-" if raw[-1] in _LINE_HYPHENS else raw)
