"""The sentences of the hits in the order of what they tell of a question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from rag.answering.late_interaction import MaxSim, QueryTokens, idf_weights
from rag.answering.question import ParsedQuestion
from rag.answering.spans import candidates
from rag.encoders import TextKind, Tokens
from rag.language.wording import Sentence, read_families, read_sentences
from rag.language.words import words
from rag.passages import embedded_text
from rag.records import Hit

if TYPE_CHECKING:
    from numpy.typing import NDArray


class TokenEncoder(Protocol):
    """Texts to their tokens, each read in its context: what an encoder does."""

    def __call__(self, texts: Sequence[str], *, kind: TextKind) -> Sequence[Tokens]:
        """The tokens of each text, a question or a passage."""


# Fitted by a softmax over the sentences of each question (the right ones hold a reference
# answer) on half of the questions of the development sets, then rounded; the other half is
# in bench/RESULTS.md, "Answers".
_HIT, _OWN, _HELD, _AROUND, _LIKENESS, _KIND, _SHORT = 3.1, 5.1, 3.8, 10.4, 7.7, 1.9, -0.9
# A word of the same family is met at least so well, whatever its context makes of it:
# "préside" by "présidente".
_FAMILY = 0.9
# Between two that say as much, the one in the language of the question is read more easily.
_SAME = 0.7
_WORDS = 4  # a sentence of fewer words of content is a heading or a cell more often than an answer
# A sentence that ends by asking; one that quotes somebody who asks tells something.
_QUESTION = re.compile(r"^.[^«“]*\?[\s»”\"’)]*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a hit with what was seen of it, each in 0..1 but for the score.

    The share of the question that is met: ``met`` in the sentence, ``held`` with the sentence
    before and the headings, ``around`` in the passage; ``likeness`` is the cosine of the whole,
    and ``score`` sums up.
    """

    hit: Hit
    sentence: Sentence
    met: float
    held: float
    around: float
    likeness: float
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class _SentenceFeatures:
    """A sentence before it is weighed: how near it comes to each token of the question.

    ``own`` alone, ``held`` with the sentence before and the headings, ``around`` in its passage.
    """

    hit: Hit
    sentence: Sentence
    own: NDArray[np.float32]
    held: NDArray[np.float32]
    around: NDArray[np.float32]
    likeness: float


@dataclass(frozen=True, slots=True, eq=False)
class EncodedHit:
    """A hit held against a question; its passage begins at a character of the text read."""

    hit: Hit
    met: MaxSim
    begin: int


def read_hits(sought: QueryTokens, hits: Sequence[Hit], read: TokenEncoder) -> list[EncodedHit]:
    """The hits, read token by token with what stands above each passage."""
    texts = [embedded_text(hit.document, hit.passage) for hit in hits]
    return [
        EncodedHit(hit, MaxSim(sought, tokens), len(text) - len(hit.passage.text))
        for hit, text, tokens in zip(hits, texts, read(texts, kind="passage"), strict=True)
    ]


def in_order(sought: QueryTokens, found: Sequence[EncodedHit]) -> list[Hit]:
    """The hits in the order of their score and of how much of the question each meets, together."""

    def worth(one: EncodedHit) -> float:
        return one.hit.score + float(one.met.near() @ sought.weights)

    return [one.hit for one in sorted(found, key=worth, reverse=True)]


def ranked(
    asked: ParsedQuestion, sought: QueryTokens, found: Sequence[EncodedHit]
) -> list[Candidate]:
    """The sentences that may answer, best first; no headings, questions or bare marks."""
    seen = [one for hit in found for one in _sentences(sought, hit)]
    best = max((one.hit.score for one in found), default=0.0) or 1.0
    weights = idf_weights(sought, [one.own for one in seen])
    weighed = [_weighed(asked, sought, weights, one, best) for one in seen]
    return sorted(weighed, key=lambda one: -one.score)


def _sentences(sought: QueryTokens, found: EncodedHit) -> Iterator[_SentenceFeatures]:
    hit, met, begin = found.hit, found.met, found.begin
    passage, around = hit.passage, met.near()
    titles = read_families("\n".join((hit.document.title, *passage.headings)), passage.language)
    above = np.maximum(_FAMILY * sought.shared(titles), met.near(met.within(0, begin)))
    before = np.zeros_like(above)
    for sentence in read_sentences(passage.text, passage.language):
        place = met.within(begin + sentence.start, begin + sentence.end)
        own = np.maximum(_FAMILY * sought.shared(sentence.families), met.near(place))
        if sentence.families and not _heads(sentence, hit) and not _QUESTION.search(sentence.text):
            held = np.maximum(np.maximum(own, before), above)
            yield _SentenceFeatures(hit, sentence, own, held, around, max(met.whole(place), 0.0))
        before = own


def _weighed(
    asked: ParsedQuestion,
    sought: QueryTokens,
    weights: NDArray[np.float32],
    one: _SentenceFeatures,
    best: float,
) -> Candidate:
    """A sentence with its score; ``weights`` are those of what tells the sentences apart."""
    around = float(one.around @ sought.weights)
    score = _HIT * one.hit.score / best + _AROUND * around + _LIKENESS * one.likeness
    score += _OWN * float(one.own @ weights) + _HELD * float(one.held @ weights)
    score += _KIND * _holds(asked, one.hit, one.sentence)
    score += _SHORT * (len(one.sentence.families) < _WORDS)
    score += _SAME * (one.hit.passage.language == asked.language)
    met, held = float(one.own @ sought.weights), float(one.held @ sought.weights)
    return Candidate(one.hit, one.sentence, met, held, around, one.likeness, score)


def _heads(sentence: Sentence, hit: Hit) -> bool:
    """Whether a sentence is a heading, or a part of one: "Article 5. Durée du mandat" is two.

    A title that ends as sentences do is the first sentence of a document without a title.
    """
    text = sentence.text
    titled = text == hit.document.title and not text.endswith((".", "!", "…"))
    return titled or any(text in heading for heading in hit.passage.headings)


def _holds(asked: ParsedQuestion, hit: Hit, sentence: Sentence) -> float:
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
