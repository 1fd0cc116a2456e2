"""The shipped entailment network, run by ONNX Runtime."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.checking.entailment.layout import PairLayout, network_inputs
from rag.checking.entailment.model import Entailment, Premise
from rag.errors import EntailmentUnavailable
from rag.runtime.onnx_sessions import TOKENIZER, batches, open_network

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FOLDER = Path(__file__).parents[2] / "models" / "verbatim-fr-en"
GRAPH, WEIGHTS = "entailment.onnx", "entailment.safetensors"
# The table of word vectors is the encoder's.
FILES = (GRAPH, WEIGHTS, "model.safetensors", TOKENIZER)
_BATCH = 1_000  # tokens, padding included: a small batch stays in the cache of the processor


class OnnxEntailment:
    """A network that reads claim and premise together in all its layers."""

    def __init__(self, session: Any, tokenizer: Tokenizer) -> None:
        self._session = session
        self._layout = PairLayout(tokenizer)

    @classmethod
    def load(cls, folder: Path) -> OnnxEntailment:
        """The network in a folder; raises EntailmentUnavailable if a file of it is missing."""
        return cls(*open_network(folder, GRAPH, FILES, EntailmentUnavailable))

    def __call__(self, pairs: Sequence[tuple[str, Premise]]) -> list[Entailment]:
        """What each premise says about its claim, in the order of the pairs."""
        texts = self._layout(pairs)
        found: dict[int, Entailment] = {}
        for places in batches([len(one.ids) for one in texts], _BATCH):
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
