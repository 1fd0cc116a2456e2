"""The file that a document was read from, if it is unchanged, and pictures of its pages."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

from rag.errors import DocumentError, PageImageUnavailable, SourceUnavailable
from rag.messages import Message
from rag.records import Box, Document, Offsets, Page
from rag.runtime.file_state import FileState

_CHANGED = Message("causes.changed")


def original(document: Document) -> Path:
    """The unchanged file of a document; raises SourceUnavailable.

    The path of a document inside a container goes through it: ``rag.readers.containers`` reads it.
    """
    # The readers take 0.1 s to import.
    from rag.readers.containers import container_of, file_digest

    path = Path(document.root) / document.path
    try:
        state, now = FileState.of(container_of(path) or path), time.time_ns()
        digest = _sha256(path, state) if state.is_settled(now) else file_digest(path)
    except OSError as error:
        cause = error.strerror or type(error).__name__
        raise SourceUnavailable(path=document.path, cause=cause) from error
    except DocumentError as error:
        raise SourceUnavailable(path=document.path, cause=_CHANGED) from error
    if digest != document.id:
        raise SourceUnavailable(path=document.path, cause=_CHANGED)
    return path


def page_image(
    document: Document,
    number: int,
    read_page: Callable[[str, int], Page],
    highlights: Sequence[Offsets],
    scale: float,
) -> bytes:
    """A page of a document as PNG, ``scale`` pixels a point, with spans of its text highlighted.

    Raises PageImageUnavailable if the format has no pages to draw, or SourceUnavailable.
    """
    from rag.readers import format_of  # the readers take 0.1 s to import

    render_page = format_of(document.format).render_page
    if render_page is None:
        raise PageImageUnavailable(path=document.path)
    path, page = original(document), read_page(document.id, number)
    return render_page(path, number, _boxes(page, highlights), scale)


@lru_cache(maxsize=1_024)
def _sha256(path: Path, state: FileState) -> str:
    """The digest of a file that is in this state."""
    from rag.readers.containers import file_digest

    return file_digest(path)


def _boxes(page: Page, spans: Sequence[Offsets]) -> list[Box]:
    """The boxes of a page that overlap spans of its text."""
    return [
        box
        for box in page.boxes
        if any(box.start < end and start < box.end for start, end in spans)
    ]
