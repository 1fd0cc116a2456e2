"""What the sample library answers to the questions and claims of tests/data, as a table.

    python tests/golden.py        writes tests/data/golden.json; `make golden`

The table holds what a reader sees: whether an answer is found, how sure it is, which sentences of
which pages are quoted, the short answers, the first hits, the verdicts on claims. It is the same on
every processor. Processors add the products of a network in different orders, so its float32
results differ in their last digits. Three things keep these digits out of the table:

* A number agrees with the table up to ``TOLERANCE``.
* The command runs everything again with encoders whose vectors are moved a little, at random. A
  text that changes is decided by rounding: the table then holds every value seen.
* A test rejects a table where rounding decides more than one text in a hundred.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag import Answer, Check, Citation, Exchange, Hit, Rag, Settings
from rag.encoders import Encoder, EncoderCard, TextKind, Tokens, load_encoder
from rag.ingest import ingest

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "data"
TABLE = DATA / "golden.json"
COMMAND = "make golden"
# By how much rounding may move a vector of norm 1, and so a cosine. The vectors of tokens are kept
# as float16, in steps of 2**-11 of a component; where one lies between two steps, the last digits
# of float32 decide. Measured on the questions: AVX2 against AVX-512 moved no token by more than
# 2**-14, a graph that is not optimised 2**-13; a text, kept as float32, by 2**-20.
ROUNDING = 2.0**-11
# A confidence moves by the weights of its cosines, 28 together, times the slope of the logistic
# function, 1/4 at most. A share of a claim across languages is 2.5 times a cosine.
TOLERANCE = 7 * ROUNDING
DIGITS = 4  # of a number in the table
SHOWN = 20  # differences in full
SHAKEN = 3  # encoders moved at random
MOST_BY_ROUNDING = 0.01  # of the texts of the table
TURN = " > "  # between the questions of a conversation
HITS, START = 5, 60  # hits listed, characters of a quotation

Value = str | float | list[str]
GoldenOutcome = dict[str, Value]
GoldenTable = dict[str, GoldenOutcome]


class ShakenEncoder:
    """An encoder whose vectors are moved by ``ROUNDING`` in a random direction."""

    def __init__(self, encoder: Encoder, seed: int) -> None:
        self._encoder = encoder
        self._random = np.random.default_rng(seed)

    @property
    def card(self) -> EncoderCard:
        return self._encoder.card

    def encode(self, texts: Sequence[str], *, kind: TextKind) -> NDArray[np.float32]:
        return self._moved(self._encoder.encode(texts, kind=kind))

    def tokens(self, texts: Sequence[str], *, kind: TextKind) -> list[Tokens]:
        return [
            replace(
                one,
                vectors=self._moved(one.vectors).astype(np.float16),
                whole=self._moved(one.whole[None])[0],
            )
            for one in self._encoder.tokens(texts, kind=kind)
        ]

    def _moved(self, rows: NDArray[Any]) -> NDArray[np.float32]:
        direction = self._random.normal(size=rows.shape)
        direction *= ROUNDING / np.linalg.norm(direction, axis=-1, keepdims=True)
        moved = (rows + direction).astype(np.float32)
        moved /= np.linalg.norm(moved, axis=-1, keepdims=True)
        return moved


def open_sample(index: Path, encoder: Encoder) -> Rag:
    """The sample library, indexed in a folder and opened with the same encoder."""
    report = ingest([ROOT / "corpus"], index, encoder)
    assert not report.failures
    return Rag.open(index, settings=Settings(), loader=lambda name, revision: encoder)


def outcomes(rag: Rag) -> GoldenTable:
    """The outcome of every question, claim and follow-up, by its text."""
    return {**outcomes_alone(rag), **outcomes_in_conversation(rag)}


def outcomes_alone(rag: Rag) -> GoldenTable:
    """The outcome of each question and claim that stands by itself."""
    table: GoldenTable = {}
    for row in (*rows("questions"), *rows("claims"), *rows("edges")):
        if "question" in row:
            table[row["question"]] = _of_answer(rag.ask(row["question"]))
        else:
            table[row["claim"]] = _of_check(rag.check(row["claim"]))
    return table


def outcomes_in_conversation(rag: Rag) -> GoldenTable:
    """The outcome of each follow-up, by the questions of its conversation."""
    table: GoldenTable = {}
    asked: dict[tuple[str, ...], Answer] = {}
    for turns in conversations():
        answer = _asked(rag, turns, asked)
        table[TURN.join(turns)] = {"understood": answer.understood, **_first(answer)}
    return table


def conversations() -> list[tuple[str, ...]]:
    """The questions of each conversation, the follow-up last."""
    return [(*row["earlier"], row["question"]) for row in rows("followups")]


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of a file of tests/data."""
    lines = (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _asked(rag: Rag, turns: tuple[str, ...], asked: dict[tuple[str, ...], Answer]) -> Answer:
    """The answer to the last of some turns, each asked in the light of those before it."""
    if turns not in asked:
        before = [_asked(rag, turns[:end], asked) for end in range(1, len(turns))]
        conversation = [Exchange.from_answer(answer) for answer in before]
        asked[turns] = rag.ask(turns[-1], conversation=conversation)
    return asked[turns]


def _first(answer: Answer) -> GoldenOutcome:
    """What a follow-up is judged by: its first quotation, where there is one."""
    whole = _of_answer(answer)
    return {
        name: whole[name]
        for name in ("found", "confidence", "quote 1", "short answer 1")
        if name in whole
    }


def _of_answer(answer: Answer) -> GoldenOutcome:
    found: GoldenOutcome = {
        "found": "yes" if answer.found else "no",
        "confidence": round(answer.confidence, DIGITS),
    }
    for cited in answer.citations:
        found[f"quote {cited.n}"] = _place(cited)
        if cited.span:
            found[f"short answer {cited.n}"] = cited.span.text
    for one in answer.conflicts:
        pair = f"{one.first_span.text} / {one.second_span.text}"
        found[f"conflict {one.first}-{one.second}"] = f"{one.topic}: {pair}"
    for place, hit in enumerate(answer.hits[:HITS], 1):
        found[f"hit {place}"] = _page(hit)
    return found


def _of_check(check: Check) -> GoldenOutcome:
    found: GoldenOutcome = {"verdict": check.verdict}
    if len(check.claims) > 1:
        found |= {f"verdict {n}": claim.verdict for n, claim in enumerate(check.claims, 1)}
    carrying = [one for claim in check.claims for one in claim.evidence]
    for n, one in enumerate(carrying, 1):
        reasons = [f"{reason.topic} {reason.outcome}" for reason in one.reasons]
        found[f"evidence {n}"] = f"{one.verdict}: {_place(check.citations[one.citation - 1])}"
        found[f"cover {n}"] = round(one.cover, DIGITS)
        found[f"reasons {n}"] = ", ".join(reasons)
    return found


def _place(cited: Citation) -> str:
    page = f", p. {cited.page_label}" if cited.page_label else ""
    start = " ".join(cited.quote.split())[:START]
    return f"{cited.path}{page} | {start}"


def _page(hit: Hit) -> str:
    """The document of a hit, its printed page, and where the passage begins."""
    page = f", p. {hit.label}" if hit.label else ""
    return f"{hit.document.path}{page} | {' '.join(hit.passage.text.split())[:30]}"


def differences(
    expected: Mapping[str, GoldenOutcome], found: Mapping[str, GoldenOutcome]
) -> Iterator[str]:
    """What differs between the table and the outcomes, a few lines for each text."""
    for text in dict.fromkeys((*expected, *found)):
        before, after = expected.get(text, {}), found.get(text, {})
        changed = [
            f"    {name}\n      was {_said(before.get(name))}\n      is  {_said(after.get(name))}"
            for name in dict.fromkeys((*before, *after))
            if not agree(before.get(name), after.get(name))
        ]
        if changed:
            yield "\n".join((f"  {text}", *changed))


def agree(expected: Value | None, found: Value | None) -> bool:
    """Whether an outcome is that of the table, up to the rounding of processors."""
    if isinstance(expected, float) and isinstance(found, float):
        return abs(expected - found) <= TOLERANCE
    if isinstance(expected, list):
        return (found or "") in expected
    return expected == found


def _said(value: Value | None) -> str:
    if value is None:
        return "nothing"
    return " or ".join(value) if isinstance(value, list) else str(value)


def merged(tables: Sequence[Mapping[str, GoldenOutcome]]) -> GoldenTable:
    """The first table with, where a text differs in another, every text seen ("" for none).

    Raises ValueError where a number differs by more than half the tolerance.
    """
    return {
        text: {
            name: _merged(text, name, [table[text].get(name) for table in tables])
            for name in dict.fromkeys(name for table in tables for name in table[text])
        }
        for text in tables[0]
    }


def _merged(text: str, name: str, values: Sequence[Value | None]) -> Value:
    numbers = [value for value in values if isinstance(value, float)]
    if len(numbers) == len(values):
        if max(numbers) - min(numbers) > TOLERANCE / 2:
            raise ValueError(f"{text}: {name} is decided by rounding: {numbers}")
        return numbers[0]
    shown = sorted({str(value or "") for value in values})
    return shown[0] if len(shown) == 1 else shown


def report(changed: Sequence[str]) -> str:
    """What to print when outcomes changed, the first of them in full."""
    more = f"\n  ... and {len(changed) - SHOWN} more" if len(changed) > SHOWN else ""
    return (
        f"{len(changed)} outcomes are not those of tests/data/golden.json:\n"
        + "\n".join(changed[:SHOWN])
        + f"{more}\nIf the new outcomes are right, run `{COMMAND}` to rewrite the table."
    )


def by_rounding(table: Mapping[str, GoldenOutcome]) -> list[str]:
    """The texts of the table that rounding decides, with what is asked."""
    return [
        f"{text}: {name}: {_said(value)}"
        for text, outcome in table.items()
        for name, value in outcome.items()
        if isinstance(value, list)
    ]


def read_table() -> GoldenTable:
    """The committed table."""
    table: GoldenTable = json.loads(TABLE.read_text(encoding="utf-8"))
    return table


def read_halves() -> tuple[GoldenTable, GoldenTable]:
    """The committed table: what stands by itself, and the conversations."""
    table = read_table()
    names = {TURN.join(turns) for turns in conversations()}
    talks = {name: outcome for name, outcome in table.items() if name in names}
    return {name: table[name] for name in table if name not in talks}, talks


def main() -> None:
    """Writes the table; says what rounding decides."""
    encoder = load_encoder()
    encoders = [encoder, *(ShakenEncoder(encoder, seed) for seed in range(SHAKEN))]
    with tempfile.TemporaryDirectory() as folder:
        tables = [
            outcomes(open_sample(Path(folder) / str(place), each))
            for place, each in enumerate(encoders)
        ]
    table = merged(tables)
    TABLE.write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write("".join(f"decided by rounding: {line}\n" for line in by_rounding(table)))


if __name__ == "__main__":
    main()
