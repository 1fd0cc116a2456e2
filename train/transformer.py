"""Trains the transformer student by translation and search, each batch from one task.

    python -m train.teacher DATA_ROOT MINILM OUT/teacher --minutes 1
    python -m train.transformer DATA_ROOT OUT/teacher VOCABULARY OUT --minutes 6
    python -m train.transformer DATA_ROOT MINILM VOCABULARY OUT --steps 340

The tasks are those of ``train.tasks``. Stops after --minutes, or after --steps, which is the same
on every machine. Writes OUT/checkpoint.pt every five minutes, from which --resume continues, and
at the end OUT/model for SentenceTransformer. --keep-every saves models in OUT/kept/STEP for the
learning curve; --stop ends a schedule early. On a GPU batches are larger, passages longer, and hard
negatives are mined three times.
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
from train.tasks import LARGE, SMALL, Losses, SearchTask, Student, TranslationTask, mixed

RATE_LAYERS, RATE_WORDS = 1e-4, 5e-4
WARM_UP = 0.05
CHECKPOINT_SECONDS = 300
MININGS = 3  # times that hard negatives are mined, evenly over the schedule
SHORTEST = 40  # characters of a sentence used for translation
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
SIZES = LARGE if DEVICE == "cuda" else SMALL
# How often each task is drawn. Headings are the only searches across languages; translations
# align the two languages.
TASK_WEIGHTS = {
    "translation": 20, "passages": 4, "squad": 5, "medical": 1, "heading-en-en": 1,
    "heading-fr-fr": 3, "heading-fr-en": 4, "heading-en-fr": 4, "cloze-fr": 3, "cloze-en": 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long a training lasts: in minutes, or in steps if they are given.

    ``stop`` ends it after that step, ``keep_every`` saves the student every so many steps; 0:
    neither. ``resume`` continues from the checkpoint.
    """

    minutes: float
    steps: int
    stop: int
    keep_every: int
    resume: bool

    @classmethod
    def of(cls, options: argparse.Namespace) -> Schedule:
        """The schedule of the command line, whose options ``add_schedule`` adds."""
        return cls(options.minutes, options.steps, options.stop, options.keep_every, options.resume)

    def progress(self, seconds: float, done: int) -> float:
        """The share of the schedule that is done, from 0; at 1 it is over."""
        if self.stop and done >= self.stop:
            return 1.0
        return done / self.steps if self.steps else seconds / (60 * self.minutes)


@dataclass(frozen=True, slots=True)
class Tasks:
    """The losses of all tasks, mixed, and the searches, which use hard negatives."""

    losses: Losses
    searches: tuple[SearchTask, ...]

    def mine(self) -> None:
        """Mines hard negatives with the student as it is now."""
        for search in self.searches:
            search.mine()


def train(
    student: Student, tasks: Tasks, out: Path, schedule: Schedule, keep: Callable[[int], None]
) -> None:
    """Trains until the schedule ends; the learning rate rises, then falls to zero."""
    words = student.network.embeddings.word_embeddings.weight
    others = [p for p in student.network.parameters() if p is not words]
    groups: list[dict[str, Any]] = [
        {"params": others, "lr": RATE_LAYERS},
        {"params": [words], "lr": RATE_WORDS},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    peaks = [group["lr"] for group in groups]
    spent, first = _restored(student, optimizer, out) if schedule.resume else (0.0, 0)
    start = saved = time.monotonic()
    mined = 0
    student.network.train()
    for step in itertools.count(first):
        if schedule.keep_every and step % schedule.keep_every == 0:
            keep(step)
        progress = schedule.progress(spent + time.monotonic() - start, step)
        if progress >= 1:
            break
        if SIZES.negatives and progress >= mined / MININGS:
            mined = int(progress * MININGS) + 1  # only once when resuming late
            tasks.mine()
        # Without the shift, the first step of a schedule in steps would have rate 0.
        warm_up = (progress + (1 / schedule.steps if schedule.steps else 0.0)) / WARM_UP
        for group, peak in zip(optimizer.param_groups, peaks, strict=True):
            group["lr"] = peak * min(warm_up, (1 - progress) / (1 - WARM_UP))
        loss = next(tasks.losses)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(student.network.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        if step % 10 == 9:
            print(f"{progress:6.1%} step {step + 1} loss {loss.item():.4f}", flush=True)
        if time.monotonic() - saved > CHECKPOINT_SECONDS:
            saved = time.monotonic()
            _checkpoint(student, optimizer, (spent + saved - start, step + 1), out)


def _checkpoint(
    student: Student, optimizer: torch.optim.Optimizer, spent: tuple[float, int], out: Path
) -> None:
    """Writes the student with the seconds and steps of its training so far."""
    state = {
        "network": student.network.state_dict(),
        "optimizer": optimizer.state_dict(),
        "seconds": spent[0],
        "steps": spent[1],
    }
    torch.save(state, out / "checkpoint.tmp")
    (out / "checkpoint.tmp").replace(out / "checkpoint.pt")


def _restored(student: Student, optimizer: torch.optim.Optimizer, out: Path) -> tuple[float, int]:
    """Loads the checkpoint; the seconds and steps of its training."""
    state = torch.load(out / "checkpoint.pt", weights_only=True)
    student.network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    return float(state["seconds"]), int(state["steps"])


def tasks_of(
    student: Student, teacher: Student | None, root: Path, weights: dict[str, int]
) -> Tasks:
    """The tasks that have a weight; translation only if there is a teacher."""
    searching = {
        name: SearchTask(student, found, SIZES)
        for name, found in searches(root).items()
        if name in weights
    }
    losses = {name: iter(search) for name, search in searching.items()}
    if teacher is not None:
        # Very short sentences teach least, and there is no time for every pair.
        short = [pair for pair in pairs(root) if len(pair.en) >= SHORTEST]
        long = passages(root)
        for name, found, size, longest in (
            ("translation", short, SIZES.translations, SIZES.short),
            ("passages", long, SIZES.searches, SIZES.long),
        ):
            losses[name] = iter(TranslationTask(student, teacher, found, size, longest))
    return Tasks(mixed(losses, weights), tuple(searching.values()))


def add_schedule(parser: argparse.ArgumentParser) -> None:
    """Adds the options of a schedule."""
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--steps", type=int, default=0, help="instead of minutes")
    parser.add_argument("--stop", type=int, default=0, help="end the schedule after this step")
    parser.add_argument("--keep-every", type=int, default=0, help="steps")
    parser.add_argument("--resume", action="store_true")


def main() -> None:
    """Trains a student and saves it."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    for name in ("root", "teacher", "vocabulary", "out"):
        parser.add_argument(name, type=Path)
    add_schedule(parser)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    network = initialised(options.teacher, options.vocabulary)
    student = Student(network, BertTokenizerFast.from_pretrained(options.vocabulary), DEVICE)
    tokenizer = AutoTokenizer.from_pretrained(options.teacher)
    teacher = Student(AutoModel.from_pretrained(options.teacher), tokenizer, DEVICE)

    def keep(step: int) -> None:
        save(student.network, options.vocabulary, options.out / "kept" / str(step))

    tasks = tasks_of(student, teacher, options.root, TASK_WEIGHTS)
    train(student, tasks, options.out, Schedule.of(options), keep)
    save(student.network.cpu(), options.vocabulary, options.out)


if __name__ == "__main__":
    main()
