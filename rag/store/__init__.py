"""The index on the disk: generations that are read whole and replaced whole.

``Store.open`` reads the live generation, ``open_usable`` the one before where it is damaged;
``GenerationBuilder.begin`` prepares the next one.
"""

from rag.store.fallback import open_usable
from rag.store.health import Health, examine
from rag.store.joined_vectors import recall_of
from rag.store.library_draft import LibraryDraft
from rag.store.live_generation import Latest, RestrictedLatest
from rag.store.manifest import FORMAT, Manifest
from rag.store.next_generation import GenerationBuilder
from rag.store.opened_engine import open_engine
from rag.store.packing import PackedPage, PackedReading, pack
from rag.store.per_library import once_per_document, once_per_library
from rag.store.protocols import Library, LibrarySource, TermIndex, VectorIndex
from rag.store.reader import Store
from rag.store.restricted import RestrictedLibrary
from rag.store.rollback import rollback
from rag.store.rows_of import RowsOf
from rag.store.salvage import Salvage
from rag.store.search_engine import SearchEngine

__all__ = [
    "FORMAT",
    "GenerationBuilder",
    "Health",
    "Latest",
    "Library",
    "LibraryDraft",
    "LibrarySource",
    "Manifest",
    "PackedPage",
    "PackedReading",
    "RestrictedLatest",
    "RestrictedLibrary",
    "RowsOf",
    "Salvage",
    "SearchEngine",
    "Store",
    "TermIndex",
    "VectorIndex",
    "examine",
    "once_per_document",
    "once_per_library",
    "open_engine",
    "open_usable",
    "pack",
    "recall_of",
    "rollback",
]
