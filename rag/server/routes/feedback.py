"""The route of feedback on answers."""

from __future__ import annotations

from typing import Literal, Protocol, get_args

from fastapi import FastAPI
from fastapi.responses import Response

from rag.records import Answer
from rag.server.access_control import AccessControl
from rag.server.engine_loader import EngineLoader
from rag.server.routes.bodies import with_example
from rag.server.routes.questions import Question

FeedbackVerdict = Literal["helpful", "wrong_page", "wrong_answer"]
VERDICTS: tuple[FeedbackVerdict, ...] = get_args(FeedbackVerdict)


class FeedbackStore(Protocol):
    """Where feedback is kept."""

    def add(self, answer: Answer, verdict: FeedbackVerdict, person: str = "") -> None:
        """Keeps a verdict of a person on an answer, with what the answer was."""
        ...


class JudgedQuestion(Question):
    """The body of POST /v1/feedback: a question as it was asked, and what its answer was."""

    model_config = with_example(question="term of office of the president", verdict="wrong_page")

    verdict: FeedbackVerdict


def add_feedback(
    app: FastAPI, loader: EngineLoader, store: FeedbackStore, access: AccessControl
) -> None:
    """Adds POST /v1/feedback.

    The question is asked again, so that what is kept is an answer of this service, and not a text
    of the client.
    """

    @app.post("/v1/feedback", status_code=204)
    def judge(body: JudgedQuestion) -> Response:
        """Say whether the answer to a question was helpful; administrators see it in the page."""
        caller = access.current_caller()
        store.add(
            body.asked_of(loader.engine()), body.verdict, "" if caller is None else caller.name
        )
        return Response(status_code=204)
