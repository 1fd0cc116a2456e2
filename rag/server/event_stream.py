"""An answer as server-sent events: each statement once it is verified, then the whole answer."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple

from starlette.responses import StreamingResponse

from rag.errors import RagError, Unexpected
from rag.records import Answer, Statement, as_json
from rag.runtime.announcements import announced_to

_log = logging.getLogger(__name__)
_SILENCE = 15.0  # seconds; proxies close connections on which nothing is sent
_HEADERS = {"x-accel-buffering": "no", "cache-control": "no-store"}  # nginx must not collect it


class Stated(NamedTuple):
    """A verified statement of an answer, with the answer as it is so far."""

    statement: Statement
    answer: Answer


# What a stream yields: statements, nothing for a while, and at last the answer or an error.
Step = Stated | Answer | RagError | None


def steps_of(ask: Callable[[], Answer]) -> Iterator[Step]:
    """The steps of an answer that is worked on in a thread of its own, in the same context.

    Each statement comes as soon as all quotes of the answer are verified, before a model writes
    from them. ``None`` says that the work goes on. An error is the last step.
    """
    steps: SimpleQueue[Step] = SimpleQueue()

    def verified(answer: Answer) -> None:
        for statement in answer.statements:
            steps.put(Stated(statement, answer))

    def work() -> Answer:
        with announced_to(verified):
            return ask()

    thread = ThreadPoolExecutor(1, thread_name_prefix="answer")
    future = thread.submit(copy_context().run, work)
    future.add_done_callback(lambda done: steps.put(_last(done)))
    thread.shutdown(wait=False)
    step: Step = None
    while not isinstance(step, Answer | RagError):
        try:
            step = steps.get(timeout=_SILENCE)
        except Empty:
            step = None
        yield step


def started(steps: Iterator[Step]) -> Iterator[Step]:
    """The same steps once the first one is there; raises its error if it is one.

    So a question that cannot be asked is refused with its status, and not within a stream.
    """
    first = next(steps)
    if isinstance(first, RagError):
        raise first

    def rest() -> Iterator[Step]:
        yield first
        yield from steps

    return rest()


def stream(events: Iterator[str]) -> StreamingResponse:
    """A response of server-sent events."""
    return StreamingResponse(events, media_type="text/event-stream", headers=_HEADERS)


def event(name: str, data: Any) -> str:
    """An event with JSON data; without a name, a plain message."""
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {json.dumps(data, ensure_ascii=False)}\n\n"


COMMENT = ": \n\n"  # keeps the connection open


def statement_json(stated: Stated) -> dict[str, Any]:
    """A statement with the citations that it has."""
    statement, citations = stated.statement, stated.answer.citations
    cited = [as_json(citations[n - 1]) for n in statement.citations]
    return {"statement": as_json(statement), "citations": cited}


def _last(done: Future[Answer]) -> Answer | RagError:
    fault = done.exception()
    if fault is None:
        return done.result()
    if isinstance(fault, RagError):
        return fault
    _log.error("a question failed", exc_info=fault)
    return Unexpected()
