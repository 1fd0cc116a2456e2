"""What the page does, without the page: questions in, HTML out. No Gradio here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rag.config import Settings
from rag.errors import DateInvalid, RagError
from rag.language import detect
from rag.language.dates import read_day
from rag.records import LANGUAGES, Answer, Document, Exchange, Language
from rag.server import AccessControl, EngineLoader, find_document, find_page
from rag.web.feedback import Feedback
from rag.web.html import check, history, layout, library, source
from rag.web.html.markup import Html
from rag.web.html.turn import announcement, turn
from rag.web.library_filter import LibraryFilter
from rag.web.past_answers import History, PastAnswer, Standing, compare
from rag.web.state import VERDICTS, CheckTurn, PageTurn, SourcePlace, SourceView


class Presenter:
    """The page's one door to the engine, once that is open; ``adds`` where it takes documents."""

    def __init__(
        self,
        loader: EngineLoader,
        feedback: Feedback | None = None,
        *,
        adds: bool = False,
        access: AccessControl | None = None,
    ) -> None:
        self.loader = loader
        self.adds = adds
        self._feedback = feedback or Feedback(None)
        self._access = access or AccessControl(Settings())

    def begin(self, question: str, day: str = "") -> PageTurn:
        """A turn that waits for its answer; ``day`` is that as on which it asks, "" for today."""
        waiting = PageTurn(question.strip(), detect(question, default="fr"))
        try:
            return replace(waiting, as_of=read_day(day) if day else None)
        except DateInvalid as error:
            return replace(waiting, outcome=error)

    def finish(
        self, waiting: PageTurn, past: PastAnswer | None = None, *, before: Sequence[PageTurn] = ()
    ) -> PageTurn:
        """The same turn with its answer, or with what went wrong; set against a past answer.

        ``before`` are the turns that the question may lean on.
        """
        if waiting.outcome is not None:
            return waiting
        turns = [Exchange.from_answer(t.outcome) for t in before if isinstance(t.outcome, Answer)]
        try:
            with self._access.admitted(waiting.question):
                found = self.loader.engine().ask(
                    waiting.question, conversation=turns, as_of=waiting.as_of
                )
        except RagError as error:
            return replace(waiting, outcome=error)
        standing = compare(past, found, self._library()) if past else None
        return replace(waiting, outcome=found, language=found.language, standing=standing)

    def judge(self, turns: Sequence[PageTurn], number: object, verdict: object) -> list[PageTurn]:
        """The turns with what the person said of one of them, numbered from 1; kept once."""
        judged = list(turns)
        for index, each in enumerate(judged, 1):
            if str(index) != str(number) or not isinstance(each.outcome, Answer):
                continue
            for known in VERDICTS:
                if known == verdict and each.verdict != known:
                    self._feedback.add(each.outcome, known)
                    judged[index - 1] = replace(each, verdict=known)
        return judged

    def review(self, watched: Sequence[PastAnswer]) -> list[Standing]:
        """The watched questions asked again, those of another state of the index only."""
        return [self._review(past) for past in watched]

    def _review(self, past: PastAnswer) -> Standing:
        same = Standing(past, past.references, (), (), ())
        try:
            engine = self.loader.engine()
            if past.index_id == engine.index_id:
                return same
            with self._access.admitted(past.question, "review"):
                found = engine.ask(past.question, as_of=past.as_of)
        except RagError:
            return replace(same, asked=False)
        return compare(past, found, self._library())

    def begin_check(self, text: str) -> CheckTurn:
        """A text whose verdicts are waited for."""
        return CheckTurn(text, detect(text, default="fr"))

    def finish_check(self, waiting: CheckTurn) -> CheckTurn:
        """The same with its verdicts, or with what went wrong."""
        try:
            with self._access.admitted(None, "check"):
                found = self.loader.engine().check(waiting.text)
        except RagError as error:
            return replace(waiting, outcome=error)
        return replace(waiting, outcome=found, language=found.language)

    def checked(self, shown: CheckTurn | None, language: Language) -> Html:
        """A checked text as HTML."""
        return check.checked(shown, language)

    def check_welcome(self, language: Language) -> Html:
        """What the tab of checks is for."""
        return check.welcome(language)

    def check_examples(self, language: Language) -> Html:
        """Texts to try."""
        return check.examples(language)

    def conversation(self, turns: Sequence[PageTurn], language: Language) -> Html:
        """The turns as HTML."""
        library = self._library()
        shown = [turn(each, number, library, language) for number, each in enumerate(turns, 1)]
        return layout.conversation(shown, announcement(turns[-1] if turns else None), language)

    def head(self, language: Language) -> Html:
        """The head of the page."""
        return layout.head(self.loader, language, self._access.account_name())

    def examples(self, language: Language) -> Html:
        """Questions to try."""
        return layout.examples(language)

    def options(self, language: Language) -> Html:
        """What a question may be narrowed by."""
        return layout.options(language)

    def history(self, album: History, standings: Sequence[Standing], language: Language) -> Html:
        """What this browser keeps."""
        return history.history(album, standings, language)

    def source(self, view: SourceView | None, language: Language) -> Html:
        """The source panel."""
        if view is None:
            return source.empty(language)
        try:
            engine = self.loader.engine()
            document = find_document(engine, view.spot.document)
            page = find_page(engine, document.id, view.page)
        except RagError as error:
            return source.failed(error, language)
        return source.source(document, page, view.spot, language)

    def first_page(self, document_id: str) -> SourceView | None:
        """The view of a document from its beginning, ``None`` where there is no such one."""
        try:
            page = find_page(self.loader.engine(), document_id, 1)
        except RagError:
            return None
        return SourceView(SourcePlace(document_id, page.number, 0, 0), page.number)

    def reader(self, view: SourceView | None, language: Language) -> Html:
        """A document of the library, open."""
        if view is None:
            return source.empty(language, "reader_empty")
        return self.source(view, language)

    def catalogue(self, look: LibraryFilter, language: Language) -> Html:
        """The documents that are looked for."""
        return library.listing(tuple(self._library().values()), look, language)

    def adding(self, language: Language) -> Html:
        """Where documents are added."""
        return library.adding(language) if self.adds and self._access.may_add() else Html()

    def _library(self) -> Mapping[str, Document]:
        if self.loader.state != "ready":
            return {}
        return {document.id: document for document in self.loader.engine().documents()}


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
