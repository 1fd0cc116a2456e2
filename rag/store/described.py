"""What a generation says of itself, and who searches it."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from rag.encoders import EncoderCard
from rag.errors import IndexMismatch
from rag.store.manifest import Manifest
from rag.store.search_engine import SearchEngine


class Described:
    """A generation with its manifest. ``engine`` searches it in place of its own files, if any."""

    index: Path
    manifest: Manifest
    engine: SearchEngine | None = None

    @property
    def index_id(self) -> str:
        """The identity of what the index holds: equal for equal documents and encoders."""
        return self.manifest.index_id

    @property
    def created(self) -> str:
        """When the generation was made, ISO 8601."""
        return self.manifest.created

    def require(self, card: EncoderCard) -> None:
        """Raises IndexMismatch if the index was built with another encoder."""
        built = self.manifest.encoder
        if built != card:
            raise IndexMismatch(
                index=self.index, built=built.described(card), asked=card.described(built)
            )

    def searched_by(self, engine: SearchEngine | None) -> Self:
        """This, with its passages searched by an engine; by its own files without one."""
        self.engine = engine
        return self
