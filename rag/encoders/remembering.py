"""An encoder that remembers what it encoded last: sentences come back from question to question."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from rag.encoders.base import Encoder, EncoderCard, Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MOST = 20_000  # texts; 30 MB of vectors of 384 dimensions


class RememberingEncoder:
    """Another encoder, with the vectors of its last texts kept; safe between threads."""

    def __init__(self, encoder: Encoder, most: int = _MOST) -> None:
        self._encoder = encoder
        self._most = most
        self._kept: OrderedDict[tuple[Kind, str], NDArray[np.float32]] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def card(self) -> EncoderCard:
        """The identity of the encoder behind."""
        return self._encoder.card

    def encode(self, texts: Sequence[str], *, kind: Kind) -> NDArray[np.float32]:
        """(n, dim) float32, unit rows; only the texts not remembered are encoded."""
        keys = [(kind, text) for text in texts]
        with self._lock:
            known = {key: self._kept[key] for key in keys if key in self._kept}
            for key in known:
                self._kept.move_to_end(key)
        new = list(dict.fromkeys(key for key in keys if key not in known))
        if new:
            vectors = self._encoder.encode([text for _, text in new], kind=kind)
            known |= dict(zip(new, vectors, strict=True))
            self._keep({key: known[key] for key in new})
        out = np.empty((len(texts), self.card.dim), dtype=np.float32)
        for place, key in enumerate(keys):
            out[place] = known[key]
        return out

    def _keep(self, vectors: dict[tuple[Kind, str], NDArray[np.float32]]) -> None:
        with self._lock:
            self._kept.update(vectors)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
