"""What the page does, without the page: questions in, HTML out. No Gradio here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rag.errors import RagError, SourceUnknown, Unexpected
from rag.language import detect
from rag.records import LANGUAGES, Answer, Document, Language
from rag.server import Opening
from rag.server.application import find_document, find_page
from rag.web.show import answer, frame, source
from rag.web.show.markup import Html
from rag.web.show.source import Spot


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of the conversation with its outcome; neither while it is looked for."""

    question: str
    language: Language
    outcome: Answer | RagError | None = None

    def settled(self) -> Turn:
        """The turn, failed if it still waits: the program broke on it."""
        return self if self.outcome is not None else replace(self, outcome=Unexpected())


@dataclass(frozen=True, slots=True)
class View:
    """What the source panel shows: a spot, and the page turned to."""

    spot: Spot
    page: int | None


class Desk:
    """The page's one door to the engine, once that is open."""

    def __init__(self, opening: Opening) -> None:
        self.opening = opening

    def begin(self, question: str) -> Turn:
        """A turn that waits for its answer."""
        return Turn(question.strip(), detect(question, default="fr"))

    def finish(self, turn: Turn) -> Turn:
        """The same turn with its answer, or with what went wrong."""
        try:
            found = self.opening.engine().ask(turn.question)
        except RagError as error:
            return replace(turn, outcome=error)
        return replace(turn, outcome=found, language=found.language)

    def conversation(self, turns: Sequence[Turn], language: Language) -> Html:
        """The turns as HTML."""
        library = self._library()
        shown = [_turn(turn, n, library, language) for n, turn in enumerate(turns, 1)]
        return frame.conversation(shown, language)

    def head(self, language: Language) -> Html:
        """The head of the page."""
        return frame.head(self.opening, language)

    def examples(self, language: Language) -> Html:
        """Questions to try."""
        return frame.examples(language)

    def source(self, view: View | None, language: Language) -> Html:
        """The source panel."""
        if view is None:
            return source.empty(language)
        try:
            engine = self.opening.engine()
            document = find_document(engine, view.spot.document)
            page = find_page(engine, document.id, view.page)
        except RagError as error:
            return source.failed(error, language)
        return source.source(document, page, view.spot, language)

    def _library(self) -> Mapping[str, Document]:
        if self.opening.state != "ready":
            return {}
        return {document.id: document for document in self.opening.engine().documents()}


def first_view(turn: Turn) -> View | None:
    """The first source of an answer, shown unasked."""
    if not isinstance(turn.outcome, Answer) or not turn.outcome.citations:
        return None
    cited = turn.outcome.citations[0]
    return View(Spot(cited.document, cited.page, cited.start, cited.end), cited.page)


def view_of(data: Mapping[str, object]) -> View:
    """The view that a button of the page names; raises SourceUnknown where it names none."""
    try:
        page = _number(data.get("page"))
        spot = Spot(str(data["document"]), page, int(str(data["start"])), int(str(data["end"])))
        return View(spot, _number(data["show"]) if "show" in data else page)
    except (KeyError, ValueError) as error:
        raise SourceUnknown(document="?", page="?") from error


def preferred(stored: object, accepted: str) -> Language:
    """The language chosen before in this browser, or the first of its header that we speak."""
    for language in LANGUAGES:
        if stored == language:
            return language
    for wanted in accepted.lower().split(","):
        for language in LANGUAGES:
            if wanted.strip().startswith(language):
                return language
    return "en"


def _number(value: object) -> int | None:
    return int(str(value)) if value not in (None, "") else None


def _turn(turn: Turn, number: int, library: Mapping[str, Document], language: Language) -> Html:
    if isinstance(turn.outcome, Answer):
        return answer.answer(turn.outcome, number, library, language)
    if isinstance(turn.outcome, RagError):
        return answer.error(turn.question, turn.outcome, turn.language, number)
    return answer.pending(turn.question, turn.language, number)
