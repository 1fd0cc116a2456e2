"""The numbers that products are made of: bfloat16 where it is the faster, float32 elsewhere."""

from __future__ import annotations

import time
from functools import cache

import torch


def products(device: str, kind: torch.dtype | None = None) -> torch.autocast:
    """The context in which a network multiplies numbers of a kind; of the faster by default.

    ``kind`` is float32 or bfloat16. Sums are kept in float32 in both.
    """
    chosen = kind or faster(device)
    return torch.autocast(device, dtype=torch.bfloat16, enabled=chosen is torch.bfloat16)


@cache
def faster(device: str) -> torch.dtype:
    """The kind that the device multiplies faster, float32 or bfloat16; measured on a processor.

    One without instructions for bfloat16 took ninety times as long as in float32.
    """
    if device == "cuda":
        return torch.bfloat16
    spent = {}
    for kind in (torch.float32, torch.bfloat16):
        rows, weights = torch.ones(256, 384, dtype=kind), torch.ones(384, 384, dtype=kind)
        rows @ weights  # what the first one prepares does not count
        began = time.perf_counter()
        for _ in range(20):
            rows @ weights
        spent[kind] = time.perf_counter() - began
    return min(spent, key=spent.__getitem__)
