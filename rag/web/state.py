"""A turn of the conversation, and what the source panel looks at: records of the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from rag.errors import RagError, SourceUnknown, Unexpected
from rag.records import Answer, Language
from rag.records.checks import Check
from rag.web.past_answers import Standing

FeedbackVerdict = Literal["helpful", "wrong_page", "wrong_answer"]
VERDICTS: tuple[FeedbackVerdict, ...] = ("helpful", "wrong_page", "wrong_answer")


@dataclass(frozen=True, slots=True)
class PageTurn:
    """A question with its outcome, ``None`` while it is looked for.

    ``as_of`` is the day as on which it is asked, ``None`` for today; ``standing`` compares the
    answer with an older one, where the question came from there; ``verdict`` is what the person
    said of the answer.
    """

    question: str
    language: Language
    outcome: Answer | RagError | None = None
    standing: Standing | None = None
    verdict: FeedbackVerdict | None = None
    as_of: dt.date | None = None

    def settled(self) -> PageTurn:
        """The turn, failed if it still waits: the program broke on it."""
        return self if self.outcome is not None else replace(self, outcome=Unexpected())


@dataclass(frozen=True, slots=True)
class CheckTurn:
    """A text that is checked, with its outcome, ``None`` while it is looked for."""

    text: str
    language: Language
    outcome: Check | RagError | None = None

    def settled(self) -> CheckTurn:
        """The same, failed if it still waits: the program broke on it."""
        return self if self.outcome is not None else replace(self, outcome=Unexpected())


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """A place to show: ``start:end`` of the text of a page is the quotation."""

    document: str
    page: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SourceView:
    """What the source panel shows: a spot, and the page turned to."""

    spot: SourcePlace
    page: int | None


def first_view(turn: PageTurn) -> SourceView | None:
    """The first source of an answer, shown unasked."""
    if not isinstance(turn.outcome, Answer) or not turn.outcome.citations:
        return None
    cited = turn.outcome.citations[0]
    return SourceView(SourcePlace(cited.document, cited.page, cited.start, cited.end), cited.page)


def view_of(data: Mapping[str, object]) -> SourceView:
    """The view that a button of the page names; raises SourceUnknown where it names none."""
    try:
        page = _number(data.get("page"))
        spot = SourcePlace(
            str(data["document"]), page, int(str(data["start"])), int(str(data["end"]))
        )
        return SourceView(spot, _number(data["show"]) if "show" in data else page)
    except (KeyError, ValueError) as error:
        raise SourceUnknown(document="?", page="?") from error


def _number(value: object) -> int | None:
    return int(str(value)) if value not in (None, "") else None
