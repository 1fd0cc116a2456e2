"""A part of a library as data: some documents, and the rows of their passages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from typing import Protocol


class HasRows(Protocol):
    """What knows the rows of documents."""

    def rows_in(self, documents: Iterable[str]) -> set[int]:
        """The rows of the passages of these documents."""


class RowsOf(Collection[int]):
    """The rows of some documents; they are read when somebody asks for one.

    A search engine that knows the documents of its passages takes the ids instead: there are far
    fewer.
    """

    def __init__(self, library: HasRows, documents: Iterable[str]) -> None:
        self._library = library
        self.documents = frozenset(documents)

    def __contains__(self, row: object) -> bool:
        return row in self._rows

    def __iter__(self) -> Iterator[int]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    @cached_property
    def _rows(self) -> frozenset[int]:
        return frozenset(self._library.rows_in(self.documents))
