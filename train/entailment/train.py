"""Trains the entailment network on the packed rows.

    python -m train.entailment.train PACKED OUT --epochs 8
    python -m train.entailment.train PACKED OUT --epochs 8 --minutes 3    # what takes less time

PACKED is the file that ``data`` wrote. Needs only torch, transformers, safetensors and numpy beside
this repository. Uses a GPU where there is one: all rows are kept there. Writes the weights without
the word embeddings in two files, OUT/held.npz with the logits of the held-out rows, and
OUT/figures.txt with what it prints.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from train.data import SEED
from train.entailment import network, packed
from train.entailment.batches import DeviceRows
from train.entailment.packed import LABELS, PAIRS, Packed
from train.precision import autocast

ENCODER = Path("rag/models/verbatim-fr-en")
RATE, WARM_UP, DECAY, LONGEST_GRADIENT = 2e-4, 0.06, 0.01, 1.0
AVERAGED = 0.5  # the share of the steps at the end over which weights are averaged
KEEP = 0.998  # of the mean at each step
# What it costs to call a claim supported that is not, beside the usual loss: the worst error.
FALSE_SUPPORT = 0.5
_TIMED, _SPARE = 20, 0.93  # batches timed for a plan in minutes; the share that goes to steps
_SUPPORTS = LABELS.index("supports")


@dataclass(frozen=True, slots=True)
class EntailmentPlan:
    """How a training goes: steps, rows of a step, the highest rate, the cost of false support."""

    steps: int
    size: int
    peak: float = RATE
    false_support: float = FALSE_SUPPORT

    def rate(self, step: int) -> float:
        """The rate of a step, from 0: rises over the first share of the steps, falls to zero."""
        share = (step + 1) / self.steps
        return self.peak * min(share / WARM_UP, (1 - step / self.steps) / (1 - WARM_UP), 1.0)


class EntailmentTraining:
    """A network with its optimizer and the mean of its weights."""

    def __init__(self, net: network.EntailmentNetwork, device: str) -> None:
        self.network = net.to(device)
        self.device = device
        self._trained = [each for each in net.parameters() if each.requires_grad]
        self.optimizer = self._new_optimizer()
        self._mean: list[torch.Tensor] = []

    def _new_optimizer(self) -> torch.optim.AdamW:
        """AdamW without decay for norms and biases, as in BERT."""
        groups = [
            {"params": [each for each in self._trained if each.ndim > 1], "weight_decay": DECAY},
            {"params": [each for each in self._trained if each.ndim <= 1], "weight_decay": 0.0},
        ]
        return torch.optim.AdamW(groups, lr=RATE, fused=self.device == "cuda")

    def loss(self, rows: DeviceRows, places: np.ndarray, false_support: float) -> torch.Tensor:
        """The mean loss of a batch."""
        batch = rows.batch(places)
        with autocast(self.device):
            logits = self.network(*batch.read)
        return cost(logits.float(), batch.labels, false_support)

    def learn(self, loss: torch.Tensor, rate: float) -> None:
        """One step down a loss."""
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._trained, LONGEST_GRADIENT)
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)

    def forget(self) -> None:
        """Starts the optimizer again, without what it has seen."""
        self.optimizer = self._new_optimizer()

    @torch.no_grad()
    def average(self) -> None:
        """Takes the weights of now into their mean."""
        if not self._mean:
            self._mean = [each.detach().clone() for each in self._trained]
        torch._foreach_lerp_(self._mean, [each.detach() for each in self._trained], 1 - KEEP)

    @torch.no_grad()
    def use_mean(self) -> None:
        """Puts the mean in the place of the weights."""
        for each, mean in zip(self._trained, self._mean, strict=False):
            each.copy_(mean)


def cost(logits: torch.Tensor, labels: torch.Tensor, false_support: float) -> torch.Tensor:
    """Cross entropy, and for rows that are not supported the surprise that they are not."""
    supported = logits.softmax(dim=1)[:, _SUPPORTS].clamp(max=1 - 1e-4)
    wrong = -torch.log1p(-supported) * (labels != _SUPPORTS)
    return cross_entropy(logits, labels) + false_support * wrong.mean()


def endless(rows: DeviceRows, size: int) -> Iterator[np.ndarray]:
    """Batches without end, the same for the same rows."""
    rng = np.random.default_rng(SEED)
    while True:
        yield from rows.shuffled(size, rng)


def train(training: EntailmentTraining, rows: DeviceRows, plan: EntailmentPlan) -> None:
    """All steps of a plan; ends with the mean of the weights of the last ones."""
    began, first = time.monotonic(), int(plan.steps * (1 - AVERAGED))
    training.network.train()
    for step, places in zip(range(plan.steps), endless(rows, plan.size), strict=False):
        loss = training.loss(rows, places, plan.false_support)
        training.learn(loss, plan.rate(step))
        if step >= first:
            training.average()
        if (step + 1) % 100 == 0 or step + 1 == plan.steps:
            speed = (step + 1) * plan.size / (time.monotonic() - began)
            print(f"step {step + 1}/{plan.steps} loss {loss.item():.4f} {speed:.0f} rows/s",
                  flush=True)  # fmt: skip
    training.use_mean()


def timed(training: EntailmentTraining, rows: DeviceRows, size: int) -> float:
    """Seconds a step takes, by some that teach nothing."""
    training.network.train()
    began = 0.0
    for count, places in zip(range(_TIMED + 1), endless(rows, size), strict=False):
        training.learn(training.loss(rows, places, FALSE_SUPPORT), 0.0)
        if count == 0:  # the first one also prepares
            began = _now(training.device)
    seconds = (_now(training.device) - began) / _TIMED
    training.forget()
    return seconds


def _now(device: str) -> float:
    if device == "cuda":
        torch.cuda.synchronize()
    return time.monotonic()


@torch.inference_mode()
def logits(net: network.EntailmentNetwork, rows: DeviceRows, size: int = 512) -> np.ndarray:
    """(rows, 3) logits in float32, in the order of the rows."""
    net.eval()
    found = np.zeros((len(rows), len(LABELS)), dtype=np.float32)
    for places in rows.in_order(size):
        with autocast(rows.device):
            found[places] = net(*rows.batch(places).read).float().cpu().numpy()
    return found


def report(found: np.ndarray, data: Packed, chosen: np.ndarray) -> Iterator[str]:
    """Lines of accuracy: of all, by label, by language pair and by kind.

    "called supported" is the share whose likeliest label is that.
    """
    best, labels = found.argmax(axis=1), data.labels[chosen]
    yield _line("all", best, labels)
    for groups, values in (
        (LABELS, labels), (PAIRS, data.pairs[chosen]), (data.names, data.kinds[chosen])
    ):  # fmt: skip
        for place, name in enumerate(groups):
            inside = values == place
            if inside.any():
                yield _line(name, best[inside], labels[inside])


def _line(name: str, best: np.ndarray, labels: np.ndarray) -> str:
    right = f"{name:28} right {(best == labels).mean():.3f} of {len(labels):5}"
    false = labels != _SUPPORTS
    if not false.any():
        return right
    called = (best[false] == _SUPPORTS).mean()
    return f"{right}  called supported {called:.3f} of {false.sum():5} that are not"


def planned(
    training: EntailmentTraining, rows: DeviceRows, chosen: argparse.Namespace
) -> EntailmentPlan:
    """The plan of the options: steps, else epochs, fewer if the minutes do not suffice."""
    size = min(chosen.batch, len(rows))
    steps = chosen.steps or max(1, int(chosen.epochs * len(rows) / size))
    if chosen.minutes and not chosen.steps:
        seconds = timed(training, rows, size)
        print(f"{1 / seconds:.1f} steps a second", flush=True)
        steps = max(1, min(steps, int(60 * chosen.minutes * _SPARE / seconds)))
    print(f"{steps} steps of {size} rows: {steps * size / len(rows):.1f} epochs", flush=True)
    return EntailmentPlan(steps, size, chosen.rate, chosen.false_support)


def options() -> argparse.ArgumentParser:
    """The options of a training."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("packed", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=float, default=8)
    parser.add_argument("--minutes", type=float, default=0, help="at most; 0: no limit")
    parser.add_argument("--steps", type=int, default=0, help="instead of epochs")
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--false-support", type=float, default=FALSE_SUPPORT)
    parser.add_argument("--encoder", type=Path, default=ENCODER)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    return parser


def main() -> None:
    """Trains a network, saves it and its figures."""
    chosen = options().parse_args()
    torch.manual_seed(SEED)
    torch.set_float32_matmul_precision("high")
    data = packed.load(chosen.packed)
    train_rows, held = (
        DeviceRows(data, np.flatnonzero(part), chosen.device) for part in (~data.held, data.held)
    )
    print(f"{len(train_rows)} rows, {len(held)} held out, {chosen.device}", flush=True)
    training = EntailmentTraining(network.started(chosen.encoder), chosen.device)
    train(training, train_rows, planned(training, train_rows, chosen))
    for path in network.save(training.network, chosen.out):
        print(f"{path.name} {path.stat().st_size / 1e6:.1f} MB")
    found = logits(training.network, held)
    np.savez_compressed(
        chosen.out / "held.npz", logits=found, labels=data.labels[held.chosen],
        pairs=data.pairs[held.chosen], kinds=data.kinds[held.chosen], names=np.array(data.names),
    )  # fmt: skip
    lines = list(report(found, data, held.chosen))
    print("\n".join(lines))
    (chosen.out / "figures.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
