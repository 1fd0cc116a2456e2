"""What a library costs as it grows: opening it, a change, a search, a question.

    python -m bench.size_costs [--documents 1000 10000 30000] [--keep FOLDER] [--out FILE]

Short documents are generated: words drawn as often as in the sample library, a title, a date. Their
vectors are given and cost nothing, so that the times are those of the library and not of a model.
``--keep`` keeps the libraries for the next run, which alone measures files that need not be read
again: those of the first are less than a minute old. ``--profile`` prints where a line's time goes.
"""

from __future__ import annotations

import argparse
import cProfile
import datetime as dt
import gc
import hashlib
import pstats
import random
import resource
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench import ROOT
from bench.report import command_line, markdown_table, publish
from rag.config import Settings
from rag.encoders import EncoderCard, HashingEncoder
from rag.encoders.encoder import TextKind
from rag.encoders.tokens import Tokens
from rag.engine import Rag
from rag.ingest import ingest
from rag.language.words import is_stop_word, words
from rag.readers import find_files, read
from rag.retrieval.search import search
from rag.store import Latest, open_usable

SIZES = (1_000, 10_000, 30_000)
DIM, K = 384, 96
SENTENCES, QUESTIONS, TRIES = 8, 10, 3
FIRST = dt.date(2000, 1, 1)
DAYS = 9_000  # over which the documents are dated
NEW = "nouveau.txt"
PLAIN = (".docx", ".html", ".md", ".odt", ".txt")  # whose words are drawn


class GivenVectors:
    """A vector drawn from each text, the same every time; words are read by their spelling."""

    def __init__(self) -> None:
        self._words = HashingEncoder(DIM)
        sha256 = hashlib.sha256(b"given").hexdigest()
        self.card = EncoderCard("given-vectors", DIM, "float32", sha256)

    def encode(self, texts: Sequence[str], *, kind: TextKind) -> NDArray[np.float32]:
        """(n, dim) float32, unit rows."""
        drawn = [_drawn(text) for text in texts]
        return np.array(drawn, dtype=np.float32).reshape(len(texts), DIM)

    def tokens(self, texts: Sequence[str], *, kind: TextKind) -> list[Tokens]:
        """Each text word by word."""
        return self._words.tokens(texts, kind=kind)


def _drawn(text: str) -> NDArray[np.float32]:
    seed = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")
    vector = np.random.default_rng(seed).standard_normal(DIM, dtype=np.float32)
    return vector / np.linalg.norm(vector)


class DocumentAuthor:
    """Writes documents and questions, with a fixed seed, from the words of the sample library."""

    def __init__(self) -> None:
        counts: Counter[str] = Counter()
        for root, path in find_files([ROOT / "corpus"]):
            for page in read(path, root).pages if path.suffix in PLAIN else ():
                counts.update(page.text[one.start : one.end].lower() for one in words(page.text))
        counts = Counter({word: n for word, n in counts.items() if word.isalpha()})
        self._words, self._counts = list(counts), list(counts.values())
        self._content = [word for word in self._words if not is_stop_word(word, "fr")]

    def document(self, number: int) -> str:
        """A title, a date and a few sentences."""
        draw = random.Random(number)
        title = " ".join(draw.sample(self._content, 4)).capitalize()
        day = FIRST + dt.timedelta(days=draw.randrange(DAYS))
        lines = [f"{title} {number}", "", f"Date : {day:%d/%m/%Y}", ""]
        for _ in range(SENTENCES):
            line = " ".join(draw.choices(self._words, self._counts, k=14))
            lines.append(f"{line.capitalize()} {draw.randrange(10_000)}.")
        return "\n".join(lines)

    def questions(self) -> list[str]:
        """Questions of three words of content each."""
        draw = random.Random(0)
        asked = (draw.sample(self._content, 3) for _ in range(QUESTIONS))
        return [f"Quel est le {a} du {b} pour le {c} ?" for a, b, c in asked]

    def fill(self, folder: Path, count: int) -> None:
        """Writes so many documents, a thousand a folder."""
        for number in range(count):
            path = folder / f"{number // 1_000:03d}" / f"{number:06d}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.document(number), encoding="utf-8")


class GrownLibrary:
    """A library of so many documents, and what is measured on it, each in milliseconds."""

    def __init__(self, author: DocumentAuthor, folder: Path, count: int) -> None:
        self.author, self.encoder, self.count = author, GivenVectors(), count
        self.files, self.index = folder / f"{count}" / "files", folder / f"{count}" / "index"
        if not self.files.exists():
            author.fill(self.files, count)
        ingest([self.files], self.index, self.encoder)
        self.passages = open_usable(self.index).manifest.passages

    def lines(self) -> dict[str, Callable[[], Sequence[float]]]:
        """What can be measured, by name."""
        return {
            "nothing changed": lambda: [_timed(self._ingest) for _ in range(TRIES)],
            "one document added": lambda: [each[0] for each in self._changes],
            "one document removed": lambda: [each[1] for each in self._changes],
            "open": lambda: [_timed(self._open) for _ in range(TRIES)],
            "search": self._searches,
            "question": lambda: self._asked(lambda at: None),
            "question, one `as_of`": lambda: self._asked(lambda at: FIRST + dt.timedelta(DAYS)),
            "question, `as_of` new each time": lambda: self._asked(
                lambda at: FIRST + dt.timedelta(DAYS // 2 + at)
            ),
        }

    def _ingest(self) -> None:
        ingest([self.files], self.index, self.encoder)

    @cached_property
    def _changes(self) -> list[tuple[float, float]]:
        """The times to add a document and to remove it, again and again."""
        found, path = [], self.files / NEW
        for turn in range(TRIES):
            path.write_text(self.author.document(10_000_000 + turn), encoding="utf-8")
            added = _timed(self._ingest)
            path.unlink()
            found.append((added, _timed(self._ingest)))
        return found

    def _open(self) -> Rag:
        return Rag.open(self.index, settings=Settings(), loader=lambda name, revision: self.encoder)

    def _searches(self) -> list[float]:
        store = Latest(open_usable(self.index), self.encoder.card).current()

        def ask(question: str) -> None:
            vector = self.encoder.encode([question], kind="query")[0]
            search(store, vector, question, language="fr", k=K)

        asked = self.author.questions()
        ask("Quelle est la première question ?")
        return [_timed(partial(ask, question)) for question in asked]

    def _asked(self, day: Callable[[int], dt.date | None]) -> list[float]:
        with self._open() as library:
            library.ask("Quelle est la première question ?", as_of=day(-1))
            return [
                _timed(partial(library.ask, question, as_of=day(at)))
                for at, question in enumerate(self.author.questions())
            ]


def _timed(work: Callable[[], object]) -> float:
    """The milliseconds of processor time of a call, with those of the processes that it starts."""
    gc.collect()
    start = spent()
    work()
    return 1_000 * (spent() - start)


def spent() -> float:
    """The seconds of processor time of this process and of those that it started."""
    both = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)


def profile(line: Callable[[], object]) -> None:
    """Prints the functions that take the time of a line."""
    with cProfile.Profile() as found:
        line()
    pstats.Stats(found).sort_stats("cumulative").print_stats(45)


def main() -> None:
    """Measures the libraries of the sizes given."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, nargs="+", default=SIZES)
    parser.add_argument("--keep", type=Path, help="a folder for the libraries")
    parser.add_argument("--only", nargs="*", default=[""], help="lines whose names start so")
    parser.add_argument("--profile", action="store_true", help="print where the time goes")
    parser.add_argument("--out", type=Path, help="write the table there")
    options = parser.parse_args()
    rows: dict[str, list[str]] = {}
    header, author = ["ms, p50"], DocumentAuthor()
    with tempfile.TemporaryDirectory() as folder:
        for count in options.documents:
            library = GrownLibrary(author, options.keep or Path(folder), count)
            header.append(f"{count:,} documents, {library.passages:,} passages")
            for name, line in library.lines().items():
                if not name.startswith(tuple(options.only)):
                    continue
                if options.profile:
                    profile(line)
                    continue
                rows.setdefault(name, []).append(f"{statistics.median(line()):.1f}")
                print(f"{count} {name} {rows[name][-1]}", file=sys.stderr, flush=True)
    table = markdown_table(header, ([name, *figures] for name, figures in rows.items()))
    with suppress(BrokenPipeError):
        publish(f"`{command_line(sys.argv)}`\n\n{table}", "library-size", options.out)


if __name__ == "__main__":
    main()
