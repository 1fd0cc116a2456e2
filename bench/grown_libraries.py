"""Libraries of 1,000 to 1,000,000 passages of real text, written without encoding them.

A passage is two runs of sentences of the training texts, each from a place drawn by chance, so that
words are as frequent as in real text and hardly a passage is there twice. A few thousand passages
are encoded; the vector of each passage is one of theirs with noise. Documents are written by the
store's own builder, and each has its file, which says what a new indexing of the folder would find.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import hashlib
import json
import random
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.encoders import Encoder, load_encoder
from rag.ingest.prepare import recipe
from rag.language.sentences import sentences
from rag.records import Document, Heading, Language, Page, Passage, Reading
from rag.store import GenerationBuilder, pack

PASSAGES_OF_A_DOCUMENT, PASSAGES_OF_A_PAGE = 12, 3  # a library of 9,503 documents had 11.7
SHORTEST, RUN = 112, 450  # characters of a text that is taken, and of a run of its sentences
ENCODED = 2_000
NOISE = 0.6  # length of the noise beside a unit vector: the cosine to it is about 0.86
AT_ONCE = 2_048
FIRST, DAYS = dt.date(2000, 1, 1), 9_000
ISSUERS = ("Conseil régional", "Ministry of Ports", "Agence de l'eau", "Audit Office", None)
FOLDER = 500  # documents


def lines_of(folder: Path) -> Iterator[tuple[Language, str]]:
    """The texts of the training sets under a folder, with their languages."""
    for name in ("train/questions.jsonl.gz", "train/questions_fr.jsonl.gz"):
        for row in _json(folder / name):
            yield row["lang"], row["passage"]
    for row in _json(folder / "data/qa_medquad_en.jsonl.gz"):
        yield "en", row["a"]
    for row in _json(folder / "data/sections_regulations_canada.jsonl.gz"):
        yield "en", row["text_en"]
        yield "fr", row["text_fr"]
    with gzip.open(folder / "train/parallel.tsv.gz", "rt", encoding="utf-8") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield "en", row[1]
            yield "fr", row[2]


def real_questions(folder: Path, count: int) -> list[str]:
    """Questions of the training sets, in both languages by turns."""
    draw, found = random.Random(0), []
    for name in ("train/questions_fr.jsonl.gz", "train/questions.jsonl.gz"):
        asked = sorted({row["question"] for row in _json(folder / name)})
        found.append(draw.sample(asked, count))
    return [one for pair in zip(*found, strict=True) for one in pair][:count]


def _json(path: Path) -> Iterator[Any]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


class RealText:
    """Runs of sentences of the training texts by language, kept in a folder for the next time."""

    def __init__(self, source: Path, folder: Path) -> None:
        path = folder / "runs.json"
        if not path.exists():
            found: dict[Language, list[str]] = {"fr": [], "en": []}
            for language, text in dict.fromkeys(lines_of(source)):
                one_line = " ".join(text.split())
                if len(one_line) >= SHORTEST:
                    found[language] += _cut(one_line)
            path.write_text(json.dumps(found), encoding="utf-8")
        self._runs: dict[Language, list[str]] = json.loads(path.read_text(encoding="utf-8"))

    def passage(self, draw: random.Random, language: Language) -> str:
        """Two runs of sentences, each from a place drawn by chance."""
        return f"{draw.choice(self._runs[language])} {draw.choice(self._runs[language])}"

    def title(self, draw: random.Random, language: Language) -> str:
        """The first words of a run."""
        words = draw.choice(self._runs[language]).split()
        return " ".join(words[: draw.randrange(4, 10)]).rstrip(".,;:")


def _cut(text: str) -> Iterator[str]:
    """A text as runs of whole sentences; a sentence too long for one is left out."""
    run = ""
    for span in sentences(text):
        sentence = text[span[0] : span[1]].strip()
        if len(run) + len(sentence) >= RUN and run:
            yield run
            run = ""
        if len(sentence) <= RUN:
            run = f"{run} {sentence}".strip()
    if run:
        yield run


class NoisyVectors:
    """Vectors by noise around those of passages that were encoded."""

    def __init__(self, text: RealText, folder: Path) -> None:
        path = folder / "encoded.npy"
        self.encoder: Encoder = load_encoder()
        if not path.exists():
            draw = random.Random(0)
            texts = [text.passage(draw, "fr" if n % 2 else "en") for n in range(ENCODED)]
            parts = [texts[at : at + 64] for at in range(0, len(texts), 64)]
            found = [self.encoder.encode(part, kind="passage") for part in parts]
            np.save(path, np.concatenate(found))
        self._real: NDArray[np.float32] = np.load(path)

    def draw(self, seed: int, count: int) -> NDArray[np.float32]:
        """(count, dim) float32 unit rows."""
        source = np.random.default_rng(seed)
        real = self._real[source.integers(len(self._real), size=count)]
        noise = source.standard_normal(real.shape, dtype=np.float32)
        noise *= NOISE / np.sqrt(real.shape[1])
        found: NDArray[np.float32] = real + noise
        found /= np.linalg.norm(found, axis=1, keepdims=True)
        return found


class RealLibrary:
    """The files and the index of so many passages, in a folder; made if they are not there."""

    def __init__(self, text: RealText, vectors: NoisyVectors, folder: Path, passages: int) -> None:
        self.text, self.vectors, self.count = text, vectors, passages
        self.files, self.index = folder / f"{passages}/files", folder / f"{passages}/index"
        if not (self.index / "CURRENT").exists():
            self._fill()

    def _fill(self) -> None:
        card, count = self.vectors.encoder.card, -(-self.count // PASSAGES_OF_A_DOCUMENT)
        with GenerationBuilder.begin(self.index, card, recipe=recipe()) as builder:
            for start in range(0, count, AT_ONCE // PASSAGES_OF_A_DOCUMENT):
                stop = min(start + AT_ONCE // PASSAGES_OF_A_DOCUMENT, count)
                packed = [pack(*self._document(number)) for number in range(start, stop)]
                texts = list(chain.from_iterable(one.embedded_texts() for one in packed))
                drawn = self.vectors.draw(start, len(texts))
                builder.keep(texts, drawn)
                at = 0
                for one in packed:
                    builder.add_packed(one, drawn[at : at + len(one.passages)])
                    at += len(one.passages)
                print(f"{stop:,} of {count:,} documents", end="\r", file=sys.stderr, flush=True)
            builder.commit()

    def _document(self, number: int) -> tuple[Reading, list[Passage]]:
        draw = random.Random(number)
        language: Language = "fr" if number % 2 else "en"
        title = self.text.title(draw, language)
        count = min(PASSAGES_OF_A_DOCUMENT, self.count - number * PASSAGES_OF_A_DOCUMENT)
        texts = [self.text.passage(draw, language) for _ in range(count)]
        content = "\n\n".join((title, *texts)).encode()
        root = self.files.resolve()
        path = f"{number // FOLDER:04d}/{number:07d}.txt"
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
        pages = [texts[at : at + PASSAGES_OF_A_PAGE] for at in range(0, count, PASSAGES_OF_A_PAGE)]
        document = Document(
            id=hashlib.sha256(content).hexdigest(),
            root=str(root),
            path=path,
            title=title,
            format="pdf",
            language=language,
            date=FIRST + dt.timedelta(days=draw.randrange(DAYS)),
            issuer=draw.choice(ISSUERS),
            page_count=len(pages),
        )
        reading = Reading(document, tuple(_page(n, of) for n, of in enumerate(pages, start=1)))
        return reading, list(_passages(document, pages))


def _page(number: int, texts: list[str]) -> Page:
    return Page(number, str(number), "\n\n".join(texts), (Heading(0, 1, texts[0][:60]),))


def _passages(document: Document, pages: list[list[str]]) -> Iterator[Passage]:
    for number, texts in enumerate(pages, start=1):
        start = 0
        for text in texts:
            headings = (texts[0][:60],)
            stop = start + len(text)
            yield Passage(document.id, number, start, stop, text, document.language, headings, None)
            start = stop + 2
