"""Trains the static student: a vector for each piece of the vocabulary, a text is their mean.

    python -m train.static DATA_ROOT TEACHER VOCABULARY OUT [--steps 1000] [--keep-every STEPS]

Each piece begins as the teacher's vector of its English neighbours (Tulkens & van Dongen
2024, model2vec), weighted down by its frequency (SIF, Arora et al. 2017). Then all by
contrast: a sentence goes to its translation, a query to its passage, among the others of the
batch (multiple negatives, Henderson et al. 2017). Every other batch of searches takes whole
documents together, so that its negatives are of the same document: the hard ones. --hard adds
those that BM25 finds, which changed nothing. Writes OUT/checkpoint.pt every 100 steps, takes it
up with --resume, and ends with OUT/model for SentenceTransformer. --keep-every keeps what it was
on the way, for the learning curve: a model in OUT/kept/STEP.
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
from train.data import SEED, Search, pairs, searches
from train.hard import hardest
from train.precision import products

SCALE = 20.0
RATE, WARM_UP = 0.03, 0.05
SIF = 1e-3
DROPPED = 0.1  # share of pieces left out of a text, drawn anew each time
CHECKPOINT_STEPS = 100
SIZE = 1_024  # rows of a batch
HARD = 4  # negatives sought for a query, of which each time one is drawn
# How often each task is drawn.
DRAWS = {
    "translation": 38, "squad": 20, "medical": 4, "heading-en-en": 4, "heading-fr-fr": 7,
    "heading-fr-en": 8, "heading-en-fr": 8, "cloze-fr": 7, "cloze-en": 4,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts as pieces: ``ids[bounds[i] : bounds[i + 1]]`` are those of text i."""

    ids: np.ndarray
    bounds: np.ndarray

    @classmethod
    def read(cls, texts: Sequence[str], tokenizer: Tokenizer) -> Texts:
        """The pieces of texts; an empty text is the unknown piece."""
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
        self, rows: Sequence[int] | np.ndarray, weights: torch.Tensor, draw: np.random.Generator
    ) -> torch.Tensor:
        """(n, dim) unit rows of some texts, each without the pieces that the draw drops."""
        parts = [self.ids[self.bounds[row] : self.bounds[row + 1]] for row in rows]
        kept = [part[draw.random(len(part)) >= DROPPED] for part in parts]
        kept = [some if len(some) else part for some, part in zip(kept, parts, strict=True)]
        starts = np.cumsum([0, *map(len, kept[:-1])])
        ids = torch.from_numpy(np.concatenate(kept).astype(np.int64))
        return normalize(embedding_bag(ids, weights, torch.from_numpy(starts)), dim=1)


@dataclass(frozen=True, slots=True)
class Task:
    """Two texts a row that belong together: row i is ``left`` i and ``right`` answer[i].

    Equal right sides are kept once; ``document`` names what each row is from, and ``hard``
    holds the places of right sides that only seem to answer it, (n, 0) where none were sought.
    """

    left: Texts
    right: Texts
    answer: np.ndarray
    document: list[str]
    hard: np.ndarray

    @classmethod
    def read(
        cls, left: list[str], right: list[str], tokenizer: Tokenizer, mining: Mining | None = None
    ) -> Task:
        """The task of matching texts to texts; the document is the first line of the right.

        ``mining`` seeks the hard ones.
        """
        number = {text: place for place, text in enumerate(dict.fromkeys(right))}
        answer = np.array([number[text] for text in right])
        hard = np.empty((len(left), 0), dtype=int)
        if mining is not None:
            hard = hardest(mining.queries, list(number), answer, mining.language, count=HARD)
        return cls(
            Texts.read(left, tokenizer),
            Texts.read(list(number), tokenizer),
            answer,
            [text.partition("\n")[0] for text in right],
            hard,
        )

    def batches(self, draw: random.Random) -> Iterator[list[int]]:
        """Row numbers without end: at random, then documents whole, in turn."""
        rows = list(range(len(self.answer)))
        for whole in itertools.cycle((False, True)):
            draw.shuffle(rows)
            if whole:
                order = {name: draw.random() for name in sorted(set(self.document))}
                rows.sort(key=lambda row: order[self.document[row]])
            starts = list(range(0, len(rows), SIZE))
            draw.shuffle(starts)
            yield from (rows[start : start + SIZE] for start in starts)


@dataclass(frozen=True, slots=True)
class Mining:
    """What hard negatives are sought with: queries in the language of the passages."""

    queries: list[str]
    language: Language


def _mining(name: str, found: dict[str, list[Search]]) -> Mining:
    """Between languages the heading is taken in that of the passage: rows are in one order."""
    kind, _, language = name.rpartition("-")
    same = f"heading-{language}-{language}" if kind.startswith("heading-") else name
    return Mining([one.query for one in found[same]], "fr" if language == "fr" else "en")


def tasks(root: Path, tokenizer: Tokenizer, *, hard: bool) -> dict[str, Task]:
    """All training tasks by name."""
    translated = pairs(root)
    both = [pair.fr for pair in translated], [pair.en for pair in translated]
    made = {"translation": Task.read(*both, tokenizer)}
    found = searches(root)
    for name, rows in found.items():
        both = [search.query for search in rows], [search.passage for search in rows]
        made[name] = Task.read(*both, tokenizer, _mining(name, found) if hard else None)
    return made


def initialised(teacher: Path, vocabulary: Path, used: np.ndarray) -> torch.Tensor:
    """(pieces, dim): the teacher's vectors of the English neighbours, weighted by rarity.

    ``used`` counts each piece in the training text.
    """
    alone = _alone(teacher)
    alone = (alone - alone.mean(dim=0)) / alone.std()
    made = np.load(vocabulary / "neighbours.npz")
    rows, shares = torch.from_numpy(made["rows"]).long(), torch.from_numpy(made["weights"])
    mixed = normalize((alone[rows] * shares[:, :, None]).sum(dim=1), dim=1)
    rarity = SIF / (SIF + torch.from_numpy(used / used.sum()).float())
    return mixed * math.sqrt(alone.shape[1]) * rarity[:, None]


@torch.inference_mode()
def _alone(teacher: Path) -> torch.Tensor:
    """(teacher's pieces, dim): the teacher's vector of each piece as a text of its own."""
    network = AutoModel.from_pretrained(teacher).eval()
    tokenizer = BertTokenizerFast.from_pretrained(teacher)
    start, end = tokenizer.cls_token_id, tokenizer.sep_token_id
    found = []
    for ids in torch.arange(len(tokenizer)).split(1_024):
        texts = torch.stack([torch.full_like(ids, start), ids, torch.full_like(ids, end)], dim=1)
        with products("cpu"):
            found.append(network(input_ids=texts).last_hidden_state.float().mean(dim=1))
    return torch.cat(found)


def loss_of(
    task: Task, rows: list[int], weights: torch.Tensor, draw: np.random.Generator
) -> torch.Tensor:
    """Multiple negatives, both ways; an equal answer of another row is no negative."""
    answers = task.answer[rows]
    others = task.hard[rows, draw.integers(task.hard.shape[1])] if task.hard.size else answers[:0]
    offered = np.concatenate([answers, others[others >= 0]])
    left, right = task.left.vectors(rows, weights, draw), task.right.vectors(offered, weights, draw)
    same = torch.from_numpy(answers[:, None] == offered[None, :])
    likeness = (SCALE * left @ right.T).masked_fill(same.fill_diagonal_(False), -1e4)
    places = torch.arange(len(rows))
    backward = cross_entropy(likeness[:, : len(rows)].T, places)
    return (cross_entropy(likeness, places) + backward) / 2


@dataclass(frozen=True, slots=True)
class Plan:
    """A training: its folder, its steps, whether it takes up the checkpoint of the folder.

    ``keep_every`` keeps the student every so many steps; 0: never.
    """

    out: Path
    steps: int
    keep_every: int
    resume: bool


def train(
    weights: torch.Tensor, found: dict[str, Task], plan: Plan, keep: Callable[[int], None]
) -> torch.Tensor:
    """The weights after the steps; the rate rises, then falls to zero."""
    weights.requires_grad_(True)
    optimizer = torch.optim.Adam([weights], lr=RATE, fused=True)
    first = _restored(weights, optimizer, plan.out) if plan.resume else 0
    draw, drops = random.Random(SEED + first), np.random.default_rng(SEED + first)
    batches = {name: task.batches(draw) for name, task in found.items()}
    names = [name for name in DRAWS if name in found]
    for step in range(first, plan.steps):
        if plan.keep_every and step % plan.keep_every == 0:
            keep(step)
        share = step / plan.steps
        rate = RATE * min((share + 1 / plan.steps) / WARM_UP, (1 - share) / (1 - WARM_UP))
        optimizer.param_groups[0]["lr"] = rate
        name = draw.choices(names, [DRAWS[name] for name in names])[0]
        loss = loss_of(found[name], next(batches[name]), weights, drops)
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
    parser.add_argument("--hard", action="store_true", help="with negatives sought by BM25")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(chosen.vocabulary / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    found = tasks(chosen.root, tokenizer, hard=chosen.hard)
    sides = [side.ids for task in found.values() for side in (task.left, task.right)]
    used = np.bincount(np.concatenate(sides), minlength=tokenizer.get_vocab_size())
    weights = initialised(chosen.teacher, chosen.vocabulary, used)

    def keep(step: int) -> None:
        save(weights.detach(), chosen.vocabulary, chosen.out / "kept" / str(step))

    plan = Plan(chosen.out, chosen.steps, chosen.keep_every, chosen.resume)
    weights = train(weights, found, plan, keep)
    save(weights, chosen.vocabulary, chosen.out / "model")


if __name__ == "__main__":
    main()
