"""Examples whose words are partly put into the other language, by a dictionary learnt here.

Few questions exist in French, and almost none across languages. Where words of a text are replaced
by their translations, a network learns that both mean the same in their place (CoSDA-ML, Qin et
al. 2020). The dictionary is the word translation model of Brown et al. 1993 (IBM model 1) on
translated lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from rag.language.words import words
from rag.records import Language
from train.reader.examples import Example

_LONGEST = 28  # words of a line that is learnt from
_RAREST = 4  # times that a word occurs
_ROUNDS = 4
# Translations that are kept: the best ones from this probability on, in both directions; and what
# those that are kept must have together.
_LIKELY, _BEST, _SURE = 0.05, 4, 0.25
_OTHER: dict[Language, Language] = {"en": "fr", "fr": "en"}


# The translations of words in lower case, with their probabilities.
Translations = Mapping[str, Sequence[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The translations of the words of each language."""

    translations: Mapping[Language, Translations]

    def of(self, word: str, language: Language, rng: Random) -> str | None:
        """A translation of a word, drawn by its probability, written as the word is."""
        found = self.translations[language].get(word.lower())
        if found is None:
            return None
        (drawn,) = rng.choices([text for text, _ in found], [share for _, share in found])
        return drawn.capitalize() if word[:1].isupper() else drawn


def learn(lines: Iterable[tuple[str, str]]) -> Dictionary:
    """The dictionary of translated lines, English and French."""
    pairs = [tuple(_words(side) for side in line) for line in lines]
    pairs = [pair for pair in pairs if all(0 < len(side) <= _LONGEST for side in pair)]
    english, french = ([pair[side] for pair in pairs] for side in (0, 1))
    to_french, to_english = _translations(english, french), _translations(french, english)
    return Dictionary({
        "en": _both_ways(to_french, to_english), "fr": _both_ways(to_english, to_french),
    })  # fmt: skip


def _both_ways(
    found: Mapping[str, Sequence[tuple[str, float]]],
    back: Mapping[str, Sequence[tuple[str, float]]],
) -> dict[str, list[tuple[str, float]]]:
    """The best translations of each word that lead back to it."""
    kept = {}
    for word, every in found.items():
        ways = [(other, share) for other, share in every if word in dict(back.get(other, ()))]
        best = sorted(ways, key=lambda one: -one[1])[:_BEST]
        if sum(share for _, share in best) >= _SURE:
            kept[word] = best
    return kept


def _words(text: str) -> list[str]:
    """The words in lower case, without figures and words of one letter."""
    found = (text[word.start : word.end].lower() for word in words(text))
    return [word for word in found if len(word) > 1 and not any(map(str.isdigit, word))]


def _translations(
    lines: Sequence[Sequence[str]], others: Sequence[Sequence[str]]
) -> dict[str, list[tuple[str, float]]]:
    """The likely translations of each word of the lines."""
    sources, names = _numbered(lines)
    targets, other_names = _numbered(others)
    left, right, group = _links(sources, targets, len(other_names))
    keys, link = np.unique(left * len(other_names) + right, return_inverse=True)
    source_of = keys // len(other_names)
    chance = np.ones(len(keys))
    for _ in range(_ROUNDS):
        share = chance[link]
        share /= np.bincount(group, weights=share)[group]
        counts = np.bincount(link, weights=share, minlength=len(keys))
        chance = counts / np.bincount(source_of, weights=counts)[source_of]
    found: dict[str, list[tuple[str, float]]] = {}
    for place in np.flatnonzero(chance >= _LIKELY):
        source, target = divmod(int(keys[place]), len(other_names))
        found.setdefault(names[source], []).append((other_names[target], float(chance[place])))
    return found


def _numbered(lines: Sequence[Sequence[str]]) -> tuple[list[list[int]], list[str]]:
    """The lines as numbers of their words, rare ones left out, and the words."""
    counts: dict[str, int] = {}
    for line in lines:
        for word in line:
            counts[word] = counts.get(word, 0) + 1
    names = [word for word, count in counts.items() if count >= _RAREST]
    place = {word: number for number, word in enumerate(names)}
    return [[place[word] for word in line if word in place] for line in lines], names


def _links(
    sources: Sequence[Sequence[int]], targets: Sequence[Sequence[int]], count: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Each word of a line with each of the other: both numbers, and which target word it is."""
    left, right, group = [], [], []
    number = 0
    for source, target in zip(sources, targets, strict=True):
        one, other = np.array(source, dtype=np.int64), np.array(target, dtype=np.int64)
        left.append(np.tile(one, len(other)))
        right.append(np.repeat(other, len(one)))
        group.append(np.repeat(np.arange(number, number + len(other)), len(one)))
        number += len(other)
    return np.concatenate(left), np.concatenate(right), np.concatenate(group)


def switched(example: Example, dictionary: Dictionary, rng: Random) -> Example:
    """An example with words of its question, of its passage or of both in the other language.

    Nearly all words of one of them, so that question and passage are in two languages, or some
    words of both.
    """
    part = rng.choice(("question", "passage", "both", "all"))
    amount = {"both": 0.4}.get(part, 0.9)
    question, passage = example.question, example.passage
    if part != "passage":
        question, _ = _replaced(question, example.asked, amount, dictionary, rng)
    if part == "question":
        return replace(example, question=question, asked=_OTHER[example.asked])
    passage, moved = _replaced(passage, example.language, amount, dictionary, rng)
    above, before = (
        _replaced(text, example.language, amount, dictionary, rng)[0]
        for text in (example.above, example.before)
    )
    asked, language = example.asked, example.language
    return replace(
        example, question=question, passage=passage, title=above, headings=(), before=before,
        asked=_OTHER[asked] if part == "all" else asked,
        language=_OTHER[language] if part != "both" else language,
        sentences=tuple((moved[start], moved[end]) for start, end in example.sentences),
        span=example.span and (moved[example.span[0]], moved[example.span[1]]),
    )  # fmt: skip


def _replaced(
    text: str, language: Language, amount: float, dictionary: Dictionary, rng: Random
) -> tuple[str, list[int]]:
    """The text with a share of its words translated, and where each of its places went.

    A place inside a word goes to the end of its translation, so that what begins or ends with a
    word still does.
    """
    parts: list[str] = []
    moved: list[int] = []
    at = length = 0
    for word in words(text):
        found = None
        if rng.random() < amount:
            found = dictionary.of(text[word.start : word.end], language, rng)
        if found is None:
            continue
        parts += [text[at : word.start], found]
        moved += range(length, length + word.start - at + 1)
        length += word.start - at + len(found)
        moved += [length] * (word.end - word.start - 1)
        at = word.end
    parts.append(text[at:])
    moved += range(length, length + len(text) - at + 1)
    return "".join(parts), moved
