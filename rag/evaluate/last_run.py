"""The last evaluation of each file of questions, kept beside the index, and what changed since."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rag.errors import EvaluationUnreadable
from rag.evaluate.judged import JudgedAnswer, LibraryEvaluation
from rag.messages import Message
from rag.records.json_text import parse_json
from rag.store.layout import replace_file, writing

_FOLDER = "evaluations"


@dataclass(frozen=True, slots=True)
class EvaluationChanges:
    """What changed from an evaluation to a later one.

    ``figures`` are the differences of the figures that both have; ``better`` and ``worse`` are the
    questions of both that are now as expected, or no longer.
    """

    figures: dict[str, float]
    better: tuple[str, ...]
    worse: tuple[str, ...]


def changes_since(before: LibraryEvaluation, now: LibraryEvaluation) -> EvaluationChanges:
    """What changed between two evaluations of questions, matched by their words."""
    figures = {
        name: value.mean - before.figures[name].mean
        for name, value in now.figures.items()
        if name in before.figures
    }
    old, new = _by_question(before), _by_question(now)
    pairs = {question: (old[question], one) for question, one in new.items() if question in old}
    better = (name for name, (was, one) in pairs.items() if one.is_good and not was.is_good)
    worse = (name for name, (was, one) in pairs.items() if was.is_good and not one.is_good)
    return EvaluationChanges(figures, tuple(better), tuple(worse))


def load_evaluation(path: Path) -> LibraryEvaluation:
    """An evaluation that was saved as JSON; raises EvaluationUnreadable."""
    try:
        return LibraryEvaluation.from_dict(parse_json(path.read_bytes()))
    except (OSError, ValueError) as error:
        cause = Message("causes.no_evaluation")
        raise EvaluationUnreadable(path=path, cause=cause) from error


def last_run_of(index: Path, questions: Path) -> Path:
    """The file beside an index that keeps the last evaluation of a file of questions."""
    digest = hashlib.sha256(str(questions.resolve()).encode("utf-8", "surrogateescape"))
    return index / _FOLDER / f"{questions.stem[:60]}-{digest.hexdigest()[:8]}.json"


def _by_question(evaluation: LibraryEvaluation) -> Mapping[str, JudgedAnswer]:
    return {one.expected.question: one for one in evaluation.questions}


def keep_as_last(evaluation: LibraryEvaluation, path: Path) -> None:
    """Keeps an evaluation as the last one of its questions; raises IndexUnwritable."""
    with writing(path.parent.parent):
        path.parent.mkdir(exist_ok=True)
        replace_file(path, evaluation.json().encode())
