"""Documents of the shared data in sentences, in one language or in both, sentence by sentence."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rag.language.sentences import sentences
from rag.records import Language
from train.reader.examples import rows
from train.reader.sections import SOURCE, read_sections, unmarked
from train.reader.sources import parallel

Texts = Mapping[Language, str]
SPANS = {"en": "squad-v1.1-train", "fr": "piaf-v1.1"}
_LENGTHS = range(30, 260)  # characters of a sentence that is taken
_WHOLE = re.compile(r"[A-ZÀ-ÝŒ«“\"'’(].*[a-zà-ÿ\d)%»”\"]\.$", re.DOTALL)
_GLUED = re.compile(r"(?<=[a-zà-ÿ)])([.;:!?])(?=[A-ZÀ-Ý][a-zà-ÿ])")
_MARKUP = re.compile(r"[\n<>{}]|%[a-z]|\$[A-Za-z]")
_LINES = 12  # neighbouring lines of a source without documents that are taken as one
_BOTH: tuple[Language, Language] = ("en", "fr")
_FOLLOWING = ("python+python-docs-fr", "libreoffice-help", "OP-TED+eForms-SDK")


@dataclass(frozen=True, slots=True)
class TrainingDocument:
    """A text in sentences; ``title`` and ``note`` (its heading) may be empty.

    Each of ``sentences`` has a text in one language, or the same in both.
    """

    source: str
    sentences: tuple[Texts, ...]
    title: Texts = field(default_factory=dict)
    note: Texts = field(default_factory=dict)

    @property
    def group(self) -> str:
        """The same for documents of one title, which may share sentences."""
        named = self.title or self.sentences[0]
        return f"{self.source} {next(iter(named.values()))}"

    def above(self, language: Language) -> str:
        """Title and heading as they stand above a sentence."""
        return " › ".join(part for each in (self.title, self.note) if (part := each.get(language)))


def is_whole(text: str) -> bool:
    """Whether a text is one whole sentence of the length that is taken."""
    return len(text) in _LENGTHS and bool(_WHOLE.match(text)) and not _MARKUP.search(text)


def documents(root: Path) -> Iterator[TrainingDocument]:
    """All documents that have a whole sentence."""
    every = itertools.chain(
        regulations(root), lines(root), sheets(root), articles(root), answers(root)
    )
    return (one for one in every if one.sentences)


def regulations(root: Path) -> Iterator[TrainingDocument]:
    """Sections of regulations; the languages side by side where both have as many sentences."""
    for sections in read_sections(root):
        titles, notes = (
            _named(*(getattr(each, name) for each in sections)) for name in ("title", "note")
        )
        texts = [
            [unmarked(each.text[start:end])[0] for start, end in each.sentences]
            for each in sections
        ]
        if len(texts[0]) == len(texts[1]):
            both = [dict(zip(_BOTH, pair, strict=True)) for pair in zip(*texts, strict=True)]
            yield TrainingDocument(SOURCE, _whole(both), titles, notes)
            continue
        for language, own in zip(_BOTH, texts, strict=True):
            yield TrainingDocument(
                SOURCE, _whole([{language: text} for text in own]), titles, notes
            )


def _named(en: str, fr: str) -> Texts:
    return {"en": en, "fr": fr}


def lines(root: Path) -> Iterator[TrainingDocument]:
    """Translated lines that follow each other; everyday sentences, which do not, one by one."""
    for source, group in itertools.groupby(parallel(root), key=lambda line: line[0]):
        pairs: list[dict[Language, str]] = [{"en": en, "fr": fr} for _, en, fr in group]
        size = _LINES if source == SOURCE or source in _FOLLOWING else 1
        for start in range(0, len(pairs), size):
            yield TrainingDocument(source, _whole(pairs[start : start + size]))


def sheets(root: Path) -> Iterator[TrainingDocument]:
    """Official sheets in French: a heading and its passage."""
    for row in rows(root / "train/questions_fr.jsonl.gz"):
        text = _GLUED.sub(r"\1 ", row["passage"])
        note: Texts = {} if row["question"] == row["title"] else {"fr": row["question"]}
        yield TrainingDocument(row["source"], _cut(text, "fr"), {"fr": row["title"]}, note)


def articles(root: Path) -> Iterator[TrainingDocument]:
    """Passages of encyclopaedias under their titles."""
    seen: set[str] = set()
    for row in rows(root / "train/reader.jsonl.gz"):
        if row["passage"] not in seen and "<" not in row["title"]:
            seen.add(row["passage"])
            language = row["lang"]
            found = _cut(row["passage"], language)
            yield TrainingDocument(
                SPANS[language], found, {language: row["title"].replace("_", " ")}
            )


def answers(root: Path) -> Iterator[TrainingDocument]:
    """Medical answers in English under their questions."""
    for row in rows(root / "data/qa_medquad_en.jsonl.gz"):
        yield TrainingDocument("medquad", _cut(row["a"], "en"), {"en": row["q"]})


def _cut(text: str, language: Language) -> tuple[Texts, ...]:
    made: list[dict[Language, str]] = []
    for line in text.split("\n"):
        for start, end in sentences(line):
            made.append({language: line[start:end].strip("-• ")})
    return _whole(made)


def _whole(found: list[dict[Language, str]]) -> tuple[Texts, ...]:
    """Those of the sentences that are whole in each of their languages."""
    return tuple(each for each in found if all(map(is_whole, each.values())))
