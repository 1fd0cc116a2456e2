"""An encoder that caches its last texts: many questions read the same passages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from rag.encoders.encoder import Encoder, EncoderCard, TextKind
from rag.encoders.tokens import Tokens
from rag.runtime.cache import BoundedCache

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MOST = 20_000  # texts; 30 MB of vectors of 384 dimensions
_MOST_READ = 80_000  # tokens of texts read token by token; 60 MB of 384 dimensions
_Text = tuple[TextKind, str]


class CachingEncoder:
    """Wraps an encoder and caches the vectors of its last texts; safe between threads."""

    def __init__(
        self,
        encoder: Encoder,
        most: int = _MOST,
        most_read: int = _MOST_READ,
        *,
        reads: bool = False,
    ) -> None:
        """Caches the vectors of ``most`` texts and ``most_read`` tokens.

        ``reads``: encode token by token at once, because the tokens will be asked for later.
        """
        self._encoder = encoder
        self._reads = reads
        self._vectors: BoundedCache[_Text, NDArray[np.float32]] = BoundedCache(most)
        self._tokens: BoundedCache[_Text, Tokens] = BoundedCache(
            most_read, lambda one: 1 + len(one.vectors)
        )

    @property
    def card(self) -> EncoderCard:
        """The identity of the wrapped encoder."""
        return self._encoder.card

    def encode(self, texts: Sequence[str], *, kind: TextKind) -> NDArray[np.float32]:
        """(n, dim) float32, unit rows; only texts that are not cached are encoded."""

        def make(new: list[_Text]) -> list[NDArray[np.float32]]:
            missing = [text for _, text in new]
            if self._reads:
                return [tokens.whole for tokens in self.tokens(missing, kind=kind)]
            return list(self._encoder.encode(missing, kind=kind))

        rows = self._vectors.recall([(kind, text) for text in texts], make)
        return np.array(rows, dtype=np.float32).reshape(len(texts), self.card.dim)

    def tokens(self, texts: Sequence[str], *, kind: TextKind) -> list[Tokens]:
        """Each text token by token; only texts that are not cached are read."""

        def make(new: list[_Text]) -> list[Tokens]:
            return self._encoder.tokens([text for _, text in new], kind=kind)

        return self._tokens.recall([(kind, text) for text in texts], make)
