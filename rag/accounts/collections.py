"""What a role sees of a library."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rag.config import Collection, Role
from rag.records import Document

DocumentFilter = Callable[[Document], bool]


def sees(role: Role, collections: Sequence[Collection]) -> DocumentFilter | None:
    """Whether a role sees a document; ``None`` where it sees them all.

    A document in no collection is seen by all roles; one in several by those that all of them
    name.
    """
    hidden = tuple(each.paths for each in collections if role != "admin" and role not in each.roles)
    folders = [_parts(path) for paths in hidden for path in paths]
    if not folders:
        return None
    return lambda document: not any(_holds(folder, document) for folder in folders)


def _holds(folder: tuple[str, ...], document: Document) -> bool:
    """Whether a document lies in a folder, whose name may begin in the folder that was indexed.

    However the library was indexed, by "archives" or by "archives/rh", the rule "archives/rh"
    holds: a rule that silently matched nothing would show what it hides.
    """
    root, below = _parts(document.root.replace("\\", "/")), _parts(document.path)[:-1]
    whole = root + below
    starts = range(max(0, len(root) - len(folder)), len(root) + 1)
    return any(whole[start : start + len(folder)] == folder for start in starts)


def _parts(path: str) -> tuple[str, ...]:
    return tuple(part.casefold() for part in path.split("/") if part not in ("", "."))
