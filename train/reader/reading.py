"""A trained reader at work: passages in, the short answer and the scores of sentences out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from rag.passage_reader.layout import LONGEST
from train.data import SEED
from train.reader import network
from train.reader.batches import collate
from train.reader.examples import Bounds, Example
from train.reader.scoring import best_span
from train.reader.tokenized import ExampleTokenizer, TokenizedExample

_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class ExampleReading:
    """What was found in a passage.

    ``span`` are offsets into it, ``span_score`` is their logit; ``answers`` the logit that the
    passage answers. ``sentences`` has a logit for each sentence, -inf for those not read.
    """

    span: Bounds
    span_score: float
    answers: float
    sentences: tuple[float, ...]


class TrainedReader:
    """A reader with its tokenizer."""

    def __init__(self, reader: network.Reader, tokenizer: Tokenizer, device: str = "cpu") -> None:
        self._reader = reader.to(device).eval()
        self._cutter = ExampleTokenizer(tokenizer)
        self._device = device

    @classmethod
    def of(cls, folder: Path, device: str = "cpu") -> TrainedReader:
        """The reader of a folder that ``network.save`` wrote."""
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        return cls(network.loaded(folder), tokenizer, device)

    @torch.inference_mode()
    def __call__(self, examples: Sequence[Example], longest: int = LONGEST) -> list[ExampleReading]:
        """What is found in each; of passages past ``longest`` tokens their beginning is read."""
        blind = [_blind(example) for example in examples]
        cuts = self._cutter(blind, [longest] * len(blind), SEED)
        order = np.argsort([len(cut.ids) for cut in cuts], kind="stable").tolist()
        found: dict[int, ExampleReading] = {}
        for start in range(0, len(order), _AT_ONCE):
            places = order[start : start + _AT_ONCE]
            for place, one in zip(places, self._read([cuts[at] for at in places]), strict=True):
                count = len(examples[place].sentences)
                kept = one.sentences[:count]
                missing = (float("-inf"),) * (count - len(kept))
                found[place] = ExampleReading(one.span, one.span_score, one.answers, kept + missing)
        return [found[place] for place in range(len(examples))]

    def _read(self, cuts: Sequence[TokenizedExample]) -> list[ExampleReading]:
        batch = collate(cuts, [()] * len(cuts), self._device)
        scores = network.scores(self._reader(*batch.read), batch)
        made = []
        for row, cut in enumerate(cuts):
            end = cut.passage + len(cut.spans)
            first, last, score = best_span(
                scores.first[row, cut.passage : end].tolist(),
                scores.last[row, cut.passage : end].tolist(),
            )
            span = (cut.spans[first][0], cut.spans[last][1]) if cut.spans else (0, 0)
            read = set(cut.sentence)
            sentences = tuple(
                float(logit) if place + 1 in read else float("-inf")
                for place, logit in enumerate(scores.sentence[row].tolist())
            )
            made.append(ExampleReading(span, score, float(scores.answers[row]), sentences))
        return made


def _blind(example: Example) -> Example:
    """The example without what is known of its answer, which would choose the part that is read."""
    return Example(
        example.kind, example.source, example.question, example.asked, example.language,
        example.title, example.passage, example.sentences, True, example.headings, example.before,
    )  # fmt: skip
