"""The sentences of a text that state something, apart from those that do not."""

from __future__ import annotations

import re
from typing import NamedTuple

from rag.language.any_language import any_form
from rag.language.greetings import GREETINGS
from rag.language.sentences import sentences
from rag.language.words import words
from rag.records import Offsets

_GREETING = re.compile(any_form(GREETINGS), re.IGNORECASE)
_END = re.compile(r"[.!…][»”\"'’)\]]*$")
_QUESTION = re.compile(r"\?[\s»”\"'’)\]]*$")
_MARK = re.compile(r"^(?:[#>*•–—-]+|\d{1,2}[.)])\s+")
_LEAST_WORDS = 3


class SplitText(NamedTuple):
    """The spans of the sentences that state something, and of those left out, in order."""

    claims: list[Offsets]
    left_out: list[Offsets]


def split_claims(text: str) -> SplitText:
    """The sentences of a pasted text, those that can be checked and the others.

    Left out are questions, greetings, what is shorter than three words and, where other lines
    end with a stop, the lines that do not: headings, names and dates of newspapers.
    """
    spans = [_bare(text, span) for span in sentences(text)]
    closed = any(_END.search(text[start:end]) for start, end in spans)
    found = SplitText([], [])
    for start, end in spans:
        said = text[start:end]
        states = len(words(said)) >= _LEAST_WORDS and (not closed or _END.search(said))
        spoken = _QUESTION.search(said) or _GREETING.match(said)
        (found.claims if states and not spoken else found.left_out).append((start, end))
    return found


def _bare(text: str, span: Offsets) -> Offsets:
    """A span without the mark of a list or a heading before it."""
    start, end = span
    mark = _MARK.match(text[start:end])
    return (start + mark.end(), end) if mark else span
