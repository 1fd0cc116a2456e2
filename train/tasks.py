"""The training tasks of the transformer, one batch at a time: translation and search.

``translation``: the vector of a text must match the teacher's vector of its English original
(Reimers & Gurevych 2020). All other tasks: a query must match its passage among the others of the
batch (multiple negatives, Henderson et al. 2017), within both languages and across them; on a GPU,
also among passages that the student itself ranks highest (hard negatives, Xiong et al. 2021).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn.functional import cross_entropy, normalize
from transformers import PreTrainedModel, PreTrainedTokenizerFast

from train.data import SEED, Pair, SearchPair
from train.precision import autocast
from train.tokenized import TokenizedTexts

SCALE = 20.0
POOL = 64  # batches whose texts are sorted by length, so that few tokens are padding
ENGLISH = 0.1  # share of translation batches that use the English text itself
# A passage with at least this share of the answer's similarity may answer too: not a negative.
MAX_SIMILARITY = 0.95
NEGATIVES = 8  # hard negatives kept for a query
ENCODED = 1_024  # texts encoded at once
Losses = Iterator[torch.Tensor]


@dataclass(frozen=True, slots=True)
class Sizes:
    """The sizes of a batch: rows of each task, and tokens of a sentence or query, and of a passage.

    ``negatives`` hard negatives are added for each query.
    """

    translations: int
    searches: int
    short: int
    long: int
    negatives: int


# The product encodes up to 512 tokens; the cost of training grows with length, and 96 tokens
# contain most of the start of a section.
SMALL, LARGE = Sizes(256, 128, 48, 96, 0), Sizes(1024, 512, 64, 256, 1)


class Student:
    """A network with its tokenizer; texts to unit vectors.

    ``dtype`` is the precision of its products: float32 or bfloat16, the faster by default.
    """

    def __init__(
        self,
        network: PreTrainedModel,
        tokenizer: PreTrainedTokenizerFast,
        device: str,
        dtype: torch.dtype | None = None,
    ) -> None:
        self.network = network.to(device)
        self.tokenizer = tokenizer
        self.device = device
        self.dtype = dtype

    def tokenized(self, texts: Sequence[str], longest: int) -> TokenizedTexts:
        """Texts as tokens of this student."""
        return TokenizedTexts(texts, self.tokenizer, longest=longest, device=self.device)

    def __call__(self, batch: dict[str, torch.Tensor]) -> torch.Tensor:
        """(n, dim) unit rows: the mean of the token vectors."""
        with autocast(self.device, self.dtype):
            states = self.network(**batch).last_hidden_state
        mask = batch["attention_mask"][:, :, None]
        means = (states.float() * mask).sum(dim=1) / mask.sum(dim=1)
        return normalize(means, dim=1)

    def encode(self, texts: TokenizedTexts, longest: int) -> torch.Tensor:
        """(n, dim) unit rows of all texts, without gradients or dropout."""
        order = np.argsort(texts.lengths, kind="stable")
        parts = np.array_split(order, -(-len(order) // ENCODED))
        training = self.network.training
        self.network.eval()
        with torch.inference_mode():
            rows = torch.cat([self(texts.batch(part, longest)) for part in parts])
        self.network.train(training)
        return rows[torch.as_tensor(np.argsort(order), device=self.device)].clone()


class TranslationTask:
    """The losses of batches of translations."""

    def __init__(
        self, student: Student, teacher: Student, pairs: list[Pair], size: int, longest: int
    ) -> None:
        self._student, self._teacher = student, teacher
        self._size, self._longest = size, longest
        english, french = [pair.en for pair in pairs], [pair.fr for pair in pairs]
        self._targets = teacher.tokenized(english, longest)
        self._english, self._french = (
            student.tokenized(english, longest),
            student.tokenized(french, longest),
        )
        self._rows = np.array(
            [
                (self._targets.index[en], self._english.index[en], self._french.index[fr])
                for en, fr in zip(english, french, strict=True)
            ]
        )
        teacher.network.eval()

    def __iter__(self) -> Losses:
        rng = random.Random(SEED)
        while True:
            for rows in batches(self._french.lengths[self._rows[:, 2]], self._size, rng):
                target, english, french = self._rows[rows].T
                with torch.inference_mode():
                    wanted = self._teacher(self._targets.batch(target, self._longest))
                if rng.random() < ENGLISH:
                    batch = self._english.batch(english, self._longest)
                else:
                    batch = self._french.batch(french, self._longest)
                similarity = self._student(batch) @ wanted.clone().T
                places = torch.arange(len(rows), device=similarity.device)
                yield (
                    1
                    - similarity.diagonal().mean()
                    + 0.1 * cross_entropy(SCALE * similarity, places)
                )


class SearchTask:
    """The losses of batches of queries and passages, in both directions."""

    def __init__(self, student: Student, searches: list[SearchPair], sizes: Sizes) -> None:
        self._student, self._sizes = student, sizes
        self._queries = student.tokenized([search.query for search in searches], sizes.short)
        self._passages = student.tokenized([search.passage for search in searches], sizes.long)
        self._query = np.array([self._queries.index[search.query] for search in searches])
        self._answers = np.array([self._passages.index[search.passage] for search in searches])
        self._negatives: np.ndarray | None = None

    def mine(self) -> None:
        """Mines hard negatives: the passages that the student now ranks highest for each query."""
        passages = self._student.encode(self._passages, self._sizes.long)
        queries = self._student.encode(self._queries, self._sizes.short)
        found = []
        for rows in np.array_split(np.arange(len(self._query)), -(-len(self._query) // 8192)):
            query, answers = (
                torch.as_tensor(part[rows], device=self._student.device)
                for part in (self._query, self._answers)
            )
            similarity = queries[query] @ passages.T
            own = similarity.gather(1, answers[:, None])
            similarity.masked_fill_(similarity > MAX_SIMILARITY * own, -1.0)
            similarity.scatter_(1, answers[:, None], -2.0)
            found.append(similarity.topk(NEGATIVES, dim=1).indices.cpu().numpy())
        self._negatives = np.concatenate(found)

    def __iter__(self) -> Losses:
        rng = random.Random(SEED)
        columns_rng = np.random.default_rng(SEED)
        while True:
            for rows in batches(self._passages.lengths[self._answers], self._sizes.searches, rng):
                answers = self._answers[rows]
                offered = [answers]
                if self._negatives is not None:
                    for _ in range(self._sizes.negatives):
                        columns = columns_rng.integers(0, NEGATIVES, len(rows))
                        offered.append(self._negatives[rows, columns])
                shown = np.concatenate(offered)
                queries = self._student(self._queries.batch(self._query[rows], self._sizes.short))
                passages = self._student(self._passages.batch(shown, self._sizes.long))
                similarity = SCALE * queries @ passages.T
                # A passage that answers two queries of the batch is a negative of neither.
                same = torch.from_numpy(answers[:, None] == shown[None, :]).to(similarity.device)
                similarity = similarity.masked_fill(same.fill_diagonal_(False), -1e4)
                backward = similarity[:, : len(rows)].T
                places = torch.arange(len(rows), device=similarity.device)
                yield (cross_entropy(similarity, places) + cross_entropy(backward, places)) / 2


def mixed(tasks: dict[str, Losses], weights: dict[str, int]) -> Losses:
    """The losses of all tasks, each drawn in proportion to its weight."""
    rng = random.Random(SEED)
    names = [name for name in weights if name in tasks]
    while True:
        yield next(tasks[rng.choices(names, [weights[name] for name in names])[0]])


def batches(lengths: np.ndarray, size: int, rng: random.Random) -> Iterator[list[int]]:
    """Row numbers in batches of similar length, in random order, each row at most once."""
    rows = list(range(len(lengths)))
    size = min(size, len(rows))
    rng.shuffle(rows)
    for start in range(0, len(rows), size * POOL):
        pool = sorted(rows[start : start + size * POOL], key=lengths.__getitem__)
        made = [pool[at : at + size] for at in range(0, len(pool), size)]
        rng.shuffle(made)
        yield from (batch for batch in made if len(batch) == size)
