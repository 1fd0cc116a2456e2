"""What reads the live generation of an index: the doors through which the library is seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from rag.messages.answers import fallback
from rag.records import Language
from rag.store import Library, LibrarySource

_T = TypeVar("_T")


class LibraryReading:
    """The part of ``Rag`` that holds the generation in use; a test knows who may use it."""

    _latest: LibrarySource

    @property
    def index_id(self) -> str:
        """The identity of what the index holds now."""
        return self._current().index_id

    def notice(self, language: Language) -> str:
        """A line saying that an older generation answers, and when it was made.

        "" if the index is whole, as far as it has been read.
        """
        library = self._current()
        return "" if library.damage is None else fallback(library.created, language)

    def prepare(self) -> None:
        """Computes what questions need of all documents, then reads every byte of it."""
        from rag.answering.warmup import prepare

        self._read(prepare)
        self._latest.check()

    def _read(self, work: Callable[[Library], _T], *signs: type[Exception]) -> _T:
        """The result of some work on the live generation; see ``Latest.read``."""
        return self._latest.read(work, *signs)

    def _current(self) -> Library:
        """The live generation, or the one that answers in its place."""
        return self._latest.current()
