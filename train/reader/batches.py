"""Batches of examples in tokens.

The tokens of all examples lie one after another in one tensor, on the device that trains: a batch
is gathered there, without a loop over its examples.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

import numpy as np
import torch

from rag.passage_reader.layout import MOST_SENTENCES, PASSAGE_AT
from train.reader.examples import Example
from train.reader.tokenized import ExampleTokenizer, Limits, TokenizedExample

_AT_ONCE = 2_000  # examples given to the tokenizer
_MULTIPLE = 8  # of the tokens of a batch: products of other sizes are slower on a GPU
_ARRAYS = ("ids", "sentence", "table", "wanted", "kinds")


@dataclass(frozen=True, slots=True)
class Batch:
    """What the network reads, and what it should find; all (n, tokens) but for the last four.

    ``sentence`` as in TokenizedExample. ``first`` and ``last`` (n,) are -1 where no span is
    known, ``answers`` is (n,) float32; ``wanted`` (n, sentences) is 1 for those that answer, 0 for
    others and -1 where that is not known.
    """

    input_ids: torch.Tensor
    token_type_ids: torch.Tensor
    position_ids: torch.Tensor
    attention_mask: torch.Tensor
    sentence: torch.Tensor
    passage: torch.Tensor
    first: torch.Tensor
    last: torch.Tensor
    answers: torch.Tensor
    wanted: torch.Tensor

    @property
    def read(self) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        """What the network takes."""
        return self.input_ids, self.token_type_ids, self.position_ids, self.attention_mask


class TokenizedExamples:
    """Many examples in tokens.

    ``table`` has a row for each: where its tokens start, how many they are, ``question``,
    ``passage``, ``first`` and ``last`` of TokenizedExample, whether the passage answers, and the
    greatest place of a sentence. ``kinds`` are the kinds and sources of the examples.
    """

    def __init__(
        self,
        ids: np.ndarray,
        sentence: np.ndarray,
        table: np.ndarray,
        wanted: np.ndarray,
        kinds: np.ndarray,
    ) -> None:
        self.kinds = [tuple(each.split("\t")) for each in kinds.tolist()]
        self.lengths, self._places = table[:, 1], table[:, 7]
        self._arrays = (ids, sentence, table, wanted, kinds)
        self.to("cpu")

    @classmethod
    def of(
        cls,
        cuts: Sequence[TokenizedExample],
        answers: Sequence[bool],
        wanted: Sequence[Sequence[int] | None],
        kinds: Sequence[str],
    ) -> TokenizedExamples:
        """The examples cut into tokens, with what answers in each and its kind and source."""
        lengths = np.array([len(cut.ids) for cut in cuts])
        table = np.array([
            (0, len(cut.ids), cut.question, cut.passage, cut.first, cut.last, yes,
             max(cut.sentence))
            for cut, yes in zip(cuts, answers, strict=True)
        ], dtype=np.int64)  # fmt: skip
        table[:, 0] = np.cumsum(lengths) - lengths
        targets = np.zeros((len(cuts), MOST_SENTENCES), dtype=np.int8)
        for row, places in enumerate(wanted):
            if places is None:
                targets[row] = -1
            else:
                targets[row, [place for place in places if place < MOST_SENTENCES]] = 1
        ids = np.concatenate([np.array(cut.ids, dtype=np.uint16) for cut in cuts])
        sentence = np.concatenate([np.array(cut.sentence, dtype=np.uint8) for cut in cuts])
        return cls(ids, sentence, table, targets, np.array(kinds))

    @classmethod
    def joined(cls, parts: Sequence[TokenizedExamples]) -> TokenizedExamples:
        """The examples of several, one after another."""
        ids, sentence, table, wanted, kinds = (
            np.concatenate(each) for each in zip(*(part._arrays for part in parts), strict=True)
        )
        table[:, 0] = np.cumsum(table[:, 1]) - table[:, 1]
        return cls(ids, sentence, table, wanted, kinds)

    @classmethod
    def load(cls, path: Path) -> TokenizedExamples:
        """The examples of a file that ``save`` wrote."""
        with lzma.open(path) as file:
            arrays = [np.load(file, allow_pickle=False) for _ in _ARRAYS]
        return cls(*arrays)

    def save(self, path: Path) -> None:
        """Writes the examples, compressed: well where those of one passage lie together."""
        with lzma.open(path, "wb", preset=9) as file:
            for each in self._arrays:
                np.save(file, each, allow_pickle=False)

    def __len__(self) -> int:
        return len(self.lengths)

    def to(self, device: str) -> TokenizedExamples:
        """Moves the tokens to a device; gives the examples themselves."""
        ids, sentence, table, wanted, _ = self._arrays
        self._ids = torch.from_numpy(ids.astype(np.int32)).to(device)
        self._sentence = torch.from_numpy(sentence).to(device)
        self._table = torch.from_numpy(table).to(device)
        self._wanted = torch.from_numpy(wanted).to(device)
        return self

    def batch(self, places: Sequence[int]) -> Batch:
        """The examples at these places, the shorter ones padded."""
        device = self._ids.device
        rows = torch.tensor(places).to(device)
        starts, lengths, question, passage, first, last, answers, _ = self._table[rows].T
        longest = -(-int(self.lengths[places].max()) // _MULTIPLE) * _MULTIPLE
        column = torch.arange(longest, device=device)
        inside = column < lengths[:, None]
        at = (starts[:, None] + column).clamp(max=len(self._ids) - 1)
        before = column < question[:, None]
        positions = torch.where(before, column, column - question[:, None] + PASSAGE_AT)
        most = max(int(self._places[places].max()), 1)
        return Batch(
            self._ids[at] * inside,
            (~before & inside).long(),
            positions * inside,
            inside.long(),
            self._sentence[at].long() * inside,
            ((column >= passage[:, None]) & (column < lengths[:, None] - 1)).long(),
            first,
            last,
            answers.float(),
            self._wanted[rows, :most].float(),
        )


def tokenized(
    examples: Iterable[Example], tokenize: ExampleTokenizer, limits: Limits, seed: int
) -> TokenizedExamples:
    """Examples in tokens."""
    rng = Random(f"{seed} limits")
    made: list[TokenizedExamples] = []
    source = iter(examples)
    while part := list(islice(source, _AT_ONCE)):
        most = [limits.long if rng.random() < limits.long_share else limits.tokens for _ in part]
        answers, wanted = [one.answers for one in part], [one.answering for one in part]
        kinds = [f"{one.kind}\t{one.source}" for one in part]
        made.append(TokenizedExamples.of(tokenize(part, most, seed), answers, wanted, kinds))
    return TokenizedExamples.joined(made)


def collate(
    cuts: Sequence[TokenizedExample],
    wanted: Sequence[Sequence[int] | None],
    device: str = "cpu",
) -> Batch:
    """Texts in tokens as one batch."""
    made = TokenizedExamples.of(cuts, [True] * len(cuts), wanted, ["\t"] * len(cuts))
    return made.to(device).batch(range(len(cuts)))
