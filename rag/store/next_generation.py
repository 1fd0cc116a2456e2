"""The next generation, built beside the live one and swapped in whole."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rag.encoders import EncoderCard
from rag.records import Document, Passage, Reading
from rag.records.json_text import parse_json
from rag.store import database, layout
from rag.store.base_generation import BaseGeneration, find_base
from rag.store.checked_files import CheckedFiles
from rag.store.encoded_vectors import EncodedVectors
from rag.store.generation_draft import GenerationDraft
from rag.store.generation_files import GenerationWriter
from rag.store.manifest import FORMAT, Manifest
from rag.store.packing import PackedReading, pack
from rag.store.reader import Store
from rag.store.search_engine import SearchEngine

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STATE = "state.json"
_ENCODED = "encoded.sqlite"


class GenerationBuilder:
    """Builds the next generation of an index; one builder at a time, held by a lock.

    It starts from a copy of the live generation, and each change is on disk when its call
    returns. ``commit`` makes it the live generation. Unfinished work (after an error, a kill or
    a power cut) is continued by the next ``begin`` with the same encoder over the same
    generation. The live generation is never touched.
    """

    def __init__(
        self,
        index: Path,
        card: EncoderCard,
        *,
        recipe: Mapping[str, str],
        base: BaseGeneration,
        checked: CheckedFiles,
        held: ExitStack,
    ) -> None:
        self.index = index
        self.engine: SearchEngine | None = None
        self.base = base
        self._checked = checked
        self._held = held
        self._card = card
        self._recipe = dict(recipe)
        self._recipe_text = json.dumps(self._recipe, sort_keys=True)
        self._folder = index / layout.DRAFT
        _clear(self._folder, card, base.store)
        self._encoded = held.enter_context(closing(EncodedVectors(self._folder / _ENCODED)))
        draft = GenerationDraft(self._folder / layout.DOCUMENTS, base.store)
        self._draft = held.enter_context(closing(draft))

    @classmethod
    def begin(
        cls,
        index: Path,
        card: EncoderCard,
        *,
        recipe: Mapping[str, str] | None = None,
        rebuild: bool = False,
        engine: SearchEngine | None = None,
    ) -> GenerationBuilder:
        """A builder over the live generation, or over nothing for the first one or a rebuild.

        ``recipe`` names the versions and settings that documents are read with; it is stored
        with each. ``engine`` gets the passages before they go live. If the live generation is
        damaged, the builder starts from the one kept beside it, provided that one is whole, and
        ``base.damage`` says so. Raises IndexBusy, IndexUnwritable, IndexFormat, and IndexMismatch
        if the index has another encoder.
        """
        with ExitStack() as held:
            held.callback(os.close, layout.lock(index))
            checked = CheckedFiles(index)
            base = find_base(index, checked, rebuild=rebuild)
            if base.store is not None:
                held.callback(base.store.close)
                base.store.require(card)
            with layout.writing(index):
                builder = cls(
                    index, card, recipe=recipe or {}, base=base, checked=checked, held=held
                )
            checked.save()
            builder._held, builder.engine = held.pop_all(), engine
            return builder

    def __enter__(self) -> GenerationBuilder:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Releases the lock; what is not committed stays for the next ``begin``."""
        self._held.close()

    def documents(self) -> tuple[Document, ...]:
        """The documents of the next generation, by path."""
        with layout.writing(self.index):
            return self._draft.documents()

    def stale(self) -> set[str]:
        """The ids of the documents that were read with another recipe.

        A document read with more than the recipe names (OCR that has been switched off since)
        is not stale.
        """
        wanted = self._recipe.items()
        with layout.writing(self.index):
            return self._draft.read_with(lambda text: not wanted <= parse_json(text).items())

    def is_changed(self) -> bool:
        """Whether it differs from the live generation; true if that one is damaged."""
        base = self.base.store
        if base is None or self.base.damage is not None or base.manifest.is_outdated:
            return bool(self.documents())
        with layout.writing(self.index):
            if self._draft.is_untouched:
                return False
            return self._draft.has_other_passages() or self.documents() != base.documents()

    def recall(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors, (dim,) float32, of the embedded texts that were encoded before."""
        with layout.writing(self.index):
            found = self._encoded.recall(texts)
        left = [text for text in texts if text not in found]
        if left and self.base.store is not None:
            rows = self.base.store.rows_of(left)
            if not rows:  # the vectors are not read for nothing
                return found
            places = np.fromiter(rows.values(), dtype=np.int64)
            found |= zip(rows, self.base.store.vectors.reconstruct(places), strict=True)
        return found

    def keep(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Stores the vectors, (n, dim) float32 unit rows, of n embedded texts for ``recall``."""
        if vectors.shape != (len(texts), self._card.dim):
            raise ValueError(f"expected ({len(texts)}, {self._card.dim}), got {vectors.shape}")
        with layout.writing(self.index):
            self._encoded.keep(texts, vectors)

    def add(
        self, reading: Reading, passages: Sequence[Passage], vectors: NDArray[np.float32]
    ) -> None:
        """Adds a document with its passages and their vectors, (n, dim) float32 unit rows.

        Raises ValueError for a passage that is not a slice of its page.
        """
        self.add_packed(pack(reading, passages), vectors)

    def add_packed(self, packed: PackedReading, vectors: NDArray[np.float32]) -> None:
        """Adds a packed document; one with the same id is replaced."""
        self.keep(packed.embedded_texts(), vectors)
        with layout.writing(self.index):
            self._draft.put(packed, self._recipe_text)

    def move(self, document_id: str, root: str, path: str) -> None:
        """Records the new place of a document; raises KeyError if it is not there."""
        with layout.writing(self.index):
            self._draft.move(document_id, root, path)

    def packed(self, document_id: str) -> PackedReading:
        """A document as it is stored, with its passages; raises KeyError if it is not there."""
        with layout.writing(self.index):
            return self._draft.packed(document_id)

    def rewrite(self, document: Document) -> None:
        """Replaces the record of a document; its pages and passages stay."""
        with layout.writing(self.index):
            self._draft.rewrite(document)

    def remove(self, document_id: str) -> None:
        """Removes a document with its passages; an unknown id is not an error."""
        with layout.writing(self.index):
            self._draft.remove(document_id)

    def commit(self) -> Manifest:
        """Writes and verifies the generation, then makes it live by one rename.

        The generation that was live is kept beside it; older ones are deleted once no reader
        holds them. Raises IndexUnwritable, and SearchUnavailable as the engine does; the work is
        left for the next ``begin``.
        """
        number = 1 + max(layout.generations(self.index), default=0)
        folder = layout.generation(self.index, number)
        try:
            manifest = self._write(folder)
            with Store.at(self.index, number) as fresh:
                fresh.verify()
                self._publish(fresh, self.base.store)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        current = layout.Current(number, self.base.kept)
        with layout.writing(self.index):
            layout.write_current(self.index, current)
        layout.prune(self.index, current)
        self._note_checked(current)
        if self.engine is not None:
            self.engine.went_live(self.index)
        self.discard()
        return manifest

    def publish_live(self) -> None:
        """Gives the engine the live generation, where it does not have all of it."""
        if self.engine is not None and self.base.store is not None:
            self._publish(self.base.store, None)
            self.engine.went_live(self.index)

    def _note_checked(self, current: layout.Current) -> None:
        """Notes the states that links and their deletion gave to files that were checked."""
        for number in (current.live, current.kept):
            if number is not None:
                folder = layout.generation(self.index, number)
                self._checked.follow(folder / name for name in layout.files_of(folder))
        self._checked.save()

    def _publish(self, store: Store, base: Store | None) -> None:
        if self.engine is not None:
            with layout.writing(self.index):  # the vocabulary of the generation is a file
                self.engine.publish(store, base)

    def _write(self, folder: Path) -> Manifest:
        # On a full disk FAISS raises RuntimeError and tantivy ValueError.
        with layout.writing(self.index, RuntimeError, ValueError):
            writer = GenerationWriter(
                self._draft, self._encoded, self.base.store, self.base.twins, self._checked
            )
            return writer.write(folder, self._card, self._recipe)

    def discard(self) -> None:
        """Deletes the unfinished work and releases the lock."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self.close()


def _clear(folder: Path, card: EncoderCard, base: Store | None) -> None:
    """Keeps what is usable of unfinished work.

    Vectors depend on the encoder alone: a release that stores or reads documents otherwise still
    has them. Documents depend on the format and on the base generation too.
    """
    wanted = {
        "format": FORMAT,
        "encoder": asdict(card),
        "base": None if base is None else [base.number, base.index_id],
    }
    try:
        state = parse_json((folder / _STATE).read_bytes())
        encoder = state["encoder"]
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        state = encoder = None
    if state == wanted:
        return
    if encoder == wanted["encoder"]:
        database.delete_file(folder / layout.DOCUMENTS)
    else:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(exist_ok=True)
    fresh = folder / f"{_STATE}.new"
    fresh.write_text(json.dumps(wanted), encoding="utf-8")
    fresh.replace(folder / _STATE)
