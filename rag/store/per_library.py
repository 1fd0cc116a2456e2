"""What is computed once from a library, which has thousands of documents, and then kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from rag.store.protocols import Library

_T = TypeVar("_T")


def once_per_library(build: Callable[[Library], _T]) -> Callable[[Library], _T]:
    """``build``, with each result kept for as long as its library object.

    A generation is one object until the next one goes live. A restricted part of it is another.
    """
    known: WeakKeyDictionary[Library, _T] = WeakKeyDictionary()

    @wraps(build)
    def kept(library: Library) -> _T:
        if library not in known:
            known[library] = build(library)
        return known[library]

    return kept
