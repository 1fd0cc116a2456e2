"""The route that evaluates the library on questions of one's own."""

from __future__ import annotations

import time
from collections.abc import Iterator, MutableMapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Annotated, Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import Field

from rag.errors import RagError, RequestRefused
from rag.errors.service import ServiceBusy
from rag.evaluate import (
    ExpectationInvalid,
    ExpectedAnswer,
    JudgedAnswer,
    LibraryEvaluation,
    judged_answers,
    read_expected,
)
from rag.messages import Message
from rag.records import Answer, Document, as_json
from rag.runtime.cancellation import Cancellation
from rag.runtime.process_lock import ProcessLock
from rag.server.access_control import AccessControl
from rag.server.admission_queue import RETRY_SECONDS
from rag.server.engine_loader import Engine, EngineLoader
from rag.server.error_responses import problem
from rag.server.event_stream import event, stream
from rag.server.openapi import returns
from rag.server.quality_values import accepts
from rag.server.routes.bodies import Body, with_example

_MOST = 500  # questions of an evaluation
_Text = Annotated[str, Field(max_length=10_000)]
_Texts = _Text | list[_Text] | None


class QuestionToEvaluate(Body):
    """A question with the answer that it should get: "none" if the documents have none.

    Of several documents, pages or answers, one is enough.
    """

    question: _Text
    document: _Texts = None
    page: _Texts | int = None
    answer: _Texts = None


class QuestionsToEvaluate(Body):
    """The body of POST /v1/evaluations."""

    model_config = with_example(
        name="opening hours",
        questions=[{"question": "opening hours in August", "document": "rules.pdf", "page": "2"},
                   {"question": "name of the ship", "answer": "none"}],
    )  # fmt: skip

    name: str = Field("", max_length=200)
    questions: list[QuestionToEvaluate] = Field(min_length=1, max_length=_MOST)

    def expected(self) -> list[ExpectedAnswer]:
        """The questions as records; raises RequestRefused, which names the first that is not."""
        found = []
        for row, question in enumerate(self.questions, 1):
            try:
                found.append(read_expected(question.model_dump(exclude_none=True)))
            except ExpectationInvalid as error:
                cause = Message("causes.in_row", row=row, cause=error.cause)
                raise RequestRefused(cause=cause) from error
        return found


@dataclass(frozen=True, slots=True)
class QueuedLibrary:
    """A library whose every question waits for its turn among those of other people."""

    engine: Engine
    access: AccessControl
    person: str

    @property
    def index_id(self) -> str:
        """The identity of what the index holds now."""
        return self.engine.index_id

    def documents(self) -> tuple[Document, ...]:
        """The documents that the caller sees."""
        return self.engine.documents()

    def ask(self, question: str) -> Answer:
        """The answer to a question; raises ServiceBusy or WorkStopped too."""
        work = Cancellation(self.access.settings.service.ask_seconds)
        while True:
            try:
                with self.access.queue.admitted(work, self.person):
                    return self.engine.ask(question)
            except ServiceBusy:  # the questions before it are not lost
                if work.seconds_left < RETRY_SECONDS:
                    raise
                time.sleep(RETRY_SECONDS)


def add_evaluations(app: FastAPI, loader: EngineLoader, access: AccessControl) -> None:
    """Adds POST /v1/evaluations, which returns a ``LibraryEvaluation``; one runs at a time."""
    one_at_a_time = access.worker.lock("evaluation")

    @app.post("/v1/evaluations", responses=returns(LibraryEvaluation, streamed=True))
    def evaluations(body: QuestionsToEvaluate, request: Request) -> Any:
        """Ask questions with known answers, and measure how many are answered as expected.

        With `Accept: text/event-stream`, each question is sent once it is judged (event
        `question`), then the evaluation (event `evaluation`) or an error (event `error`).
        """
        library = QueuedLibrary(loader.engine(), access, access.person())
        steps = _evaluated(library, body.expected(), body.name, one_at_a_time)
        if accepts(request.headers.get("accept", ""), "text/event-stream"):
            begun = chain([next(steps)], steps)  # what is refused at once has its own status
            return stream(_events(begun, request.scope))
        *_, evaluation = steps
        return JSONResponse(as_json_of(evaluation))


def as_json_of(step: JudgedAnswer | LibraryEvaluation) -> Any:
    """A step of an evaluation as JSON."""
    return step.to_dict() if isinstance(step, LibraryEvaluation) else as_json(step)


def _evaluated(
    library: QueuedLibrary, expected: Sequence[ExpectedAnswer], name: str, lock: ProcessLock
) -> Iterator[JudgedAnswer | LibraryEvaluation]:
    """Each question once it is judged, then the evaluation; raises ServiceBusy."""
    start, judged = time.perf_counter(), []
    with _alone(lock):
        index_id = library.index_id
        for one in judged_answers(library, expected):
            judged.append(one)
            yield one
    yield LibraryEvaluation.of(judged, name, index_id, time.perf_counter() - start)


@contextmanager
def _alone(lock: ProcessLock) -> Iterator[None]:
    """Holds a lock; raises ServiceBusy at once if somebody else does."""
    if not lock.acquire(blocking=False):
        raise ServiceBusy(seconds=RETRY_SECONDS)
    try:
        yield
    finally:
        lock.release()


def _events(
    steps: Iterator[JudgedAnswer | LibraryEvaluation], scope: MutableMapping[str, Any]
) -> Iterator[str]:
    """The steps of an evaluation as server-sent events; an error is the last one."""
    try:
        for step in steps:
            name = "evaluation" if isinstance(step, LibraryEvaluation) else "question"
            yield event(name, as_json_of(step))
    except RagError as error:
        yield event("error", problem(scope, error))
