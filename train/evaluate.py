"""Encoders alone on the labelled sets, by exact search over whole passages.

    python -m train.evaluate SETS_FOLDER MODEL_FOLDER ... [--sets NAME ...] [--sample N]
        [--points FILE --model NAME]

With --points the nDCG@10 of each folder on each set is written to a file, which ``train.curve``
draws; earlier points of that model are replaced. The name of a saved folder is its number of steps.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

SETS = (
    "squad-en",
    "piaf-fr",
    "law-fr",
    "cross-fr-en-faq",
    "cross-en-fr-faq",
    "cross-fr-en-law",
    "cross-en-fr-law",
)
DEPTHS = (1, 5, 10, 100)


class CachedModel:
    """A model that encodes each text once, because several sets share their passages."""

    def __init__(self, model: SentenceTransformer) -> None:
        self._model = model
        self._known: dict[str, np.ndarray] = {}

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        """(n, dim) unit rows."""
        new = list(dict.fromkeys(text for text in texts if text not in self._known))
        vectors = self._model.encode(
            new, normalize_embeddings=True, batch_size=32, show_progress_bar=False
        )
        self._known.update(zip(new, vectors, strict=True))
        return np.stack([self._known[text] for text in texts])


def score(encode: CachedModel, folder: Path, sample: int) -> dict[str, float]:
    """The figures over the answerable queries of a set, or every k-th for about ``sample``.

    Every query has one relevant passage, so that the ideal DCG is 1.
    """
    corpus, queries = (_rows(folder / f"{name}.jsonl") for name in ("corpus", "queries"))
    relevant = dict(
        line.split("\t")[:2]
        for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]
    )
    queries = [row for row in queries if row["_id"] in relevant]
    if sample and len(queries) > sample:
        queries = queries[:: len(queries) // sample]
    passages = encode([f"{row.get('title', '')}\n{row['text']}".lstrip() for row in corpus])
    cosines = encode([row["text"] for row in queries]) @ passages.T
    place = {row["_id"]: at for at, row in enumerate(corpus)}
    target = np.array([place[relevant[row["_id"]]] for row in queries])
    ranks = (cosines > cosines[np.arange(len(target)), target][:, None]).sum(axis=1) + 1
    return figures(ranks)


def figures(ranks: np.ndarray) -> dict[str, float]:
    """nDCG@10, MRR@10 and recalls, from the rank (from 1) of each query's passage."""
    near = ranks <= 10
    found = {
        "ndcg@10": np.where(near, 1 / np.log2(ranks + 1), 0.0),
        "mrr@10": np.where(near, 1 / ranks, 0.0),
    } | {f"recall@{depth}": ranks <= depth for depth in DEPTHS}
    return {name: float(values.mean()) for name, values in found.items()}


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _replace_points(path: Path, model: str, points: Sequence[tuple[int, str, float]]) -> None:
    """Replaces the points of a model in a file."""
    old = path.read_text(encoding="utf-8").splitlines()[1:] if path.exists() else []
    kept = [line for line in old if line.split("\t")[0] != model]
    new = [f"{model}\t{at}\t{name}\t{ndcg:.4f}" for at, name, ndcg in sorted(points)]
    path.write_text("\n".join(["model\tat\tset\tndcg", *kept, *new, ""]), encoding="utf-8")


def main() -> None:
    """Prints the figures of each folder and set as rows of a table."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("models", type=Path, nargs="+", metavar="MODEL_FOLDER")
    parser.add_argument("--sets", nargs="+", default=SETS)
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--points", type=Path)
    parser.add_argument("--model", default="transformer", help="the model of the points")
    options = parser.parse_args()
    single = {"dtype": torch.float32}  # the shipped weights are float16
    points = []
    for path in options.models:
        folder = path / "model" if (path / "model").is_dir() else path
        model = SentenceTransformer(str(folder), device="cpu", model_kwargs=single)
        encode = CachedModel(model)
        for name in options.sets:
            found = score(encode, options.folder / name, options.sample)
            cells = ["", path.name, name, *(f"{value:.3f}" for value in found.values()), ""]
            print(" | ".join(cells), flush=True)
            if options.points:
                points.append((int(path.name), name, found["ndcg@10"]))
    if options.points:
        _replace_points(options.points, options.model, points)


if __name__ == "__main__":
    main()
