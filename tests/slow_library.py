"""A library that does not answer before a test lets it."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Mapping, Sequence

from rag.engine import Rag
from rag.errors.service import WorkStopped
from rag.records import Answer, Exchange, Scope
from rag.runtime.cancellation import checkpoint


class Slow(Rag):
    """A library that works on a question until it is let go or cancelled.

    With ``held``, on that question alone: it answers the others.
    """

    def __init__(self, library: Rag, held: str = "") -> None:
        vars(self).update(vars(library))
        self._held = held
        self.begun = threading.Semaphore(0)
        self.door = threading.Event()
        self.stopped = threading.Event()

    def ask(
        self,
        question: str,
        *,
        conversation: Sequence[Exchange] = (),
        as_of: dt.date | None = None,
        exact: bool = False,
        scope: Scope | Mapping[str, object] | None = None,
    ) -> Answer:
        self.begun.release()
        try:
            while self._holds(question) and not self.door.wait(0.01):
                checkpoint()
        except WorkStopped:
            self.stopped.set()
            raise
        return super().ask(question, conversation=conversation, as_of=as_of, exact=exact)

    def _holds(self, question: str) -> bool:
        return not self._held or question == self._held
