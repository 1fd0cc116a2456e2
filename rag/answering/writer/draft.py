"""Quotes to sentences: what the model wrote, weighed sentence by sentence."""

from __future__ import annotations

import logging

from rag.answering.writer.client import Endpoint, Unwritten
from rag.answering.writer.prompt import gives_orders, messages
from rag.answering.writer.support import weigh
from rag.config import Settings
from rag.encoders import TextSimilarity
from rag.records import Answer
from rag.records.drafts import Draft

_log = logging.getLogger(__name__)


class ModelWriter:
    """Has a model write over the quotes of an answer; the quotes stand whatever it does."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    @classmethod
    def from_settings(cls, settings: Settings) -> ModelWriter | None:
        """The writer of the settings, ``None`` where they name none.

        Raises WriterUnavailable where its client is not installed.
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

    def write(self, answer: Answer, alike: TextSimilarity) -> Draft:
        """What the model wrote of an answer's quotes, each sentence kept or struck.

        Quotes that give orders to a model are not shown to it. Raises nothing: a fault is told
        in the draft.
        """
        model = self._endpoint.model
        quotes = [cited for cited in answer.citations if not gives_orders(cited.quote)]
        if not quotes:
            return Draft(model, (), "withheld" if answer.citations else "unsupported")
        asked = answer.understood or answer.question
        try:
            text = self._endpoint.stream(messages(asked, quotes, answer.language))
        except Unwritten as error:
            _log.warning("writer: %s (%s)", error.fault, error.__cause__)
            return Draft(model, (), error.fault)
        sentences = weigh(text, quotes, answer.language, alike)
        kept = any(not one.struck for one in sentences)
        return Draft(model, sentences, "" if kept else "unsupported")
