"""Any SentenceTransformer model, by the name of a hub model or the path of a folder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.encoders.encoder import EncoderCard, TextKind
from rag.encoders.tokens import Tokens, word_by_word
from rag.errors import EncoderUnavailable
from rag.messages import Message
from rag.runtime.hub import within_reach

_BATCH = 64
# What a model was trained to read before each text, where its own files do not say
# (Wang et al. 2024, arXiv 2402.05672).
_PROMPTS = {
    f"intfloat/multilingual-e5-{size}": {"query": "query: ", "document": "passage: "}
    for size in ("small", "base", "large")
}


class SentenceTransformerEncoder:
    """A model of the sentence-transformers library (Reimers & Gurevych 2019).

    Its own prompts for queries and passages are used where the model states them. Code that
    comes with a model is never run (``trust_remote_code=False``).
    """

    def __init__(self, model: Any, card: EncoderCard) -> None:
        self._model = model
        self._card = card

    @classmethod
    def load(cls, source: str, revision: str = "", name: str = "") -> SentenceTransformerEncoder:
        """The model of a folder or of the hub, under the name that its card will say.

        Raises EncoderUnavailable when the folder or the hub cannot give it.
        """
        try:
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging
        except ModuleNotFoundError as error:
            cause = Message("causes.models_not_installed")
            raise EncoderUnavailable(name=name or source, cause=cause) from error

        logging.disable_progress_bar()
        try:
            model = SentenceTransformer(
                source,
                device="cpu",
                revision=revision or None,
                prompts=_PROMPTS.get(name or source),
                trust_remote_code=False,
                local_files_only=not within_reach(source),
            )
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            lines = str(error).strip().splitlines() or [type(error).__name__]
            raise EncoderUnavailable(name=name or source, cause=lines[0]) from error
        dim = int(model.get_embedding_dimension() or 0)
        return cls(model, EncoderCard(name or Path(source).name, dim, "float32", _digest(model)))

    @property
    def card(self) -> EncoderCard:
        """The identity of the encoder."""
        return self._card

    def encode(self, texts: Sequence[str], *, kind: TextKind) -> NDArray[np.float32]:
        """(n, dim) float32, unit rows; texts past the model's length are cut by it."""
        if not texts:
            return np.empty((0, self._card.dim), dtype=np.float32)
        vectors = self._method(kind)(
            list(texts), batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)

    def tokens(self, texts: Sequence[str], *, kind: TextKind) -> list[Tokens]:
        """Each text token by token; word by word where the model's tokens cannot be placed."""
        tokenizer = self._model.tokenizer
        if not getattr(tokenizer, "is_fast", False):
            return [word_by_word(text, lambda part: self.encode(part, kind=kind)) for text in texts]
        prompt = self._model.prompts.get("query" if kind == "query" else "document") or ""
        found = []
        for text, (states, whole) in zip(texts, self._states(texts, kind), strict=True):
            placed = tokenizer(prompt + text, return_offsets_mapping=True)["offset_mapping"]
            spans = [(start - len(prompt), end - len(prompt)) for start, end in placed]
            # A model cuts a long text, and closes what is left by a sign of its own.
            spans = spans if len(spans) == len(states) else [*spans[: len(states) - 1], (0, 0)]
            found.append(Tokens.of(states, spans, whole))
        return found

    def _states(
        self, texts: Sequence[str], kind: TextKind
    ) -> Iterator[tuple[NDArray[np.float32], NDArray[np.float32]]]:
        """The states of each text's tokens, its prompt's among them, and its vector."""
        for read in self._method(kind)(
            list(texts), output_value=None, batch_size=_BATCH, show_progress_bar=False
        ):
            states = read["token_embeddings"][read["attention_mask"].bool()]
            vector = read["sentence_embedding"].numpy()
            yield states.numpy(), vector / np.linalg.norm(vector)

    def _method(self, kind: TextKind) -> Callable[..., Any]:
        method: Callable[..., Any] = (
            self._model.encode_query if kind == "query" else self._model.encode_document
        )
        return method


def _digest(model: Any) -> str:
    """The sha256 over names and values of the weights, whatever file they came from."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()
