"""What the page does, without Gradio: questions in, HTML out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from rag.config import Settings
from rag.errors import DateInvalid, RagError
from rag.language import detect
from rag.language.figures.dates import read_day
from rag.records import LANGUAGES, Answer, Document, Exchange, Language, Scope
from rag.server import (
    AccessControl,
    EngineLoader,
    accepted_language,
    find_document,
    find_page,
)
from rag.web.caller_history import CallerHistory
from rag.web.document_filters import LibraryFilter
from rag.web.examples import Examples
from rag.web.feedback import Feedback
from rag.web.html import check, history, layout, library, results, source
from rag.web.html.brand import PRODUCT, brand_title
from rag.web.html.markup import Html
from rag.web.html.scope import ScopePlace, render_scope
from rag.web.html.turn import announcement, render_turn
from rag.web.limits import read_limits, with_limits, without_limits
from rag.web.page_answers import PageAnswers, PageQuestion
from rag.web.past_answers import AnswerDiff, History, PastAnswer, compare
from rag.web.state import VERDICTS, CheckTurn, PageTurn, SearchTurn, SourcePlace, SourceView


class Presenter:
    """All that the page does with the engine."""

    def __init__(
        self,
        loader: EngineLoader,
        feedback: Feedback | None = None,
        *,
        access: AccessControl | None = None,
        notebooks: Callable[[], bool] = lambda: False,
    ) -> None:
        self.loader = loader
        self._feedback = feedback or Feedback(None)
        self._notebooks = notebooks
        self._access = access or AccessControl(Settings())
        self.kept = CallerHistory(self._access)
        self._answers = PageAnswers(loader, self._access)
        self._examples = Examples(loader, self._access.settings.library.examples)

    @property
    def title(self) -> str:
        """The title of the page in the browser's bar."""
        return brand_title(self._access.settings.institution)

    @property
    def institution(self) -> str:
        """The name in the head of the page."""
        return self._access.settings.institution.name or PRODUCT

    def new_turn(self, question: str, day: str = "", scope: Scope | None = None) -> PageTurn:
        """A turn without its answer yet, about the documents as of ``day``, "" for today.

        They are those of ``scope``. If the day cannot be read, the error is the outcome.
        """
        language, account = detect(question, default="fr"), self._access.account()
        pending = PageTurn(question.strip(), language, scope=scope, account=account)
        try:
            return replace(pending, as_of=read_day(day) if day else None)
        except DateInvalid as error:
            return replace(pending, outcome=error)

    def answer(self, pending: PageTurn, *, before: Sequence[PageTurn] = ()) -> PageTurn:
        """The turn with its answer or its error, compared with the past answer that it asks again.

        ``before`` are the earlier turns, to which the question may refer.
        """
        if pending.outcome is not None:
            return pending
        turns = [Exchange.from_answer(t.outcome) for t in before if isinstance(t.outcome, Answer)]
        question = PageQuestion(
            pending.question, pending.as_of, pending.exact, pending.scope, tuple(turns)
        )
        try:
            ask = self._answers.ask if pending.is_asked_anew else self._answers.ask_again
            found = ask(question)
        except RagError as error:
            return replace(pending, outcome=error)
        past = pending.past
        compared = past is not None and (past.references or not past.pending)
        diff = compare(past, found, self._library()) if past and compared else None
        if diff is not None and pending.quiet and diff.unchanged:
            diff = None
        return replace(pending, outcome=found, language=found.language, diff=diff)

    def rate(self, turns: Sequence[PageTurn], number: object, verdict: object) -> list[PageTurn]:
        """The turns with feedback on turn ``number`` (from 1); the same verdict is stored once."""
        rated = list(turns)
        for index, each in enumerate(rated, 1):
            if str(index) != str(number) or not isinstance(each.outcome, Answer):
                continue
            for known in VERDICTS:
                if known == verdict and each.verdict != known:
                    person = self._access.account_name() or ""
                    self._feedback.add(each.outcome, known, person)
                    rated[index - 1] = replace(each, verdict=known)
        return rated

    def compare_watched(self, watched: Sequence[PastAnswer]) -> list[AnswerDiff]:
        """Watched questions asked again and compared, unless the index has not changed since."""
        return [self._compare(past_answer) for past_answer in watched]

    def _compare(self, past_answer: PastAnswer) -> AnswerDiff:
        same = AnswerDiff(past_answer, past_answer.references, (), (), ())
        try:
            engine = self.loader.engine()
            if past_answer.index_id == engine.index_id:
                return same
            found = self._answers.ask_again(
                PageQuestion(
                    past_answer.question, past_answer.as_of, past_answer.exact, past_answer.scope
                )
            )
        except RagError:
            return replace(same, compared=False)
        return compare(past_answer, found, self._library())

    def new_check(self, text: str, scope: Scope | None = None) -> CheckTurn:
        """A text without its verdicts yet, to be checked against the documents in a scope."""
        return CheckTurn(text, detect(text, default="fr"), scope=scope)

    def run_check(self, pending: CheckTurn) -> CheckTurn:
        """The text with its verdicts, or with its error."""
        try:
            with self._access.admitted(None, "check"):
                found = self.loader.engine().check(pending.text, scope=pending.scope)
        except RagError as error:
            return replace(pending, outcome=error)
        return replace(pending, outcome=found, language=found.language)

    def run_search(self, pending: SearchTurn) -> SearchTurn:
        """A search with its results, or with its error."""
        each = results.MOST_SHOWN if pending.opened else results.SHOWN
        try:
            with self._access.admitted(pending.query):
                found = self.loader.engine().search(
                    pending.query,
                    order=pending.order,
                    page=pending.page,
                    each=each,
                    scope=pending.scope,
                )
        except RagError as error:
            return replace(pending, outcome=error)
        return replace(pending, page=found.page, outcome=found)

    def results(self, turn: SearchTurn | None, language: Language) -> Html:
        """The results of a search."""
        return results.render_results(turn, language)

    def check_result(self, turn: CheckTurn | None, language: Language) -> Html:
        """The claims of a text with their verdicts."""
        return check.render_check(turn, language)

    def check_welcome(self, language: Language) -> Html:
        """The introduction of the Check tab."""
        return check.welcome(language)

    def check_examples(self, language: Language) -> Html:
        """Texts to try."""
        return check.examples(self._examples.texts(language), language)

    def conversation(self, turns: Sequence[PageTurn], language: Language) -> Html:
        """The turns of the conversation, or the welcome before the first."""
        library, watched = self._library(), self.kept.watched() if turns else ()
        shown = [
            render_turn(each, number, library, language, watched)
            for number, each in enumerate(turns, 1)
        ]
        return layout.conversation(
            shown, announcement(turns[-1] if turns else None, language), language
        )

    def head(self, language: Language) -> Html:
        """The header of the page."""
        return layout.head(
            self.loader,
            language,
            self._access.settings.institution,
            name=self._access.account_name(),
            account=self._access.account(),
            notebooks=self._notebooks(),
        )

    def examples(self, language: Language) -> Html:
        """Questions to try."""
        return layout.examples(self._examples.questions(), language)

    def options(self, language: Language) -> Html:
        """The options of a question."""
        return layout.options(language)

    def limit(
        self, scope: Scope | None, data: dict[str, Any]
    ) -> tuple[Scope | None, RagError | None]:
        """A scope with the limits that a button adds, or the scope itself and the error."""
        try:
            engine = self.loader.engine()
            limited = with_limits(scope, read_limits(data, engine.documents()))
            engine.documents(scope=limited)
        except RagError as error:
            return scope, error
        return limited, None

    def unlimit(self, scope: Scope | None, data: dict[str, Any]) -> Scope | None:
        """A scope without the limit of a chip."""
        try:
            return without_limits(scope, read_limits(data, ()))
        except RagError:
            return scope

    def scope(
        self, scope: Scope | None, language: Language, tab: str, error: RagError | None = None
    ) -> Html:
        """The limits of the questions above the box of a tab, with the panel that adds more."""
        documents, count = tuple(self._library().values()), 0
        try:
            count = len(self.loader.engine().documents(scope=scope)) if documents else 0
        except RagError as fault:
            error = error or fault
        return render_scope(scope, documents, count, ScopePlace(tab, language, error))

    def history(self, stored: History, diffs: Sequence[AnswerDiff], language: Language) -> Html:
        """The history of the caller."""
        on_server = self.kept.on_server
        return history.render_history(stored, diffs, language, on_server=on_server)

    def source(self, view: SourceView | None, language: Language) -> Html:
        """The source panel."""
        if view is None:
            return source.empty(language)
        try:
            engine = self.loader.engine()
            document = find_document(engine, view.quotation.document)
            page = find_page(engine, document.id, view.page)
        except RagError as error:
            return source.failed(error, language)
        return source.render_source(document, page, view.quotation, language)

    def first_page(self, document_id: str) -> SourceView | None:
        """The first page of a document, ``None`` if there is no such document."""
        try:
            page = find_page(self.loader.engine(), document_id, 1)
        except RagError:
            return None
        return SourceView(SourcePlace(document_id, page.number, 0, 0), page.number)

    def still_there(self, view: SourceView | None) -> SourceView | None:
        """A view of a document, ``None`` if the document has left the library."""
        known = view is not None and view.quotation.document in self._library()
        return view if known else None

    def reader(self, view: SourceView | None, language: Language) -> Html:
        """The panel that shows a document of the library."""
        if view is None:
            return source.empty(language, "reader_empty")
        return self.source(view, language)

    def documents(self, filters: LibraryFilter, language: Language) -> Html:
        """The table of the documents that match the filter."""
        return library.render_documents(tuple(self._library().values()), filters, language)

    def _library(self) -> Mapping[str, Document]:
        if self.loader.state != "ready":
            return {}
        return {document.id: document for document in self.loader.engine().documents()}


def preferred_language(stored: object, accepted: str) -> Language:
    """The language chosen earlier in this browser, else the one that it accepts most."""
    for language in LANGUAGES:
        if stored == language:
            return language
    return accepted_language(accepted)
