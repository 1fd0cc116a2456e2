"""The rows that the network learns from, in tokens, the same on every machine.

    python -m train.entailment.data ROOT OUT

ROOT holds train/ and data/, and eval/, which is read only to keep its texts out. Writes
OUT/packed.xz, which is all that ``train`` needs, OUT/rows.jsonl.gz to read by eye, and
OUT/counts.json.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from tokenizers import Tokenizer

from rag.records import LANGUAGES, Language
from train.data import SEED, EvaluationTexts
from train.entailment import facts, packed, templates
from train.entailment.derived import Maker
from train.entailment.documents import SPANS, TrainingDocument, documents
from train.entailment.names import Names
from train.entailment.published import published
from train.entailment.rows import Row
from train.reader.data import RandomStreams
from train.reader.examples import ENCODER
from train.reader.guard import guarded

FACTS = 24_000  # facts by template, three to four rows each
HELD = 25  # in a thousand groups
# The share of the sentences of a source that rows are made from.
TAKEN = {
    "justicecanada+laws-lois-xml": 0.6, "python+python-docs-fr": 0.4, "libreoffice-help": 0.25,
    "OP-TED+eForms-SDK": 0.5, "tatoeba-anki": 0.3, "service-public.fr": 0.6,
    "travail-emploi.gouv.fr": 1.0, "squad-v1.1-train": 0.25, "piaf-v1.1": 1.0, "medquad": 0.07,
    "nltk+nltk_data:udhr2": 1.0,
}  # fmt: skip
_SHARE = 0.1  # of the runs of a document that make it an evaluation text
_ROLES = " Tom ", " Mary"  # sentences with both are taken always: they give changes of role


def build(
    root: Path, guard: EvaluationTexts, streams: RandomStreams, count: int = FACTS
) -> Iterator[Row]:
    """All rows, those of one text after each other, none of an evaluation text or twice."""
    seen: set[tuple[str, str, str]] = set()
    for row in _every(root, guard, streams, count):
        key = (row.claim, row.evidence, row.above)
        if key not in seen and row.claim != "":
            seen.add(key)
            yield row


def _every(root: Path, guard: EvaluationTexts, streams: RandomStreams, count: int) -> Iterator[Row]:
    for row in published(root, streams.of("published")):
        if not any(map(guard.overlaps, row.texts)):
            yield row
    yield from _derived(list(documents(root)), guard, streams)
    yield from by_template(count, streams.of("templates"))


def _derived(
    known: Sequence[TrainingDocument], guard: EvaluationTexts, streams: RandomStreams
) -> Iterator[Row]:
    """Rows of the sentences that are drawn."""
    names = Names(
        (text, language)
        for document in known
        if document.source in SPANS.values()
        for sentence in document.sentences
        for language, text in sentence.items()
    )
    titles: dict[Language, list[str]] = {
        language: sorted({one.title[language] for one in known if len(one.title) == 2})
        for language in LANGUAGES
    }
    make, rng = Maker(names, titles, streams.of("derived")), streams.of("taken")
    for document in known:
        share = TAKEN.get(document.source, 0.0)
        places = [
            at
            for at, sentence in enumerate(document.sentences)
            if rng.random() < share or all(part in sentence.get("en", "") for part in _ROLES)
        ]
        if places and not _evaluated(document, guard):
            for at in places:
                yield from make(document, at)


def _evaluated(document: TrainingDocument, guard: EvaluationTexts) -> bool:
    """Whether a tenth of a document, or half of a sentence, stands in an evaluation text."""
    for language in LANGUAGES:
        texts = [text for each in document.sentences if (text := each.get(language))]
        if guard.overlaps(" ".join(texts), _SHARE) or any(map(guard.overlaps, texts)):
            return True
    return False


def by_template(count: int, rng: random.Random) -> Iterator[Row]:
    """Rows of so many facts, each kind of fact as often as its weight says."""
    for number in range(count):
        make = rng.choices(list(facts.FACTS), list(facts.FACTS.values()))[0]
        around = rng.choice([each for each in facts.AROUND if each is not make])(rng).evidence
        yield from templates.rows(make(rng), f"template {number}", rng, around)


def split(rows: Sequence[Row]) -> Iterator[tuple[Row, bool]]:
    """Each row with whether it is held out: a share of the groups.

    A row outside those groups that shares a claim or evidence with them is left out.
    """
    held = [_held(row.group or row.evidence) for row in rows]
    apart = {text for row, out in zip(rows, held, strict=True) if out for text in row.texts}
    for row, out in zip(rows, held, strict=True):
        if out or apart.isdisjoint(row.texts):
            yield row, out


def _held(name: str) -> bool:
    return zlib.crc32(name.encode()) % 1000 < HELD


def counts(rows: Iterable[tuple[Row, bool]]) -> dict[str, dict[str, int]]:
    """How many rows there are by kind and label, and by languages and label."""
    found: dict[str, Counter[str]] = {}
    for row, out in rows:
        part = "held" if out else "train"
        for name in (part, row.kind, f"{row.claimed}-{row.language}", f"source {row.source}"):
            found.setdefault(name, Counter())[row.label] += 1
    return {name: dict(sorted(found[name].items())) for name in sorted(found)}


def cutter(encoder: Path) -> tuple[packed.Cut, int, int]:
    """What cuts texts into tokens, and the tokens that begin and end a row."""
    tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()

    def cut(texts: Sequence[str]) -> list[list[int]]:
        return [each.ids for each in tokenizer.encode_batch(list(texts), add_special_tokens=False)]

    begin, end = (tokenizer.token_to_id(mark) for mark in ("[CLS]", "[SEP]"))
    assert begin is not None
    assert end is not None
    return cut, begin, end


def _write(path: Path, rows: Iterable[tuple[Row, bool]]) -> None:
    with path.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as file:
        for row, out in rows:
            line = json.dumps({**asdict(row), "held": out}, ensure_ascii=False)
            file.write(line.encode() + b"\n")


def main() -> None:
    """Writes the rows and prints how many there are of each kind."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("root", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--facts", type=int, default=FACTS)
    parser.add_argument("--encoder", type=Path, default=ENCODER)
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    streams = RandomStreams(chosen.seed)
    made = list(build(chosen.root, guarded(chosen.root / "eval"), streams, chosen.facts))
    rows = list(split(made))
    _write(chosen.out / "rows.jsonl.gz", rows)
    found = packed.pack(rows, *cutter(chosen.encoder))
    found.save(chosen.out / "packed.xz")
    by_kind = counts(rows)
    for name, labels in by_kind.items():
        print(f"{name:36}", *(f"{label} {count}" for label, count in labels.items()))
    size = (chosen.out / "packed.xz").stat().st_size
    print(f"{len(made)} rows made, {len(rows)} after the split, {len(found.rows)} that fit in "
          f"{packed.MOST} tokens, {found.held.sum()} held out; {size / 1e6:.1f} MB")  # fmt: skip
    text = json.dumps({"seed": chosen.seed, "rows": by_kind}, ensure_ascii=False, indent=1)
    (chosen.out / "counts.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
