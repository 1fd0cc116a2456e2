"""Fits the weights by which sentences are judged as evidence on claims.

    python -m bench.claim_weights NATURAL_INDEX [--write]

The claims are those of bench.claims: over the sample library, and over the natural library, whose
index is given. Three groups of weights are fitted: which sentence is the evidence (logistic
regression over all sentences that the network read for a claim), and whether the best one supports
or contradicts the claim, or neither (multinomial logistic regression). A weight may not have the
wrong sign: a figure that differs never speaks for support. Weights are held near 0 by a Gaussian
prior (``PRIORS``), because the claims are few.

Prints figures for each half of the claims with weights fitted on the other half, then the weights
fitted on all claims as they stand in weights.toml; --write puts them there.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench import ROOT
from bench.claims import CLAIMS, NATURAL, read_claims
from rag import Settings
from rag.checking.chances import weighted
from rag.checking.entailment import load_entailment
from rag.checking.evidence import ClaimToCheck, SentenceWeigher, find_candidates
from rag.checking.findings import WeighedSentence
from rag.checking.outdated import outdated_quotes
from rag.checking.signals import Signals
from rag.checking.verdicts import judge
from rag.encoders import load_encoder
from rag.ingest import ingest
from rag.store import Store
from rag.weights import DEFAULT_FOLDER, FILE, WEIGHTS, SignalWeights, Weights

NAMES = tuple(field.name for field in fields(Signals))
LABELS = ("supported", "contradicted", "not found")
PRIORS = {"evidence": 3.0, "verdicts": 5.0}
_STEPS, _RATE = 3_000, 0.5
# The signs that weights may have: of evidence, of support, of contradiction; 0 is either.
_SIGNS = {
    "cosine": (1, 1, 1), "in_quote": (1, 1, 1), "cover": (1, 1, 1), "across": (0, 0, 0),
    "facts": (1, 1, 0), "names": (1, 1, 1), "about": (1, 1, 1), "agrees": (0, 1, -1),
    "differing_facts": (0, -1, 1), "differing_names": (0, -1, 1), "differing_words": (0, -1, 1),
    "differing_qualifiers": (0, -1, 1), "missing_facts": (-1, -1, 0), "missing_names": (-1, -1, -1),
    "alignment": (1, 1, 1), "weakest": (1, 1, 0), "length": (0, 0, 0),
}  # fmt: skip
# Signals that say nothing of a kind: a length says nothing about a verdict.
_UNUSED = {"verdicts": ("length",), "evidence": ("agrees",)}
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LabelledClaim:
    """A labelled claim with the sentences that were read for it; ``right`` marks its evidence."""

    row: dict[str, Any]
    sentences: list[WeighedSentence]
    right: list[bool]


def read(index: Path, rows: Sequence[dict[str, Any]]) -> Iterator[LabelledClaim]:
    """The claims over an index, read by the product."""
    library, encoder = Store.open(index), load_encoder()
    weigh = SentenceWeigher(encoder, load_entailment(), outdated_quotes(library))
    for row in rows:
        (vector,) = encoder.encode([row["claim"]], kind="query")
        claim = ClaimToCheck(row["claim"], row["language"], vector)
        (sentences,) = weigh([claim], [find_candidates(library, Settings(), claim)])
        wanted = str(row.get("evidence", ""))
        quotes = [" ".join(one.candidate.quote.text.split()) for one in sentences]
        yield LabelledClaim(row, sentences, [wanted != "" and wanted in quote for quote in quotes])


def vector(signals: Signals) -> list[float]:
    """The signals in the order of their names."""
    return [float(value) for value in asdict(signals).values()]


def regression(x: Array, y: NDArray[np.int64], signs: Array, prior: float) -> tuple[Array, Array]:
    """Weights (signals, classes - 1) and biases against the last class, by gradient descent.

    A weight of the wrong sign is put back to 0 after each step.
    """
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-6
    rows = np.c_[(x - mean) / spread, np.ones(len(x))]
    classes = signs.shape[1] + 1
    wanted, found = np.eye(classes)[y], np.zeros((rows.shape[1], classes))
    for _ in range(_STEPS):
        sums = rows @ found
        powers = np.exp(sums - sums.max(axis=1, keepdims=True))
        slope = rows.T @ (powers / powers.sum(axis=1, keepdims=True) - wanted) / len(rows)
        slope[:-1] += prior / len(rows) * found[:-1]
        slope[:, -1] = 0
        found -= _RATE * slope
        inner = found[:-1, :-1]
        inner[(signs * inner < 0) | np.isnan(signs)] = 0
    weights = found[:-1, :-1] / spread[:, None]
    return weights, found[-1, :-1] - (mean / spread) @ found[:-1, :-1]


def signs_of(group: str) -> Array:
    """The signs of a group's weights, (signals, kinds); NaN for signals that it does not use."""
    kinds = (0,) if group == "evidence" else (1, 2)
    return np.array([
        [np.nan if name in _UNUSED[group] else _SIGNS[name][kind] for kind in kinds]
        for name in NAMES
    ])  # fmt: skip


def fitted(claims: Sequence[LabelledClaim]) -> Weights:
    """The weights that these claims give, the thresholds as they are."""
    pairs = [
        (vector(one.signals), int(not right))
        for claim in claims if any(claim.right)
        for one, right in zip(claim.sentences, claim.right, strict=True)
    ]  # fmt: skip
    evidence = _weights(pairs, "evidence")[0]
    labelled = [
        (vector(_best(claim, evidence).signals), LABELS.index(claim.row["verdict"]))
        for claim in claims if claim.sentences and claim.row["verdict"] in LABELS
    ]  # fmt: skip
    supports, contradicts = _weights(labelled, "verdicts")
    return replace(WEIGHTS, evidence=evidence, supports=supports, contradicts=contradicts)


def _weights(rows: Sequence[tuple[list[float], int]], group: str) -> list[SignalWeights]:
    x, y = np.array([row for row, _ in rows]), np.array([label for _, label in rows])
    found, biases = regression(x, y, signs_of(group), PRIORS[group])
    return [
        SignalWeights(bias=round(float(bias), 3), **{
            name: round(float(weight), 3) for name, weight in zip(NAMES, column, strict=True)
        })
        for column, bias in zip(found.T, biases, strict=True)
    ]  # fmt: skip


def _best(claim: LabelledClaim, evidence: SignalWeights) -> WeighedSentence:
    return max(claim.sentences, key=lambda one: weighted(one.signals, evidence))


def figures(claims: Sequence[LabelledClaim], weights: Weights) -> str:
    """A line: verdicts right, false support, false contradiction, evidence first."""
    judged = [(one, judge(one.row["claim"], one.row["language"], one.sentences, weights))
              for one in claims]  # fmt: skip
    rows = [
        (one.row["verdict"], found[0].verdict if found else "not found") for one, found in judged
    ]
    first = [
        one.right[found[0].source] for one, found in judged if one.row.get("evidence") and found
    ]
    false = [found == "supported" for label, found in rows if label == "contradicted"]
    true = [found == "contradicted" for label, found in rows if label != "contradicted"]
    line = f"{len(rows)} claims: right {np.mean([label == found for label, found in rows]):.3f}"
    line += f", false ones supported {np.mean(false):.3f}, others contradicted {np.mean(true):.3f}"
    return line + (f", evidence first {np.mean(first):.3f}" if first else "")


def toml(weights: Weights) -> str:
    """The three groups as they stand in weights.toml."""
    parts = []
    for group in ("evidence", "supports", "contradicts"):
        numbers = asdict(getattr(weights, group))
        parts.append("\n".join((
            f"[{group}]", *_COMMENTS[group],
            'command = "python -m bench.claim_weights NATURAL_INDEX --write"',
            'data = "tests/data/claims.jsonl and claims_natural.jsonl (bench/RESULTS.md, Claims)"',
            "date = 2026-11-28", *(f"{name} = {value}" for name, value in numbers.items()),
        )))  # fmt: skip
    return "\n\n".join(parts) + "\n\n"


_COMMENTS = {
    "evidence": (
        "# What makes a sentence the evidence on a claim: a logistic regression over the",
        "# signals of rag/checking/signals.py.",
    ),
    "supports": (
        "# Whether the best sentence supports the claim, and then whether it contradicts it:",
        "# a multinomial regression against being about something else.",
    ),
    "contradicts": (),
}  # fmt: skip


def write(weights: Weights) -> None:
    """Puts the groups into weights.toml, in the place of those that are there."""
    path = DEFAULT_FOLDER / FILE
    text = path.read_text(encoding="utf-8")
    start, end = (text.index(f"[{name}]\n") for name in ("evidence", "verdicts"))
    path.write_text(text[:start] + toml(weights) + text[end:], encoding="utf-8")


def main() -> None:
    """Reads the claims, prints the figures of each half, and fits the weights on all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("natural", type=Path, help="an index of the natural library")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ingest([ROOT / "corpus"], Path(folder), load_encoder())
        sample = list(read(Path(folder), read_claims(CLAIMS)))
    natural = list(read(options.natural, read_claims(NATURAL)))
    for own, other in (("dev", "test"), ("test", "dev")):
        weights = fitted([one for one in sample + natural if one.row["split"] == other])
        for name, claims in (("sample library", sample), ("natural library", natural)):
            half = [one for one in claims if one.row["split"] == own]
            sys.stdout.write(f"{name}, {own}, fitted on {other}: {figures(half, weights)}\n")
    weights = fitted(sample + natural)
    for name, claims in (("sample library", sample), ("natural library", natural)):
        sys.stdout.write(f"{name}, all, fitted on all: {figures(claims, weights)}\n")
    sys.stdout.write(toml(weights))
    if options.write:
        write(weights)


if __name__ == "__main__":
    main()
