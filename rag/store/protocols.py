"""What the rooms above read of an index: the protocols of a library and of its two indexes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from rag.errors import IndexDamaged
from rag.records import Document, Language, Page, Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_T = TypeVar("_T")
Sees = Callable[[Document], bool]


class Lifetime:
    """Lives as long as a generation is in use; holds nothing."""


class VectorIndex(Protocol):
    """Unit vectors by row number, searched by cosine."""

    dim: int

    def __len__(self) -> int:
        """How many vectors there are."""

    def search(
        self, queries: NDArray[np.float32], k: int
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """The k nearest of each query, best first: cosines (q, k) and rows (q, k), -1 for none."""

    def reconstruct(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors of these rows, (n, dim) float32; raises KeyError for a missing row."""

    def only(self, rows: Collection[int]) -> VectorIndex:
        """The same vectors, searched among these rows only."""


class TermIndex(Protocol):
    """The words of the passages by row number, searched by BM25."""

    @property
    def searched(self) -> int:
        """How many passages a search goes through."""

    def __len__(self) -> int:
        """How many passages there are."""

    def search(self, question: str, *, language: Language, k: int) -> list[tuple[int, float]]:
        """The k best rows with their BM25 scores, best first."""

    def frequency(self, word: str, language: Language) -> int:
        """How many passages of a language have the term of a word in their text or headings."""

    def rarity(self, word: str, language: Language) -> float:
        """The inverse document frequency of a word among the passages of a language, from 0."""

    def having(
        self, phrases: Sequence[str], *, question: str, language: Language, k: int
    ) -> list[int]:
        """At most k rows that hold one of these phrases, those best for the question first."""

    def holding(self, word: str, language: Language) -> list[int]:
        """The rows of a language that hold a word in any of its forms, in order."""

    def resembles(self, word: str) -> bool:
        """Whether a passage has a word like this one: its start, or all but one of its letters."""

    def only(self, rows: Collection[int]) -> TermIndex:
        """The same words, searched among these rows only."""


class Library(Protocol):
    """The documents of an index: a whole generation, or the part that somebody may see."""

    @property
    def index_id(self) -> str:
        """The identity of what the index holds: equal for equal documents and encoders."""

    @property
    def created(self) -> str:
        """When the generation was made, ISO 8601."""

    @property
    def damage(self) -> IndexDamaged | None:
        """What is wrong with the live generation, where this one answers in its place."""

    @property
    def lifetime(self) -> Lifetime:
        """One for all parts of a generation: what is computed of its documents is kept with it."""

    @property
    def vectors(self) -> VectorIndex:
        """The vectors of the passages by row."""

    @property
    def terms(self) -> TermIndex:
        """The words of the passages by row."""

    def documents(self) -> tuple[Document, ...]:
        """The documents by path."""

    def document(self, document_id: str) -> Document:
        """A document by its id; raises KeyError."""

    def page(self, document_id: str, number: int | None) -> Page:
        """A page of a document; raises KeyError."""

    def label(self, document_id: str, number: int | None) -> str | None:
        """The printed label of a page, ``None`` where it has none; raises KeyError."""

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """The passages of these rows in the order asked; raises KeyError."""

    def documents_of(self, rows: Sequence[int]) -> list[str]:
        """The ids of the documents of these rows, in the order asked; no text is read."""

    def rows_in(self, documents: Iterable[str]) -> set[int]:
        """The rows of the passages of these documents; ids that are not there are left out."""

    def acronyms(self, documents: Iterable[str] | None = None) -> dict[str, dict[str, int]]:
        """The long forms that all or some documents give for each acronym, and in how many.

        Read from the store each time.
        """

    def previous(self) -> Library | None:
        """The generation kept for a rollback, ``None`` where none can be read."""


class LibrarySource(Protocol):
    """Gives the library as it is now; it changes when another generation goes live."""

    def current(self) -> Library:
        """The library as it is now."""

    def read(self, work: Callable[[Library], _T], *signs: type[Exception]) -> _T:
        """The result of some work on the library; ``signs`` are errors that damage may cause."""

    def check(self) -> None:
        """Reads every byte of it; raises IndexDamaged if no whole generation can answer."""

    def close(self) -> None:
        """Releases what it holds; nothing can be read afterwards."""

    def restricted(self, sees: Sees) -> LibrarySource:
        """The part of it that somebody may see."""
