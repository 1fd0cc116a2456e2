"""Trains the transformer student: by translation and by search, a batch of one task at a time.

    python -m train.teacher DATA_ROOT MINILM OUT/teacher --minutes 1
    python -m train.transformer DATA_ROOT OUT/teacher VOCABULARY OUT --minutes 6
    python -m train.transformer DATA_ROOT MINILM VOCABULARY OUT --steps 340

The tasks are those of ``tasks.py``. Stops when its minutes are spent, or its steps are done,
which is the same on every machine; writes OUT/checkpoint.pt every five minutes, takes it up again
with --resume, and ends with OUT/model for SentenceTransformer. --keep-every keeps what it was on
the way, for the learning curve: a model in OUT/kept/STEP; --stop leaves a schedule early. Batches
are larger where there is a GPU, passages longer, and the hardest of them are sought thrice.
"""

from __future__ import annotations

import argparse
import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModel, AutoTokenizer, BertTokenizerFast

from train.data import SEED, pairs, passages, searches
from train.student import initialised, save
from train.tasks import LARGE, SMALL, Searching, Student, Task, Translating, mixed

RATE_LAYERS, RATE_WORDS = 1e-4, 5e-4
WARM_UP = 0.05
CHECKPOINT_SECONDS = 300
SOUGHT = 3  # times that the hardest passages are sought, evenly over the schedule
SHORTEST = 40  # characters of a sentence worth translating
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
SIZES = LARGE if DEVICE == "cuda" else SMALL
# How often each task is drawn. Headings across languages are the only searches across
# languages there are; translations keep the two languages together.
DRAWS = {
    "translation": 20, "passages": 4, "squad": 5, "medical": 1, "heading-en-en": 1,
    "heading-fr-fr": 3, "heading-fr-en": 4, "heading-en-fr": 4, "cloze-fr": 3, "cloze-en": 1,
}  # fmt: skip


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


@dataclass(frozen=True, slots=True)
class Lessons:
    """The losses in their order, and the searches that hard passages are sought for."""

    losses: Task
    searches: tuple[Searching, ...]

    def seek(self) -> None:
        """Seeks the hardest passages as the student is now."""
        for search in self.searches:
            search.seek()


def train(
    student: Student, lessons: Lessons, out: Path, plan: Plan, keep: Callable[[int], None]
) -> None:
    """Steps on each loss until the plan ends; the rate rises, then falls to zero."""
    words = student.network.embeddings.word_embeddings.weight
    others = [p for p in student.network.parameters() if p is not words]
    groups: list[dict[str, Any]] = [
        {"params": others, "lr": RATE_LAYERS},
        {"params": [words], "lr": RATE_WORDS},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    peaks = [group["lr"] for group in groups]
    spent, first = _restored(student, optimizer, out) if plan.resume else (0.0, 0)
    began = saved = time.monotonic()
    sought = 0
    student.network.train()
    for step in itertools.count(first):
        if plan.keep_every and step % plan.keep_every == 0:
            keep(step)
        share = plan.share(spent + time.monotonic() - began, step)
        if share >= 1:
            break
        if SIZES.negatives and share >= sought / SOUGHT:
            sought = int(share * SOUGHT) + 1  # once, where a checkpoint is taken up late
            lessons.seek()
        # The first step of a schedule by steps would be of no rate at all.
        rising = (share + (1 / plan.steps if plan.steps else 0.0)) / WARM_UP
        for group, peak in zip(optimizer.param_groups, peaks, strict=True):
            group["lr"] = peak * min(rising, (1 - share) / (1 - WARM_UP))
        loss = next(lessons.losses)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(student.network.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        if step % 10 == 9:
            print(f"{share:6.1%} step {step + 1} loss {loss.item():.4f}", flush=True)
        if time.monotonic() - saved > CHECKPOINT_SECONDS:
            saved = time.monotonic()
            _checkpoint(student, optimizer, (spent + saved - began, step + 1), out)


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


def lessons(
    student: Student, teacher: Student | None, root: Path, draws: dict[str, int]
) -> Lessons:
    """What the tasks that are drawn teach; those of translation where there is a teacher."""
    sought = {
        name: Searching(student, found, SIZES)
        for name, found in searches(root).items()
        if name in draws
    }
    tasks = {name: iter(search) for name, search in sought.items()}
    if teacher is not None:
        # Very short sentences teach least, and the minutes do not reach every pair.
        short = [pair for pair in pairs(root) if len(pair.en) >= SHORTEST]
        long = passages(root)
        for name, found, size, longest in (
            ("translation", short, SIZES.translations, SIZES.short),
            ("passages", long, SIZES.searches, SIZES.long),
        ):
            tasks[name] = iter(Translating(student, teacher, found, size, longest))
    return Lessons(mixed(tasks, draws), tuple(sought.values()))


def planned(parser: argparse.ArgumentParser) -> None:
    """The options of a plan."""
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--steps", type=int, default=0, help="instead of minutes")
    parser.add_argument("--stop", type=int, default=0, help="leave the schedule after this step")
    parser.add_argument("--keep-every", type=int, default=0, help="steps")
    parser.add_argument("--resume", action="store_true")


def main() -> None:
    """Trains a student and saves it."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    for name in ("root", "teacher", "vocabulary", "out"):
        parser.add_argument(name, type=Path)
    planned(parser)
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    network = initialised(chosen.teacher, chosen.vocabulary)
    student = Student(network, BertTokenizerFast.from_pretrained(chosen.vocabulary), DEVICE)
    guide = AutoTokenizer.from_pretrained(chosen.teacher)
    teacher = Student(AutoModel.from_pretrained(chosen.teacher), guide, DEVICE)

    def keep(step: int) -> None:
        save(student.network, chosen.vocabulary, chosen.out / "kept" / str(step))

    plan = Plan(chosen.minutes, chosen.steps, chosen.stop, chosen.keep_every, chosen.resume)
    train(student, lessons(student, teacher, chosen.root, DRAWS), chosen.out, plan, keep)
    save(student.network.cpu(), chosen.vocabulary, chosen.out)


if __name__ == "__main__":
    main()
