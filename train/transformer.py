"""Trains the transformer student: by translation and by search, a batch of one task at a time.

    python train/transformer.py DATA_ROOT TEACHER VOCABULARY OUT --minutes 60
    python train/transformer.py DATA_ROOT TEACHER VOCABULARY OUT --steps 340

``translation``: a French sentence goes to the teacher's vector of its English original
(Reimers & Gurevych 2020), which is made on the way: a third of the cost of a second student
pass. All other tasks: a query goes to its passage among the others of the batch (multiple
negatives, Henderson et al. 2017), in both languages and across them. Stops when its minutes
are spent, or its steps are done, which is the same on every machine; writes OUT/checkpoint.pt
every five minutes, takes it up again with --resume, and ends with OUT/model for
SentenceTransformer. --keep-every keeps what it was on the way, for the learning curve: a model
in OUT/kept/STEP; --stop leaves a schedule early. A GPU is used when there is one.
"""

from __future__ import annotations

import argparse
import itertools
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from data import SEED, Pair, Search, pairs, searches
from precision import products
from student import initialised, save
from torch.nn.functional import cross_entropy, normalize
from transformers import AutoModel, AutoTokenizer, BertTokenizerFast, PreTrainedTokenizerFast

SCALE = 20.0
RATE_LAYERS, RATE_WORDS = 1e-4, 5e-4
WARM_UP = 0.05
CHECKPOINT_SECONDS = 300
SHORTEST = 40  # characters of a sentence worth translating
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
# Tokens: sentences and queries past the first, passages past the second, are cut. Serving
# takes 512; the cost of training grows with length, and 96 hold most of a section's start.
SHORT, LONG = 48, 96
TRANSLATIONS, SEARCHES, POOL = 256, 128, 64
# How often each task is drawn. Headings across languages are the only searches across
# languages there are; translations keep the two languages together.
DRAWS = {
    "translation": 20, "squad": 5, "medical": 1, "heading-en-en": 1, "heading-fr-fr": 3,
    "heading-fr-en": 4, "heading-en-fr": 4, "cloze-fr": 3, "cloze-en": 1,
}  # fmt: skip
Task = Iterator[torch.Tensor]


class Student:
    """A network with its tokenizer; texts to unit vectors."""

    def __init__(self, network: torch.nn.Module, tokenizer: PreTrainedTokenizerFast) -> None:
        self.network = network.to(DEVICE)
        self.tokenizer = tokenizer

    def __call__(self, texts: list[str], longest: int) -> torch.Tensor:
        """(n, dim) unit rows: the mean of the token vectors."""
        batch = self.tokenizer(
            texts, padding=True, truncation=True, max_length=longest, return_tensors="pt"
        ).to(DEVICE)
        with products(DEVICE):
            states = self.network(**batch).last_hidden_state
        mask = batch["attention_mask"][:, :, None]
        means = (states.float() * mask).sum(dim=1) / mask.sum(dim=1)
        return normalize(means, dim=1)


@dataclass(frozen=True, slots=True)
class Plan:
    """How long a training goes: its minutes, or its steps where they are given.

    ``stop`` leaves the schedule after that step, ``keep_every`` keeps the student every so many
    steps; 0: neither. ``resume`` takes up the checkpoint.
    """

    minutes: float
    steps: int
    stop: int
    keep_every: int
    resume: bool

    def share(self, seconds: float, done: int) -> float:
        """How much of the schedule is past, from 0; 1 and more: it is over."""
        if self.stop and done >= self.stop:
            return 1.0
        return done / self.steps if self.steps else seconds / (60 * self.minutes)


def train(
    student: Student, losses: Task, out: Path, plan: Plan, keep: Callable[[int], None]
) -> None:
    """Steps on each loss until the plan ends; the rate rises, then falls to zero."""
    words = student.network.embeddings.word_embeddings.weight
    others = [p for p in student.network.parameters() if p is not words]
    groups = [{"params": others, "lr": RATE_LAYERS}, {"params": [words], "lr": RATE_WORDS}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    peaks = [group["lr"] for group in groups]
    spent, first = _restored(student, optimizer, out) if plan.resume else (0.0, 0)
    began = saved = time.monotonic()
    student.network.train()
    for step in itertools.count(first):
        if plan.keep_every and step % plan.keep_every == 0:
            keep(step)
        share = plan.share(spent + time.monotonic() - began, step)
        if share >= 1:
            break
        # The first step of a schedule by steps would be of no rate at all.
        rising = (share + (1 / plan.steps if plan.steps else 0.0)) / WARM_UP
        for group, peak in zip(optimizer.param_groups, peaks, strict=True):
            group["lr"] = peak * min(rising, (1 - share) / (1 - WARM_UP))
        loss = next(losses)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(student.network.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        if step % 10 == 9:
            print(f"{share:6.1%} step {step + 1} loss {loss.item():.4f}", flush=True)
        if time.monotonic() - saved > CHECKPOINT_SECONDS:
            saved = time.monotonic()
            _checkpoint(student, optimizer, (spent + saved - began, step + 1), out)


def mixed(tasks: dict[str, Task]) -> Task:
    """The losses of the tasks, drawn as DRAWS says."""
    draw = random.Random(SEED)
    names = [name for name in DRAWS if name in tasks]
    while True:
        yield next(tasks[draw.choices(names, [DRAWS[name] for name in names])[0]])


def translating(student: Student, teacher: Student, translated: list[Pair]) -> Task:
    """Losses of batches of translations; one in ten of the English itself."""
    draw = random.Random(SEED)
    teacher.network.eval()
    while True:
        for rows in _batches([len(pair.fr) for pair in translated], TRANSLATIONS, draw):
            english = [translated[row].en for row in rows]
            with torch.inference_mode():
                target = teacher(english, SHORT)
            french = [translated[row].fr for row in rows]
            made = student(english if draw.random() < 0.1 else french, SHORT)
            likeness = made @ target.clone().T
            places = torch.arange(len(rows), device=DEVICE)
            yield 1 - likeness.diagonal().mean() + 0.1 * cross_entropy(SCALE * likeness, places)


def searching(student: Student, found: list[Search]) -> Task:
    """Losses of batches of queries against their passages, both ways."""
    draw = random.Random(SEED)
    while True:
        for rows in _batches([len(search.passage) for search in found], SEARCHES, draw):
            passages = [found[row].passage for row in rows]
            asked = student([found[row].query for row in rows], SHORT)
            likeness = SCALE * asked @ student(passages, LONG).T
            # One passage may answer two queries of the batch: it is no negative then.
            same = torch.tensor([[a == b for b in passages] for a in passages], device=DEVICE)
            likeness = likeness.masked_fill(same.fill_diagonal_(False), -1e4)
            places = torch.arange(len(rows), device=DEVICE)
            yield (cross_entropy(likeness, places) + cross_entropy(likeness.T, places)) / 2


def _batches(lengths: list[int], size: int, draw: random.Random) -> Iterator[list[int]]:
    """Row numbers in batches of like length, drawn without return; few pads, random order."""
    rows = list(range(len(lengths)))
    draw.shuffle(rows)
    for start in range(0, len(rows), size * POOL):
        pool = sorted(rows[start : start + size * POOL], key=lengths.__getitem__)
        batches = [pool[at : at + size] for at in range(0, len(pool), size)]
        draw.shuffle(batches)
        yield from (batch for batch in batches if len(batch) == size)


def _checkpoint(
    student: Student, optimizer: torch.optim.Optimizer, spent: tuple[float, int], out: Path
) -> None:
    """Writes the student with the seconds and the steps spent on it."""
    state = {
        "network": student.network.state_dict(),
        "optimizer": optimizer.state_dict(),
        "seconds": spent[0],
        "steps": spent[1],
    }
    torch.save(state, out / "checkpoint.tmp")
    (out / "checkpoint.tmp").replace(out / "checkpoint.pt")


def _restored(student: Student, optimizer: torch.optim.Optimizer, out: Path) -> tuple[float, int]:
    """The seconds and the steps that were spent on the student of the checkpoint."""
    state = torch.load(out / "checkpoint.pt", weights_only=True)
    student.network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    return float(state["seconds"]), int(state["steps"])


def _tasks(student: Student, root: Path, teacher: Path) -> dict[str, Task]:
    guide = Student(AutoModel.from_pretrained(teacher), AutoTokenizer.from_pretrained(teacher))
    tasks = {name: searching(student, found) for name, found in searches(root).items()}
    # Very short sentences teach least, and the minutes do not reach every pair.
    translated = [pair for pair in pairs(root) if len(pair.en) >= SHORTEST]
    return tasks | {"translation": translating(student, guide, translated)}


def main() -> None:
    """Trains a student and saves it."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    for name in ("root", "teacher", "vocabulary", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--steps", type=int, default=0, help="instead of minutes")
    parser.add_argument("--stop", type=int, default=0, help="leave the schedule after this step")
    parser.add_argument("--keep-every", type=int, default=0, help="steps")
    parser.add_argument("--resume", action="store_true")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    network = initialised(chosen.teacher, chosen.vocabulary)
    student = Student(network, BertTokenizerFast.from_pretrained(chosen.vocabulary))
    losses = mixed(_tasks(student, chosen.root, chosen.teacher))

    def keep(step: int) -> None:
        save(student.network, chosen.vocabulary, chosen.out / "kept" / str(step))

    plan = Plan(chosen.minutes, chosen.steps, chosen.stop, chosen.keep_every, chosen.resume)
    train(student, losses, chosen.out, plan, keep)
    save(student.network.cpu(), chosen.vocabulary, chosen.out)


if __name__ == "__main__":
    main()
