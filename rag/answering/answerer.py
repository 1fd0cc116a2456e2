"""Answers from any library or part of one, with the models of an engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial

from rag.answering.limited import refused_within
from rag.answering.message import MessageReader
from rag.answering.pipeline import answer_asked, answering_titles, nearest_passages
from rag.answering.typed_message import TypedMessage
from rag.answering.writer import ModelWriter
from rag.citations.amendments import in_force
from rag.config import Settings
from rag.encoders import Encoder
from rag.questions.named_things import read_named_things
from rag.records import Answer, Scope
from rag.retrieval.rerank import Reranker
from rag.runtime.spans import annotate, span
from rag.store import Library

# The part of the library in a scope, as it was on a day; ``None`` limits nothing.
Within = Callable[[Scope | None, dt.date | None], Library]


@dataclass(frozen=True, slots=True)
class Answerer:
    """What answers a message: the encoder, the settings, and the models that they name."""

    encoder: Encoder
    settings: Settings
    reranker: Reranker | None = None
    writer: ModelWriter | None = None

    def answered(
        self, message: TypedMessage, within: Within, scope: Scope | None, as_of: dt.date | None
    ) -> Answer:
        """The answer of the documents in a scope to a message.

        If they have none, the note says whether the other documents of the library have one.
        """
        words = {"question": message.text} if self.settings.service.log_questions else {}
        with span("ask", characters=len(message.text), **words):
            found = self._found(message, within, scope, as_of)
            annotate(found=found.found, quotes=len(found.citations), language=found.language)
        return found

    def _found(
        self, message: TypedMessage, within: Within, scope: Scope | None, as_of: dt.date | None
    ) -> Answer:
        part = within(scope, as_of)
        answered = self._answered(message, part, within(None, None), as_of or dt.date.today())
        found = replace(_in_force(answered, as_of), scope=scope, as_of=as_of)
        whole, read = within(None, as_of), {each.id for each in part.documents()}
        if found.found or len(read) == len(whole.documents()):
            return found
        return refused_within(found, self._answering(found, whole, read), len(read))

    def written(self, answer: Answer) -> Answer:
        """The answer with the draft of the model, if one is configured, or each of its parts."""
        if self.writer is None or not answer.citations:
            return answer
        if answer.parts:
            return replace(answer, parts=tuple(map(self.written, answer.parts)))
        return replace(answer, written=self.writer.write(answer, self._similarity))

    def _answered(
        self, message: TypedMessage, library: Library, whole: Library, today: dt.date
    ) -> Answer:
        parts = (library, self.encoder, self.settings)
        answer = partial(answer_asked, *parts, reranker=self.reranker, whole=whole)
        search = partial(nearest_passages, *parts)
        reader = MessageReader(library, answer, search, self._similarity, today)
        return reader.answered(message)

    def _answering(self, refused: Answer, whole: Library, read: Collection[str]) -> Sequence[str]:
        """The titles of further documents of a library that answer a refused question, or a part.

        ``read`` are those that do not, by id.
        """
        for part in refused.parts or (refused,):
            asked = read_named_things(part.understood or part.question, part.language)
            found = answering_titles(whole, self.encoder, self.settings, asked, read)
            if found:
                return found
        return ()

    def _similarity(self, text: str, others: Sequence[str]) -> list[float]:
        """The cosines of a text with others."""
        vectors = self.encoder.encode([text, *others], kind="query")
        return [float(cosine) for cosine in vectors[1:] @ vectors[0]]


def _in_force(answer: Answer, day: dt.date | None) -> Answer:
    """An answer without the amendments that do not apply yet on a day."""
    if day is None:
        return answer
    citations = tuple(
        replace(one, amendments=in_force(one.amendments, day)) for one in answer.citations
    )
    parts = tuple(_in_force(part, day) for part in answer.parts)
    return replace(answer, citations=citations, parts=parts)
