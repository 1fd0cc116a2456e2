"""Collections: which documents of a library a role sees."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rag.config import Collection, Role
from rag.records import Document

DocumentFilter = Callable[[Document], bool]


def document_filter(role: Role, collections: Sequence[Collection]) -> DocumentFilter | None:
    """The filter of the documents that a role sees; ``None`` if it sees all of them.

    All roles see a document that is in no collection. A document in several collections is seen
    by the roles that each of them names.
    """
    hidden = tuple(each.paths for each in collections if role != "admin" and role not in each.roles)
    folders = [_parts(path) for paths in hidden for path in paths]
    if not folders:
        return None
    return lambda document: not any(_contains(folder, document) for folder in folders)


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
