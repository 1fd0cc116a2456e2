"""Follow-ups: is the right page cited first, and is a question without context left unchanged?

    python -m bench.followups [--split test] [--encoder NAME] [--show] [--out bench/RESULTS.md]

The conversations are those of tests/data/followups.jsonl over the sample library. Nothing was
tuned on the split "test". --show prints the failures of the split "dev".
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import ROOT
from bench.report import command_line, markdown_table, publish
from rag import Answer, Exchange, Rag, Settings
from rag.encoders import load_encoder
from rag.evaluate.metrics import figure
from rag.ingest import ingest

SETS = ("dev", "test")
Way = Callable[[Rag, dict[str, Any]], Answer]


@dataclass(frozen=True)
class FollowUpOutcome:
    """A row of the set, and its answer."""

    row: dict[str, Any]
    answer: Answer

    @property
    def right(self) -> bool:
        """Whether the first quotation is from a page that answers."""
        return any(self._cites(place) for place in self.row["places"])

    @property
    def shows_words(self) -> bool:
        """Whether one of the quotations contains the words that answer."""
        wanted = [" ".join(place["contains"].split()) for place in self.row["places"]]
        shown = [" ".join(cited.quote.split()) for cited in self.answer.citations]
        return any(one in quote for one in wanted for quote in shown)

    def _cites(self, place: dict[str, Any]) -> bool:
        first = self.answer.citations[:1]
        return any((c.path, c.page_label) == (place["path"], place["page_label"]) for c in first)


def main() -> None:
    """Measures the splits given on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--split", choices=SETS, action="append")
    parser.add_argument("--encoder", default="")
    parser.add_argument("--index", type=Path, help="an index of corpus/; built here by default")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    lines = (ROOT / "tests/data/followups.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    with tempfile.TemporaryDirectory() as folder:
        rag = open_library(options.index, Path(folder) / "index", options.encoder)
        table = [
            line
            for split in options.split or SETS
            for line in measure(rag, [row for row in rows if row["split"] == split], split)
        ]
        if options.show:
            show(rag, [row for row in rows if row["split"] == "dev"])
    header = ("Split", "Asked", "Right page first", "Words shown", "Follow-ups", "Unchanged")
    text = f"## Follow-ups\n\n`{command_line(sys.argv)}`\n\n{markdown_table(header, table)}"
    publish(text, "followups", options.out)


def open_library(built: Path | None, index: Path, encoder: str) -> Rag:
    """The sample library, indexed unless an index of it is given."""
    if built is None:
        ingest([ROOT / "corpus"], index, load_encoder(encoder))
    return Rag.open(built or index, settings=Settings(encoder=encoder))


def measure(rag: Rag, rows: Sequence[dict[str, Any]], split: str) -> Iterator[list[str]]:
    """A row for each way of asking: two baselines, the product, the question written in full."""
    follows = [row for row in rows if row["places"]]
    independent = [row for row in rows if not row["places"]]
    for name, ask in WAYS.items():
        found = [FollowUpOutcome(row, ask(rag, row)) for row in follows]
        unchanged = [not ask(rag, row).understood for row in independent]
        yield [
            split,
            name,
            share([one.right for one in found]),
            share([one.shows_words for one in found]),
            str(len(found)),
            f"{sum(unchanged)} of {len(unchanged)}" if name == OURS else "",
        ]


def share(values: Sequence[bool]) -> str:
    """A share with its 95 % bootstrap interval, in percent."""
    mean = figure([float(value) for value in values])
    return f"{mean.mean:.1%} ({mean.low:.1%}–{mean.high:.1%})"


def earlier(rag: Rag, row: dict[str, Any]) -> tuple[Exchange, ...]:
    """The conversation before the question; each turn is asked with those before it."""
    turns: tuple[Exchange, ...] = ()
    for question in row["earlier"]:
        turns = (*turns, Exchange.from_answer(rag.ask(question, conversation=turns)))
    return turns


def show(rag: Rag, rows: Sequence[dict[str, Any]]) -> None:
    """Prints each answer, marked ✗ if it is wrong."""
    for row in rows:
        answer = WAYS[OURS](rag, row)
        wrong = not FollowUpOutcome(row, answer).right if row["places"] else bool(answer.understood)
        first = answer.citations[0] if answer.citations else None
        print("✗" if wrong else "·", row["kind"], "|", row["earlier"][-1], "|", row["question"])
        print("   ->", answer.understood or "(as asked)")
        if wrong and first:
            print("   ", first.path, first.page_label, "|", first.quote[:110])


OURS = "with the conversation"
WAYS: dict[str, Way] = {
    "alone": lambda rag, row: rag.ask(row["question"]),
    "with the previous question": lambda rag, row: rag.ask(
        f"{row['earlier'][-1]} {row['question']}"
    ),
    OURS: lambda rag, row: rag.ask(row["question"], conversation=earlier(rag, row)),
    "written in full": lambda rag, row: rag.ask(row["meaning"]),
}

if __name__ == "__main__":
    main()
