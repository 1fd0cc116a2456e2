"""Optical character recognition of scanned pages; the only module that uses tesseract."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.errors import OcrUnavailable
from rag.language.documents.tesseract import TESSERACT_DATA, TESSERACT_PACKAGES
from rag.messages import Message
from rag.readers.clean import one_line

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

DPI = 300  # the resolution that tesseract's data were trained on
DATA = tuple(TESSERACT_DATA.values())  # tesseract's; each page is read with all of them
PACKAGES = " ".join(sorted(TESSERACT_PACKAGES.values()))  # Debian packages
_TIMEOUT = 180.0  # wall-clock time for one page, which takes about 5 s on an idle machine
_XHTML = "{http://www.w3.org/1999/xhtml}"
_NUMBER = r"(-?\d+(?:\.\d+)?)"
_BOX = re.compile(r"bbox (\d+) (\d+) (\d+) (\d+)")
_BASELINE = re.compile(rf"baseline {_NUMBER} {_NUMBER}")
_SIZE = re.compile(rf"x_size {_NUMBER}")
_ROTATE = re.compile(r"^Rotate: (0|90|180|270)$", re.MULTILINE)  # clockwise, to be upright
_CONFIDENCE = re.compile(rf"x_wconf {_NUMBER}")

OcrProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Ocr:
    """Options of OCR: ``progress(page, of)`` is called as each scanned page starts."""

    progress: OcrProgress


@dataclass(frozen=True, slots=True)
class OcrWord:
    """A recognised word: sides, baseline and size of its line in pixels, confidence in 0..1.

    ``slope`` is that of its line, in pixels down for each pixel to the right.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    baseline: float
    size: float
    confidence: float
    slope: float


def require_tesseract() -> str:
    """The name and version of tesseract; raises OcrUnavailable, which says how to install it."""
    path = shutil.which("tesseract")
    if path is None:
        raise OcrUnavailable(cause=Message("causes.no_tesseract"), packages=PACKAGES)
    known = _run_tesseract(path, "--list-langs").split()
    missing = " ".join(name for name in DATA if name not in known)
    if missing:
        cause = Message("causes.no_ocr_data", missing=missing)
        raise OcrUnavailable(cause=cause, packages=PACKAGES)
    return _run_tesseract(path, "--version").split("\n", 1)[0].strip()


def read_words(image: bytes) -> list[OcrWord]:
    """The words of a PNM image at ``DPI``, in tesseract's reading order.

    Empty if tesseract fails or takes too long: the page then counts as one without text.
    """
    command = ["tesseract", "stdin", "stdout", "--dpi", str(DPI), "-l", "+".join(DATA)]
    # One thread: with more, they wait for each other and take six times as long.
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, the image on its input
            [*command, "hocr"],
            input=image,
            capture_output=True,
            timeout=_TIMEOUT,
            env=environment,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return []
    return list(_words(done.stdout))


def page_turn(image: bytes) -> int:
    """The quarter turns clockwise of the text on a PNM image, as tesseract sees it; 0 if unsure.

    It needs tesseract's data for orientation ("osd"); without them it is 0.
    """
    command = ["tesseract", "stdin", "stdout", "--dpi", str(DPI), "--psm", "0", "-l", "osd"]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, the image on its input
            command, input=image, capture_output=True, timeout=_TIMEOUT, check=True,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return 0
    found = _ROTATE.search(done.stdout.decode("ascii", "replace"))
    return 0 if found is None else (4 - int(found.group(1)) // 90) % 4


def _run_tesseract(path: str, option: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command
            [path, option], capture_output=True, text=True, timeout=30, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        cause = f"tesseract {option}: {error}"
        raise OcrUnavailable(cause=cause, packages=PACKAGES) from error
    return done.stdout or done.stderr


def _words(hocr: bytes) -> Iterator[OcrWord]:
    """The words in hOCR, the output format of tesseract that has baselines and sizes."""
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root = fromstring(hocr)
    except ParseError:
        return
    for line in root.iter(f"{_XHTML}span"):
        if "x_size" in line.get("title", ""):
            yield from _words_of(line)


def _words_of(line: Element) -> Iterator[OcrWord]:
    title = line.get("title", "")
    start, _, _, foot = _numbers(_BOX, title)
    slope, rise = _numbers(_BASELINE, title)
    (size,) = _numbers(_SIZE, title)
    for element in line.iter(f"{_XHTML}span"):
        properties, text = element.get("title", ""), one_line("".join(element.itertext()))
        if "x_wconf" not in properties or not text:
            continue
        left, top, right, bottom = _numbers(_BOX, properties)
        (confidence,) = _numbers(_CONFIDENCE, properties)
        baseline = foot + rise + slope * ((left + right) / 2 - start)
        # Every later step would take a word with a space in it for two words.
        text = text.replace(" ", "\xa0")
        yield OcrWord(text, left, top, right, bottom, baseline, size, confidence / 100, slope)


def _numbers(pattern: re.Pattern[str], title: str) -> tuple[float, ...]:
    found = pattern.search(title)
    return tuple(map(float, found.groups())) if found else (0.0,) * pattern.groups
