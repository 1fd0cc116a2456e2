"""What the page shows now: the turns of a conversation, a check, and the open source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from rag.errors import DateInvalid, RagError, SourceUnknown, Unexpected
from rag.records import Answer, Citation, Language, Offsets, Scope
from rag.records.checks import Check
from rag.records.results import ResultOrder, SearchResults
from rag.server import VERDICTS as VERDICTS
from rag.server import FeedbackVerdict as FeedbackVerdict
from rag.web.past_answers import AnswerDiff, PastAnswer, to_past_answer

_MAX_PIECES = 50  # of a quotation


@dataclass(frozen=True, slots=True)
class PageTurn:
    """A question with its outcome, ``None`` while the answer is being searched.

    ``as_of`` limits the question to the documents as of that day, ``None`` for today, and
    ``scope`` to chosen documents. ``diff`` compares the answer with a past one, if the question
    came from there. ``exact`` takes the question as it is typed. ``verdict`` is the person's
    feedback on the answer. ``conversation`` is the id of the conversation, and ``past`` the past
    answer whose question is asked again; with ``quiet``, they are compared only if they differ.
    ``recorded`` says that ``past`` is in the history, as a turn of this conversation, and
    ``watched`` that the person watches it. ``account`` is the identity of the account that asks, ""
    for others.
    """

    question: str
    language: Language
    outcome: Answer | RagError | None = None
    diff: AnswerDiff | None = None
    verdict: FeedbackVerdict | None = None
    as_of: dt.date | None = None
    exact: bool = False
    scope: Scope | None = None
    conversation: str = ""
    past: PastAnswer | None = None
    quiet: bool = False
    recorded: bool = False
    watched: bool = False
    account: str = ""

    @property
    def shows_record(self) -> bool:
        """Whether an answer is recorded, so that today's takes nothing of its place."""
        return self.recorded and self.past is not None and not self.past.pending

    @property
    def is_asked_anew(self) -> bool:
        """Whether a person asks now, so that it counts; a known answer is only looked at again."""
        return not (self.shows_record or self.watched)

    def past_answer(self, today: dt.date) -> PastAnswer | None:
        """What is stored of the turn: its record, its answer, or its question, to be asked again.

        ``None`` if the day of the question cannot be read, so that it is not asked for another.
        """
        if self.shows_record:
            return self.past
        if isinstance(self.outcome, Answer):
            return to_past_answer(self.outcome, today)
        if isinstance(self.outcome, DateInvalid):
            return None
        if self.past is not None:
            return replace(self.past, language=self.language, pending=True)
        return PastAnswer(
            self.question, self.language, today, "", (), self.as_of, self.exact, self.scope,
            pending=True,
        )  # fmt: skip

    def settled(self) -> PageTurn:
        """The turn; without an outcome, the program failed on it, and that is its outcome."""
        return self if self.outcome is not None else replace(self, outcome=Unexpected())


@dataclass(frozen=True, slots=True)
class CheckTurn:
    """A text to check, with its outcome, ``None`` while it is being checked."""

    text: str
    language: Language
    outcome: Check | RagError | None = None
    scope: Scope | None = None

    def settled(self) -> CheckTurn:
        """The turn; without an outcome, the program failed on it, and that is its outcome."""
        return self if self.outcome is not None else replace(self, outcome=Unexpected())


@dataclass(frozen=True, slots=True)
class SearchTurn:
    """A search with its outcome: its order, its page, and the documents shown with all passages."""

    query: str
    order: ResultOrder = "relevance"
    page: int = 1
    opened: tuple[str, ...] = ()
    outcome: SearchResults | RagError | None = None
    scope: Scope | None = None

    def settled(self) -> SearchTurn:
        """The turn; without an outcome, the program failed on it, and that is its outcome."""
        return self if self.outcome is not None else replace(self, outcome=Unexpected())


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """A quotation to show: ``start:end`` of the text of a page; empty to read the document.

    ``context`` are the spans of its further pieces.
    """

    document: str
    page: int | None
    start: int
    end: int
    context: tuple[Offsets, ...] = ()

    @classmethod
    def of(cls, citation: Citation) -> SourcePlace:
        """The place of a citation."""
        context = tuple((piece.start, piece.end) for piece in citation.context)
        return cls(citation.document, citation.page, citation.start, citation.end, context)

    @property
    def spans(self) -> tuple[Offsets, ...]:
        """All pieces of the quotation, in reading order."""
        return tuple(sorted(((self.start, self.end), *self.context)))

    @property
    def written_context(self) -> str | None:
        """The context as a button of the page holds it, "0-20 40-60"; ``None`` without any."""
        return " ".join(f"{start}-{end}" for start, end in self.context) or None


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
    return SourceView(SourcePlace.of(first), first.page)


def parse_view(data: Mapping[str, object]) -> SourceView:
    """The source that a button of the page opens; raises SourceUnknown if its data is wrong."""
    try:
        page = _number(data.get("page"))
        quotation = SourcePlace(
            str(data["document"]), page, int(str(data["start"])), int(str(data["end"])),
            _spans(str(data.get("context") or "")),
        )  # fmt: skip
        return SourceView(quotation, _number(data["show"]) if "show" in data else page)
    except (KeyError, ValueError) as error:
        raise SourceUnknown(document="?", page="?") from error


def _spans(written: str) -> tuple[Offsets, ...]:
    """The spans of a context; raises ValueError."""
    pairs = [each.split("-") for each in written.split()[:_MAX_PIECES]]
    return tuple((int(start), int(end)) for start, end in pairs)


def _number(value: object) -> int | None:
    return int(str(value)) if value not in (None, "") else None
