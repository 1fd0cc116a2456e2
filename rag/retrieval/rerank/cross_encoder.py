"""A cross-encoder: a model that reads the question and a passage together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from rag.errors import RerankerUnavailable
from rag.messages import Message
from rag.records import Hit, Language
from rag.runtime.hub import within_reach

_BATCH = 16


class CrossEncoderReranker:
    """Orders the first hits by a model of the sentence-transformers library.

    A bi-encoder encodes question and passage separately. A cross-encoder reads both at once
    (Nogueira & Cho 2019), which takes one pass of the network for each passage of each question.
    Code that comes with a model is never run (``trust_remote_code=False``).
    """

    def __init__(self, model: Any, depth: int) -> None:
        self._model = model
        self._depth = depth

    @classmethod
    def load(cls, source: str, revision: str = "", *, depth: int) -> CrossEncoderReranker:
        """The model in a folder or on the hub; it reads the first ``depth`` hits.

        Raises RerankerUnavailable if the model cannot be loaded, or if it predicts classes
        instead of one score.
        """
        name = Path(source).name if Path(source).is_dir() else source
        try:
            from sentence_transformers import CrossEncoder
            from transformers.utils import logging
        except ModuleNotFoundError as error:
            cause = Message("causes.models_not_installed")
            raise RerankerUnavailable(name=name, cause=cause) from error
        logging.disable_progress_bar()
        try:
            model = CrossEncoder(
                source,
                device="cpu",
                revision=revision or None,
                trust_remote_code=False,
                local_files_only=not within_reach(source),
            )
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            lines = str(error).strip().splitlines() or [type(error).__name__]
            raise RerankerUnavailable(name=name, cause=lines[0]) from error
        if model.num_labels != 1:
            raise RerankerUnavailable(name=name, cause=f"num_labels = {model.num_labels}")
        return cls(model, depth)

    def rerank(self, question: str, language: Language, hits: Sequence[Hit]) -> list[Hit]:
        """The first hits by the model's score, in any language; the others keep their order.

        Each rank keeps its fused score: confidence is fitted on fused scores, and a model's
        scores have a scale of their own.
        """
        head = hits[: self._depth]
        if len(head) < 2:
            return list(hits)
        pairs = [(question, _text(hit)) for hit in head]
        scores = self._model.predict(pairs, batch_size=_BATCH, show_progress_bar=False)
        order = np.argsort(-np.asarray(scores), kind="stable")
        reordered = [
            replace(head[int(row)], score=before.score)
            for before, row in zip(head, order, strict=True)
        ]
        return [*reordered, *hits[self._depth :]]


def _text(hit: Hit) -> str:
    """What the model reads of a hit: title, headings and text, one per line."""
    passage = hit.passage
    return "\n".join(part for part in (hit.document.title, *passage.headings, passage.text) if part)
