"""The files of tantivy: opened from a folder that may be read-only, and its panics as errors."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def openable(folder: Path, owner: object) -> Path:
    """The folder of an index, or if it is read-only, one that tantivy can open.

    tantivy locks a file of the folder to open it. If that is not allowed, it opens a folder of
    links instead, which lasts as long as its owner. Raises OSError.
    """
    try:
        with (folder / ".tantivy-meta.lock").open("ab"):
            pass
    except OSError:
        return _linked(folder, owner)
    return folder


def _linked(folder: Path, owner: object) -> Path:
    """A folder of links to the files of another."""
    links = Path(tempfile.mkdtemp(prefix="rag-terms-"))
    weakref.finalize(owner, shutil.rmtree, links, ignore_errors=True)
    for path in folder.resolve().iterdir():
        if path.suffix != ".lock":
            (links / path.name).symlink_to(path)
    return links


@contextmanager
def unpanicked() -> Iterator[None]:
    """tantivy panics on some altered files: turned into ValueError, like its other errors."""
    try:
        yield
    except BaseException as error:
        # The class of a panic cannot be imported, and is not an Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise ValueError(f"tantivy: {error}") from error
