"""The shipped entailment network, run by ONNX Runtime."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.entailment.layout import LaidOutPair, PairLayout, network_inputs
from rag.entailment.model import Entailment, Premise
from rag.errors import EntailmentUnavailable
from rag.runtime.onnx_sessions import open_session

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FOLDER = Path(__file__).parent.parent / "models" / "verbatim-fr-en"
GRAPH, WEIGHTS = "entailment.onnx", "entailment.safetensors"
# The table of word vectors is the encoder's.
FILES = (GRAPH, WEIGHTS, "model.safetensors", "tokenizer.json")
_BATCH = 1_000  # tokens, padding included: a small batch stays in the cache of the processor


class OnnxEntailment:
    """A network that reads claim and premise together in all its layers."""

    def __init__(self, session: Any, tokenizer: Tokenizer) -> None:
        self._session = session
        self._layout = PairLayout(tokenizer)

    @classmethod
    def load(cls, folder: Path) -> OnnxEntailment:
        """The network in a folder; raises EntailmentUnavailable if a file of it is missing."""
        from tokenizers import Tokenizer

        missing = [name for name in FILES if not (folder / name).is_file()]
        if missing:
            raise EntailmentUnavailable(name=folder.name, cause=", ".join(missing))
        return cls(
            open_session(folder / GRAPH), Tokenizer.from_file(str(folder / "tokenizer.json"))
        )

    def __call__(self, pairs: Sequence[tuple[str, Premise]]) -> list[Entailment]:
        """What each premise says about its claim, in the order of the pairs."""
        texts = self._layout(pairs)
        found: dict[int, Entailment] = {}
        for places in _batches(texts):
            inputs = network_inputs([texts[place] for place in places])
            (logits,) = self._session.run(["logits"], inputs)
            for place, (supports, contradicts, neutral) in zip(
                places, logits.tolist(), strict=True
            ):
                whole = texts[place].whole
                found[place] = Entailment(supports, contradicts, neutral, whole)
        return [found[place] for place in range(len(texts))]


@lru_cache(maxsize=2)
def load_entailment(folder: Path = FOLDER) -> OnnxEntailment:
    """The network in a folder, the shipped one by default; loaded once for each folder."""
    return OnnxEntailment.load(folder)


def _batches(texts: Sequence[LaidOutPair]) -> Iterator[list[int]]:
    """The places of texts of like length, in batches of so many tokens."""
    batch: list[int] = []
    for place in sorted(range(len(texts)), key=lambda place: len(texts[place].ids)):
        if batch and (len(batch) + 1) * len(texts[place].ids) > _BATCH:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch
