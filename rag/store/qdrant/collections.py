"""The collections of an index: made, filled, named by an alias, deleted when none needs them."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from rag.records.json_text import parse_json
from rag.store.layout import replace_file
from rag.store.qdrant.connection import QdrantConnection
from rag.store.qdrant.filters import DOCUMENT, LANGUAGE, SINCE, UNTIL, Visible, gone, later
from rag.store.qdrant.terms import WORDS
from rag.store.qdrant.vectors import MEANING

COLLECTIONS = "collections.json"  # the names of those that this index made


class Collections:
    """The collections that one index made in Qdrant; the calls raise SearchUnavailable.

    Their names are kept in the folder of the index: only these are ever deleted.
    """

    def __init__(self, connection: QdrantConnection, index: Path) -> None:
        self._connection = connection
        self._path = index / COLLECTIONS

    def create(self, name: str, dim: int) -> None:
        """Makes an empty collection; what an interrupted call left under its name is deleted."""
        from qdrant_client import models

        settings = self._connection.settings
        self._note([*(each for each in self._noted() if each != name), name])
        self._delete(name)
        compressed = models.ScalarQuantization(
            scalar=models.ScalarQuantizationConfig(type=models.ScalarType.INT8, always_ram=True)
        )
        vectors = models.VectorParams(
            size=dim, distance=models.Distance.DOT, on_disk=settings.quantized
        )
        self._connection.call(
            lambda client: client.create_collection(
                name,
                vectors_config={MEANING: vectors},
                sparse_vectors_config={WORDS: models.SparseVectorParams()},
                quantization_config=compressed if settings.quantized else None,
                shard_number=settings.shards,
                replication_factor=settings.replicas,
                on_disk_payload=True,
            )
        )
        self._index_payload(name)

    def count(self, name: str, visible: Visible) -> int | None:
        """How many passages of a generation a collection has, ``None`` where there is none."""
        if not self._connection.call(lambda client: client.collection_exists(name)):
            return None
        found = self._connection.call(
            lambda client: client.count(name, count_filter=visible.condition(), exact=True)
        )
        return int(found.count)

    def put(self, name: str, points: Sequence[Any]) -> None:
        """Adds points; those of the same numbers are replaced."""
        self._connection.call(lambda client: client.upsert(name, points=points, wait=True))

    def hide(self, name: str, rows: Sequence[int], generation: int) -> None:
        """Leaves passages out of a generation and later ones."""
        self._connection.call(
            lambda client: client.set_payload(
                name, payload={UNTIL: generation}, points=list(rows), wait=True
            )
        )

    def undo_after(self, name: str, generation: int) -> None:
        """Takes back what was sent after a generation: by interrupted calls, or before a rollback.

        Rows after it may soon mean other passages.
        """
        from qdrant_client import models

        added = models.FilterSelector(filter=later(generation, SINCE))
        removed = models.FilterSelector(filter=later(generation, UNTIL))
        self._connection.call(lambda client: client.delete(name, points_selector=added, wait=True))
        self._connection.call(
            lambda client: client.delete_payload(name, keys=[UNTIL], points=removed, wait=True)
        )

    def forget(self, name: str, generation: int) -> None:
        """Deletes the passages that a generation and all later ones have no more."""
        from qdrant_client import models

        removed = models.FilterSelector(filter=models.Filter(must=[gone(generation)]))
        self._connection.call(
            lambda client: client.delete(name, points_selector=removed, wait=True)
        )

    def point_at(self, name: str) -> None:
        """Makes the alias of the settings that of a collection, for other programs."""
        from qdrant_client import models

        alias = self._connection.settings.collection
        known = self._connection.call(lambda client: client.get_aliases().aliases)
        if any((each.alias_name, each.collection_name) == (alias, name) for each in known):
            return
        changes: list[Any] = [
            models.DeleteAliasOperation(delete_alias=models.DeleteAlias(alias_name=alias))
            for each in known
            if each.alias_name == alias
        ]
        made = models.CreateAlias(collection_name=name, alias_name=alias)
        changes.append(models.CreateAliasOperation(create_alias=made))
        self._connection.call(lambda client: client.update_collection_aliases(changes))

    def keep(self, names: Collection[str]) -> None:
        """Deletes the collections of this index but these."""
        noted = self._noted()
        for name in noted:
            if name not in names:
                self._delete(name)
        if set(noted) - set(names):
            self._note([name for name in noted if name in names])

    def _delete(self, name: str) -> None:
        if self._connection.call(lambda client: client.collection_exists(name)):
            self._connection.call(lambda client: client.delete_collection(name))

    def _index_payload(self, name: str) -> None:
        """Makes Qdrant find passages by what filters ask for; in this process it looks at all."""
        if self._connection.is_local:
            return
        kinds = {SINCE: "integer", UNTIL: "integer", DOCUMENT: "keyword", LANGUAGE: "keyword"}
        for field, kind in kinds.items():
            make = partial(_make_payload_index, name=name, field=field, kind=kind)
            self._connection.call(make)

    def _noted(self) -> list[str]:
        try:
            found = parse_json(self._path.read_bytes())
        except (OSError, ValueError):
            return []
        return [name for name in found if isinstance(name, str)] if isinstance(found, list) else []

    def _note(self, names: list[str]) -> None:
        replace_file(self._path, json.dumps(names).encode())


def _make_payload_index(client: Any, *, name: str, field: str, kind: str) -> None:
    client.create_payload_index(name, field_name=field, field_schema=kind, wait=True)
