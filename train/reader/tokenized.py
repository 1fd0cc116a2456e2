"""Examples cut into the tokens that the network reads, and batches of them.

A text is ``[CLS] question [SEP] title › headings, sentence before [SEP] passage [SEP]``. The
passage is counted from position PASSAGE_AT whatever the question is, so that a passage read
apart keeps its states for any question.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import torch
from tokenizers import Encoding, Tokenizer

from train.reader.examples import Bounds, Example

PASSAGE_AT = 64  # the position of the first token after the question
QUESTION, ABOVE, BEFORE = 56, 40, 24  # most tokens of each part
MOST_SENTENCES = 62  # of one text; those beyond are not scored
_AT_ONCE = 2_000  # examples given to the tokenizer
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


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """What the network reads, and what it should find; all (n, tokens) but for the last four.

    ``sentence`` as in TokenizedExample. ``first`` and ``last`` (n,) are -1 where no span is
    known, ``answers`` is (n,) float32; ``wanted`` (n, sentences) is 1 for those that answer, 0 for
    others and -1 where that is not known.
    """

    input_ids: torch.Tensor
    token_type_ids: torch.Tensor
    position_ids: torch.Tensor
    attention_mask: torch.Tensor
    sentence: torch.Tensor
    passage: torch.Tensor
    first: torch.Tensor
    last: torch.Tensor
    answers: torch.Tensor
    wanted: torch.Tensor

    @property
    def read(self) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        """What the network takes."""
        return self.input_ids, self.token_type_ids, self.position_ids, self.attention_mask


class TokenizedExamples:
    """Many examples in tokens, kept as numbers."""

    def __init__(
        self, examples: Iterable[Example], tokenize: ExampleTokenizer, limits: Limits, seed: int
    ) -> None:
        rng = random.Random(f"{seed} limits")
        ids: list[np.ndarray] = []
        sentence: list[np.ndarray] = []
        rows: list[tuple[int, int, int, int, bool]] = []
        self.wanted: list[tuple[int, ...] | None] = []
        self.kinds: list[tuple[str, str]] = []
        source = iter(examples)
        while part := list(islice(source, _AT_ONCE)):
            most = [
                limits.long if rng.random() < limits.long_share else limits.tokens for _ in part
            ]
            for example, cut in zip(part, tokenize(part, most, seed), strict=True):
                ids.append(np.array(cut.ids, dtype=np.int32))
                sentence.append(np.array(cut.sentence, dtype=np.int8))
                rows.append((cut.question, cut.passage, cut.first, cut.last, example.answers))
                self.wanted.append(example.answering)
                self.kinds.append((example.kind, example.source))
        self.lengths = np.array([len(each) for each in ids])
        self._starts = np.cumsum(self.lengths) - self.lengths
        self._ids, self._sentence = np.concatenate(ids), np.concatenate(sentence)
        self._rows = np.array(rows, dtype=np.int64)

    def __len__(self) -> int:
        return len(self.lengths)

    def batch(self, places: Sequence[int], device: str = "cpu") -> Batch:
        """The examples at these places, the shorter ones padded."""
        cuts = [self._cut(place) for place in places]
        answers = [float(self._rows[place, 4]) for place in places]
        return collate(cuts, answers, [self.wanted[place] for place in places], device)

    def _cut(self, place: int) -> TokenizedExample:
        start = self._starts[place]
        own = slice(start, start + self.lengths[place])
        question, passage, first, last = map(int, self._rows[place, :4])
        ids, sentence = self._ids[own].tolist(), self._sentence[own].tolist()
        return TokenizedExample(ids, question, passage, sentence, [], first, last)


def collate(
    cuts: Sequence[TokenizedExample],
    answers: Sequence[float],
    wanted: Sequence[tuple[int, ...] | None],
    device: str = "cpu",
) -> Batch:
    """Texts in tokens as one batch."""
    size = max(len(cut.ids) for cut in cuts)
    ids, types, positions, mask, sentence, passage = np.zeros((6, len(cuts), size), dtype=np.int64)
    for row, cut in enumerate(cuts):
        length = len(cut.ids)
        ids[row, :length] = cut.ids
        types[row, cut.question : length] = 1
        positions[row, : cut.question] = np.arange(cut.question)
        positions[row, cut.question : length] = PASSAGE_AT + np.arange(length - cut.question)
        mask[row, :length] = 1
        sentence[row, :length] = cut.sentence
        passage[row, cut.passage : length - 1] = 1
    most = max(int(sentence.max()), 1)
    targets = np.zeros((len(cuts), most), dtype=np.float32)
    for row, places in enumerate(wanted):
        if places is None:
            targets[row] = -1
        else:
            targets[row, [place for place in places if place < most]] = 1
    arrays = (
        ids, types, positions, mask, sentence, passage, np.array([cut.first for cut in cuts]),
        np.array([cut.last for cut in cuts]), np.array(answers, dtype=np.float32), targets,
    )  # fmt: skip
    return Batch(*(torch.from_numpy(each).to(device) for each in arrays))
