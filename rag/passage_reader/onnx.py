"""The shipped reader, run by ONNX Runtime."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rag.errors import ReaderUnavailable
from rag.passage_reader.layout import MOST_SENTENCES, LaidOut, Layout, network_inputs
from rag.passage_reader.reader import PassageReading, PassageText, SentenceReading
from rag.runtime.cache import BoundedCache
from rag.runtime.onnx_sessions import TOKENIZER, batches, open_network

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FOLDER = Path(__file__).parent.parent / "models" / "verbatim-fr-en"
GRAPH, WEIGHTS = "reader.onnx", "reader.safetensors"
# The table of word vectors is the encoder's.
FILES = (GRAPH, WEIGHTS, "model.safetensors", TOKENIZER)
LONGEST_SPAN = 40  # tokens of a short answer
_MOST_KEPT = 4_000  # readings; 8 MB
_BATCH = 500  # tokens, padding included: a small batch stays in the cache of the processor


class OnnxReader:
    """A network that reads question and passage together in all its layers."""

    def __init__(self, session: Any, tokenizer: Tokenizer) -> None:
        self._session = session
        self._layout = Layout(tokenizer)
        # Of a question that comes again: from another person, or without the limits it had.
        self._readings: BoundedCache[tuple[str, PassageText], PassageReading] = BoundedCache(
            _MOST_KEPT
        )

    @classmethod
    def load(cls, folder: Path) -> OnnxReader:
        """The reader in a folder; raises ReaderUnavailable if a file of it is missing."""
        return cls(*open_network(folder, GRAPH, FILES, ReaderUnavailable))

    def __call__(self, question: str, passages: Sequence[PassageText]) -> list[PassageReading]:
        """What is found in each passage, in their order."""
        pairs = [(question, passage) for passage in passages]
        return self._readings.recall(
            pairs, lambda new: self._read(question, [passage for _, passage in new])
        )

    def _read(self, question: str, passages: Sequence[PassageText]) -> list[PassageReading]:
        texts = self._layout(question, passages)
        found: dict[int, PassageReading] = {}
        for places in batches([len(one.ids) for one in texts], _BATCH):
            inputs = network_inputs([texts[place] for place in places])
            logits, answers = self._session.run(["token_logits", "answers"], inputs)
            for place, rows, answer in zip(places, logits, answers, strict=True):
                count = len(passages[place].sentences)
                found[place] = _reading(texts[place], rows, float(answer), count)
        return [found[place] for place in range(len(texts))]


@lru_cache(maxsize=2)
def load_reader(folder: Path = FOLDER) -> OnnxReader:
    """The reader in a folder, the shipped one by default; loaded once for each folder."""
    return OnnxReader.load(folder)


def _reading(
    text: LaidOut, logits: NDArray[np.float32], answers: float, count: int
) -> PassageReading:
    """A passage's reading from the logits of its tokens, (tokens, 3): first, last, inside."""
    if not text.spans:
        return PassageReading(answers, (None,) * count)
    inside = logits[text.passage : text.passage + len(text.spans)]
    firsts, lasts = (_log_softmax(inside[:, column]) for column in (0, 1))
    numbers = np.array(text.sentences, dtype=np.int64)
    sentences: list[SentenceReading | None] = [None] * count
    for number in range(min(count, MOST_SENTENCES)):
        begin, end = np.searchsorted(numbers, [number, number + 1])
        if begin < end:
            own = slice(int(begin), int(end))
            first, last, score = _best_span(firsts[own], lasts[own])
            span = (text.spans[begin + first][0], text.spans[begin + last][1])
            sentences[number] = SentenceReading(float(inside[own, 2].mean()), span, score)
    return PassageReading(answers, tuple(sentences))


def _best_span(firsts: NDArray[np.float32], lasts: NDArray[np.float32]) -> tuple[int, int, float]:
    """The likeliest first and last token, both included, and their logarithm together."""
    sums = firsts[:, None] + lasts[None, :]
    steps = np.arange(len(firsts))
    length = steps[None, :] - steps[:, None]
    sums[(length < 0) | (length >= LONGEST_SPAN)] = -np.inf
    first, last = divmod(int(sums.argmax()), len(lasts))
    return first, last, float(sums[first, last])


def _log_softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    shifted = logits - logits.max(initial=-np.inf)
    logarithms: NDArray[np.float32] = shifted - np.log(np.exp(shifted).sum())
    return logarithms
