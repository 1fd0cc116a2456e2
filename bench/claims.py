"""Claims over two libraries: accuracy by class, confusion, false support, evidence.

    python -m bench.claims [--natural INDEX] [--split dev|test] [--out FILE] [--show]

The claims of tests/data/claims.jsonl are labelled by hand over corpus/. Those of
claims_natural.jsonl are about real documents (`bench/natural_claims.py`): INDEX is an index of the
natural development library. Both are split in halves: --show prints the errors of dev only.
Intervals are bootstrap percentiles at 95 % over the claims.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bench import ROOT
from bench.natural_claims import VERDICTS, ClaimRow, natural_section, require_evidence
from bench.report import markdown_table, publish
from rag import Rag, Settings
from rag.encoders import load_encoder
from rag.evaluate.metrics import figure
from rag.ingest import ingest

CLAIMS = ROOT / "tests" / "data" / "claims.jsonl"
NATURAL = ROOT / "tests" / "data" / "claims_natural.jsonl"
# The kinds of changed claims for which "supported" is a false statement.
CHANGED = frozenset({"number", "date", "name", "negation", "opposite"})


def main() -> None:
    """Checks the claims and publishes the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--natural", type=Path, help="an index of the natural library")
    parser.add_argument("--split", choices=("dev", "test"), help="both by default")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--show", action="store_true", help="the errors of dev")
    options = parser.parse_args()
    rows, natural = (
        [row for row in read_claims(path) if options.split in (None, row["split"])]
        for path in (CLAIMS, NATURAL)
    )
    with tempfile.TemporaryDirectory() as folder:
        ingest([ROOT / "corpus"], Path(folder), load_encoder("", ""))
        check(rows, Path(folder))
    text = section(rows)
    if options.natural:
        require_evidence(natural, options.natural)
        check(natural, options.natural)
        text += "\n\n" + natural_section(natural)
        rows += natural
    if options.show:
        show([row for row in rows if row["split"] == "dev"])
    publish(text, "claims", options.out)


def read_claims(path: Path) -> list[ClaimRow]:
    """The labelled claims of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def check(rows: Sequence[ClaimRow], index: Path) -> None:
    """Adds to each row the verdict of the product, as ``found``, and its record, as ``check``."""
    rag = Rag.open(index, settings=Settings())
    for row in rows:
        row["check"] = rag.check(row["claim"])
        row["found"] = row["check"].verdict


def show(rows: Sequence[ClaimRow]) -> None:
    """Prints the errors, each with the evidence that was quoted."""
    for row in rows:
        if row["found"] == row["verdict"]:
            continue
        line = f"{row['kind']} {row['verdict']} -> {row['found']}: {row['claim']}\n"
        for claim in row["check"].claims:
            for one in claim.evidence:
                cited = row["check"].citations[one.citation - 1]
                reasons = [(r.topic, r.outcome, r.claimed, r.quoted[:40]) for r in one.reasons]
                line += f"    {one.verdict} {one.cover:.2f} {cited.quote[:200]} {reasons}\n"
        sys.stdout.write(line)


def section(rows: Sequence[ClaimRow]) -> str:
    """The section of the results file."""
    parts = [
        "## Claims",
        "Verdicts of `Rag.check` on labelled claims over the sample library, French and "
        "English (`python -m bench.claims --natural INDEX --out bench/RESULTS.md`). The weights "
        "are fitted on the labels of both halves, so these figures flatter: with weights fitted "
        "on the other half (`python -m bench.claim_weights INDEX`) they are lower, see below. "
        "Rules were written on dev, three of them after reading errors of both halves (denials "
        "across languages, bounds around a verb, one unit of time). False support: the "
        "share of claims with a changed number, date, name, negation or opposite that get the "
        "verdict supported.",
    ]
    for split in ("dev", "test"):
        if chosen := [row for row in rows if row["split"] == split]:
            parts += [f"### {split} ({len(chosen)} claims)", figures(chosen), confusion(chosen)]
    return "\n\n".join(parts)


def figures(rows: Sequence[ClaimRow]) -> str:
    """Accuracy over all and by verdict and language, and the rate of false support."""
    changed = [row for row in rows if row["kind"] in CHANGED]
    groups = [("accuracy", rows)]
    groups += [
        (verdict, [row for row in rows if row["verdict"] == verdict]) for verdict in VERDICTS
    ]
    groups += [(name, [row for row in rows if row["language"] == name]) for name in ("fr", "en")]
    groups += [("across languages", [row for row in rows if row["kind"] == "cross"])]
    lines = [
        (name, *share([row["found"] == row["verdict"] for row in group])) for name, group in groups
    ]
    false = [row["found"] == "supported" for row in changed]
    wrong = [row["found"] == "supported" for row in rows if row["verdict"] == "contradicted"]
    lines.append(("false support, changed claims", *share(false)))
    lines.append(("false support, all contradicted", *share(wrong)))
    return markdown_table(("figure", "share", "95 %", "claims"), lines)


def share(values: Sequence[bool]) -> tuple[str, str, str]:
    """A share with its interval and count."""
    mean = figure([float(value) for value in values])
    return f"{mean.mean:.3f}", f"{mean.low:.3f}–{mean.high:.3f}", str(mean.count)


def confusion(rows: Sequence[ClaimRow]) -> str:
    """The confusion matrix: labels by row, verdicts by column."""
    counts = Counter((row["verdict"], row["found"]) for row in rows)
    lines = [(one, *(str(counts[one, other]) for other in VERDICTS)) for one in VERDICTS]
    return markdown_table(("label / verdict", *VERDICTS), lines)


if __name__ == "__main__":
    main()
