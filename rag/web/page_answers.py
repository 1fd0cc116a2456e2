"""The answers of the page: to new questions, and again to those whose answers are recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass

from rag.records import Answer, Exchange, Scope
from rag.runtime.cache import BoundedCache
from rag.server import AccessControl, Engine, EngineLoader, is_refusal

_MOST = 500  # answers that are kept in memory, of some 20 kB each


@dataclass(frozen=True, slots=True)
class PageQuestion:
    """A question with all that its answer depends on but the index; see ``Rag.ask``."""

    text: str
    as_of: dt.date | None = None
    exact: bool = False
    scope: Scope | None = None
    conversation: tuple[Exchange, ...] = ()


class PageAnswers:
    """Asks the engine for the page; safe to share between threads.

    The last answers are kept: a question that is asked again of the same index, after the same
    turns and on the same day, has the same answer. So a conversation is shown again without a
    search.
    """

    def __init__(self, loader: EngineLoader, access: AccessControl) -> None:
        self._loader, self._access = loader, access
        self._kept = BoundedCache[Hashable, Answer](_MOST)

    def ask(self, question: PageQuestion) -> Answer:
        """The answer to a question that a person asks now; raises as ``Engine.ask``.

        It counts for the person's limit, and among the refused questions if it has no answer.
        """
        with self._access.admitted(question.text):
            found = self._asked(self._loader.engine(), question)
        if is_refusal(found):
            self._access.refused.add(question.text)
        return found

    def ask_again(self, question: PageQuestion) -> Answer:
        """Today's answer to a question whose answer is recorded; it is counted nowhere."""
        engine = self._loader.engine()
        known = self._kept.find(self._key(question, engine.index_id))
        if known is not None:
            return known
        with self._access.admitted(question.text, "review", again=True):
            return self._asked(engine, question)

    def _asked(self, engine: Engine, question: PageQuestion) -> Answer:
        found = engine.ask(
            question.text,
            conversation=question.conversation,
            as_of=question.as_of,
            exact=question.exact,
            scope=question.scope,
        )
        self._kept.keep(self._key(question, found.index_id), found)
        return found

    def _key(self, question: PageQuestion, index_id: str) -> Hashable:
        caller = self._access.current_caller()
        role = caller.role if caller else None  # it says which documents are seen
        return question, index_id, role, dt.date.today()
