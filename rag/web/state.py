"""What the page shows now: the turns of a conversation, a check, and the open source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from rag.errors import RagError, SourceUnknown, Unexpected
from rag.records import Answer, Language
from rag.records.checks import Check
from rag.web.past_answers import AnswerDiff

FeedbackVerdict = Literal["helpful", "wrong_page", "wrong_answer"]
VERDICTS: tuple[FeedbackVerdict, ...] = ("helpful", "wrong_page", "wrong_answer")


@dataclass(frozen=True, slots=True)
class PageTurn:
    """A question with its outcome, ``None`` while the answer is being searched.

    ``as_of`` limits the question to the documents as of that day, ``None`` for today. ``diff``
    compares the answer with a past one, if the question came from there. ``verdict`` is the
    person's feedback on the answer.
    """

    question: str
    language: Language
    outcome: Answer | RagError | None = None
    diff: AnswerDiff | None = None
    verdict: FeedbackVerdict | None = None
    as_of: dt.date | None = None

    def settled(self) -> PageTurn:
        """The turn; without an outcome, the program failed on it, and that is its outcome."""
        return self if self.outcome is not None else replace(self, outcome=Unexpected())


@dataclass(frozen=True, slots=True)
class CheckTurn:
    """A text to check, with its outcome, ``None`` while it is being checked."""

    text: str
    language: Language
    outcome: Check | RagError | None = None

    def settled(self) -> CheckTurn:
        """The turn; without an outcome, the program failed on it, and that is its outcome."""
        return self if self.outcome is not None else replace(self, outcome=Unexpected())


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """A quotation to show: ``start:end`` of the text of a page; empty to read the document."""

    document: str
    page: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SourceView:
    """What the source panel shows: a quotation, and the page that is open now."""

    quotation: SourcePlace
    page: int | None


def first_view(turn: PageTurn) -> SourceView | None:
    """The source of the first citation, which opens by itself; ``None`` if there is none."""
    if not isinstance(turn.outcome, Answer) or not turn.outcome.citations:
        return None
    first = turn.outcome.citations[0]
    return SourceView(SourcePlace(first.document, first.page, first.start, first.end), first.page)


def parse_view(data: Mapping[str, object]) -> SourceView:
    """The source that a button of the page opens; raises SourceUnknown if its data is wrong."""
    try:
        page = _number(data.get("page"))
        quotation = SourcePlace(
            str(data["document"]), page, int(str(data["start"])), int(str(data["end"]))
        )
        return SourceView(quotation, _number(data["show"]) if "show" in data else page)
    except (KeyError, ValueError) as error:
        raise SourceUnknown(document="?", page="?") from error


def _number(value: object) -> int | None:
    return int(str(value)) if value not in (None, "") else None
