"""Texts tokenized once, from which batches are built on the device."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import torch
from transformers import PreTrainedTokenizerFast

_AT_ONCE = 20_000  # texts in one call of the tokenizer


class TokenizedTexts:
    """Distinct texts as tokens; ``index`` gives the number of a text."""

    def __init__(
        self,
        texts: Iterable[str],
        tokenizer: PreTrainedTokenizerFast,
        *,
        longest: int,
        device: str,
    ) -> None:
        self.texts = list(dict.fromkeys(texts))
        self.index = {text: number for number, text in enumerate(self.texts)}
        self._inner = longest - 2
        self._special = (tokenizer.cls_token_id, tokenizer.sep_token_id, tokenizer.pad_token_id)
        rows: list[np.ndarray] = []
        for start in range(0, len(self.texts), _AT_ONCE):
            tokenized = tokenizer(
                self.texts[start : start + _AT_ONCE],
                add_special_tokens=False,
                truncation=True,
                max_length=self._inner,
                return_attention_mask=False,
            )["input_ids"]
            rows += [np.asarray(ids, dtype=np.int32) for ids in tokenized]
        self.lengths = np.array([len(row) for row in rows])
        self._starts = torch.from_numpy(np.cumsum(self.lengths) - self.lengths).to(device)
        self._lengths = torch.from_numpy(self.lengths).to(device)
        self._tokens = torch.from_numpy(np.concatenate(rows)).to(device)
        self._device = device

    def __len__(self) -> int:
        return len(self.texts)

    def batch(self, numbers: Sequence[int] | np.ndarray, longest: int) -> dict[str, torch.Tensor]:
        """The input of a network for these texts, each truncated to ``longest`` tokens."""
        inner = min(longest - 2, int(self.lengths[numbers].max()))
        rows = torch.as_tensor(np.asarray(numbers), device=self._device)
        lengths = self._lengths[rows].clamp(max=inner)
        column = torch.arange(inner, device=self._device)
        inside = column < lengths[:, None]
        at = (self._starts[rows, None] + column).clamp(max=len(self._tokens) - 1)
        first, last, pad = self._special
        ids = torch.full((len(rows), inner + 2), pad, dtype=torch.long, device=self._device)
        ids[:, 0] = first
        ids[:, 1:-1] = torch.where(inside, self._tokens[at].long(), pad)
        ids.scatter_(1, lengths[:, None] + 1, last)
        mask = torch.arange(inner + 2, device=self._device) < lengths[:, None] + 2
        return {"input_ids": ids, "attention_mask": mask.long()}
