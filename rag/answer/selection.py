"""The sentences of the hits in the order of what they tell of a question."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.answer.question import Asked
from rag.answer.spans import candidates
from rag.records import Hit
from rag.text import words
from rag.wording import Sentence, read_families, read_sentences

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Likeness = Callable[[Sequence[str]], "NDArray[np.float32]"]

# Fitted by a softmax over the sentences of each question (the right ones hold a reference
# answer) on half of the questions of the development sets, then rounded; the other half is
# in bench/RESULTS.md, "Answers".
_HIT, _COVER, _CONTEXT, _LIKENESS, _KIND, _SHORT = 4.6, 2.0, 3.5, 3.2, 1.8, -2.0
# Between two languages the cosine stands for the shared words too, at this share of its value.
_ACROSS = 0.6
_WORDS = 4  # a sentence of fewer words of content is a heading or a cell more often than an answer
# The model of meaning reads this many sentences, the best by their words: on two cores it
# takes 3 ms a sentence.
_READ = 24
# A sentence that ends by asking; one that quotes somebody who asks tells something.
_QUESTION = re.compile(r"^.[^«“]*\?[\s»”\"’)]*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a hit with what was seen of it.

    ``cover`` is the share of the question's rarity in the sentence, ``context`` that with the
    sentence before and the headings, ``likeness`` the cosine to the question; ``score`` sums up.
    """

    hit: Hit
    sentence: Sentence
    cover: float
    context: float
    likeness: float
    score: float


def ranked(asked: Asked, hits: Sequence[Hit], likeness: Likeness) -> list[Candidate]:
    """The sentences that may answer, best first; no headings, questions or bare marks."""
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    found = [one for hit in hits for one in _sentences(asked, hit, best)]
    found.sort(key=lambda one: -one.score)
    near = found[:_READ]
    cosines = likeness([one.sentence.text for one in near]) if near else ()
    read = [_liked(asked, one, float(cosine)) for one, cosine in zip(near, cosines, strict=True)]
    return sorted(read, key=lambda one: -one.score)


def _sentences(asked: Asked, hit: Hit, best: float) -> Iterator[Candidate]:
    """The sentences of a hit, scored by their words."""
    passage = hit.passage
    titles = (hit.document.title, *passage.headings)
    above = read_families("\n".join(titles), passage.language)
    before: frozenset[str] = frozenset()
    for sentence in read_sentences(passage.text, passage.language):
        own = frozenset(sentence.families)
        if own and not _heads(sentence, hit) and not _QUESTION.search(sentence.text):
            cover = share(asked, own)
            context = share(asked, own | before | above)
            score = _HIT * hit.score / best + _COVER * cover + _CONTEXT * context
            score += _KIND * _holds(asked, hit, sentence) + _SHORT * (
                len(sentence.families) < _WORDS
            )
            yield Candidate(hit, sentence, cover, context, 0.0, score)
        before = own


def _heads(sentence: Sentence, hit: Hit) -> bool:
    """Whether a sentence is a heading, or a part of one: "Article 5. Durée du mandat" is two.

    A title that ends as sentences do is the first sentence of a document without a title.
    """
    text = sentence.text
    titled = text == hit.document.title and not text.endswith((".", "!", "…"))
    return titled or any(text in heading for heading in hit.passage.headings)


def _liked(asked: Asked, one: Candidate, cosine: float) -> Candidate:
    """The same with its likeness; between two languages that stands for the shared words too."""
    cosine = max(cosine, 0.0)
    score = one.score + _LIKENESS * cosine
    if one.hit.passage.language != asked.language:
        held = _ACROSS * cosine
        score += _COVER * max(held - one.cover, 0.0) + _CONTEXT * max(held - one.context, 0.0)
    return Candidate(one.hit, one.sentence, one.cover, one.context, cosine, score)


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
