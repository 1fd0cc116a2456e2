"""What the text of a document shows of an earlier document with its title: that it replaces it."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from zlib import crc32

from rag.language.documents.editions import EARLIER_EDITION, REPLACED, REPLACES
from rag.language.figures.dates import FoundDate, find_dates
from rag.records import Document, Page
from rag.weights import WEIGHTS

ReadPage = Callable[[str, int | None], Page]
"""A page by the id of its document and its number; raises KeyError."""

_START, _END = 12_000, 4_000  # characters read of a long text: its start, and its last articles
_RUN = 4  # words; unrelated texts share almost no run of four
_SAMPLE = 256  # digests kept of a text: the share is then right within 0.03
_LEAST_NAMES = 3  # a text with fewer does not tell by them what it is about
_WORD = re.compile(r"[^\W\d_]+")
_NAME = re.compile(r"(?<=[^\W\d_A-Z,;:][\s'’]|[,;:][\s])[A-ZÀ-Þ][\w-]+")
_REACH = 120  # characters on each side of a verb in which the replaced edition is named


@dataclass(frozen=True, slots=True)
class Wording:
    """What is kept of a text to compare it with that of another edition.

    sample    the smallest digests of its runs of words, without figures
    names     how often it has each word with a capital inside a sentence
    replaces  the dates of the documents that it says it replaces
    earlier   whether it says that it replaces the edition before it
    """

    sample: frozenset[int]
    names: Counter[str]
    replaces: tuple[FoundDate, ...]
    earlier: bool


def read_wording(document: Document, page: ReadPage) -> Wording:
    """The wording of a document, whose pages ``page`` reads."""
    start, end = _text(document, page)
    text = start + end
    title = document.title.casefold()
    words = _WORD.findall(text.casefold().replace(title, " "))
    runs = zip(*(words[at:] for at in range(_RUN)), strict=False)
    digests = sorted({crc32(" ".join(run).encode()) for run in runs})
    own = set(_WORD.findall(title))
    names = Counter(name for name in _NAME.findall(text) if name.casefold() not in own)
    said = list(_replacing(text))
    return Wording(
        frozenset(digests[:_SAMPLE]),
        names,
        tuple(date for each in said for date in find_dates(each)),
        any(EARLIER_EDITION.search(each) for each in said),
    )


def is_new_edition(newer: Wording, older: Wording, day: dt.date, *, by_file: bool = False) -> bool:
    """Whether a text is a later edition of ``older``, the text of a document of a day.

    It says so, by that day or its year or as the edition before it; or it has much of its wording
    or is its next file (``by_file``), and they are about the same people, places and things.
    """
    dated = any(
        one.date == day if one.precision == "day" else one.date.year == day.year
        for one in newer.replaces
    )
    if dated or newer.earlier:
        return True
    alike = by_file or _shared(newer, older) >= WEIGHTS.editions.shared_runs
    return alike and _is_about_the_same(newer.names, older.names)


def _shared(one: Wording, other: Wording) -> float:
    """The share of the longer text's runs of words that the other has, from the samples."""
    full = [max(each.sample) for each in (one, other) if len(each.sample) == _SAMPLE]
    bound = min(full, default=1 << 32)
    first, second = ({d for d in each.sample if d <= bound} for each in (one, other))
    return len(first & second) / max(len(first), len(second), 1)


def _is_about_the_same(one: Counter[str], other: Counter[str]) -> bool:
    """Whether most names of either text are in the other: a form filled in twice has others."""
    shares = [
        sum(count for name, count in each.items() if name in against) / each.total()
        for each, against in ((one, other), (other, one))
        if each.total() >= _LEAST_NAMES
    ]
    return len(shares) < 2 or max(shares) >= WEIGHTS.editions.same_names


def _replacing(text: str) -> Iterator[str]:
    """What a text says that it replaces: what follows the verb, or comes before the participle."""
    for match in REPLACES.finditer(text):
        yield re.split(r"[.;:](?:\s|$)", text[match.end() : match.end() + _REACH], maxsplit=1)[0]
    for match in REPLACED.finditer(text):
        before = text[max(0, match.start() - _REACH) : match.start()]
        yield re.split(r"[.;:]\s|\n", before)[-1]


def _text(document: Document, page: ReadPage) -> tuple[str, str]:
    """The start and the end of the text of a document, which do not overlap."""
    try:
        text = page(document.id, None).text
    except KeyError:
        numbers = range(1, document.page_count + 1)
        first = _read(document, page, numbers, _START)
        rest = numbers[len(first) :]
        last = _read(document, page, reversed(rest), _END)
        return "\n".join(first), "\n".join(reversed(last))
    return text[:_START], text[max(_START, len(text) - _END) :]


def _read(document: Document, page: ReadPage, numbers: Iterable[int], most: int) -> list[str]:
    """The texts of these pages, until they have ``most`` characters."""
    texts: list[str] = []
    for number in numbers:
        if sum(map(len, texts)) >= most:
            break
        texts.append(page(document.id, number).text)
    return texts
