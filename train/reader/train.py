"""Trains the reader on the examples that ``data`` wrote.

    python -m train.reader.train DATA OUT --minutes 150
    python -m train.reader.train DATA OUT --minutes 150 --resume

The first batches are timed, in float32 and in bfloat16, and the minutes become a number of steps
over which the rate falls to zero; --steps gives it instead. Writes OUT/checkpoint.pt every ten
minutes, goes on from it with --resume as if it had never stopped, and ends with OUT/model. Uses a
GPU where there is one.
"""

from __future__ import annotations

import argparse
import itertools
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from train.data import SEED
from train.precision import autocast
from train.reader import network
from train.reader.batches import TokenizedExamples
from train.reader.examples import ENCODER
from train.reader.pack import packed
from train.reader.scoring import Figures, figures
from train.tasks import batches

RATE, WARM_UP, DECAY, LONGEST_GRADIENT = 1e-4, 0.05, 0.01, 1.0
CHECKPOINT_SECONDS = 600
# Batches before those that are timed, and those that are, for each kind of numbers.
# A GPU loads its kernels at the first batches of each size.
PREPARING, TIMED = {"cpu": 1, "cuda": 150}, {"cpu": 4, "cuda": 100}
HELD = {"cpu": 400, "cuda": 10_000}  # held-out examples scored on the way
LOG_EVERY = {"cpu": 20, "cuda": 1_000}  # steps between two lines of progress
FEWEST = 30  # held-out examples of a kind and a source that have figures of their own
SPARE = 0.95  # of the minutes go to steps, the rest to scoring and to checkpoints
# How often the examples of a source, and of a kind, are taken in one pass; once where nothing is
# given. Encyclopaedias in English have more than half of the examples, and reading them is not
# reading statutes and sheets.
SOURCES = {
    "squad-v1.1-train": 0.5, "piaf-v1.1": 4.0, "service-public.fr": 3.0,
    "travail-emploi.gouv.fr": 3.0,
}  # fmt: skip
KINDS = {
    "question": 2.0, "list": 3.0, "table": 3.0, "note": 0.6, "cloze": 0.7, "switched": 0.7,
    "null-changed": 0.3, "null-article": 0.5, "null-bm25": 1.5, "null-encoder": 1.5,
}  # fmt: skip
# The share of the steps, at the end, over which a mean of the weights is kept, and how much of it
# stays at each step (Polyak & Juditsky 1992): it is steadier than the last weights.
AVERAGED, KEEP = 0.5, 0.998
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


@dataclass(frozen=True, slots=True)
class ReaderPlan:
    """How a training goes: its steps, the examples of each, and the minutes between scores.

    ``highest`` is the rate at its highest.
    """

    steps: int
    size: int
    score_every: float
    stop: int = 0
    kind: torch.dtype | None = None
    highest: float = RATE

    def rate(self, step: int) -> float:
        """The rate of a step, from 0: rises over the first share of the steps, falls to zero."""
        share = (step + 1) / self.steps
        return self.highest * min(share / WARM_UP, (1 - step / self.steps) / (1 - WARM_UP), 1.0)


class ReaderTraining:
    """A reader with its optimizer and the step that comes next."""

    def __init__(
        self, reader: network.Reader, tokens: TokenizedExamples, device: str = DEVICE
    ) -> None:
        self.reader = reader.to(device)
        self.tokens = tokens.to(device)
        self.device = device
        self.mean: dict[str, torch.Tensor] = {}
        learnt = [each for each in reader.parameters() if each.requires_grad]
        self.optimizer = torch.optim.AdamW(
            learnt, lr=RATE, weight_decay=DECAY, fused=device == "cuda"
        )
        self.step = 0

    def loss(self, rows: list[int], kind: torch.dtype | None) -> torch.Tensor:
        """The loss of a batch; chance (dropout) is that of the step."""
        batch = self.tokens.batch(rows)
        with autocast(self.device, kind):
            found = self.reader(*batch.read)
        return network.loss(network.scores(found, batch), batch)

    def learn(self, rows: list[int], plan: ReaderPlan) -> torch.Tensor:
        """One step; gives the loss before it."""
        torch.manual_seed(SEED + self.step)
        self.reader.train()
        for group in self.optimizer.param_groups:
            group["lr"] = plan.rate(self.step)
        loss = self.loss(rows, plan.kind)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.reader.parameters(), LONGEST_GRADIENT)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.step += 1
        if self.step > (1 - AVERAGED) * plan.steps:
            self._average()
        return loss.detach()

    @torch.no_grad()
    def _average(self) -> None:
        """Brings the mean of the weights a step nearer to them."""
        names, weights = zip(*self.reader.named_parameters(), strict=True)
        if not self.mean:
            self.mean = {name: each.clone() for name, each in zip(names, weights, strict=True)}
        torch._foreach_lerp_([self.mean[name] for name in names], list(weights), 1 - KEEP)

    def finish(self) -> None:
        """Puts the mean of the weights in their place."""
        self.reader.load_state_dict(self.mean, strict=False)

    def save(self, path: Path, plan: ReaderPlan) -> None:
        """Writes a checkpoint in one token."""
        state = {
            "reader": self.reader.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "mean": self.mean,
            "step": self.step,
            "steps": plan.steps,
            "bfloat16": plan.kind is torch.bfloat16,
        }
        torch.save(state, path.with_suffix(".tmp"))
        path.with_suffix(".tmp").replace(path)

    def restore(self, path: Path) -> tuple[int, torch.dtype]:
        """Goes back to a checkpoint; gives the steps that were planned and the kind of numbers."""
        state = torch.load(path, weights_only=True, map_location=self.device)
        self.reader.load_state_dict(state["reader"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.mean = state["mean"]
        self.step = int(state["step"])
        return int(state["steps"]), torch.bfloat16 if state["bfloat16"] else torch.float32


def one_pass(tokens: TokenizedExamples, rng: random.Random) -> list[int]:
    """The rows that one pass takes, each as often as its source and kind say.

    What is left of a whole number is the chance of one time more.
    """
    rows: list[int] = []
    for row, (kind, source) in enumerate(tokens.kinds):
        wanted = KINDS.get(kind, 1.0) * SOURCES.get(source, 1.0)
        rows += [row] * (int(wanted) + (rng.random() < wanted - int(wanted)))
    return rows


def ordered(tokens: TokenizedExamples, size: int) -> Iterator[list[int]]:
    """Batches without end, of like length, the same for the same examples."""
    for number in itertools.count():
        rng = random.Random(SEED + number)
        rows = one_pass(tokens, rng)
        for batch in batches(tokens.lengths[rows], size, rng):
            yield [rows[place] for place in batch]


def train(
    training: ReaderTraining, plan: ReaderPlan, out: Path, held: TokenizedExamples | None = None
) -> None:
    """Goes on from the training's step to the end of the plan, or to the step where it stops."""
    began = saved = scored = time.monotonic()
    first = training.step
    order = itertools.islice(ordered(training.tokens, plan.size), first, plan.steps)
    for rows in order:
        loss = training.learn(rows, plan)
        now = time.monotonic()
        if training.step % LOG_EVERY[training.device] == 0 or training.step == plan.steps:
            speed = (training.step - first) * plan.size / (now - began)
            place = f"step {training.step}/{plan.steps}"
            print(f"{place} loss {loss.item():.4f} {speed:.1f} examples/s", flush=True)
        if held is not None and now - scored > 60 * plan.score_every:
            print(f"step {training.step} held out: {score(training, held)}", flush=True)
            scored = time.monotonic()
        if now - saved > CHECKPOINT_SECONDS or training.step == plan.stop:
            training.save(out / "checkpoint.pt", plan)
            saved = time.monotonic()
        if training.step == plan.stop:
            break


def score(training: ReaderTraining, held: TokenizedExamples) -> Figures:
    """The figures of held-out examples."""
    training.reader.eval()
    rows = random.Random(SEED).sample(range(len(held)), min(len(held), HELD[training.device]))
    return figures(training.reader, held, rows)


def score_kinds(training: ReaderTraining, held: TokenizedExamples) -> Iterator[str]:
    """A line with the figures of each kind and source of held-out examples."""
    training.reader.eval()
    found: dict[str, list[int]] = {}
    for row, kind in enumerate(held.kinds):
        found.setdefault(" ".join(kind), []).append(row)
    for name in sorted(found):
        if len(found[name]) >= FEWEST:
            yield f"{name:50} {len(found[name]):6} {figures(training.reader, held, found[name])}"


def kinds(device: str) -> tuple[torch.dtype, ...]:
    """The kinds of numbers that products may be of, where the device has instructions for them."""
    if device == "cuda":
        return (torch.bfloat16,)
    has = torch.ops.mkldnn._is_mkldnn_bf16_supported()
    return (torch.bfloat16, torch.float32) if has else (torch.float32,)


def timed(training: ReaderTraining, size: int, kind: torch.dtype) -> float:
    """Examples a second, by some batches that teach nothing."""
    first, count = PREPARING[training.device], TIMED[training.device]
    training.reader.train()
    began = 0.0
    for place, rows in enumerate(itertools.islice(ordered(training.tokens, size), first + count)):
        if place == first:
            began = _now(training.device)
        training.loss(rows, kind).backward()
        training.optimizer.zero_grad(set_to_none=True)
    return count * size / (_now(training.device) - began)


def _now(device: str) -> float:
    """Seconds, when all that was asked of the device is done."""
    if device == "cuda":
        torch.cuda.synchronize()
    return time.monotonic()


def planned(training: ReaderTraining, chosen: argparse.Namespace) -> ReaderPlan:
    """The plan of the options; the checkpoint's steps where it is taken up again."""
    if chosen.resume:
        steps, kind = training.restore(chosen.out / "checkpoint.pt")
    else:
        speeds = {each: timed(training, chosen.batch, each) for each in kinds(training.device)}
        kind = max(speeds, key=speeds.__getitem__)
        fitting = int(60 * chosen.minutes * SPARE * speeds[kind] / chosen.batch)
        steps = chosen.steps or max(1, fitting)
        measured = ", ".join(f"{each} {speed:.1f}" for each, speed in speeds.items())
        print(f"examples/s: {measured}; {steps} steps", flush=True)
    return ReaderPlan(steps, chosen.batch, chosen.score_every, chosen.stop, kind, chosen.rate)


def options() -> argparse.ArgumentParser:
    """The options of a training."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=150)
    parser.add_argument("--steps", type=int, default=0, help="instead of minutes")
    parser.add_argument("--stop", type=int, default=0, help="leave the plan after this step")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=RATE, help="at its highest")
    parser.add_argument("--apart", type=int, default=0, help="layers that read apart")
    parser.add_argument("--encoder", type=Path, default=ENCODER)
    parser.add_argument("--score-every", type=float, default=15, help="minutes")
    parser.add_argument("--resume", action="store_true")
    return parser


def main() -> None:
    """Trains a reader and saves it."""
    chosen = options().parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    np.random.seed(SEED)
    tokens = packed(chosen.data / "train.jsonl.gz", chosen.encoder)
    held = packed(chosen.data / "held.jsonl.gz", chosen.encoder).to(DEVICE)
    print(f"{len(tokens)} examples, {len(held)} held out, {DEVICE}", flush=True)
    training = ReaderTraining(network.started(chosen.encoder, chosen.apart), tokens)
    plan = planned(training, chosen)
    train(training, plan, chosen.out, held)
    if training.step == plan.steps:
        training.finish()
        network.save(training.reader, chosen.encoder, chosen.out / "model")
        print(f"step {training.step} held out: {score(training, held)}", flush=True)
        for line in score_kinds(training, held):
            print(line)


if __name__ == "__main__":
    main()
