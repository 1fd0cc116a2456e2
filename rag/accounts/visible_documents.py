"""Collections: which documents of a library a role sees."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rag.config import Collection, Role
from rag.records import Document

DocumentFilter = Callable[[Document], bool]


def document_filter(role: Role, collections: Sequence[Collection]) -> DocumentFilter | None:
    """The filter of the documents that a role sees; ``None`` if it sees all of them.

    All roles see a document that is in no collection. A document in several collections is seen
    by the roles that each of them names. One that a curator put in a collection which no longer
    exists is hidden like those of the hidden collections.
    """
    hidden = [each for each in collections if role != "admin" and role not in each.roles]
    if not hidden:
        return None
    seen = {each.name for each in collections} - {each.name for each in hidden}

    def sees(document: Document) -> bool:
        if document.collections is not None:
            return seen.issuperset(document.collections)
        return not any(_holds(each, document) for each in hidden)

    return sees


def collections_of(document: Document, collections: Sequence[Collection]) -> tuple[str, ...]:
    """The names of the collections that hold a document, by its folder or as a curator chose."""
    if document.collections is not None:
        return document.collections
    return tuple(each.name for each in collections if _holds(each, document))


def _holds(collection: Collection, document: Document) -> bool:
    return any(_contains(_parts(path), document) for path in collection.paths)


def _contains(folder: tuple[str, ...], document: Document) -> bool:
    """Whether a document lies in a folder, whose path may start inside the indexed folder.

    The rule "archives/rh" holds whether "archives" or "archives/rh" was indexed: a rule that
    silently matched nothing would show what it is meant to hide.
    """
    root, below = _parts(document.root.replace("\\", "/")), _parts(document.path)[:-1]
    whole = root + below
    starts = range(max(0, len(root) - len(folder)), len(root) + 1)
    return any(whole[start : start + len(folder)] == folder for start in starts)


def _parts(path: str) -> tuple[str, ...]:
    return tuple(part.casefold() for part in path.split("/") if part not in ("", "."))
