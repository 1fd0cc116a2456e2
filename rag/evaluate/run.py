"""A labelled set run through the whole product, and its figures."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from rag.config import Settings
from rag.encoders import CachingEncoder, Encoder
from rag.engine import Rag
from rag.evaluate.metrics import Estimate, answer_scores, citation_scores, figure, ranking_scores
from rag.evaluate.sets import LabelledQuestion, LabelledSet, readings
from rag.ingest import ingest_readings
from rag.records import Answer
from rag.store import Store

_DEPTH = 100
_BATCH = 64
_MOST_READ = 800_000  # tokens of passages kept as they were read: 600 MB


class Ticker(Protocol):
    """Follows the steps of long work; a progress bar, for example."""

    def start(self, total: int) -> None:
        """Starts, with a number of steps."""

    def advance(self, step: str) -> None:
        """One step is done."""

    def finish(self) -> None:
        """All steps are done."""


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """What one question of a set got: the ranked and the cited corpus ids, what was shown.

    ``cited`` is in the order of the quotes, an id once for each quote of it.
    """

    query_id: str
    ranked: tuple[str, ...]
    cited: tuple[str, ...]
    sentences: str
    span: str
    abstained: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The outcomes of a set with its figures, the seconds it took and the passages indexed."""

    name: str
    outcomes: tuple[QuestionResult, ...]
    figures: dict[str, Estimate]
    seconds: float
    passages: int


def evaluate(
    labelled: LabelledSet, encoder: Encoder, settings: Settings, *, ticker: Ticker | None = None
) -> Evaluation:
    """Indexes a set's corpus in a temporary folder as documents are, and asks its questions."""
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="rag-evaluate-") as folder:
        index = Path(folder) / "index"
        # Passages all come back with the questions, and are read once for both. What the
        # library keeps by itself is meant for people who ask.
        known = CachingEncoder(encoder, most_read=_MOST_READ, reads=True)
        report = ingest_readings(readings(labelled), index, known)
        rag = Rag(Store.open(index), known, replace(settings, hits=2 * _DEPTH))
        with _read_ahead(known, labelled.questions):
            outcomes = tuple(_asked(rag, labelled.questions, ticker))
    figures = figures_of(labelled.questions, outcomes)
    seconds = time.perf_counter() - start
    return Evaluation(labelled.name, outcomes, figures, seconds, report.passages)


def figures_of(
    questions: Sequence[LabelledQuestion], outcomes: Sequence[QuestionResult]
) -> dict[str, Estimate]:
    """The figures of a run, each a mean over the questions that it applies to."""
    return {name: figure(found) for name, found in _scores(questions, outcomes).items()}


def figure_names(questions: Sequence[LabelledQuestion]) -> tuple[str, ...]:
    """The names of the figures that a run of these questions can have."""
    answered = (QuestionResult(each.id, (), ("",), "", "", False, 0.0) for each in questions)
    return tuple(_scores(questions, tuple(answered)))


def _scores(
    questions: Sequence[LabelledQuestion], outcomes: Sequence[QuestionResult]
) -> dict[str, list[float]]:
    """The scores of the questions that each figure applies to."""
    pairs = list(zip(questions, outcomes, strict=True))
    judged = [(q, o) for q, o in pairs if q.answerable and q.relevant]
    values: dict[str, list[float]] = {}
    for question, outcome in judged:
        _gather(values, ranking_scores(outcome.ranked, question.relevant))
        if not outcome.abstained:
            _gather(values, citation_scores(outcome.cited, question.relevant))
    for question, outcome in pairs:
        if question.answerable and question.answers:
            _gather(values, _answered(question, outcome))
    for question, outcome in pairs:
        name = "false_abstain_rate" if question.answerable else "abstain_recall"
        kind = f"[{question.kind}]" if question.kind and not question.answerable else ""
        values.setdefault(name + kind, []).append(float(outcome.abstained))
    return values


def write_run(evaluation: Evaluation, path: Path, *, answers: str = "sentences") -> None:
    """One JSON object a line: query_id, ranked, answer, abstained.

    ``answers`` is ``"sentences"`` for the shown sentences or ``"span"`` for the short answer.
    """
    with path.open("w", encoding="utf-8") as file:
        for outcome in evaluation.outcomes:
            row = {
                "query_id": outcome.query_id,
                "ranked": outcome.ranked[:_DEPTH],
                "answer": outcome.span if answers == "span" else outcome.sentences,
                "abstained": outcome.abstained,
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


@contextmanager
def _read_ahead(encoder: Encoder, questions: Sequence[LabelledQuestion]) -> Iterator[None]:
    """Reads the questions beside, before they are asked: together they cost less than alone."""
    beside = ThreadPoolExecutor(1, thread_name_prefix="questions")
    try:
        for place in range(0, len(questions), _BATCH):
            texts = [question.text for question in questions[place : place + _BATCH]]
            beside.submit(encoder.tokens, texts, kind="query")
        yield
    finally:
        beside.shutdown(cancel_futures=True)


def _asked(
    rag: Rag, questions: Sequence[LabelledQuestion], ticker: Ticker | None
) -> Iterable[QuestionResult]:
    if ticker is not None:
        ticker.start(len(questions))
    for question in questions:
        yield _outcome(question, rag.ask(question.text))
        if ticker is not None:
            ticker.advance(question.id)
    if ticker is not None:
        ticker.finish()


def _outcome(question: LabelledQuestion, answer: Answer) -> QuestionResult:
    ranked = dict.fromkeys(hit.document.path for hit in answer.hits)
    return QuestionResult(
        query_id=question.id,
        ranked=tuple(ranked),
        cited=tuple(cited.path for cited in answer.citations),
        sentences=" ".join(said.text for said in answer.statements),
        span=next((cited.span.text for cited in answer.citations if cited.span), ""),
        abstained=not answer.found,
        confidence=answer.confidence,
    )


def _answered(question: LabelledQuestion, outcome: QuestionResult) -> dict[str, float]:
    shown = answer_scores(outcome.sentences, question.answers, question.language)
    short = answer_scores(outcome.span, question.answers, question.language)
    return {
        "sentence_hit": shown["contains"],
        "span_exact": short["exact"],
        "span_f1": short["f1"],
    }


def _gather(values: dict[str, list[float]], scores: dict[str, float]) -> None:
    for name, value in scores.items():
        values.setdefault(name, []).append(value)
