"""The claims of a text: its sentences that state something."""

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
_LIST_MARK = re.compile(r"^(?:[#>*•–—-]+|\d{1,2}[.)])\s+")
_MIN_WORDS = 3


class SplitText(NamedTuple):
    """The spans of the claims of a text and of its other sentences, in order."""

    claims: list[Offsets]
    left_out: list[Offsets]


def split_claims(text: str) -> SplitText:
    """The sentences of a text that can be checked, and the others.

    The others are questions, greetings and sentences of fewer than three words. If any line
    ends with a full stop, lines that do not are left out too: headings, names, datelines.
    """
    spans = [_without_list_mark(text, span) for span in sentences(text)]
    has_full_stops = any(_END.search(text[start:end]) for start, end in spans)
    found = SplitText([], [])
    for start, end in spans:
        sentence = text[start:end]
        complete = not has_full_stops or _END.search(sentence)
        states = complete and len(words(sentence)) >= _MIN_WORDS
        addresses = _QUESTION.search(sentence) or _GREETING.match(sentence)
        (found.claims if states and not addresses else found.left_out).append((start, end))
    return found


def _without_list_mark(text: str, span: Offsets) -> Offsets:
    """A span without the mark of a list or a heading at its start."""
    start, end = span
    mark = _LIST_MARK.match(text[start:end])
    return (start + mark.end(), end) if mark else span
