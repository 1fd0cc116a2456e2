"""Examples cut into the tokens that the network reads.

A text is ``[CLS] question [SEP] title › headings, sentence before [SEP] passage [SEP]``. The
passage is counted from position PASSAGE_AT whatever the question is, so that a passage read
apart keeps its states for any question.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from tokenizers import Encoding, Tokenizer

from rag.passage_reader.layout import ABOVE, BEFORE, MOST_SENTENCES, QUESTION
from train.reader.examples import Bounds, Example

_NONE = -1


@dataclass(frozen=True, slots=True)
class Limits:
    """The most tokens of a text; of ``long_share`` of the examples ``long``, of others ``tokens``.

    The product's passages are longer than what a training can afford to read every time.
    """

    tokens: int = 176
    long: int = 352
    long_share: float = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class TokenizedExample:
    """A text in tokens.

    ``ids`` are the tokens, the first ``question`` of them those of the question. ``sentence``
    is for each token 0, or the place of its sentence in the example from 1 on; ``spans`` are the
    tokens' offsets into the passage, of those from ``passage`` on. ``first`` and ``last`` are
    the tokens that the answer begins and ends with, -1 where none is known.
    """

    ids: list[int]
    question: int
    passage: int
    sentence: list[int]
    spans: list[Bounds]
    first: int = _NONE
    last: int = _NONE


class ExampleTokenizer:
    """Cuts examples by a tokenizer."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self._tokenizer = tokenizer
        self._begin, self._end = _mark(tokenizer, "[CLS]"), _mark(tokenizer, "[SEP]")

    def __call__(
        self, examples: Sequence[Example], limits: Sequence[int], seed: int
    ) -> list[TokenizedExample]:
        """Each example in so many tokens at most.

        A passage that is too long is cut to a run of whole sentences that holds the answer,
        drawn among such runs. ``seed`` decides for all of them.
        """
        questions, aboves, befores, passages = (
            self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
            for texts in zip(*(_parts(one) for one in examples), strict=True)
        )
        return [
            self._cut(example, parts, limit, random.Random(f"{seed} {example.question}"))
            for example, limit, *parts in zip(
                examples, limits, questions, aboves, befores, passages, strict=True
            )
        ]

    def _cut(
        self, example: Example, parts: list[Encoding], limit: int, rng: random.Random
    ) -> TokenizedExample:
        question, above = parts[0].ids[:QUESTION], parts[1].ids[:ABOVE]
        ids, spans = parts[3].ids, parts[3].offsets
        sentence = _sentence_of(example, spans)
        space = max(1, limit - len(question) - len(above) - BEFORE - 4)
        gold = _gold(example, spans, sentence)
        begin = _begin(sentence, gold, space, example.answers, rng) if len(ids) > space else 0
        before = _before(ids, sentence, begin) if begin else parts[2].ids[:BEFORE]
        head = [self._begin, *question, self._end, *above, *before, self._end]
        end = min(begin + space, len(ids))
        first = last = _NONE
        if example.span and gold and begin <= gold[0] and gold[1] < end:
            first, last = (len(head) + place - begin for place in gold)
        return TokenizedExample(
            [*head, *ids[begin:end], self._end], len(question) + 2, len(head),
            [0] * len(head) + sentence[begin:end] + [0], list(spans[begin:end]), first, last,
        )  # fmt: skip


def _mark(tokenizer: Tokenizer, mark: str) -> int:
    """The token of a mark; ValueError where the tokenizer does not have it."""
    found = tokenizer.token_to_id(mark)
    if found is None:
        raise ValueError(f"the tokenizer has no {mark}")
    return int(found)


def _parts(example: Example) -> tuple[str, str, str, str]:
    return example.question, example.above, example.before, example.passage


def _sentence_of(example: Example, spans: Sequence[Bounds]) -> list[int]:
    """For each token of the passage the place of its sentence, from 1; 0 beyond the most."""
    starts = np.array([start for start, _ in example.sentences] or [0])
    places = np.searchsorted(starts, [start for start, _ in spans], side="right")
    return [int(place) if place <= MOST_SENTENCES else 0 for place in places]


def _gold(
    example: Example, spans: Sequence[Bounds], sentence: Sequence[int]
) -> tuple[int, int] | None:
    """The first and last tokens of the answer, or else of the sentences that answer."""
    if example.span:
        start, end = example.span
        inside = [place for place, (a, b) in enumerate(spans) if a < end and start < b]
    else:
        wanted = {place + 1 for place in example.answering or ()}
        inside = [place for place, each in enumerate(sentence) if each in wanted]
    return (inside[0], inside[-1]) if inside else None


def _begin(
    sentence: Sequence[int],
    gold: tuple[int, int] | None,
    space: int,
    answers: bool,
    rng: random.Random,
) -> int:
    """Where a run of whole sentences begins that fits and holds the answer.

    Where it is not known what answers, the passage is read from its beginning.
    """
    starts = [at for at in range(len(sentence)) if not at or sentence[at] != sentence[at - 1]]
    if gold is None:
        full = [at for at in starts if at + space // 2 <= len(sentence)]
        return 0 if answers else rng.choice(full or [0])
    holding = [at for at in starts if at <= gold[0] and gold[1] < at + space]
    if holding:
        return rng.choice(holding)
    return max(at for at in starts if at <= gold[0])


def _before(ids: Sequence[int], sentence: Sequence[int], begin: int) -> list[int]:
    """The end of the sentence before a token."""
    place = sentence[begin - 1]
    start = begin
    while start and sentence[start - 1] == place and begin - start < BEFORE:
        start -= 1
    return list(ids[start:begin])
