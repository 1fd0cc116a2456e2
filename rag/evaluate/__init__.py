"""Labelled sets run through the whole product: ranking, answers, honest refusals."""

from rag.evaluate.metrics import Estimate
from rag.evaluate.run import Evaluation, QuestionResult, Ticker, evaluate, write_run
from rag.evaluate.sets import LabelledQuestion, LabelledSet, load_set

__all__ = [
    "Estimate",
    "Evaluation",
    "LabelledQuestion",
    "LabelledSet",
    "QuestionResult",
    "Ticker",
    "evaluate",
    "load_set",
    "write_run",
]
