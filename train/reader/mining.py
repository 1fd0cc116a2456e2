"""Passages that look right and are wrong, and the sentence of a passage that answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from rag.encoders.onnx import OnnxEncoder
from rag.encoders.tokens import Tokens
from rag.language.words import is_stop_word, terms, words
from rag.records import Language
from train.hard_negatives import hard_negatives
from train.reader.examples import Example
from train.reader.nulls import mentions, unanswered

# A passage this near to the likeness of the answer may answer too (as in train/tasks.py).
_SAFE = 0.95
_DEPTH = 5  # wrong passages looked at for each question
_AT_ONCE = 512
_LONGEST = 350  # characters of a sentence; a longer one is several that the page glued together
_ENDS = re.compile(r"[.!?…:;»)]\s*$")
_DEFINED = re.compile(r"de quoi s'agit-il \?$|^qu'est-ce que?\b", re.IGNORECASE)
_YES_OR_NO = re.compile(r"^(?:oui|non)\b", re.IGNORECASE)
_LEADS_IN = re.compile(r":\s*$")
_ITEM = re.compile(r"^(?:[-•*–]|\d+[.)]) ?")
EncodeTexts = Callable[[Sequence[str]], np.ndarray]


def by_terms(
    examples: Sequence[Example], language: Language, answering: Sequence[Example]
) -> Iterator[Example]:
    """Each question with the passage that BM25 takes for its answer and that is not it."""
    texts, own = _numbered(examples, answering)
    found = hard_negatives(
        [one.question for one in examples], [_titled(one) for one in texts], own, language,
        count=_DEPTH,
    )  # fmt: skip
    yield from _wrong(examples, found, texts, "null-bm25")


def by_meaning(
    examples: Sequence[Example], encode: EncodeTexts, answering: Sequence[Example]
) -> Iterator[Example]:
    """The same by the encoder, but for passages as near as the answer itself."""
    texts, own = _numbered(examples, answering)
    passages = encode([_titled(one) for one in texts])
    found = np.full((len(examples), _DEPTH), -1)
    for start in range(0, len(examples), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        cosines = encode([one.question for one in examples[part]]) @ passages.T
        rows = np.arange(len(cosines))
        limit = _SAFE * cosines[rows, own[part]]
        cosines[cosines > limit[:, None]] = -1.0
        found[part] = np.argsort(-cosines, axis=1, kind="stable")[:, :_DEPTH]
    yield from _wrong(examples, found, texts, "null-encoder")


def _numbered(
    examples: Sequence[Example], answering: Sequence[Example]
) -> tuple[list[Example], np.ndarray]:
    """One example for each different passage, and the place of each question's own."""
    texts = list({one.passage: one for one in answering}.values())
    places = {one.passage: place for place, one in enumerate(texts)}
    return texts, np.array([places[one.passage] for one in examples])


def _wrong(
    examples: Sequence[Example], found: np.ndarray, texts: Sequence[Example], kind: str
) -> Iterator[Example]:
    """The first of the passages found that does not hold the answer."""
    for example, places in zip(examples, found, strict=True):
        for place in places:
            other = texts[place]
            if place >= 0 and not _may_answer(example, other):
                yield unanswered(example, other, kind)
                break


def _may_answer(example: Example, other: Example) -> bool:
    """Whether another passage holds the answer too, or is under the same heading."""
    if example.passage == other.passage or (example.above and example.above == other.above):
        return not example.answer or mentions(other.passage, example.answer)
    return bool(example.answer) and mentions(other.passage, example.answer)


class Answering:
    """Looks for the sentence that answers a question whose passage is known to answer it.

    Two judges must agree: late interaction of the encoder (MaxSim, Khattab & Zaharia 2020) and
    the share of the question's rare stems in the sentence and the one before it. A passage that
    begins with yes or no answers by that sentence, and what a thing is, by its first one or
    not at all. A lead-in answers with its items.
    """

    def __init__(self, encoder: OnnxEncoder, passages: Sequence[Example]) -> None:
        self._encoder = encoder
        counts: dict[str, int] = {}
        for one in passages:
            for term in set(terms(one.passage, one.language)):
                counts[term] = counts.get(term, 0) + 1
        self._rarity = {
            term: float(np.log(1 + len(passages) / count)) for term, count in counts.items()
        }
        self._unknown = float(np.log(1 + len(passages)))

    def __call__(self, example: Example) -> tuple[int, ...] | None:
        """The places of the sentences that answer; None where the judges disagree."""
        texts = [example.passage[start:end] for start, end in example.sentences]
        if len(texts) == 1 or _YES_OR_NO.match(texts[0]):
            return (0,)
        by_stems = self._stems(example, texts)
        first = int(np.argmax(by_stems))
        if by_stems[first] <= 0 or not _says_something(texts[first]):
            return None
        if first and _DEFINED.search(example.question):
            return None
        if int(np.argmax(self._meaning(example))) != first:
            return None
        return _with_items(texts, first)

    def _stems(self, example: Example, texts: Sequence[str]) -> np.ndarray:
        asked = set(terms(example.question, example.asked))
        weight = sum(self._rarity.get(term, self._unknown) for term in asked) or 1.0
        held = [asked.intersection(terms(text, example.language)) for text in texts]
        scores = []
        for place, own in enumerate(held):
            around = held[place - 1] - own if place else set[str]()
            own_weight, around_weight = (
                sum(self._rarity.get(term, self._unknown) for term in part)
                for part in (own, around)
            )
            scores.append((own_weight + 0.5 * around_weight) / weight)
        return np.array(scores)

    def _meaning(self, example: Example) -> np.ndarray:
        (question,) = self._encoder.tokens([example.question], kind="query")
        (passage,) = self._encoder.tokens([example.passage], kind="passage")
        asked = question.vectors.astype(np.float32)[_content(question, example)]
        near = np.maximum(asked @ passage.vectors.astype(np.float32).T, 0)
        scores = []
        for start, end in example.sentences:
            inside = (passage.spans[:, 0] >= start) & (passage.spans[:, 1] <= end)
            scores.append(
                float(near[:, inside].max(axis=1, initial=0).mean()) if len(near) else 0.0
            )
        return np.array(scores)


def _says_something(text: str) -> bool:
    """Whether a text is a sentence or an item, and no link, label or rest of a note."""
    if _ITEM.match(text):
        return True
    return len(text) <= _LONGEST and text[0].isupper() and _ENDS.search(text) is not None


def _content(tokens: Tokens, example: Example) -> np.ndarray:
    """Which tokens of a question belong to words of content."""
    kept = np.zeros(len(tokens.spans), dtype=bool)
    for word in words(example.question):
        if not is_stop_word(word.folded, example.asked):
            kept |= (tokens.spans[:, 0] >= word.start) & (tokens.spans[:, 1] <= word.end)
    return kept


def _with_items(texts: Sequence[str], first: int) -> tuple[int, ...]:
    """A lead-in with the items below it, an item with its lead-in and the others."""
    lead = first
    while lead > 0 and _ITEM.match(texts[lead]):
        lead -= 1
    if not (_LEADS_IN.search(texts[lead]) or _ITEM.match(texts[first])):
        return (first,)
    last = lead
    while last + 1 < len(texts) and _ITEM.match(texts[last + 1]):
        last += 1
    return tuple(range(lead, last + 1)) if last > lead else (first,)


def _titled(example: Example) -> str:
    return f"{example.above}\n{example.passage}" if example.above else example.passage


def encoder_of(folder: Path) -> tuple[OnnxEncoder, EncodeTexts]:
    """The encoder of a folder, and its vectors of texts."""
    encoder = OnnxEncoder.load(folder)
    return encoder, lambda texts: encoder.encode(texts, kind="passage")
