"""Labelled sets run through the whole product: ranking, answers, honest refusals."""

from rag.evaluate.metrics import Figure
from rag.evaluate.run import Evaluation, Outcome, Ticker, evaluate, write_run
from rag.evaluate.sets import LabelledSet, Question, load_set

__all__ = [
    "Evaluation",
    "Figure",
    "LabelledSet",
    "Outcome",
    "Question",
    "Ticker",
    "evaluate",
    "load_set",
    "write_run",
]
