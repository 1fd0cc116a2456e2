"""The numbered parts of a document: which article a place of a page belongs to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from rag.language.identifiers.references import Reference, find_references, numbered_start
from rag.readers import format_of
from rag.records import Document, Language
from rag.store import Library

_LINE = re.compile(r"[^\n]+")
_LABEL = 40  # characters of a line in which its label is
_OPENING = re.compile(r"[\s#*«“\"(–—-]*")
# What follows a label: the end of the line, a mark, or the first word of the rule.
_AFTER_LABEL = re.compile(r"\s*(?:$|[.:)–—-]|[A-ZÀ-Þ«“])")
_OUTSIDE = "outside"
_ENDS = frozenset({"annex", "chapter", _OUTSIDE})  # what ends the articles before it

# A place of a document: the position of the page among its pages, and the offset in its text.
PagePlace = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Label:
    place: PagePlace
    kind: str
    number: str


class NumberedParts:
    """The labels of the articles, sections and rules of a document, in order.

    ``outside`` are the places, page and offset, where other text begins.
    """

    def __init__(
        self, library: Library, document: Document, outside: Sequence[tuple[int | None, int]] = ()
    ) -> None:
        pages = range(1, document.page_count + 1) if format_of(document.format).has_pages else ()
        self._pages: tuple[int | None, ...] = tuple(pages) or (None,)
        labels = [
            label
            for at, page in enumerate(self._pages)
            for label in _labels(library.page(document.id, page).text, at, document.language)
        ]
        labels += [_Label(self.place(*one), _OUTSIDE, "") for one in outside]
        self._labels = sorted(labels, key=lambda one: one.place)

    def place(self, page: int | None, offset: int) -> PagePlace:
        """A place by its page and its offset there."""
        return self._pages.index(page), offset

    def holds_any(self, parts: Sequence[Reference], since: PagePlace) -> bool:
        """Whether one of some parts stands outside the text that amends it."""
        return any(self.has(part, label.place, since) for part in parts for label in self._labels)

    def has(self, part: Reference, at: PagePlace, since: PagePlace | None = None) -> bool:
        """Whether a place is in a part; not in the text that amends it, which begins at ``since``.

        That text goes on until another part begins.
        """
        kinds = {one.kind for one in self._labels}
        kind = part.kind if part.kind in kinds else ""
        wanted = [one for one in self._labels if one.kind in {kind, *_ENDS}]
        place = bisect_right([one.place for one in wanted], at)
        if not place or wanted[place - 1].kind != kind:
            return False
        label = wanted[place - 1]
        if label.number != part.value.partition("(")[0]:
            return False
        return since is None or not self._is_amending(label, since, wanted, at)

    @staticmethod
    def _is_amending(label: _Label, since: PagePlace, labels: list[_Label], at: PagePlace) -> bool:
        """Whether a place is in the text that amends: nothing else begins between the two."""
        if at < since:
            return False
        return not any(since < one.place <= at and one.number != label.number for one in labels)


def _labels(text: str, at: int, language: Language) -> list[_Label]:
    found = []
    for line in _LINE.finditer(text):
        opening = _OPENING.match(line[0])
        start = line.start() + (opening.end() if opening else 0)
        label = text[start : min(line.end(), start + _LABEL)]
        if (named := next(iter(find_references(label, language)), None)) and not named.start:
            after = text[start + named.end : line.end()]
            if named.is_part and _AFTER_LABEL.match(after):
                found.append(_Label((at, start), named.kind, named.value.partition("(")[0]))
        elif number := numbered_start(label, language):
            found.append(_Label((at, start), "", number))
    return found
