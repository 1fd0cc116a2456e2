"""The terms of a generation, opened from a folder that may be read-only."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path

from rag.store.bm25 import Bm25Index


def open_terms(folder: Path, owner: object) -> Bm25Index:
    """The terms of a folder; raises OSError, or ValueError where it holds none.

    tantivy locks a file of the folder to open it. Where that is not allowed, it is shown a
    folder of links instead, which lasts as long as its owner.
    """
    try:
        with (folder / ".tantivy-meta.lock").open("ab"):
            pass
    except OSError:
        return Bm25Index.open(_linked(folder, owner))
    return Bm25Index.open(folder)


def _linked(folder: Path, owner: object) -> Path:
    """A folder of links to the files of another."""
    links = Path(tempfile.mkdtemp(prefix="rag-terms-"))
    weakref.finalize(owner, shutil.rmtree, links, ignore_errors=True)
    for path in folder.resolve().iterdir():
        if path.suffix != ".lock":
            (links / path.name).symlink_to(path)
    return links
