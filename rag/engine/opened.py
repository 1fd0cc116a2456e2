"""One question, or one text to check, without opening a library first."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from rag.config import Settings, load_settings
from rag.engine.library import Rag
from rag.records import Answer, Exchange, Scope
from rag.records.checks import Check

# The libraries that ``query`` and ``check`` have opened, by folder, the oldest first.
_OPENED: dict[Path, tuple[Settings, Rag]] = {}
_OPENING = threading.Lock()
_MOST_OPEN = 4


def query(
    question: str,
    index: str | Path = "index",
    *,
    conversation: Sequence[Exchange] = (),
    as_of: dt.date | None = None,
    exact: bool = False,
    scope: Scope | Mapping[str, object] | None = None,
) -> Answer:
    """The answer of the index in a folder to one question; see ``Rag`` to ask many.

    The folder is opened once per process; later generations are used as they come, and so is a
    changed ``rag.toml``. The keywords are those of ``Rag.ask``.
    """
    library = _opened(Path(index).resolve(), load_settings())
    return library.ask(question, conversation=conversation, as_of=as_of, exact=exact, scope=scope)


def check(
    text: str,
    index: str | Path = "index",
    *,
    scope: Scope | Mapping[str, object] | None = None,
) -> Check:
    """The verdict of the index in a folder on each claim of a text; see ``Rag.check``."""
    return _opened(Path(index).resolve(), load_settings()).check(text, scope=scope)


def _opened(index: Path, settings: Settings) -> Rag:
    """The library of a folder, opened once; changed settings replace the one opened before."""
    with _OPENING:
        known = _OPENED.get(index)
        if known is None or known[0] != settings:
            if known is None and len(_OPENED) >= _MOST_OPEN:
                del _OPENED[next(iter(_OPENED))]
            known = _OPENED[index] = (settings, Rag.open(index, settings=settings))
        return known[1]
