"""What an encoder is, and the card by which an index knows its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from rag.encoders.tokens import Tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TextKind = Literal["query", "passage"]
# The cosines of a text with each of some others.
TextSimilarity = Callable[[str, Sequence[str]], Sequence[float]]


@dataclass(frozen=True, slots=True)
class EncoderCard:
    """The identity of an encoder: two encoders of equal cards give equal vectors.

    They are equal up to the rounding of float32 sums, which differs between processors. So an
    index that was built on one machine serves on another.

    ``sha256`` is that of the weights; ``precision`` is how they are stored
    (``"float32"``, ``"float16"``, ``"int8"``).
    """

    name: str
    dim: int
    precision: str
    sha256: str

    def described(self, other: EncoderCard) -> str:
        """The card in a few words, enough to tell it from the other."""
        words = f"{self.name} ({self.dim}, {self.precision})"
        same = (self.name, self.dim, self.precision) == (other.name, other.dim, other.precision)
        return f"{words} {self.sha256[:12]}" if same else words


class Encoder(Protocol):
    """Turns texts into vectors whose inner product is their likeness in meaning."""

    @property
    def card(self) -> EncoderCard:
        """The identity of the encoder."""

    def encode(self, texts: Sequence[str], *, kind: TextKind) -> NDArray[np.float32]:
        """(n, dim) float32, unit rows; some models treat questions and passages apart."""

    def tokens(self, texts: Sequence[str], *, kind: TextKind) -> list[Tokens]:
        """Each text token by token; what lies past the model's length is not read."""
