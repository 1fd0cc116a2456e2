"""The rows of the shared data, most of them published or made before, in the form of this package.

Their labels are described beside them; what stands in their premises before the evidence, a title
and a heading, goes above it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from train.entailment.rows import Row
from train.reader.examples import rows

_TITLED = re.compile(r"(?P<title>.{3,200}?) — (?P<note>.{2,150}?)\. (?P<rest>.+)", re.DOTALL)
_TITLED_KINDS = ("title-scope", "title-scope-altered", "other-title", "same-heading", "in-passage")
# The share that is kept of kinds that there is enough of, or whose rows say little.
_KEPT = {"monotonicity": 0.5, "conjunction-and": 0.4, "conjunction-or": 0.4}
_BROKEN = re.compile(r"\W*\d")  # "opening-dropped" sometimes leaves a year of a title


def published(root: Path, rng: random.Random) -> Iterator[Row]:
    """The rows in their order."""
    for row in rows(root / "train/entailment.jsonl.gz"):
        kind, premise = row["kind"], row["premise"]
        if rng.random() >= _KEPT.get(kind, 1.0):
            continue
        if kind == "opening-dropped" and _BROKEN.match(row["hypothesis"]):
            continue
        found = _TITLED.fullmatch(premise) if kind in _TITLED_KINDS else None
        above = f"{found['title']} › {found['note']}" if found else ""
        evidence = found["rest"] if found else premise
        yield Row(
            row["hypothesis"], evidence, row["lang_hypothesis"], row["lang_premise"],
            row["label"], kind, row["source"], above,
        )  # fmt: skip
