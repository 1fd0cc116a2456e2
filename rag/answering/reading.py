"""The sentences of the hits read by the network, as far as they can come first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from rag.answering.question import ParsedQuestion
from rag.answering.selection import Candidate, TokenEncoder
from rag.language.sentences import read_sentences
from rag.passage_reader import PassageReader, PassageReading, PassageText, SentenceReading
from rag.records import Hit
from rag.weights import WEIGHTS, Weights

# What a sentence has that is not read: it comes after all that are.
_NOT_READ = SentenceReading(-10.0, (0, 0), -20.0)
_NO_PASSAGE = PassageReading(-10.0, ())
_AT_FIRST, _AT_ONCE = 3, 2  # passages read before, and between, looking at what is left


@dataclass(frozen=True, slots=True)
class Models:
    """The two networks of an answer: the encoder's tokens, and the reader.

    ``every``: all hits are read, and not only those that can change what is quoted.
    """

    encode: TokenEncoder
    read: PassageReader
    every: bool = True


def read_candidates(
    question: ParsedQuestion,
    candidates: Sequence[Candidate],
    models: Models,
    weights: Weights = WEIGHTS,
) -> list[Candidate]:
    """The candidates as they are read, best first.

    Reading takes most of the time of an answer. Unless ``models.every``, the passages are
    read in the order of what their best sentence has without reading, until none that is left can
    come near the first two, however it is read (the threshold algorithm, Fagin et al. 2003): the
    quotes, and how far the first is before the next, are as if all were read.
    """
    groups = _by_hit(candidates)
    left = sorted(range(len(groups)), key=lambda number: -_highest(groups[number]))
    read: dict[int, list[Candidate]] = {}
    while left and (models.every or not _is_settled(read, _highest(groups[left[0]]), weights)):
        count = len(left) if models.every else _AT_ONCE if read else _AT_FIRST
        batch, left = left[:count], left[count:]
        texts = [passage_text(groups[number][0].hit) for number in batch]
        for number, reading in zip(batch, models.read(question.text, texts), strict=True):
            read[number] = list(_as_read(groups[number], reading, weights))
    for number in left:
        read[number] = list(_as_read(groups[number], _NO_PASSAGE, weights))
    found = [one for number in range(len(groups)) for one in read[number]]
    return sorted(found, key=lambda one: (one.fragment, -one.score))


def passage_text(hit: Hit) -> PassageText:
    """A hit's passage with its title and headings, as the reader takes it."""
    passage, title = hit.passage, hit.document.title
    above = (title, *(each for each in passage.headings if each != title))
    found = read_sentences(passage.text, passage.language)
    return PassageText(
        " › ".join(part for part in above if part),
        passage.text,
        tuple((sentence.start, sentence.end) for sentence in found),
    )


def _by_hit(candidates: Sequence[Candidate]) -> list[list[Candidate]]:
    groups: dict[int, list[Candidate]] = {}
    for one in candidates:
        groups.setdefault(id(one.hit), []).append(one)
    return list(groups.values())


def _highest(group: Sequence[Candidate]) -> float:
    return max(one.score for one in group)


def _is_settled(read: Mapping[int, Sequence[Candidate]], highest: float, weights: Weights) -> bool:
    """Whether no sentence left, of at most this score, can be the second or close to the first."""
    scores: dict[str, float] = {}
    for one in chain.from_iterable(read.values()):
        if not one.fragment:
            text = " ".join(one.sentence.text.split())
            scores[text] = max(one.score, scores.get(text, one.score))
    best = sorted(scores.values(), reverse=True)[:2]
    if len(best) < 2:
        return False
    limits = weights.selection
    return highest + limits.most_of_reading < min(best[0] - limits.close, best[1])


def _as_read(
    group: Sequence[Candidate], reading: PassageReading, weights: Weights
) -> Iterator[Candidate]:
    """The sentences of a passage with what the reader found, or with little if it read them not."""
    for one in group:
        place = one.place
        own = reading.sentences[place] if place < len(reading.sentences) else None
        own = own or _NOT_READ
        features = replace(
            one.features,
            passage_answers=reading.answers,
            sentence_answers=own.logit,
            span_logit=own.span_logit,
        )
        added = features.score(weights.sentences) - one.features.score(weights.sentences)
        yield replace(one, features=features, score=one.score + added, span=own.span)
