"""A Qdrant inside the process of the tests, or a skip where its client is not installed."""

from __future__ import annotations

from itertools import count

import pytest

from rag.config import StoreSettings
from rag.store import SearchEngine, open_engine

_NUMBERS = count()


def in_memory() -> SearchEngine:
    """An empty Qdrant of one's own."""
    pytest.importorskip("qdrant_client", reason="verbatim-rag[qdrant] is not installed")
    engine = open_engine(StoreSettings(path=":memory:", collection=f"tests{next(_NUMBERS)}"))
    assert engine is not None
    return engine
