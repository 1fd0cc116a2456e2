"""The generation that is kept beside the live one, as what a document was before."""

from __future__ import annotations

from rag.errors import IndexDamaged, IndexFormat, IndexMissing, IndexOutdated
from rag.store.layout import read_current
from rag.store.reader import Store
from rag.store.restricted import RestrictedStore


def open_previous(store: Store) -> Store | None:
    """The generation kept for a rollback; ``None`` where there is none that can be read.

    To whom some documents of the store are hidden, they are hidden in it too.
    """
    if isinstance(store, RestrictedStore):
        whole = open_previous(store.whole)
        return whole and RestrictedStore(whole, store.sees)
    try:
        kept = read_current(store.index).kept
        return None if kept in (None, store.number) else Store.at(store.index, kept)
    except (IndexMissing, IndexDamaged, IndexFormat, IndexOutdated):
        return None
