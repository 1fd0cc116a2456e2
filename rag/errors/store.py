"""The errors of the folder of an index, and of what searches it."""

from __future__ import annotations

from rag.errors.root import RagError


class StoreError(RagError):
    """The folder of the index, or what searches it, cannot be used. Values: index (its path)."""


class IndexMissing(StoreError):
    """Nothing was built there. Values: index."""


class IndexDamaged(StoreError):
    """A file of the index is gone or altered. Values: index, cause."""


class IndexMismatch(StoreError):
    """The index was made with another encoder. Values: index, built, asked."""


class IndexFormat(StoreError):
    """The index was written by another version. Values: index, found, known."""


class IndexOutdated(StoreError):
    """The index was written by an older version. Values: index, found, known."""


class IndexBusy(StoreError):
    """Another process is writing the index. Values: index."""


class RemovalRefused(StoreError):
    """Most files of a folder are gone. Values: path, count (documents to remove), total."""


class IndexUnwritable(StoreError):
    """The index cannot be written; the live one is untouched. Values: index, cause."""


class DecisionsDamaged(StoreError):
    """The file of what curators decided cannot be read. Values: index, name (of the file)."""


class LibraryClosed(StoreError):
    """The library was closed before this question. Values: index."""


class LibraryReadOnly(StoreError):
    """A part of a library, as somebody sees it, was to be changed. Values: index."""


class SearchUnavailable(StoreError):
    """The server that searches the passages gives no answer. Values: host (address), cause."""


class SearchIncomplete(StoreError):
    """That server does not hold the whole index. Values: index, host (address)."""


class RollbackUnavailable(StoreError):
    """No earlier generation is kept. Values: index."""
