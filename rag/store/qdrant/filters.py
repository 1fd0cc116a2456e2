"""The passages that a search may find: those of a generation, and of a part of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from rag.store.rows_of import RowsOf

# Of the payload of a passage: its document and language, the first generation that has it and, once
# it is removed, the first that has it no more.
DOCUMENT, LANGUAGE, SINCE, UNTIL = "document", "language", "since", "until"


@dataclass(frozen=True, slots=True)
class Visible:
    """The passages of a generation that are in each of these parts, as data for Qdrant."""

    generation: int
    parts: tuple[Collection[int], ...] = ()

    def among(self, rows: Collection[int]) -> Visible:
        """Those that are in one more part."""
        return replace(self, parts=(*self.parts, rows))

    @property
    def is_empty(self) -> bool:
        """Whether no passage is in it."""
        return any(
            not (part.documents if isinstance(part, RowsOf) else part) for part in self.parts
        )

    def condition(self) -> Any:
        """It as a filter of Qdrant."""
        from qdrant_client import models

        return models.Filter(
            must=[since(self.generation), *map(_inside, self.parts)],
            must_not=[gone(self.generation)],
        )


def since(generation: int) -> Any:
    """The passages that a generation or an earlier one added."""
    from qdrant_client import models

    return models.FieldCondition(key=SINCE, range=models.Range(lte=generation))


def gone(generation: int) -> Any:
    """The passages that a generation or an earlier one removed."""
    from qdrant_client import models

    return models.FieldCondition(key=UNTIL, range=models.Range(lte=generation))


def later(generation: int, key: str) -> Any:
    """The passages that a later generation added or removed, in a filter."""
    from qdrant_client import models

    condition = models.FieldCondition(key=key, range=models.Range(gt=generation))
    return models.Filter(must=[condition])


def _inside(part: Collection[int]) -> Any:
    from qdrant_client import models

    if isinstance(part, RowsOf):
        documents = models.MatchAny(any=sorted(part.documents))
        return models.FieldCondition(key=DOCUMENT, match=documents)
    return models.HasIdCondition(has_id=sorted(map(int, part)))
