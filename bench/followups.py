"""Follow-ups: is the right page cited first, and is a question that needs no context left alone?

    python -m bench.followups [--split test] [--encoder NAME] [--show] [--out bench/RESULTS.md]

The conversations are those of tests/data/followups.jsonl over the sample library. The split
"test" is measured only: nothing was tuned on it. --show prints the failures of the split "dev".
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
Asked = Callable[[Rag, dict[str, Any]], Answer]


@dataclass(frozen=True)
class Outcome:
    """A row of the set and the answer that it got."""

    row: dict[str, Any]
    answer: Answer

    @property
    def right(self) -> bool:
        """Whether the first quotation stands on a page that answers."""
        return any(self._cites(place) for place in self.row["places"])

    @property
    def telling(self) -> bool:
        """Whether one of the quotations shown holds the words that answer."""
        wanted = [" ".join(place["contains"].split()) for place in self.row["places"]]
        shown = [" ".join(cited.quote.split()) for cited in self.answer.citations]
        return any(one in quote for one in wanted for quote in shown)

    def _cites(self, place: dict[str, Any]) -> bool:
        first = self.answer.citations[:1]
        return any((c.path, c.page_label) == (place["path"], place["page_label"]) for c in first)


def main() -> None:
    """Measures the splits that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--split", choices=SETS, action="append")
    parser.add_argument("--encoder", default="")
    parser.add_argument("--index", type=Path, help="of corpus/, built before; else built here")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    lines = (ROOT / "tests/data/followups.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    with tempfile.TemporaryDirectory() as folder:
        rag = opened(chosen.index, Path(folder) / "index", chosen.encoder)
        table = [
            line
            for split in chosen.split or SETS
            for line in measured(rag, [row for row in rows if row["split"] == split], split)
        ]
        if chosen.show:
            show(rag, [row for row in rows if row["split"] == "dev"])
    header = ("Split", "Asked", "Right page first", "Words shown", "Follow-ups", "Left alone")
    text = f"## Follow-ups\n\n`{command_line(sys.argv)}`\n\n{markdown_table(header, table)}"
    publish(text, "followups", chosen.out)


def opened(built: Path | None, index: Path, encoder: str) -> Rag:
    """The sample library, indexed where no index of it is given."""
    if built is None:
        ingest([ROOT / "corpus"], index, load_encoder(encoder))
    return Rag.open(built or index, settings=Settings(encoder=encoder))


def measured(rag: Rag, rows: Sequence[dict[str, Any]], split: str) -> Iterator[list[str]]:
    """A line for each way of asking: two simple ones, ours, and the question in full by hand."""
    follows = [row for row in rows if row["places"]]
    alone = [row for row in rows if not row["places"]]
    for name, ask in WAYS.items():
        found = [Outcome(row, ask(rag, row)) for row in follows]
        kept = [not ask(rag, row).understood for row in alone]
        yield [
            split,
            name,
            told([one.right for one in found]),
            told([one.telling for one in found]),
            str(len(found)),
            f"{sum(kept)} of {len(kept)}" if name == OURS else "",
        ]


def told(values: Sequence[bool]) -> str:
    """A share with its 95 % interval by bootstrap, in percent."""
    share = figure([float(value) for value in values])
    return f"{share.mean:.1%} ({share.low:.1%}–{share.high:.1%})"


def earlier(rag: Rag, row: dict[str, Any]) -> tuple[Exchange, ...]:
    """The conversation before the question, each turn asked in the light of those before."""
    turns: tuple[Exchange, ...] = ()
    for question in row["earlier"]:
        turns = (*turns, Exchange.from_answer(rag.ask(question, conversation=turns)))
    return turns


def show(rag: Rag, rows: Sequence[dict[str, Any]]) -> None:
    """What went wrong, to be read by eye."""
    for row in rows:
        answer = WAYS[OURS](rag, row)
        wrong = not Outcome(row, answer).right if row["places"] else bool(answer.understood)
        first = answer.citations[0] if answer.citations else None
        print("✗" if wrong else "·", row["kind"], "|", row["earlier"][-1], "|", row["question"])
        print("   ->", answer.understood or "(as asked)")
        if wrong and first:
            print("   ", first.path, first.page_label, "|", first.quote[:110])


OURS = "with the conversation"
WAYS: dict[str, Asked] = {
    "as it stands": lambda rag, row: rag.ask(row["question"]),
    "after the question before": lambda rag, row: rag.ask(
        f"{row['earlier'][-1]} {row['question']}"
    ),
    OURS: lambda rag, row: rag.ask(row["question"], conversation=earlier(rag, row)),
    "in full, by hand": lambda rag, row: rag.ask(row["meaning"]),
}

if __name__ == "__main__":
    main()
