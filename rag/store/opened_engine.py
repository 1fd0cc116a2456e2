"""The search engine that the settings name."""

from __future__ import annotations

from rag.config import StoreSettings
from rag.store.search_engine import SearchEngine


def open_engine(settings: StoreSettings) -> SearchEngine | None:
    """The engine of the settings, ``None`` for the files of the index.

    Raises SearchUnavailable if its client is not installed or its folder is in use.
    """
    if not (settings.url or settings.path):
        return None
    from rag.store.qdrant import QdrantEngine

    return QdrantEngine(settings)
