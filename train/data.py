"""The training data: translated texts and searches, and a check against the evaluation texts.

    python -m train.data DATA_ROOT        counts the rows, and those that overlap an evaluation text

DATA_ROOT holds train/ (pairs, questions), data/ (sections, manuals, medical answers) and
eval/ (read only to find overlaps).
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import random
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

SEED = 20_231_115
# Left out: mozilla_legal (licence not read) and the FreeDict word lists (GPL, words only).
MANUALS = ("debian_po", "debian_handbook", "gnome_help")
# Sources of single sentences in no order.
UNORDERED = ("tatoeba-anki", "OP-TED+eForms-SDK", "open-sdg+sdg-translations")
# Words. Both sets of statutes share boilerplate with regulations; a run this long is a copy.
_RUN = 8
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence and its translation."""

    en: str
    fr: str


@dataclass(frozen=True, slots=True)
class SearchPair:
    """A query with the passage that answers it; ``task`` names the kind of query."""

    task: str
    query: str
    passage: str


def pairs(root: Path) -> list[Pair]:
    """All translated pairs, shuffled."""
    found: list[Pair] = []
    with gzip.open(root / "train/parallel.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            _, en, fr = line.rstrip("\n").split("\t")
            found.append(Pair(en, fr))
    for name in MANUALS:
        with gzip.open(root / f"data/pairs_{name}.tsv.gz", "rt", encoding="utf-8") as lines:
            found += [Pair(*line.rstrip("\n").split("\t")[:2]) for line in lines]
    random.Random(SEED).shuffle(found)
    return found


def passages(root: Path) -> list[Pair]:
    """Translated texts of several sentences, shuffled.

    Sections of regulations with their titles, and consecutive lines of sources in document order.
    """
    rng = random.Random(SEED)
    found = [
        Pair(*(_titled(row[f"title_{each}"], row[f"text_{each}"]) for each in ("en", "fr")))
        for row in _jsonl(root / "data/sections_regulations_canada.jsonl.gz")
    ]
    with gzip.open(root / "train/parallel.tsv.gz", "rt", encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    for source, group in itertools.groupby(rows, key=lambda row: row[0]):
        if source in UNORDERED:
            continue
        kept = list(group)
        while kept:
            count = rng.randint(2, 8)
            found.append(Pair(*(" ".join(row[at] for row in kept[:count]) for at in (1, 2))))
            kept = kept[count:]
    rng.shuffle(found)
    return found


def searches(root: Path) -> dict[str, list[SearchPair]]:
    """Queries with their passages by task, each task shuffled.

    ``squad`` and ``medical`` are English questions; ``heading-xx-yy`` a regulation's heading
    in one language with the section in the same or the other; ``cloze-xx`` a sentence of a
    section with the rest of it (inverse cloze, Lee et al. 2019): the only queries in French
    prose, because no French questions are free to use here.
    """
    found = [*_squad(root), *_medical(root), *_headings(root), *_cloze(root)]
    tasks: dict[str, list[SearchPair]] = {}
    for search in found:
        tasks.setdefault(search.task, []).append(search)
    for each in tasks.values():
        random.Random(SEED).shuffle(each)
    return tasks


def _squad(root: Path) -> Iterator[SearchPair]:
    for row in _jsonl(root / "train/questions.jsonl.gz"):
        yield SearchPair("squad", row["question"], _titled(row["title"], row["passage"]))


def _medical(root: Path) -> Iterator[SearchPair]:
    for row in _jsonl(root / "data/qa_medquad_en.jsonl.gz"):
        yield SearchPair("medical", row["q"], row["a"])


def _headings(root: Path) -> Iterator[SearchPair]:
    for row in _jsonl(root / "data/sections_regulations_canada.jsonl.gz"):
        for query in ("en", "fr"):
            for passage in ("en", "fr"):
                text = _titled(row[f"title_{passage}"], row[f"text_{passage}"])
                yield SearchPair(f"heading-{query}-{passage}", row[f"note_{query}"], text)


def _cloze(root: Path) -> Iterator[SearchPair]:
    """A sentence from each section of three or more; it is removed from its passage."""
    rng = random.Random(SEED)
    for row in _jsonl(root / "data/sections_regulations_canada.jsonl.gz"):
        for language in ("en", "fr"):
            parts = re.split(r"(?<=[.;:]) +", row[f"text_{language}"])
            long = [place for place, part in enumerate(parts) if 30 <= len(part) <= 240]
            if len(parts) >= 3 and long:
                place = rng.choice(long)
                rest = " ".join(parts[:place] + parts[place + 1 :])
                yield SearchPair(f"cloze-{language}", parts[place], rest)


class EvaluationTexts:
    """The texts of the evaluation sets, and the runs of eight words in them."""

    def __init__(self, folder: Path) -> None:
        self._texts: set[str] = set()
        self._runs: set[int] = set()
        for path in sorted(folder.glob("*/*.jsonl")):
            for line in path.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                self.add(row["text"] if "text" in row else row["q"])

    def add(self, text: str) -> None:
        """Adds one more evaluation text."""
        words = _words(text)
        self._texts.add(" ".join(words))
        self._runs.update(map(hash, _runs(words)))

    def overlaps(self, text: str, share: float = 0.5) -> bool:
        """Whether a text is an evaluation text, or that share of its runs of eight words are."""
        words = _words(text)
        if " ".join(words) in self._texts:
            return True
        runs = [hash(run) in self._runs for run in _runs(words)]
        return bool(runs) and sum(runs) >= share * len(runs)


def _titled(title: str, text: str) -> str:
    return f"{title}\n{text}" if title else text


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).lower())


def _runs(words: list[str]) -> Iterable[tuple[str, ...]]:
    return (tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))


def _jsonl(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def main() -> None:
    """Prints how many rows each source gives and how many overlap an evaluation text."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("root", type=Path)
    root = parser.parse_args().root
    evaluation = EvaluationTexts(root / "eval")
    for name, translated in (("pairs", pairs(root)), ("passages", passages(root))):
        overlapping = sum(
            evaluation.overlaps(pair.en) or evaluation.overlaps(pair.fr) for pair in translated
        )
        print(f"{name:14} {len(translated):8} {overlapping:6} overlapping")
    for task, found in searches(root).items():
        overlapping = sum(
            evaluation.overlaps(s.query) or evaluation.overlaps(s.passage) for s in found
        )
        print(f"{task:14} {len(found):8} {overlapping:6} overlapping")


if __name__ == "__main__":
    main()
