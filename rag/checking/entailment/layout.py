"""How a claim and a premise become the tokens that the network takes.

``[CLS] claim [SEP] title › headings, sentence before [SEP] sentence [SEP]``. `train/entailment`
builds its rows by the same numbers; `tests/test_training_entailment.py` compares the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rag.checking.entailment.model import Premise

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MOST = 128  # tokens of a text
CLAIM, ABOVE, BEFORE = 56, 24, 24  # most tokens of each part; the sentence has the rest
PART_MARK, PART_CLAIM, PART_ABOVE, PART_PREMISE = range(4)
_MARKS = ("[CLS]", "[SEP]")  # where a text begins, and where a part of it ends


@dataclass(frozen=True, slots=True, eq=False)
class LaidOutPair:
    """A claim and a premise in tokens: ``ids``, and ``parts``, the part that each belongs to.

    ``whole`` is false if the claim was cut.
    """

    ids: list[int]
    parts: list[int]
    whole: bool


class PairLayout:
    """Lays out claims and premises with the tokenizer of a model."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self._tokenizer = tokenizer
        self._begin, self._end = (int(tokenizer.token_to_id(mark) or 0) for mark in _MARKS)

    def __call__(self, pairs: Sequence[tuple[str, Premise]]) -> list[LaidOutPair]:
        """Each claim with its premise; each distinct text is tokenized once."""
        texts = {
            text: None for claim, one in pairs for text in (claim, one.text, one.above, one.before)
        }
        encoded = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        ids = {text: one.ids for text, one in zip(texts, encoded, strict=True)}
        return [
            self._laid_out(ids[claim], ids[one.above], ids[one.before], ids[one.text])
            for claim, one in pairs
        ]

    def _laid_out(
        self, claim: list[int], above: list[int], before: list[int], premise: list[int]
    ) -> LaidOutPair:
        whole = len(claim) <= CLAIM
        claim = claim[:CLAIM]
        premise = premise[: MOST - 4 - len(claim)]
        space = MOST - 4 - len(claim) - len(premise)
        above = above[: min(ABOVE, space)]
        around = above + before[: min(BEFORE, space - len(above))]
        end = [self._end]
        return LaidOutPair(
            [self._begin, *claim, *end, *around, *end, *premise, *end],
            [PART_MARK] + [PART_CLAIM] * len(claim) + [PART_MARK]
            + [PART_ABOVE] * (len(around) + 1) + [PART_PREMISE] * len(premise) + [PART_ABOVE],
            whole,
        )  # fmt: skip


def network_inputs(texts: Sequence[LaidOutPair]) -> dict[str, NDArray[np.int64]]:
    """The inputs of the network for a batch, (n, tokens) each, the shorter texts padded."""
    size = max(len(one.ids) for one in texts)
    ids, parts, mask = np.zeros((3, len(texts), size), dtype=np.int64)
    for row, one in enumerate(texts):
        length = len(one.ids)
        ids[row, :length] = one.ids
        parts[row, :length] = one.parts
        mask[row, :length] = 1
    return {"input_ids": ids, "parts": parts, "attention_mask": mask}
