"""Labelled sets, and questions of one's own on the library as it is: ranking, answers, refusals."""

from rag.evaluate.judged import (
    FIGURES,
    OUTCOMES,
    ExpectedAnswer,
    JudgedAnswer,
    JudgedOutcome,
    LibraryEvaluation,
)
from rag.evaluate.last_run import EvaluationChanges, changes_since, last_run_of, load_evaluation
from rag.evaluate.library import evaluate_library, judged_answers
from rag.evaluate.metrics import Estimate
from rag.evaluate.questions import ExpectationInvalid, load_questions, read_expected
from rag.evaluate.run import (
    Evaluation,
    QuestionResult,
    Ticker,
    evaluate,
    figure_names,
    write_run,
)
from rag.evaluate.sets import LabelledQuestion, LabelledSet, load_set

__all__ = [
    "FIGURES",
    "OUTCOMES",
    "Estimate",
    "Evaluation",
    "EvaluationChanges",
    "ExpectationInvalid",
    "ExpectedAnswer",
    "JudgedAnswer",
    "JudgedOutcome",
    "LabelledQuestion",
    "LabelledSet",
    "LibraryEvaluation",
    "QuestionResult",
    "Ticker",
    "changes_since",
    "evaluate",
    "evaluate_library",
    "figure_names",
    "judged_answers",
    "last_run_of",
    "load_evaluation",
    "load_questions",
    "load_set",
    "read_expected",
    "write_run",
]
