"""Examples that nothing answers, made from examples that something does."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import replace

from rag.language.names import find_names
from rag.language.words import fold, is_stop_word, words
from rag.records import Language
from train.reader.examples import Bounds, Example

_IDENTIFIER = re.compile(r"\b(?=[\w-]*\d)(?=[\w-]*[A-Z])[A-Z0-9][\w-]*\b")
_YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d\b")
_NUMBER = re.compile(r"\b\d+(?:[.,]\d+)*\b")
_OLDEST, _NEWEST = 1000, 2030
_FURTHEST = 12  # years between a year and the one put for it


class Pools:
    """Passages by title, and the names, numbers and identifiers that questions hold."""

    def __init__(self, examples: Iterable[Example]) -> None:
        self._passages: dict[str, dict[str, Example]] = {}
        self._pool: dict[tuple[str, Language], dict[str, None]] = {}
        self._of_title: dict[tuple[str, str], dict[str, None]] = {}
        self._answered: dict[str, set[str]] = {}
        self._titles: dict[str, dict[str, None]] = {}
        for example in examples:
            self._passages.setdefault(example.title, {}).setdefault(example.passage, example)
            self._titles.setdefault(_first(example.title), {})[example.title] = None
            self._answered.setdefault(example.question, set()).add(example.passage)
            for kind, (start, end) in changeable(example.question, example.asked):
                text = example.question[start:end]
                self._pool.setdefault((kind, example.asked), {})[text] = None
                self._of_title.setdefault((kind, example.title), {})[text] = None

    def others(self, example: Example) -> list[Example]:
        """One example for each other passage under its title, none that answers the question."""
        same = self._passages.get(example.title, {}) if example.title else {}
        answered = self._answered.get(example.question, set())
        return [
            other
            for text, other in same.items()
            if text not in answered and other.language == example.language
        ]

    def titles(self, title: str) -> list[str]:
        """Other titles that begin with the same word: other regulations, other orders."""
        return [other for other in self._titles[_first(title)] if other != title]

    def values(self, kind: str, example: Example, text: str, rng: random.Random) -> list[str]:
        """What may stand for a text of a kind: near years; names of the same title first."""
        if kind == "year":
            near = range(int(text) - _FURTHEST, int(text) + _FURTHEST + 1)
            found = [str(year) for year in near if _OLDEST <= year <= _NEWEST]
        else:
            every = list(self._pool.get((kind, example.asked), ()))
            found = rng.sample(every, min(20, len(every)))
        rng.shuffle(found)
        if kind.startswith("name"):
            own = list(self._of_title.get((kind, example.title), ()))
            found = rng.sample(own, min(5, len(own))) + found
        return found


def other_passage(example: Example, pools: Pools, rng: random.Random) -> Example | None:
    """The question with another passage of its title, the likest of four that are drawn."""
    others = [one for one in pools.others(example) if not mentions(one.passage, example.answer)]
    if not others:
        return None
    asked = _content(example.question, example.asked)
    drawn = rng.sample(others, min(4, len(others)))
    best = max(drawn, key=lambda one: len(asked & _content(one.passage, one.language)))
    return unanswered(example, best, "null-article")


def cut(example: Example) -> Example | None:
    """The question with its passage without the sentences that answer; None where little stays."""
    answering = example.answering
    if not answering or len(example.sentences) - len(answering) < 2:
        return None
    kept = [part for place, part in enumerate(example.sentences) if place not in answering]
    tokens: list[str] = []
    places: list[Bounds] = []
    for start, end in kept:
        length = sum(map(len, tokens))
        gap = "" if not tokens else _gap(example.passage, start)
        tokens += [gap, example.passage[start:end]]
        places.append((length + len(gap), length + len(gap) + end - start))
    passage = "".join(tokens)
    new = _content(example.answer, example.language) - _content(example.question, example.asked)
    if mentions(passage, example.answer) or new & _content(passage, example.language):
        return None  # what stays still says something of the answer
    return replace(
        example, kind="null-cut", passage=passage, sentences=tuple(places), answers=False,
        span=None, answering=(),
    )  # fmt: skip


def changed(example: Example, pools: Pools, rng: random.Random) -> Example | None:
    """The passage with the question about another year, number, name or identifier.

    What is changed stands in the passage or its title; what is put there stands in neither.
    """
    shown = f"{example.above}\n{example.passage}"
    found = [
        (kind, place)
        for kind, place in changeable(example.question, example.asked)
        if mentions(shown, example.question[slice(*place)])
    ]
    if not found:
        return None
    rng.shuffle(found)
    for kind, (start, end) in found:
        old = example.question[start:end]
        for new in pools.values(kind, example, old, rng):
            strange = not any(mentions(shown, part) for part in new.split() if len(part) > 2)
            if strange and fold(new) != fold(old) and not mentions(example.question, new):
                return _asking(example, example.question[:start] + new + example.question[end:])
    return None


def of_another(example: Example, pools: Pools, rng: random.Random) -> Example | None:
    """The passage with the same question about another document; None where it names none."""
    if not example.title or example.title not in example.question:
        return None
    titles = pools.titles(example.title)
    if not titles:
        return None
    return _asking(example, example.question.replace(example.title, rng.choice(titles)))


def _asking(example: Example, question: str) -> Example:
    """The passage with a question that it does not answer."""
    return replace(
        example, kind="null-changed", question=question, answers=False, span=None, answering=(),
    )  # fmt: skip


def changeable(question: str, language: Language) -> list[tuple[str, Bounds]]:
    """The identifiers, years, numbers and names of a question with their kinds and places.

    The kind of a name has the word before it, which tells places ("in") from persons ("did").
    """
    found: list[tuple[str, Bounds]] = []
    for kind, pattern in (("identifier", _IDENTIFIER), ("year", _YEAR), ("number", _NUMBER)):
        for match in pattern.finditer(question):
            if not any(start < match.end() and match.start() < end for _, (start, end) in found):
                found.append((kind, match.span()))
    taken = list(found)
    for name in find_names(question, language):
        if not any(start < name.end and name.start < end for _, (start, end) in taken):
            before = words(question[: name.start])
            found.append((f"name {before[-1].folded if before else ''}", (name.start, name.end)))
    return found


def unanswered(example: Example, other: Example, kind: str) -> Example:
    """The question of one example with the passage of another, which does not answer."""
    return replace(
        other, kind=kind, question=example.question, asked=example.asked, answers=False, span=None,
        answering=(),
    )  # fmt: skip


def mentions(text: str, part: str) -> bool:
    """Whether a text holds these words in a row, whatever their case and accents."""
    wanted = fold(part).strip()
    return bool(wanted) and re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", fold(text)) is not None


def _first(title: str) -> str:
    return title.split(maxsplit=1)[0] if title.strip() else ""


def _gap(passage: str, start: int) -> str:
    """What parted a sentence from the one before it: a line break or a blank."""
    return "\n" if passage[max(0, start - 2) : start].strip(" ") == "\n" else " "


def _content(text: str, language: Language) -> set[str]:
    found = words(text)
    return {word.folded for word in found if not is_stop_word(word.folded, language)}
