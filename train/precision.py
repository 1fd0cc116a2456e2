"""The numbers that products are made of: bfloat16 where it is the faster, float32 elsewhere."""

from __future__ import annotations

import time
from functools import cache

import torch


def products(device: str) -> torch.autocast:
    """The context in which a network is run on a device."""
    return torch.autocast(device, dtype=torch.bfloat16, enabled=bfloat16_pays(device))


@cache
def bfloat16_pays(device: str) -> bool:
    """Whether bfloat16 is faster there; measured on a processor.

    One without instructions for it took ninety times as long as in float32.
    """
    if device == "cuda":
        return True
    spent = {}
    for kind in (torch.float32, torch.bfloat16):
        rows, weights = torch.ones(256, 384, dtype=kind), torch.ones(384, 384, dtype=kind)
        rows @ weights  # what the first one prepares does not count
        began = time.perf_counter()
        for _ in range(20):
            rows @ weights
        spent[kind] = time.perf_counter() - began
    return spent[torch.bfloat16] < spent[torch.float32]
