"""The generations of an index at a glance, from their manifests; ``health`` reads every byte."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rag.errors import StoreError
from rag.store.layout import generation, read_current
from rag.store.manifest import read_manifest


@dataclass(frozen=True, slots=True)
class Generation:
    """A generation: its number and role, when it was made (ISO 8601, UTC), and what it holds.

    ``size`` is in bytes. ``fault`` says why its manifest cannot be read; the counts are then 0.
    """

    number: int
    role: Literal["live", "kept"]
    created: str
    documents: int
    passages: int
    size: int
    fault: StoreError | None = None


def generations_of(index: Path) -> tuple[Generation, ...]:
    """The live generation, then the one kept for a rollback.

    Raises IndexMissing, and IndexDamaged if the live generation is unknown.
    """
    current = read_current(index)
    found = [_summary(index, current.live, "live")]
    if current.kept is not None:
        found.append(_summary(index, current.kept, "kept"))
    return tuple(found)


def _summary(index: Path, number: int, role: Literal["live", "kept"]) -> Generation:
    folder = generation(index, number)
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    try:
        manifest = read_manifest(index, folder, older=True)
    except StoreError as error:
        return Generation(number, role, "", 0, 0, size, error)
    return Generation(number, role, manifest.created, manifest.documents, manifest.passages, size)
