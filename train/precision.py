"""The precision of matrix products: bfloat16 where it is faster, float32 elsewhere."""

from __future__ import annotations

import time
from functools import cache

import torch


def autocast(device: str, dtype: torch.dtype | None = None) -> torch.autocast:
    """The context in which a network multiplies in ``dtype``, by default in the faster one.

    ``dtype`` is float32 or bfloat16. Sums are float32 in both.
    """
    chosen = dtype or faster_dtype(device)
    return torch.autocast(device, dtype=torch.bfloat16, enabled=chosen is torch.bfloat16)


@cache
def faster_dtype(device: str) -> torch.dtype:
    """The type that the device multiplies faster, float32 or bfloat16; measured on a CPU.

    A CPU without bfloat16 instructions took ninety times as long as in float32.
    """
    if device == "cuda":
        return torch.bfloat16
    seconds = {}
    for dtype in (torch.float32, torch.bfloat16):
        rows, weights = torch.ones(256, 384, dtype=dtype), torch.ones(384, 384, dtype=dtype)
        rows @ weights  # the first product includes a setup
        start = time.perf_counter()
        for _ in range(20):
            rows @ weights
        seconds[dtype] = time.perf_counter() - start
    return min(seconds, key=seconds.__getitem__)
