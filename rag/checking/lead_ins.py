"""What introduces each item of a list, and of the lists inside it: "no person shall", "(a) ...".

"(b)" after "(a) the following, namely, (i) ..." is introduced by what introduces "(a)".
"""

from __future__ import annotations

import re

from rag.language.documents.lists import INTRODUCES, ITEM, ROMAN

# The first item of a list in brackets, which a sentence without an end introduces.
_FIRST = re.compile(r"\s*(?:[•▪●○◦·–—-]\s+)?\(?(?:[aA1]|i)\)\s")


def introduces(text: str, after: str) -> bool:
    """Whether a sentence introduces a list; ``after`` is the text that follows it."""
    return bool(INTRODUCES.search(text)) or (text[-1:].isalpha() and bool(_FIRST.match(after)))


class LeadIns:
    """The sentences that introduce the lists that are open, the innermost last."""

    def __init__(self) -> None:
        self._open: list[tuple[str, str]] = []  # the kind of its items, and what introduces them
        self._next = ""

    def add(self, lead_in: str) -> None:
        """The items that follow are introduced by a sentence."""
        self._next = lead_in

    def clear(self) -> str:
        """No list is open; "" is what introduces nothing."""
        self._open, self._next = [], ""
        return ""

    def of(self, item: str) -> str:
        """What introduces an item, "" for nothing."""
        kind = self._kind(item)
        if self._next and kind not in {one for one, _ in self._open}:
            self._open.append((kind, self._next))
        elif kind:
            while self._open and self._open[-1][0] not in ("", kind):
                self._open.pop()
        self._next = ""
        return self._open[-1][1] if self._open else ""

    def _kind(self, item: str) -> str:
        """The kind of mark of an item: "1", "a", "i", "A", or "" without one.

        "i" is a letter where letters are counted, and no list has just been introduced.
        """
        match = ITEM.match(item)
        number = match["number"] if match else None
        if not number or not match:
            return ""
        if number.isdigit():
            return "1"
        counts_roman = bool(self._next) or (self._open[-1:] and self._open[-1][0] == "i")
        if ROMAN.fullmatch(number) and counts_roman:
            return "i"
        return "A" if number.isupper() else "a"
