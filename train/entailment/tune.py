"""Tunes the shipped entailment network on claims in the words of articles.

    python -m train.entailment.tune ROOT DATA/packed.xz OUT [--epochs 2] [--rate 5e-5] [--known 32]
    python -m train.entailment.tune ROOT DATA/packed.xz OUT --start TUNED --skip 12098

A part of each batch are everyday claims (``train/entailment/everyday``), the others are rows that
the network has learnt from before, so that these are not forgotten. One document in ten is held
out. Prints the accuracy on held-out rows of both kinds, before and after. Writes OUT as ``train``
does: ``export`` takes it from there.
"""

from __future__ import annotations

import argparse
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file

from train.entailment import network, packed
from train.entailment.batches import DeviceRows
from train.entailment.data import cutter
from train.entailment.everyday import everyday, written
from train.entailment.export import OWN_WEIGHTS
from train.entailment.packed import Packed
from train.entailment.rows import Row
from train.entailment.train import (
    EntailmentPlan,
    EntailmentTraining,
    endless,
    logits,
    report,
)
from train.reader.examples import ENCODER
from train.reader.guard import guarded

RATE, EPOCHS = 5e-5, 2.0
NEW, KNOWN = 32, 32  # rows of each kind in a batch
HELD = 10  # in a hundred documents
_POSITIONS = "embeddings.position_embeddings.weight"
_SHOWN = 20  # steps between lines
_KNOWN_HELD = 2_000  # of the rows known before, which are read to compare


@dataclass(frozen=True, slots=True, eq=False)
class TuningRows:
    """New rows and known ones, to learn from and held out."""

    new: DeviceRows
    new_held: DeviceRows
    known: DeviceRows
    known_held: DeviceRows


def shipped(folder: Path = ENCODER) -> network.EntailmentNetwork:
    """The network beside a shipped encoder, its matrices as the product multiplies them."""
    net = network.started(folder)
    stored = load_file(folder / OWN_WEIGHTS)
    state = {name: each.float() for name, each in stored.items()
             if not name.endswith((".steps", ".scale"))}  # fmt: skip
    for name, steps in stored.items():
        if name.endswith(".steps"):
            own = name.removesuffix(".steps")
            state[own] = steps.T.float() * stored[f"{own}.scale"][:, None]
    positions = net.state_dict()[_POSITIONS].clone()
    positions[: len(state[_POSITIONS])] = state[_POSITIONS]
    net.load_state_dict({**state, _POSITIONS: positions}, strict=False)
    return net


def held_out(row: Row) -> bool:
    """Whether the document of a row is held out."""
    return zlib.crc32(row.group.encode()) % 100 < HELD


def packed_rows(rows: Sequence[Row], encoder: Path = ENCODER) -> Packed:
    """Everyday rows in tokens, those of one document in ten held out."""
    return packed.pack([(row, held_out(row)) for row in rows], *cutter(encoder))


def tuning_rows(new: Packed, known: Packed) -> TuningRows:
    """Both kinds of rows on the processor, of those held out before a part."""
    before = np.flatnonzero(known.held)
    return TuningRows(
        DeviceRows(new, np.flatnonzero(~new.held), "cpu"),
        DeviceRows(new, np.flatnonzero(new.held), "cpu"),
        DeviceRows(known, np.flatnonzero(~known.held), "cpu"),
        DeviceRows(known, before[:: max(1, len(before) // _KNOWN_HELD)], "cpu"),
    )


def tune(
    training: EntailmentTraining, rows: TuningRows, plan: EntailmentPlan, known_rows: int = KNOWN
) -> Iterator[float]:
    """All steps of a plan, ``known_rows`` beside its new ones; gives the loss of each step."""
    training.network.train()
    share = plan.size / (plan.size + known_rows)
    batches = zip(range(plan.steps), endless(rows.new, plan.size), endless(rows.known, known_rows),
                  strict=False)  # fmt: skip
    for step, new, known in batches:
        loss = share * training.loss(rows.new, new, plan.false_support)
        loss = loss + (1 - share) * training.loss(rows.known, known, plan.false_support)
        training.learn(loss, plan.rate(step))
        if step >= plan.steps // 2:
            training.average()
        yield loss.item()
    training.use_mean()


def figures(net: network.EntailmentNetwork, held: DeviceRows, data: Packed) -> list[str]:
    """Lines on the accuracy of held-out rows."""
    return list(report(logits(net, held), data, held.chosen))


def options() -> argparse.ArgumentParser:
    """The options of a tuning."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("root", type=Path)
    parser.add_argument("packed", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--start", type=Path, help="a tuned network, in place of the shipped one")
    parser.add_argument("--skip", type=int, default=0, help="claims of the file, from its start")
    parser.add_argument("--epochs", type=float, default=EPOCHS)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--new", type=int, default=NEW, help="everyday claims in a batch")
    parser.add_argument("--known", type=int, default=KNOWN, help="rows from before in a batch")
    parser.add_argument("--false-support", type=float, default=0.5)
    return parser


def main() -> None:
    """Tunes the network, saves it, and prints figures before and after."""
    chosen = options().parse_args()
    claims = islice(written(), chosen.skip, None)
    new = packed_rows(list(everyday(claims, guarded(chosen.root / "eval"))))
    known = packed.load(chosen.packed)
    rows = tuning_rows(new, known)
    start = network.loaded(chosen.start, ENCODER) if chosen.start else shipped()
    training = EntailmentTraining(start, "cpu")
    held = {"new": (rows.new_held, new), "known": (rows.known_held, known)}
    before = {name: figures(training.network, *each) for name, each in held.items()}
    steps = int(chosen.epochs * len(rows.new) / chosen.new)
    plan = EntailmentPlan(steps, chosen.new, chosen.rate, chosen.false_support)
    for step, loss in enumerate(tune(training, rows, plan, chosen.known)):
        if step % _SHOWN == 0 or step + 1 == steps:
            print(f"step {step + 1}/{steps} loss {loss:.3f}", flush=True)
    network.save(training.network, chosen.out)
    for name, each in held.items():
        after = figures(training.network, *each)
        for earlier, later in zip(before[name], after, strict=True):
            print(f"{name:5} before {earlier}\n{'':6}after {later}")


if __name__ == "__main__":
    torch.set_float32_matmul_precision("high")
    main()
