"""The index on the disk: generations that are read whole and replaced whole.

``Store.open`` reads the live generation, ``open_good`` the one before where it is damaged;
``Draft.begin`` prepares the next one.
"""

from rag.store.draft import Draft
from rag.store.health import Health, examine
from rag.store.latest import Latest
from rag.store.manifest import FORMAT, Manifest
from rag.store.packing import PackedPage, PackedReading, pack
from rag.store.previous import open_previous
from rag.store.reader import Store
from rag.store.restore import rollback
from rag.store.salvage import Salvage
from rag.store.stand_in import open_good
from rag.store.view import View

__all__ = [
    "FORMAT",
    "Draft",
    "Health",
    "Latest",
    "Manifest",
    "PackedPage",
    "PackedReading",
    "Salvage",
    "Store",
    "View",
    "examine",
    "open_good",
    "open_previous",
    "pack",
    "rollback",
]
