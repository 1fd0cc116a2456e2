"""An encoder that caches its last texts: many questions read the same passages."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

from rag.encoders.encoder import Encoder, EncoderCard, TextKind
from rag.encoders.tokens import Tokens

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MOST = 20_000  # texts; 30 MB of vectors of 384 dimensions
_MOST_READ = 400  # texts token by token; 60 MB of those of passages
_Value = TypeVar("_Value")


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
        """``reads``: encode token by token at once, because the tokens will be asked for later."""
        self._encoder = encoder
        self._reads = reads
        self._vectors: _Memory[NDArray[np.float32]] = _Memory(most)
        self._tokens: _Memory[Tokens] = _Memory(most_read)

    @property
    def card(self) -> EncoderCard:
        """The identity of the wrapped encoder."""
        return self._encoder.card

    def encode(self, texts: Sequence[str], *, kind: TextKind) -> NDArray[np.float32]:
        """(n, dim) float32, unit rows; only texts that are not cached are encoded."""

        def make(new: list[str]) -> list[NDArray[np.float32]]:
            if self._reads:
                return [tokens.whole for tokens in self.tokens(new, kind=kind)]
            return list(self._encoder.encode(new, kind=kind))

        rows = self._vectors.recall(texts, kind, make)
        return np.array(rows, dtype=np.float32).reshape(len(texts), self.card.dim)

    def tokens(self, texts: Sequence[str], *, kind: TextKind) -> list[Tokens]:
        """Each text token by token; only texts that are not cached are read."""
        return self._tokens.recall(texts, kind, lambda new: self._encoder.tokens(new, kind=kind))


class _Memory(Generic[_Value]):
    """A cache of values by text; the least recently used goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[TextKind, str], _Value] = OrderedDict()
        self._lock = threading.Lock()

    def recall(
        self, texts: Sequence[str], kind: TextKind, make: Callable[[list[str]], list[_Value]]
    ) -> list[_Value]:
        """The value of each text; missing ones are made now, each once."""
        keys = [(kind, text) for text in texts]
        with self._lock:
            known = {key: self._kept[key] for key in keys if key in self._kept}
            for key in known:
                self._kept.move_to_end(key)
        new = list(dict.fromkeys(key for key in keys if key not in known))
        if new:
            made = dict(zip(new, make([text for _, text in new]), strict=True))
            known |= made
            self._keep(made)
        return [known[key] for key in keys]

    def _keep(self, made: dict[tuple[TextKind, str], _Value]) -> None:
        with self._lock:
            self._kept.update(made)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
