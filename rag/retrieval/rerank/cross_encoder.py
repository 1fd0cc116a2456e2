"""A cross-encoder: a model that reads the question and a passage together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from rag.errors import RerankerUnavailable
from rag.records import Hit, Language
from rag.runtime.hub import within_reach

_BATCH = 16


class CrossEncoderReranker:
    """Orders the first hits by a model of the sentence-transformers library.

    A bi-encoder reads question and passage apart; this one sees both at once (Nogueira & Cho
    2019), and costs a pass of the network for each passage of each question. Code that comes
    with a model is never run (``trust_remote_code=False``).
    """

    def __init__(self, model: Any, depth: int) -> None:
        self._model = model
        self._depth = depth

    @classmethod
    def load(cls, source: str, revision: str = "", *, depth: int) -> CrossEncoderReranker:
        """The model of a folder or of the hub, which will read the first ``depth`` hits.

        Raises RerankerUnavailable when the folder or the hub cannot give it, or when it gives
        classes instead of one score.
        """
        from sentence_transformers import CrossEncoder
        from transformers.utils import logging

        logging.disable_progress_bar()
        name = Path(source).name if Path(source).is_dir() else source
        try:
            model = CrossEncoder(
                source,
                device="cpu",
                revision=revision or None,
                trust_remote_code=False,
                local_files_only=not within_reach(source),
            )
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            cause = str(error).strip().splitlines() or [type(error).__name__]
            raise RerankerUnavailable(name=name, cause=cause[0]) from error
        if model.num_labels != 1:
            raise RerankerUnavailable(name=name, cause=f"num_labels = {model.num_labels}")
        return cls(model, depth)

    def rerank(self, question: str, language: Language, hits: Sequence[Hit]) -> list[Hit]:
        """The first hits by the model's score, in whatever language; the others as they were.

        A model's scores are of a scale of its own, and confidence is measured on the fused
        ones: the places change hands, and each keeps the score that it had.
        """
        head = hits[: self._depth]
        if len(head) < 2:
            return list(hits)
        pairs = [(question, _read(hit)) for hit in head]
        scores = self._model.predict(pairs, batch_size=_BATCH, show_progress_bar=False)
        order = np.argsort(-np.asarray(scores), kind="stable")
        moved = [
            replace(head[int(place)], score=before.score)
            for before, place in zip(head, order, strict=True)
        ]
        return [*moved, *hits[self._depth :]]


def _read(hit: Hit) -> str:
    """What the model reads of a hit: title, headings and text, a line each."""
    passage = hit.passage
    return "\n".join(part for part in (hit.document.title, *passage.headings, passage.text) if part)
