"""Pairs of sentences of two documents, and whether a warning that they disagree is true."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

from bench import ROOT
from rag.facts.disagreements import find_disagreements
from rag.facts.sources import Source
from rag.records import Language

CASES = ROOT / "tests" / "data" / "warnings.jsonl"


@dataclass(frozen=True, slots=True)
class WarningCase:
    """Two sentences with the titles of their documents; ``topic`` is what they differ on, or ""."""

    kind: str
    topic: str
    language: Language
    titles: tuple[str, str]
    texts: tuple[str, str]
    question: str
    versions: bool

    def found(self) -> list[str]:
        """The topics on which the sentences are found to disagree."""
        sources = [
            Source(
                text, self.language, title, title=title, document=str(n),
                family="0" if self.versions else str(n),
            )
            for n, (title, text) in enumerate(zip(self.titles, self.texts, strict=True))
        ]  # fmt: skip
        return [one.topic for one in find_disagreements(sources)]


@cache
def warning_cases() -> tuple[WarningCase, ...]:
    """The cases of the file."""
    read = [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]
    return tuple(
        WarningCase(**{**one, "titles": tuple(one["titles"]), "texts": tuple(one["texts"])})
        for one in read
    )
