"""The identity of what a generation holds: a sum over its documents, which follows each change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

from rag.encoders import EncoderCard
from rag.records import Document
from rag.store.packing import document_values

SUM = "documents.sum"  # older generations of the same format have none
_BYTES = 16


def identity(card: EncoderCard, recipes: Iterable[str], total: int) -> str:
    """16 hexadecimal digits, equal for equal encoders, recipes and sums of documents."""
    text = json.dumps([asdict(card), sorted(recipes), f"{total:x}"], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def sum_of(documents: Iterable[Document]) -> int:
    """The sum of the digests of documents; their folder does not count, nor their order."""
    return sum(map(_digest, documents)) % (1 << 8 * _BYTES)


def sum_after(before: Mapping[str, Document], total: int, after: Collection[Document]) -> int:
    """The sum of the documents ``after`` a change, from the ``total`` of those before, by id.

    A document that is unchanged is the same object, most of the time: none of it is read.
    """
    new = [each for each in after if before.get(each.id) is not each]
    kept = {each.id for each in after}
    old = [before[each.id] for each in new if each.id in before]
    old += [each for one, each in before.items() if one not in kept]
    return (total + sum_of(new) - sum_of(old)) % (1 << 8 * _BYTES)


def write_sum(folder: Path, total: int) -> None:
    """Keeps the sum of a generation in its folder."""
    (folder / SUM).write_text(f"{total:0{2 * _BYTES}x}\n", encoding="ascii")


def read_sum(folder: Path) -> int | None:
    """The sum of a generation, ``None`` where it has none or it cannot be read."""
    try:
        return int((folder / SUM).read_text(encoding="ascii"), 16)
    except (OSError, ValueError):
        return None


def _digest(document: Document) -> int:
    values = document_values(document) | {"root": ""}
    text = json.dumps(values, sort_keys=True).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=_BYTES).digest(), "little")
