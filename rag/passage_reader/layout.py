"""How a question and a passage become the tokens that the reader's network takes.

``[CLS] question [SEP] title › headings, sentence before [SEP] passage [SEP]``. Positions after the
question are counted from PASSAGE_AT whatever the question is. `train/reader` builds its examples by
the same numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rag.passage_reader.reader import PassageText
from rag.records import Offsets

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

PASSAGE_AT = 64  # the position of the first token after the question
QUESTION, ABOVE, BEFORE = 56, 40, 24  # most tokens of each part
LONGEST = 448  # tokens of a text: with PASSAGE_AT before the passage, all that are counted
_MARKS = ("[CLS]", "[SEP]")  # where a text begins, and where a part of it ends
MOST_SENTENCES = 62  # of one passage; the others are not read


@dataclass(frozen=True, slots=True, eq=False)
class LaidOut:
    """A text in tokens: ``ids``, of which the first ``question`` are the question's.

    Those of the passage begin at ``passage``; ``spans`` are their offsets into it and
    ``sentences`` the numbers of their sentences.
    """

    ids: list[int]
    question: int
    passage: int
    spans: list[Offsets]
    sentences: list[int]


class Layout:
    """Lays out texts with the tokenizer of a model."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self._tokenizer = tokenizer
        self._begin, self._end = (int(tokenizer.token_to_id(mark) or 0) for mark in _MARKS)

    def __call__(self, question: str, passages: Sequence[PassageText]) -> list[LaidOut]:
        """The question with each passage; a passage that is too long ends with a token."""
        asked = self._encode([question])[0].ids[:QUESTION]
        aboves = self._encode([one.above for one in passages])
        texts = self._encode([one.text for one in passages])
        return [
            self._laid_out(asked, above.ids[:ABOVE], text, one.sentences)
            for one, above, text in zip(passages, aboves, texts, strict=True)
        ]

    def _encode(self, texts: list[str]) -> list[Encoding]:
        return self._tokenizer.encode_batch(texts, add_special_tokens=False)

    def _laid_out(
        self, asked: list[int], above: list[int], text: Encoding, sentences: Sequence[Offsets]
    ) -> LaidOut:
        head = [self._begin, *asked, self._end, *above, self._end]
        space = max(1, LONGEST - len(asked) - len(above) - BEFORE - 4)
        starts = [start for start, _ in sentences] or [0]
        spans = list(text.offsets[:space])
        numbers = np.searchsorted(starts, [start for start, _ in spans], side="right") - 1
        return LaidOut(
            [*head, *text.ids[:space], self._end], len(asked) + 2, len(head), spans,
            numbers.tolist(),
        )  # fmt: skip


def network_inputs(texts: Sequence[LaidOut]) -> dict[str, NDArray[np.int64]]:
    """The inputs of the network for a batch, (n, tokens) each, the shorter texts padded."""
    size = max(len(one.ids) for one in texts)
    ids, types, positions, mask = np.zeros((4, len(texts), size), dtype=np.int64)
    for row, one in enumerate(texts):
        length = len(one.ids)
        ids[row, :length] = one.ids
        types[row, one.question : length] = 1
        positions[row, : one.question] = np.arange(one.question)
        positions[row, one.question : length] = PASSAGE_AT + np.arange(length - one.question)
        mask[row, :length] = 1
    return {
        "input_ids": ids, "token_type_ids": types, "position_ids": positions,
        "attention_mask": mask,
    }  # fmt: skip
