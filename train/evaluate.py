"""An encoder alone on the labelled sets: nDCG@10 and recall, by exact search.

python train/evaluate.py SETS_FOLDER MODEL_FOLDER [--sets NAME ...] [--sample N]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
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


def score(model: SentenceTransformer, folder: Path, sample: int) -> dict[str, float]:
    """nDCG@10 and recall@100 over at most ``sample`` queries of a set (0: all)."""
    corpus, queries = (_rows(folder / f"{name}.jsonl") for name in ("corpus", "queries"))
    relevant = dict(
        line.split("\t")[:2] for line in (folder / "qrels.tsv").read_text().splitlines()[1:]
    )
    queries = [row for row in queries if row["_id"] in relevant]
    if sample and len(queries) > sample:
        queries = queries[:: len(queries) // sample]
    texts = [
        f"{row['title']}\n{row['text']}" if row.get("title") else row["text"] for row in corpus
    ]
    options = {"normalize_embeddings": True, "batch_size": 64, "show_progress_bar": False}
    passages = model.encode(texts, **options)
    asked = model.encode([row["text"] for row in queries], **options)
    place = {row["_id"]: at for at, row in enumerate(corpus)}
    target = np.array([place[relevant[row["_id"]]] for row in queries])
    cosines = asked @ passages.T
    ranks = (cosines > cosines[np.arange(len(target)), target][:, None]).sum(axis=1) + 1
    gains = np.where(ranks <= 10, 1 / np.log2(ranks + 1), 0.0)
    return {"ndcg@10": float(gains.mean()), "recall@100": float((ranks <= 100).mean())}


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def main() -> None:
    """Prints the figures of each set."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("--sets", nargs="+", default=SETS)
    parser.add_argument("--sample", type=int, default=0)
    chosen = parser.parse_args()
    model = SentenceTransformer(str(chosen.model), device="cpu")
    for name in chosen.sets:
        found = score(model, chosen.folder / name, chosen.sample)
        print(f"{name:16} {found['ndcg@10']:.4f} {found['recall@100']:.3f}", flush=True)


if __name__ == "__main__":
    main()
