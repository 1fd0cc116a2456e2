"""Documents and encoders for the tests of the store and of the indexing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.encoders import HashingEncoder, TextKind
from rag.passages import embedded_text, split
from rag.records import Document, Page, Reading
from rag.store import GenerationBuilder, Manifest

FRENCH = "L'État a signé l'accord, art. 3, « à Rabat ». M. Élie Dupré l'a lu qu'en séance."
ENGLISH = "The council signed the agreement in Paris. Mr. Smith read article 3 aloud."


class CountingEncoder(HashingEncoder):
    """The hashing encoder, with the texts that it was asked for."""

    def __init__(self, dim: int = 64) -> None:
        super().__init__(dim)
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str], *, kind: TextKind) -> NDArray[np.float32]:
        self.texts += texts
        return super().encode(texts, kind=kind)


def reading(path: str, *texts: str, root: str = "/library") -> Reading:
    """A document of one numbered page a text."""
    digest = hashlib.sha256("\f".join(texts).encode("utf-8", "surrogatepass")).hexdigest()
    pages = tuple(Page(number, f"p{number}", text) for number, text in enumerate(texts, 1))
    document = Document(digest, root, path, "Titre", "text", "fr", None, None, len(pages))
    return Reading(document, pages)


def add(draft: GenerationBuilder, *readings: Reading) -> None:
    """Adds documents to a draft as the indexing does."""
    encoder = HashingEncoder()
    for each in readings:
        passages = split(each)
        texts = [embedded_text(each.document, passage) for passage in passages]
        draft.add(each, passages, encoder.encode(texts, kind="passage"))


def build(index: Path, *readings: Reading) -> Manifest:
    """A generation of an index with these documents and those that it has."""
    with GenerationBuilder.begin(index, HashingEncoder().card) as draft:
        add(draft, *readings)
        return draft.commit()
