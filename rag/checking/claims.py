"""The claims of a text: its sentences that state something."""

from __future__ import annotations

import re
from typing import NamedTuple

from rag.language import detect
from rag.language.any_language import any_form
from rag.language.questions.greetings import GREETINGS
from rag.language.sentences import sentences
from rag.language.statements.opinions import is_opinion
from rag.language.statements.quotations import with_whole_quotations
from rag.language.words import words
from rag.records import Offsets
from rag.records.checks import LeftOutKind

_GREETING = re.compile(any_form(GREETINGS), re.IGNORECASE)
_END = re.compile(r"[.!…](?:[\s»”\"'’)\]]*[»”\"'’)\]])?$")
_QUESTION = re.compile(r"\?[\s»”\"'’)\]]*$")
_LIST_MARK = re.compile(r"^(?:[#>*•–—-]+|\d{1,2}[.)])\s+")
_MIN_WORDS = 3


class SplitText(NamedTuple):
    """The spans of the claims of a text and of its other sentences, in order.

    ``reasons`` say of each sentence left out what it is.
    """

    claims: list[Offsets]
    left_out: list[Offsets]
    reasons: list[LeftOutKind]


def split_claims(text: str) -> SplitText:
    """The sentences of a text that can be checked, and the others.

    A quotation of several sentences is one claim with its speaker. The others are questions,
    greetings, opinions and sentences of fewer than three words. If any line ends with a full stop,
    lines that do not are left out too: headings, names, datelines.
    """
    spans = with_whole_quotations(text, sentences(text))
    spans = [_without_list_mark(text, span) for span in spans]
    has_full_stops = any(_END.search(text[start:end]) for start, end in spans)
    found = SplitText([], [], [])
    for start, end in spans:
        reason = _reason(text[start:end], has_full_stops=has_full_stops)
        if reason is None:
            found.claims.append((start, end))
        else:
            found.left_out.append((start, end))
            found.reasons.append(reason)
    return found


def _reason(sentence: str, *, has_full_stops: bool) -> LeftOutKind | None:
    """Why a sentence is not checked; ``None`` for one that states something."""
    if _QUESTION.search(sentence):
        return "question"
    if _GREETING.match(sentence):
        return "greeting"
    if has_full_stops and not _END.search(sentence):
        return "headline"
    if len(words(sentence)) < _MIN_WORDS:
        return "short"
    return "opinion" if is_opinion(sentence, detect(sentence)) else None


def _without_list_mark(text: str, span: Offsets) -> Offsets:
    """A span without the mark of a list or a heading at its start."""
    start, end = span
    mark = _LIST_MARK.match(text[start:end])
    return (start + mark.end(), end) if mark else span
