"""The writer: sentences of a model over the quotes of an answer, each checked."""

from __future__ import annotations

import logging
from typing import Protocol

from rag.answering.writer.client import Endpoint, Unwritten
from rag.answering.writer.prompt import gives_orders, messages
from rag.answering.writer.support import check_sentences
from rag.config import Settings
from rag.encoders import TextSimilarity
from rag.records import Answer
from rag.records.drafts import Draft

_log = logging.getLogger(__name__)


class Writer(Protocol):
    """Writes sentences over the quotes of an answer, which are shown with or without them."""

    def write(self, answer: Answer, similarity: TextSimilarity) -> Draft:
        """The sentences, each kept or rejected. A fault is in the draft, never raised."""


class ModelWriter:
    """A writer that asks a language model on an OpenAI-compatible server."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    @classmethod
    def from_settings(cls, settings: Settings) -> ModelWriter | None:
        """The writer of the settings, ``None`` if they have none.

        Raises WriterUnavailable if its client is not installed.
        """
        if not settings.writer_url:
            return None
        endpoint = Endpoint(
            settings.writer_url,
            settings.writer_model,
            settings.writer_key_env,
            settings.writer_timeout,
        )
        endpoint.require()
        return cls(endpoint)

    def write(self, answer: Answer, similarity: TextSimilarity) -> Draft:
        """The sentences of the model about an answer's quotes, each kept or rejected.

        Quotes that give orders to a model are not sent to it. Raises nothing: a fault is in the
        draft.
        """
        model = self._endpoint.model
        quotes = [cited for cited in answer.citations if not gives_orders(cited.text)]
        if not quotes:
            return Draft(model, (), "withheld" if answer.citations else "unsupported")
        question = answer.understood or answer.question
        try:
            text = self._endpoint.stream(messages(question, quotes, answer.language))
        except Unwritten as error:
            _log.warning("writer: %s (%s)", error.fault, error.__cause__)
            return Draft(model, (), error.fault)
        sentences = check_sentences(text, quotes, answer.language, similarity)
        any_kept = any(not one.struck for one in sentences)
        return Draft(model, sentences, "" if any_kept else "unsupported")
