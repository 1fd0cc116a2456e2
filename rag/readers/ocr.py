"""Recognition of characters on pages that are pictures; the only module that knows tesseract."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.errors import Cause, OcrUnavailable
from rag.readers.clean import one_line

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LANGUAGES = ("fra", "eng")  # of tesseract's data, both asked of each page
DOTS = 300  # an inch: what tesseract's data were trained on
PACKAGES = "tesseract-ocr tesseract-ocr-fra"  # of Debian; English comes with the first
_SECONDS = 180.0  # for one page by the clock: some 5 s on a machine that is free
_XHTML = "{http://www.w3.org/1999/xhtml}"
_NUMBER = r"(-?\d+(?:\.\d+)?)"
_BOX = re.compile(r"bbox (\d+) (\d+) (\d+) (\d+)")
_BASELINE = re.compile(rf"baseline {_NUMBER} {_NUMBER}")
_SIZE = re.compile(rf"x_size {_NUMBER}")
_SURE = re.compile(rf"x_wconf {_NUMBER}")

OcrProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Ocr:
    """That pages without text are to be recognised; ``told`` hears the page begun, and of how
    many."""

    told: OcrProgress


@dataclass(frozen=True, slots=True)
class OcrWord:
    """A word in the pixels of its picture: sides, baseline, size of its line, and how sure it
    is, in 0..1."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    baseline: float
    size: float
    sure: float


def require() -> str:
    """The name and version of what recognises; raises OcrUnavailable, which says how to get it."""
    path = shutil.which("tesseract")
    if path is None:
        raise OcrUnavailable(cause=Cause("tesseract absent", "no tesseract"), packages=PACKAGES)
    known = _told(path, "--list-langs").split()
    missing = " ".join(language for language in LANGUAGES if language not in known)
    if missing:
        cause = Cause(f"données {missing} absentes", f"no data for {missing}")
        raise OcrUnavailable(cause=cause, packages=PACKAGES)
    return _told(path, "--version").split("\n", 1)[0].strip()


def read_words(picture: bytes) -> list[OcrWord]:
    """The words of a picture of ``DOTS`` to an inch, in PNM, in tesseract's order of reading.

    None where it fails or does not end in time: such a page is one without text.
    """
    command = ["tesseract", "stdin", "stdout", "--dpi", str(DOTS), "-l", "+".join(LANGUAGES)]
    # One thread: with more, tesseract's wait for each other and take six times as long.
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, the picture on its input
            [*command, "hocr"],
            input=picture,
            capture_output=True,
            timeout=_SECONDS,
            env=environment,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return []
    return list(_words(done.stdout))


def _told(path: str, option: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command
            [path, option], capture_output=True, text=True, timeout=30, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        cause = f"tesseract {option}: {error}"
        raise OcrUnavailable(cause=cause, packages=PACKAGES) from error
    return done.stdout or done.stderr


def _words(hocr: bytes) -> Iterator[OcrWord]:
    """The words of hOCR, the form in which tesseract tells baselines and sizes."""
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
        told, text = element.get("title", ""), one_line("".join(element.itertext()))
        if "x_wconf" not in told or not text:
            continue
        left, top, right, bottom = _numbers(_BOX, told)
        (sure,) = _numbers(_SURE, told)
        baseline = foot + rise + slope * ((left + right) / 2 - start)
        # A blank inside a word would be two words to whoever reads the page.
        text = text.replace(" ", "\xa0")
        yield OcrWord(text, left, top, right, bottom, baseline, size, sure / 100)


def _numbers(pattern: re.Pattern[str], title: str) -> tuple[float, ...]:
    found = pattern.search(title)
    return tuple(map(float, found.groups())) if found else (0.0,) * pattern.groups
