"""The files of tantivy: opened from a folder that may be read-only, and its panics as errors."""

from __future__ import annotations

import json
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


def is_rewritten(name: str) -> bool:
    """Whether tantivy replaces a file at a change; the others it only adds or deletes."""
    return name.endswith(".json")


def removed_share(folder: Path, more: int) -> float:
    """The share of passages that are removed, with so many more, but still count in the scores.

    Raises OSError, and ValueError for files that are not tantivy's.
    """
    try:
        found = json.loads((folder / "meta.json").read_bytes())["segments"]
        total = sum(int(each["max_doc"]) for each in found)
        removed = sum(int((each["deletes"] or {}).get("num_deleted_docs", 0)) for each in found)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("meta.json") from error
    return (removed + more) / max(total, 1)


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
