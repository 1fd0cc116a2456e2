"""What is computed once from a library or a document of it, and then kept.

A library has thousands of documents, and many parts: one for each reader with rights of their own,
and one for each day and scope of a question.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from rag.records import Document
from rag.store.protocols import Library, Lifetime

_T = TypeVar("_T")
_P = ParamSpec("_P")


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


def once_per_document(
    build: Callable[Concatenate[Document, _P], _T],
) -> Callable[Concatenate[Library, Document, _P], _T]:
    """``build``, with each result kept for as long as the generation of the library.

    All parts of a generation share the results: a new part computes nothing of a document again.
    The results say nothing that the document does not, and who asks has the document. Other
    arguments of ``build`` only tell how to read it.
    """
    known: WeakKeyDictionary[Lifetime, dict[Document, _T]] = WeakKeyDictionary()

    @wraps(build)
    def kept(library: Library, document: Document, /, *args: _P.args, **more: _P.kwargs) -> _T:
        of = known.setdefault(library.lifetime, {})
        try:
            return of[document]
        except KeyError:
            return of.setdefault(document, build(document, *args, **more))

    return kept
