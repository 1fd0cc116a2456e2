"""A trained reader on natural questions: which sentence of the ten hits it would quote first.

    python -m train.reader.natural MODEL ROOT/eval/natural [--index INDEX]

The product finds the hits, the reader chooses among their sentences. Prints how often the fact
is in the sentence chosen, by the reader, by the product and by either; how often it is in any
hit; and the area under the curve of answerable questions against the others. Without --index an
index of the library is built in a temporary folder.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag import Rag
from rag.language.sentences import sentences
from rag.records import LANGUAGES, Answer, Hit, Language
from train.reader.examples import Example
from train.reader.reading import ExampleReading, TrainedReader
from train.reader.scoring import auc

_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class NaturalOutcome:
    """What became of a question; ``score`` is that of the sentence that the reader chose."""

    id: str
    language: Language
    cross: bool
    answerable: bool
    near: bool
    by_reader: bool
    by_product: bool
    in_hits: bool
    score: float
    confidence: float
    chosen: str


def outcomes(
    reader: TrainedReader, library: Rag, questions: Sequence[dict[str, Any]]
) -> Iterator[NaturalOutcome]:
    """What becomes of each question of a library."""
    for row in questions:
        answer = library.ask(row["q"])
        asked = [_example(row, hit) for hit in answer.hits]
        text, score = best(asked, reader(asked)) if asked else ("", float("-inf"))
        patterns = row.get("any", [])
        quoted = _first_quote(answer)
        yield NaturalOutcome(
            row["id"], row["lang"], bool(row["cross"]), bool(row["answerable"]),
            bool(row.get("near")), holds(patterns, text), holds(patterns, quoted),
            any(holds(patterns, hit.passage.text) for hit in answer.hits), score,
            answer.confidence, text,
        )  # fmt: skip


def best(asked: Sequence[Example], read: Sequence[ExampleReading]) -> tuple[str, float]:
    """The sentence with the highest sum of its own logit and that of its passage."""
    found = [
        (logit + one.answers, example.passage[slice(*example.sentences[place])])
        for example, one in zip(asked, read, strict=True)
        for place, logit in enumerate(one.sentences)
    ]
    score, text = max(found)
    return text, score


def holds(patterns: Sequence[str], text: str) -> bool:
    """Whether a text states the fact, blanks and apostrophes made plain."""
    plain = text.replace("’", "'").replace("ʼ", "'").replace("\u00ad", "")
    plain = _BLANKS.sub(" ", plain)
    return any(re.search(pattern, plain, re.IGNORECASE) for pattern in patterns)


def _example(row: dict[str, Any], hit: Hit) -> Example:
    passage, title = hit.passage, hit.document.title
    headings = tuple(each for each in passage.headings if each != title)
    return Example(
        "natural", "", row["q"], row["lang"], passage.language, title, passage.text,
        tuple(sentences(passage.text)), True, headings,
    )  # fmt: skip


def _first_quote(answer: Answer) -> str:
    return answer.statements[0].text if answer.statements else ""


def report(found: Sequence[NaturalOutcome]) -> Iterator[str]:
    """Lines of figures: all, by language and across languages."""
    parts = {
        "all": list(found),
        "fr": [one for one in found if one.language == "fr"],
        "en": [one for one in found if one.language == "en"],
        "across": [one for one in found if one.cross],
    }
    for name, rows in parts.items():
        yes = [one for one in rows if one.answerable]
        no = [one for one in rows if not one.answerable]
        near = [one for one in no if one.near]
        yield (
            f"{name:8} fact first: reader {sum(one.by_reader for one in yes)}, product "
            f"{sum(one.by_product for one in yes)}, either "
            f"{sum(one.by_reader or one.by_product for one in yes)}, in the hits "
            f"{sum(one.in_hits for one in yes)} of {len(yes)}; AUC against nothing "
            f"{auc([one.score for one in yes], [one.score for one in no]):.3f}, near misses "
            f"{auc([one.score for one in yes], [one.score for one in near]):.3f} (product "
            f"{auc([one.confidence for one in yes], [one.confidence for one in no]):.3f})"
        )


def _built(folder: Path, into: Path) -> Rag:
    """An index of the documents in French and English."""
    for language in LANGUAGES:
        shutil.copytree(folder / language, into / "library" / language)
    index = into / "index"
    command = [sys.executable, "-m", "rag", "index", str(into / "library"), "--index", str(index)]
    subprocess.run(command, check=True)
    return Rag.open(index)


def main() -> None:
    """Prints the figures of a model; --wrong prints what it chose where that was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--index", type=Path)
    parser.add_argument("--wrong", action="store_true")
    chosen = parser.parse_args()
    lines = (chosen.folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line) for line in lines]
    with tempfile.TemporaryDirectory() as temporary:
        if chosen.index:
            library = Rag.open(chosen.index)
        else:
            library = _built(chosen.folder / "library", Path(temporary))
        found = list(outcomes(TrainedReader.of(chosen.model), library, questions))
        for line in report(found):
            print(line)
        for one in found if chosen.wrong else ():
            if one.answerable and not one.by_reader:
                print(f"{one.id} {one.score:.2f} {one.chosen[:200]}")


if __name__ == "__main__":
    main()
