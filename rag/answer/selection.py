"""The sentences of the hits in the order of what they tell of a question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.answer.alignment import Met, Sought
from rag.answer.question import Asked
from rag.answer.spans import candidates
from rag.encoders import Kind, Tokens
from rag.passages import embedded_text
from rag.records import Hit
from rag.text import words
from rag.wording import Sentence, read_families, read_sentences


class Read(Protocol):
    """Texts to their tokens, each read in its context: what an encoder does."""

    def __call__(self, texts: Sequence[str], *, kind: Kind) -> Sequence[Tokens]:
        """The tokens of each text, a question or a passage."""


# Fitted by a softmax over the sentences of each question (the right ones hold a reference
# answer) on half of the questions of the development sets, then rounded; the other half is
# in bench/RESULTS.md, "Answers".
_HIT, _CONTEXT, _LIKENESS, _MET, _AROUND, _KIND, _SHORT = 2.9, 2.9, 6.0, 5.5, 10.5, 1.9, -2.0
_WORDS = 4  # a sentence of fewer words of content is a heading or a cell more often than an answer
# A sentence that ends by asking; one that quotes somebody who asks tells something.
_QUESTION = re.compile(r"^.[^«“]*\?[\s»”\"’)]*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a hit with what was seen of it, each in 0..1 but for the score.

    ``context`` is the share of the question's rarity in the sentence, the one before and the
    headings; by meaning, ``met`` is its share met in the sentence, ``around`` in the passage,
    and ``likeness`` the cosine of the whole; ``score`` sums up.
    """

    hit: Hit
    sentence: Sentence
    context: float
    met: float
    around: float
    likeness: float
    score: float


def ranked(asked: Asked, sought: Sought, hits: Sequence[Hit], read: Read) -> list[Candidate]:
    """The sentences that may answer, best first; no headings, questions or bare marks."""
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    texts = [embedded_text(hit.document, hit.passage) for hit in hits]
    found = [
        one
        for hit, text, tokens in zip(hits, texts, read(texts, kind="passage"), strict=True)
        for one in _sentences(asked, hit, best, Met(sought, tokens), len(text))
    ]
    return sorted(found, key=lambda one: -one.score)


def _sentences(asked: Asked, hit: Hit, best: float, met: Met, length: int) -> Iterator[Candidate]:
    """The sentences of a hit, scored; its text ends the one of that length that was read."""
    passage = hit.passage
    titles = (hit.document.title, *passage.headings)
    above = read_families("\n".join(titles), passage.language)
    begin, around = length - len(passage.text), met.words()
    before: frozenset[str] = frozenset()
    for sentence in read_sentences(passage.text, passage.language):
        own = frozenset(sentence.families)
        if own and not _heads(sentence, hit) and not _QUESTION.search(sentence.text):
            place = (begin + sentence.start, begin + sentence.end)
            context, near = share(asked, own | before | above), met.words(*place)
            likeness = max(met.whole(*place), 0.0)
            score = _HIT * hit.score / best + _LIKENESS * likeness + _MET * near + _AROUND * around
            score += _CONTEXT * _held(asked, hit, context, near)
            score += _KIND * _holds(asked, hit, sentence)
            score += _SHORT * (len(sentence.families) < _WORDS)
            yield Candidate(hit, sentence, context, near, around, likeness, score)
        before = own


def _held(asked: Asked, hit: Hit, context: float, near: float) -> float:
    """The share of the question that is held in words; between two languages, by meaning."""
    return context if hit.passage.language == asked.language else max(context, near)


def _heads(sentence: Sentence, hit: Hit) -> bool:
    """Whether a sentence is a heading, or a part of one: "Article 5. Durée du mandat" is two.

    A title that ends as sentences do is the first sentence of a document without a title.
    """
    text = sentence.text
    titled = text == hit.document.title and not text.endswith((".", "!", "…"))
    return titled or any(text in heading for heading in hit.passage.headings)


def _holds(asked: Asked, hit: Hit, sentence: Sentence) -> float:
    """How surely a sentence holds a short answer, in 0..1; 0.5 where none of a kind is asked.

    A person has a first name or a title; one capital alone is more often an institution.
    """
    if asked.kind == "other":
        return 0.5
    found = [
        {word.folded for word in words(sentence.text[start:end])}
        for start, end in candidates(sentence.text, hit.passage.language, asked.kind)
    ]
    new = [inside for inside in found if not inside <= asked.folded]
    alone = asked.kind == "person" and all(len(inside) < 2 for inside in new)
    return (0.5 if alone else 1.0) if new else 0.0


def share(asked: Asked, found: frozenset[str]) -> float:
    """The share of the question's rarity that these families hold, in 0..1."""
    total = asked.total
    return sum(asked.rarity[one] for one in asked.rarity.keys() & found) / total if total else 0.0
