"""Sources as pictures of pages: a PNG, and a PDF that holds a scan and no text."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from bench import ROOT
from bench.corpus.plain import issued_by
from bench.corpus.source import CorpusSource, plain

_FONTS = ROOT / "rag" / "export" / "fonts"
_SIZE = (1240, 1754)  # A4 at 150 dots an inch
_SIDE, _TOP = 130, 170
_TITLE, _BODY = 52, 34
_TURNED = 0.7  # degrees, as a sheet lies on a scanner


def png(source: CorpusSource) -> bytes:
    """The page as a picture in black and white."""
    stored = io.BytesIO()
    _page(source).save(stored, "PNG", optimize=True, dpi=(150, 150))
    return stored.getvalue()


def scan(source: CorpusSource) -> bytes:
    """A PDF of one page whose text is a picture, a little askew."""
    stored = io.BytesIO()
    canvas = Canvas(stored, pagesize=A4, invariant=1)
    canvas.setTitle(source.title)
    canvas.setAuthor(source.issuer)
    askew = (
        _page(source).convert("L").rotate(_TURNED, fillcolor=255).point(lambda v: 255 * (v > 140))
    )
    canvas.drawImage(ImageReader(askew.convert("1")), 0, 0, *A4)
    canvas.save()
    return stored.getvalue()


def _page(source: CorpusSource) -> Image.Image:
    """The page: its issuer, title, day and paragraphs in black on white."""
    page = Image.new("L", _SIZE, 255)
    draw, top = ImageDraw.Draw(page), _TOP
    lines = [(issued_by(source), "DejaVuSans", _BODY), (source.title, "DejaVuSans-Bold", _TITLE),
             (source.dateline, "DejaVuSerif", _BODY)]  # fmt: skip
    lines += [(plain(each.text), "DejaVuSerif", _BODY) for each in source.blocks[1:]]
    for words, name, size in lines:
        font = ImageFont.truetype(_FONTS / f"{name}.ttf", size)
        for line in _broken(words, font):
            draw.text((_SIDE, top), line, fill=0, font=font)
            top += round(1.4 * size)
        top += round(0.9 * size)
    return _in_black(page)


def _in_black(page: Image.Image) -> Image.Image:
    """A picture whose dots are black or white, none mixed."""
    return page.point(lambda value: 255 * (value > 128)).convert("1")


def _broken(words: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """The words in lines that fit the page."""
    lines = [""]
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > _SIZE[0] - 2 * _SIDE:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
