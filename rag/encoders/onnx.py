"""A model folder run by ONNX Runtime: the vectors of torch, loaded ten times faster."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rag.encoders.encoder import EncoderCard, TextKind
from rag.encoders.tokens import Tokens
from rag.errors import EncoderUnavailable
from rag.runtime.onnx_sessions import batches, open_session

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

GRAPH = "model.onnx"
WEIGHTS = "model.safetensors"
FILES = (GRAPH, WEIGHTS, "tokenizer.json", "tokenizer_config.json")
# Characters of a batch, padding included: 200 passages of 800 characters took 9.3 s in batches of
# 32 and 6.4 s in batches of two; 600 questions 2.0 s, and 1.9 s in batches of 25.
_BATCH = 1_500


class OnnxEncoder:
    """A sentence encoder whose graph reads its weights from the model's safetensors file.

    Importing torch and transformers takes seconds; this needs neither. The graph gives the
    vector of a text (``vectors``) and the states of its tokens (``states``).
    """

    def __init__(self, session: Any, tokenizer: Tokenizer, card: EncoderCard) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._card = card

    @classmethod
    def load(cls, folder: Path) -> OnnxEncoder:
        """The model in a folder; raises EncoderUnavailable if a file of it is missing."""
        from tokenizers import Tokenizer

        missing = [name for name in FILES if not (folder / name).is_file()]
        if missing:
            raise EncoderUnavailable(name=folder.name, cause=", ".join(missing))
        session = open_session(folder / GRAPH)
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        settings = json.loads((folder / "tokenizer_config.json").read_text("utf-8"))
        tokenizer.enable_truncation(settings["model_max_length"])
        tokenizer.enable_padding()
        dim = int(session.get_outputs()[0].shape[-1])
        return cls(
            session, tokenizer, EncoderCard(folder.name, dim, "float16", _sha256(folder / WEIGHTS))
        )

    @property
    def card(self) -> EncoderCard:
        """The identity of the encoder."""
        return self._card

    def encode(self, texts: Sequence[str], *, kind: TextKind) -> NDArray[np.float32]:
        """(n, dim) float32, unit rows; texts past the length of the model are cut."""
        vectors = np.empty((len(texts), self._card.dim), dtype=np.float32)
        for places in batches([len(text) for text in texts], _BATCH):
            (vectors[places],), _ = self._run(["vectors"], [texts[place] for place in places])
        return vectors

    def tokens(self, texts: Sequence[str], *, kind: TextKind) -> list[Tokens]:
        """Each text token by token; texts past the length of the model are cut."""
        found: dict[int, Tokens] = {}
        for places in batches([len(text) for text in texts], _BATCH):
            batch = [texts[place] for place in places]
            (states, vectors), read = self._run(["states", "vectors"], batch)
            for place, rows, whole, one in zip(places, states, vectors, read, strict=True):
                found[place] = Tokens.of(rows, one.offsets, whole)
        return [found[place] for place in range(len(texts))]

    def _run(
        self, outputs: list[str], texts: list[str]
    ) -> tuple[list[NDArray[np.float32]], list[Encoding]]:
        """The outputs of the network for a batch of texts, and the tokens of each."""
        batch = self._tokenizer.encode_batch(texts)
        inputs = {
            "input_ids": np.array([one.ids for one in batch], dtype=np.int64),
            "attention_mask": np.array([one.attention_mask for one in batch], dtype=np.int64),
        }
        return self._session.run(outputs, inputs), batch


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
