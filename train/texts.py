"""Texts cut into pieces once, from which batches are made on the device."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import torch
from transformers import PreTrainedTokenizerFast

_AT_ONCE = 20_000  # texts given to the tokenizer


class Texts:
    """Different texts, each known by its place."""

    def __init__(
        self,
        texts: Iterable[str],
        tokenizer: PreTrainedTokenizerFast,
        *,
        longest: int,
        device: str,
    ) -> None:
        self.texts = list(dict.fromkeys(texts))
        self.places = {text: place for place, text in enumerate(self.texts)}
        self._inner = longest - 2
        self._marks = (tokenizer.cls_token_id, tokenizer.sep_token_id, tokenizer.pad_token_id)
        rows: list[np.ndarray] = []
        for start in range(0, len(self.texts), _AT_ONCE):
            cut = tokenizer(
                self.texts[start : start + _AT_ONCE],
                add_special_tokens=False,
                truncation=True,
                max_length=self._inner,
                return_attention_mask=False,
            )["input_ids"]
            rows += [np.asarray(ids, dtype=np.int32) for ids in cut]
        self.lengths = np.array([len(row) for row in rows])
        self._starts = torch.from_numpy(np.cumsum(self.lengths) - self.lengths).to(device)
        self._lengths = torch.from_numpy(self.lengths).to(device)
        self._pieces = torch.from_numpy(np.concatenate(rows)).to(device)
        self._device = device

    def __len__(self) -> int:
        return len(self.texts)

    def batch(self, places: Sequence[int] | np.ndarray, longest: int) -> dict[str, torch.Tensor]:
        """The texts at these places as a network takes them, none over ``longest`` pieces."""
        inner = min(longest - 2, int(self.lengths[places].max()))
        rows = torch.as_tensor(np.asarray(places), device=self._device)
        lengths = self._lengths[rows].clamp(max=inner)
        across = torch.arange(inner, device=self._device)
        inside = across < lengths[:, None]
        at = (self._starts[rows, None] + across).clamp(max=len(self._pieces) - 1)
        first, last, pad = self._marks
        ids = torch.full((len(rows), inner + 2), pad, dtype=torch.long, device=self._device)
        ids[:, 0] = first
        ids[:, 1:-1] = torch.where(inside, self._pieces[at].long(), pad)
        ids.scatter_(1, lengths[:, None] + 1, last)
        mask = torch.arange(inner + 2, device=self._device) < lengths[:, None] + 2
        return {"input_ids": ids, "attention_mask": mask.long()}
