"""What the student is taught, a batch at a time: translation, and search.

``translation``: a text goes to the vector that the teacher gives its English original (Reimers
& Gurevych 2020). All other tasks: a query goes to its passage among the others of the batch
(multiple negatives, Henderson et al. 2017), in both languages and across them; where a GPU is at
hand, among passages that the student itself takes for the answer too (Xiong et al. 2021).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn.functional import cross_entropy, normalize
from transformers import PreTrainedModel, PreTrainedTokenizerFast

from train.data import SEED, Pair, Search
from train.precision import products
from train.texts import Texts

SCALE = 20.0
POOL = 64  # batches whose texts are put in the order of their length, so that few are padded
ENGLISH = 0.1  # how often a batch of translations is of the English itself
# A passage this near to the likeness of the answer may answer too: it is no negative.
SAFE, HARDEST, ENCODED = 0.95, 8, 1024
Task = Iterator[torch.Tensor]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much goes into a batch: texts, and pieces of a sentence or query, and of a passage.

    ``negatives`` more passages are set against each query.
    """

    translations: int
    searches: int
    short: int
    long: int
    negatives: int


# Serving takes 512 pieces; the cost of training grows with length, and 96 hold most of the
# start of a section.
SMALL, LARGE = Sizes(256, 128, 48, 96, 0), Sizes(1024, 512, 64, 256, 1)


class Student:
    """A network with its tokenizer; texts to unit vectors.

    ``kind`` is what its products are made of: float32 or bfloat16, the faster by default.
    """

    def __init__(
        self,
        network: PreTrainedModel,
        tokenizer: PreTrainedTokenizerFast,
        device: str,
        kind: torch.dtype | None = None,
    ) -> None:
        self.network = network.to(device)
        self.tokenizer = tokenizer
        self.device = device
        self.kind = kind

    def texts(self, texts: Sequence[str], longest: int) -> Texts:
        """Texts in this student's pieces."""
        return Texts(texts, self.tokenizer, longest=longest, device=self.device)

    def __call__(self, batch: dict[str, torch.Tensor]) -> torch.Tensor:
        """(n, dim) unit rows: the mean of the token vectors."""
        with products(self.device, self.kind):
            states = self.network(**batch).last_hidden_state
        mask = batch["attention_mask"][:, :, None]
        means = (states.float() * mask).sum(dim=1) / mask.sum(dim=1)
        return normalize(means, dim=1)

    def encoded(self, texts: Texts, longest: int) -> torch.Tensor:
        """(n, dim) unit rows of all texts, nothing learnt."""
        order = np.argsort(texts.lengths, kind="stable")
        parts = np.array_split(order, -(-len(order) // ENCODED))
        learning = self.network.training
        self.network.eval()
        with torch.inference_mode():
            rows = torch.cat([self(texts.batch(part, longest)) for part in parts])
        self.network.train(learning)
        return rows[torch.as_tensor(np.argsort(order), device=self.device)].clone()


class Translating:
    """Losses of batches of translations."""

    def __init__(
        self, student: Student, teacher: Student, pairs: list[Pair], size: int, longest: int
    ) -> None:
        self._student, self._teacher = student, teacher
        self._size, self._longest = size, longest
        english, french = [pair.en for pair in pairs], [pair.fr for pair in pairs]
        self._target = teacher.texts(english, longest)
        self._english, self._french = (
            student.texts(english, longest),
            student.texts(french, longest),
        )
        self._rows = np.array(
            [
                (self._target.places[en], self._english.places[en], self._french.places[fr])
                for en, fr in zip(english, french, strict=True)
            ]
        )
        teacher.network.eval()

    def __iter__(self) -> Task:
        draw = random.Random(SEED)
        while True:
            for rows in batches(self._french.lengths[self._rows[:, 2]], self._size, draw):
                target, english, french = self._rows[rows].T
                with torch.inference_mode():
                    wanted = self._teacher(self._target.batch(target, self._longest))
                if draw.random() < ENGLISH:
                    batch = self._english.batch(english, self._longest)
                else:
                    batch = self._french.batch(french, self._longest)
                likeness = self._student(batch) @ wanted.clone().T
                places = torch.arange(len(rows), device=likeness.device)
                yield 1 - likeness.diagonal().mean() + 0.1 * cross_entropy(SCALE * likeness, places)


class Searching:
    """Losses of batches of queries against their passages, both ways."""

    def __init__(self, student: Student, found: list[Search], sizes: Sizes) -> None:
        self._student, self._sizes = student, sizes
        self._queries = student.texts([search.query for search in found], sizes.short)
        self._passages = student.texts([search.passage for search in found], sizes.long)
        self._asked = np.array([self._queries.places[search.query] for search in found])
        self._answers = np.array([self._passages.places[search.passage] for search in found])
        self._hard: np.ndarray | None = None

    def seek(self) -> None:
        """Finds anew the passages that the student takes for the answer of each query."""
        passages = self._student.encoded(self._passages, self._sizes.long)
        queries = self._student.encoded(self._queries, self._sizes.short)
        found = []
        for rows in np.array_split(np.arange(len(self._asked)), -(-len(self._asked) // 8192)):
            asked, answers = (
                torch.as_tensor(part[rows], device=self._student.device)
                for part in (self._asked, self._answers)
            )
            likeness = queries[asked] @ passages.T
            own = likeness.gather(1, answers[:, None])
            likeness.masked_fill_(likeness > SAFE * own, -1.0)
            likeness.scatter_(1, answers[:, None], -2.0)
            found.append(likeness.topk(HARDEST, dim=1).indices.cpu().numpy())
        self._hard = np.concatenate(found)

    def __iter__(self) -> Task:
        draw = random.Random(SEED)
        chance = np.random.default_rng(SEED)
        while True:
            for rows in batches(self._passages.lengths[self._answers], self._sizes.searches, draw):
                answers = self._answers[rows]
                against = [answers]
                if self._hard is not None:
                    for _ in range(self._sizes.negatives):
                        columns = chance.integers(0, HARDEST, len(rows))
                        against.append(self._hard[rows, columns])
                shown = np.concatenate(against)
                asked = self._student(self._queries.batch(self._asked[rows], self._sizes.short))
                passages = self._student(self._passages.batch(shown, self._sizes.long))
                likeness = SCALE * asked @ passages.T
                # One passage may answer two queries of the batch: it is no negative then.
                same = torch.from_numpy(answers[:, None] == shown[None, :]).to(likeness.device)
                likeness = likeness.masked_fill(same.fill_diagonal_(False), -1e4)
                back = likeness[:, : len(rows)].T
                places = torch.arange(len(rows), device=likeness.device)
                yield (cross_entropy(likeness, places) + cross_entropy(back, places)) / 2


def mixed(tasks: dict[str, Task], draws: dict[str, int]) -> Task:
    """The losses of the tasks, drawn so often each."""
    draw = random.Random(SEED)
    names = [name for name in draws if name in tasks]
    while True:
        yield next(tasks[draw.choices(names, [draws[name] for name in names])[0]])


def batches(lengths: np.ndarray, size: int, draw: random.Random) -> Iterator[list[int]]:
    """Row numbers in batches of like length, drawn without return; few pads, random order."""
    rows = list(range(len(lengths)))
    size = min(size, len(rows))
    draw.shuffle(rows)
    for start in range(0, len(rows), size * POOL):
        pool = sorted(rows[start : start + size * POOL], key=lengths.__getitem__)
        made = [pool[at : at + size] for at in range(0, len(pool), size)]
        draw.shuffle(made)
        yield from (batch for batch in made if len(batch) == size)
