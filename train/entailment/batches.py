"""Rows as tensors on the device, and batches gathered there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch

from train.entailment.packed import Packed, flat

_POOL = 64  # batches among which rows are sorted by length
_ROUND = 8  # lengths are multiples of it


@dataclass(frozen=True, slots=True, eq=False)
class RowBatch:
    """What the network reads, (n, tokens) each, and the labels, (n,)."""

    input_ids: torch.Tensor
    parts: torch.Tensor
    attention_mask: torch.Tensor
    labels: torch.Tensor

    @property
    def read(self) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """What the network takes."""
        return self.input_ids, self.parts, self.attention_mask


class DeviceRows:
    """Some of the packed rows, their tokens and labels on the device."""

    def __init__(self, packed: Packed, chosen: np.ndarray, device: str) -> None:
        made = flat(packed, chosen)
        self.chosen, self.lengths, self.device = chosen, made.lengths, device
        self._ids, self._parts = (
            torch.from_numpy(each).to(device) for each in (made.ids, made.parts)
        )
        self._starts, self._lengths = (
            torch.from_numpy(each).to(device) for each in (made.starts, made.lengths)
        )
        self._labels = torch.from_numpy(packed.labels[chosen].astype(np.int64)).to(device)

    def __len__(self) -> int:
        return len(self.lengths)

    def batch(self, places: np.ndarray) -> RowBatch:
        """The rows at these places, the shorter ones padded."""
        most = -(-int(self.lengths[places].max()) // _ROUND) * _ROUND
        rows = torch.from_numpy(places).to(self.device, non_blocking=True)
        column = torch.arange(most, device=self.device)
        inside = column < self._lengths[rows, None]
        at = (self._starts[rows, None] + column).clamp(max=len(self._ids) - 1)
        ids = self._ids[at].long() * inside
        return RowBatch(ids, self._parts[at].long() * inside, inside.long(), self._labels[rows])

    def in_order(self, size: int) -> Iterator[np.ndarray]:
        """The places of all rows in batches of like length, the shortest first."""
        order = np.argsort(self.lengths, kind="stable")
        return iter(np.array_split(order, max(1, -(-len(order) // size))))

    def shuffled(self, size: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
        """Batches of like length in random order; each row once, but for an incomplete batch."""
        size = min(size, len(self))
        order = rng.permutation(len(self))
        for start in range(0, len(order), size * _POOL):
            pool = order[start : start + size * _POOL]
            pool = pool[np.argsort(self.lengths[pool], kind="stable")]
            whole = pool[: len(pool) // size * size].reshape(-1, size)
            yield from whole[rng.permutation(len(whole))]
