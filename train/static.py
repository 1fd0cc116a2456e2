"""Trains the static student: a vector for each token of the vocabulary; a text is their mean.

    python -m train.static DATA_ROOT TEACHER VOCABULARY OUT [--steps 1000] [--keep-every STEPS]

The vector of a token starts as the teacher's vectors of its English neighbours (Tulkens & van
Dongen 2024, model2vec), weighted by inverse frequency (SIF, Arora et al. 2017). Then training is
contrastive: a sentence must match its translation, a query its passage, among the others of the
batch (multiple negatives, Henderson et al. 2017). Every other batch of searches takes documents
whole, so that its negatives are from the same document and hard. --hard adds negatives that BM25
finds, which changed nothing. Writes OUT/checkpoint.pt every 100 steps, from which --resume
continues, and at the end OUT/model for SentenceTransformer. --keep-every saves models in
OUT/kept/STEP for the learning curve.
"""

from __future__ import annotations

import argparse
import itertools
import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy, embedding_bag, normalize
from transformers import AutoModel, BertTokenizerFast

from rag.records import Language
from train.data import SEED, SearchPair, pairs, searches
from train.hard_negatives import hard_negatives
from train.precision import autocast

SCALE = 20.0
RATE, WARM_UP = 0.03, 0.05
SIF = 1e-3
DROPPED = 0.1  # share of tokens left out of a text, drawn again each time
CHECKPOINT_STEPS = 100
SIZE = 1_024  # rows of a batch
HARD = 4  # hard negatives of a query, of which one is drawn for a batch
# How often each task is drawn.
TASK_WEIGHTS = {
    "translation": 38, "squad": 20, "medical": 4, "heading-en-en": 4, "heading-fr-fr": 7,
    "heading-fr-en": 8, "heading-en-fr": 8, "cloze-fr": 7, "cloze-en": 4,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RaggedTexts:
    """Texts as token ids in one array: ``ids[bounds[i] : bounds[i + 1]]`` are those of text i."""

    ids: np.ndarray
    bounds: np.ndarray

    @classmethod
    def read(cls, texts: Sequence[str], tokenizer: Tokenizer) -> RaggedTexts:
        """The tokens of texts; an empty text becomes the unknown token."""
        unknown = tokenizer.get_vocab()["[UNK]"]
        found = [
            np.array(one.ids or [unknown], dtype=np.int32)
            for start in range(0, len(texts), 10_000)
            for one in tokenizer.encode_batch_fast(
                texts[start : start + 10_000], add_special_tokens=False
            )
        ]
        return cls(np.concatenate(found), np.cumsum([0, *map(len, found)]))

    def vectors(
        self, rows: Sequence[int] | np.ndarray, weights: torch.Tensor, rng: np.random.Generator
    ) -> torch.Tensor:
        """(n, dim) unit rows of some texts, each without a random share of its tokens."""
        parts = [self.ids[self.bounds[row] : self.bounds[row + 1]] for row in rows]
        kept = [part[rng.random(len(part)) >= DROPPED] for part in parts]
        kept = [some if len(some) else part for some, part in zip(kept, parts, strict=True)]
        starts = np.cumsum([0, *map(len, kept[:-1])])
        ids = torch.from_numpy(np.concatenate(kept).astype(np.int64))
        return normalize(embedding_bag(ids, weights, torch.from_numpy(starts)), dim=1)


@dataclass(frozen=True, slots=True)
class MatchingTask:
    """Pairs of texts to match: row i is ``left`` i and ``right`` answer[i].

    Equal right sides are stored once; ``document`` names the document of each row, and ``hard``
    has the indices of its hard negatives among the right sides, (n, 0) without mining.
    """

    left: RaggedTexts
    right: RaggedTexts
    answer: np.ndarray
    document: list[str]
    hard: np.ndarray

    @classmethod
    def read(
        cls, left: list[str], right: list[str], tokenizer: Tokenizer, mining: Mining | None = None
    ) -> MatchingTask:
        """The task of matching texts to texts; the document is the first line of the right.

        ``mining`` finds the hard negatives.
        """
        number = {text: place for place, text in enumerate(dict.fromkeys(right))}
        answer = np.array([number[text] for text in right])
        hard = np.empty((len(left), 0), dtype=int)
        if mining is not None:
            hard = hard_negatives(mining.queries, list(number), answer, mining.language, count=HARD)
        return cls(
            RaggedTexts.read(left, tokenizer),
            RaggedTexts.read(list(number), tokenizer),
            answer,
            [text.partition("\n")[0] for text in right],
            hard,
        )

    def batches(self, rng: random.Random) -> Iterator[list[int]]:
        """Batches of row numbers without end, alternately at random and by whole documents."""
        rows = list(range(len(self.answer)))
        for whole in itertools.cycle((False, True)):
            rng.shuffle(rows)
            if whole:
                order = {name: rng.random() for name in sorted(set(self.document))}
                rows.sort(key=lambda row: order[self.document[row]])
            starts = list(range(0, len(rows), SIZE))
            rng.shuffle(starts)
            yield from (rows[start : start + SIZE] for start in starts)


@dataclass(frozen=True, slots=True)
class Mining:
    """The queries that BM25 uses to find hard negatives, in the language of the passages."""

    queries: list[str]
    language: Language


def _mining(name: str, found: dict[str, list[SearchPair]]) -> Mining:
    """Across languages, the heading in the language of the passage, in the same row order."""
    kind, _, language = name.rpartition("-")
    same = f"heading-{language}-{language}" if kind.startswith("heading-") else name
    return Mining([one.query for one in found[same]], "fr" if language == "fr" else "en")


def read_tasks(root: Path, tokenizer: Tokenizer, *, hard: bool) -> dict[str, MatchingTask]:
    """All training tasks by name."""
    translated = pairs(root)
    both = [pair.fr for pair in translated], [pair.en for pair in translated]
    tasks = {"translation": MatchingTask.read(*both, tokenizer)}
    found = searches(root)
    for name, rows in found.items():
        both = [search.query for search in rows], [search.passage for search in rows]
        tasks[name] = MatchingTask.read(*both, tokenizer, _mining(name, found) if hard else None)
    return tasks


def initialised(teacher: Path, vocabulary: Path, used: np.ndarray) -> torch.Tensor:
    """(tokens, dim): the teacher's vectors of the English neighbours, weighted by rarity.

    ``used`` counts each token in the training text.
    """
    single = _single_tokens(teacher)
    single = (single - single.mean(dim=0)) / single.std()
    neighbours = np.load(vocabulary / "neighbours.npz")
    rows, shares = (
        torch.from_numpy(neighbours["rows"]).long(),
        torch.from_numpy(neighbours["weights"]),
    )
    mixed = normalize((single[rows] * shares[:, :, None]).sum(dim=1), dim=1)
    rarity = SIF / (SIF + torch.from_numpy(used / used.sum()).float())
    return mixed * math.sqrt(single.shape[1]) * rarity[:, None]


@torch.inference_mode()
def _single_tokens(teacher: Path) -> torch.Tensor:
    """(tokens of the teacher, dim): the teacher's vector of each token as a text of its own."""
    network = AutoModel.from_pretrained(teacher).eval()
    tokenizer = BertTokenizerFast.from_pretrained(teacher)
    start, end = tokenizer.cls_token_id, tokenizer.sep_token_id
    found = []
    for ids in torch.arange(len(tokenizer)).split(1_024):
        texts = torch.stack([torch.full_like(ids, start), ids, torch.full_like(ids, end)], dim=1)
        with autocast("cpu"):
            found.append(network(input_ids=texts).last_hidden_state.float().mean(dim=1))
    return torch.cat(found)


def loss_of(
    task: MatchingTask, rows: list[int], weights: torch.Tensor, rng: np.random.Generator
) -> torch.Tensor:
    """The multiple-negatives loss, in both directions; an equal answer is not a negative."""
    answers = task.answer[rows]
    others = task.hard[rows, rng.integers(task.hard.shape[1])] if task.hard.size else answers[:0]
    offered = np.concatenate([answers, others[others >= 0]])
    left, right = task.left.vectors(rows, weights, rng), task.right.vectors(offered, weights, rng)
    same = torch.from_numpy(answers[:, None] == offered[None, :])
    similarity = (SCALE * left @ right.T).masked_fill(same.fill_diagonal_(False), -1e4)
    places = torch.arange(len(rows))
    backward = cross_entropy(similarity[:, : len(rows)].T, places)
    return (cross_entropy(similarity, places) + backward) / 2


@dataclass(frozen=True, slots=True)
class StaticPlan:
    """The settings of a training: folder, steps, and whether to continue from the checkpoint.

    ``keep_every`` saves the student every so many steps; 0: never.
    """

    out: Path
    steps: int
    keep_every: int
    resume: bool


def train(
    weights: torch.Tensor,
    found: dict[str, MatchingTask],
    plan: StaticPlan,
    keep: Callable[[int], None],
) -> torch.Tensor:
    """The weights after all steps; the learning rate rises, then falls to zero."""
    weights.requires_grad_(True)
    optimizer = torch.optim.Adam([weights], lr=RATE, fused=True)
    first = _restored(weights, optimizer, plan.out) if plan.resume else 0
    rng, drop_rng = random.Random(SEED + first), np.random.default_rng(SEED + first)
    batches = {name: task.batches(rng) for name, task in found.items()}
    names = [name for name in TASK_WEIGHTS if name in found]
    for step in range(first, plan.steps):
        if plan.keep_every and step % plan.keep_every == 0:
            keep(step)
        progress = step / plan.steps
        rate = RATE * min((progress + 1 / plan.steps) / WARM_UP, (1 - progress) / (1 - WARM_UP))
        optimizer.param_groups[0]["lr"] = rate
        name = rng.choices(names, [TASK_WEIGHTS[name] for name in names])[0]
        loss = loss_of(found[name], next(batches[name]), weights, drop_rng)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        if step % 20 == 0:
            print(f"step {step} {name} loss {loss.item():.4f}", flush=True)
        if (step + 1) % CHECKPOINT_STEPS == 0:
            state = {"weights": weights, "optimizer": optimizer.state_dict(), "step": step + 1}
            torch.save(state, plan.out / "checkpoint.tmp")
            (plan.out / "checkpoint.tmp").replace(plan.out / "checkpoint.pt")
    if plan.keep_every:
        keep(plan.steps)
    return weights.detach()


def _restored(weights: torch.Tensor, optimizer: torch.optim.Optimizer, out: Path) -> int:
    state = torch.load(out / "checkpoint.pt", weights_only=True)
    with torch.no_grad():
        weights.copy_(state["weights"])
    optimizer.load_state_dict(state["optimizer"])
    return int(state["step"])


def save(weights: torch.Tensor, vocabulary: Path, out: Path) -> None:
    """The student as a folder that SentenceTransformer loads."""
    tokenizer = Tokenizer.from_file(str(vocabulary / "tokenizer.json"))
    student = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)])
    student.save(str(out), create_model_card=False)


def main() -> None:
    """Trains a static student and saves it."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    for name in ("root", "teacher", "vocabulary", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--steps", type=int, default=1_000)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--keep-every", type=int, default=0, help="steps")
    parser.add_argument("--hard", action="store_true", help="add hard negatives found by BM25")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(options.vocabulary / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    found = read_tasks(options.root, tokenizer, hard=options.hard)
    sides = [side.ids for task in found.values() for side in (task.left, task.right)]
    used = np.bincount(np.concatenate(sides), minlength=tokenizer.get_vocab_size())
    weights = initialised(options.teacher, options.vocabulary, used)

    def keep(step: int) -> None:
        save(weights.detach(), options.vocabulary, options.out / "kept" / str(step))

    plan = StaticPlan(options.out, options.steps, options.keep_every, options.resume)
    weights = train(weights, found, plan, keep)
    save(weights, options.vocabulary, options.out / "model")


if __name__ == "__main__":
    main()
