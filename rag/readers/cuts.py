"""Numbers and addresses that a line end cuts: read on without a blank."""

from __future__ import annotations

import re

_RANGE = re.compile(r"\w[–—]$")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*[/.\-_=?&%#]$|\w@$", re.IGNORECASE)
_REST = re.compile(r"[a-z0-9%#?][^\s(]*", re.IGNORECASE)
_INSIDE = re.compile(r"[./_=?&%\d]")  # what an address has, and few words
_AFTER = ".,;:)]»”\"'"  # marks after an address


def is_cut(before: str, after: str) -> bool:
    """Whether two words on both sides of a line end are one: "737–" and "9", or a web address.

    The rest of an address is told by its signs: "http://a.org/" can end before a word.
    """
    if _RANGE.search(before):
        return after[0].isdigit()
    rest = _REST.match(after)
    if rest is None or not _ADDRESS.search(before):
        return False
    if before.endswith(".") and not after[0].islower():
        return False  # the next sentence
    return _INSIDE.search(rest.group().rstrip(_AFTER)) is not None
