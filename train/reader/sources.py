"""Rows of the shared training data as examples: spans, French questions, translated lines."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from rag.language.sentences import sentences
from rag.language.words import is_stop_word, words
from train.reader.examples import Bounds, Example, holding, rows

# Words that ask without naming what for: a question of these alone is completed by its title.
_ASKING = frozenset(
    """quoi agit comment pourquoi quand combien concerne concernes faire peut pouvez beneficier
    benefice acces creer obtenir caracteristiques conditions demarche demarches contient role
    fonctionne effets quel quelle quels quelles consiste faut savoir sert beneficiaires procedure
    consulter utiliser recourir""".split()
)
_DEFINES = "De quoi s'agit-il ?"
# Headings that lead elsewhere.
_ELSEWHERE = re.compile(
    r"pour en savoir plus|textes? de référence|qui contacter|services? en ligne|voir aussi|"
    r"dernières actualités|documents? utiles|contacts? utiles|à lire", re.IGNORECASE
)  # fmt: skip
_GLUED = re.compile(r"(?<=[a-zà-ÿ)])([.;:!?])(?=[A-ZÀ-Ý][a-zà-ÿ])")
# A stop that was marked with the answer: "15%." and "in 1870,", but not "Washington D.C.".
_ENDING = re.compile(r"(?:[\s,;:]+|(?<=[\da-zà-ÿ%)][\da-zà-ÿ%)])\.)$")
_SHORTEST = 60  # characters of a passage that can answer
# Names of the sources in reader.jsonl.gz that are spelt otherwise in examples.LICENCES.
_SPAN_SOURCES = {"en": "squad-v1.1-train", "fr": "piaf-v1.1"}


def bounds(text: str) -> tuple[Bounds, ...]:
    """The sentences of a passage; those of a line are found once, for many passages share it."""
    found: list[Bounds] = []
    begin = 0
    for line in text.split("\n"):
        found += [(begin + start, begin + end) for start, end in _of_line(line)]
        begin += len(line) + 1
    return tuple(found)


@lru_cache(maxsize=200_000)
def _of_line(line: str) -> tuple[Bounds, ...]:
    return tuple(sentences(line))


def spans(root: Path) -> Iterator[Example]:
    """Questions on encyclopaedias with their short answers."""
    for row in rows(root / "train/reader.jsonl.gz"):
        passage, start = row["passage"], row["start"]
        span = (start, start + len(_ENDING.sub("", row["answer"])))
        if _inside_word(passage, span):
            continue  # a place that was guessed: "2" in "20"
        found = bounds(passage)
        yield Example(
            "span", _SPAN_SOURCES[row["lang"]], row["question"].strip(), row["lang"], row["lang"],
            row["title"], passage, found, True, span=span, answering=holding(found, span),
        )  # fmt: skip


def _inside_word(passage: str, span: Bounds) -> bool:
    """Whether an answer begins or ends inside a word or a number."""
    edges = passage[max(0, span[0] - 1) : span[0] + 1], passage[span[1] - 1 : span[1] + 1]
    return any(len(edge) == 2 and edge.isalnum() for edge in edges)


def french_questions(root: Path) -> Iterator[Example]:
    """Citizens' questions and headings of official sheets, with the passage below each.

    Which sentence answers is not stated there; ``mining.Answering`` looks for it.
    """
    for row in rows(root / "train/questions_fr.jsonl.gz"):
        passage = unglued(row["passage"])
        question, title = row["question"].strip(), row["title"].strip()
        if len(passage) < _SHORTEST or _ELSEWHERE.search(question):
            continue
        if row["kind"] == "question" and is_bare(question):
            question = _completed(question, title)
        # A heading that repeats its title stands below it, so that the title says nothing new.
        above = "" if title == question else title
        yield Example(
            row["kind"], row["source"], question, "fr", "fr", above, passage, bounds(passage), True,
        )  # fmt: skip


def unglued(text: str) -> str:
    """The text of a French sheet with the missing blanks after its sentences."""
    return _GLUED.sub(r"\1 ", text)


def is_bare(question: str) -> bool:
    """Whether a French question does not name what it asks for."""
    found = {word.folded for word in words(question) if not is_stop_word(word.folded, "fr")}
    return found <= _ASKING


def _completed(question: str, title: str) -> str:
    """A bare question with its title; a title that asks says it alone."""
    if title.endswith("?"):
        return title if question == _DEFINES else f"{title} {question}"
    return f"{title} : {question[0].lower()}{question[1:]}"


def parallel(root: Path) -> Iterator[tuple[str, str, str]]:
    """Source, English and French of each translated line, in the order of the file."""
    with gzip.open(root / "train/parallel.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            source, english, french = line.rstrip("\n").split("\t")
            yield source, english, french
