"""How far apart computed values may be, as it follows from the arithmetic.

Processors, libraries and numbers of threads add the same terms in different orders, and some
multiply bfloat16 numbers. A tolerance of a test is therefore counted in roundings: how many of
them a value goes through, and how large each is in the format of the numbers. It is never the
difference that one machine showed.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

# The unit roundoff of a format: the most that one rounding changes a value, relative to it.
FLOAT64, FLOAT32, FLOAT16, BFLOAT16 = 2.0**-53, 2.0**-24, 2.0**-11, 2.0**-8
_SURE = 6.0  # a bound fails with a probability of 2 exp(-6² / 2), 3 in 100 million


def rounding_error(roundings: int, unit: float = FLOAT32) -> float:
    """How far a value is off after so many roundings, relative to the terms it is made of.

    n roundings make n units at most. As their signs are independent, they make _SURE √n units
    at most, nearly always (Higham & Mary 2019, "A New Approach to Probabilistic Rounding Error
    Analysis", theorem 2.4). A sum of n products goes through 2n roundings.
    """
    return unit * min(roundings, _SURE * math.sqrt(roundings))


def apart(roundings: int, unit: float = FLOAT32) -> float:
    """How far apart two computations of the same value may lie: each is off by so much."""
    return 2 * rounding_error(roundings, unit)


def furthest(rows: NDArray[np.floating], others: NDArray[np.floating]) -> float:
    """The greatest Euclidean distance between rows of the same number, each (n, dim)."""
    return float(np.linalg.norm(rows - others, axis=1).max())


@dataclass(frozen=True, slots=True)
class NetworkSizes:
    """The sizes of a network of the BERT kind that gives a unit vector for a text.

    ``width`` is that of its states, ``inner`` that of its feed-forward layers, ``tokens`` the
    longest text that it reads.
    """

    layers: int
    width: int
    inner: int
    tokens: int

    @classmethod
    def of(cls, folder: Path) -> Self:
        """The sizes of a model folder's network, as its config.json says."""
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        return cls(
            config["num_hidden_layers"],
            config["hidden_size"],
            config["intermediate_size"],
            config["max_position_embeddings"],
        )

    @property
    def apart(self) -> float:
        """The Euclidean distance at most between two vectors of a text, computed in float32.

        Sums in a row, per layer: eight over the width (projection, scores, output, up, and the
        mean and the variance of two norms), one over the inner width, two over the tokens
        (softmax and mean). At the ends: a norm, the mean over the tokens, unit length. The norms
        bring every state back to one length, so an error is passed on and hardly enlarged:
        a random relative change e of every weight of the shipped encoder moved its vectors by
        3 e to 10 e, where its 36 products in a row lead to expect √36 e.
        """
        layer = 8 * self.width + self.inner + 2 * self.tokens
        return apart(2 * (self.layers * layer + 3 * self.width + self.tokens))

    def logits_apart(
        self, scale: NDArray[np.floating], shift: NDArray[np.floating], rows: NDArray[np.floating]
    ) -> float:
        """How far apart a logit of a state may be, computed twice in float32.

        The norm at the end of the last layer, (width,) ``scale`` and ``shift``, gives a state the
        length √width at most times its largest factor, and the shift. A head multiplies it by one
        of its ``rows``, (logits, width): ``train.reader.export.allowed`` in numpy.
        """
        length = math.sqrt(self.width) * float(np.abs(scale).max()) + float(np.linalg.norm(shift))
        layer = 8 * self.width + self.inner + 2 * self.tokens
        error = apart(2 * (self.layers * layer + 4 * self.width))
        return error * length * float(np.linalg.norm(rows, axis=1).max())

    @property
    def apart_in_bfloat16(self) -> float:
        """The same between float32 and products of bfloat16 numbers that are summed in float32.

        Only what goes into a product or comes out of it is rounded to bfloat16: three roundings
        for each of the six products in a row of a layer.
        """
        return rounding_error(18 * self.layers, BFLOAT16)
