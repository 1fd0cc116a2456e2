"""The questions that the documents did not answer, with how often each was asked; no names."""

from __future__ import annotations

import datetime as dt
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from rag.records import Answer
from rag.records.json_text import parse_json
from rag.runtime.process_lock import ProcessLock

_MOST = 1_000  # questions that are kept; the oldest of the rarest go
_LONGEST = 500  # characters


@dataclass(frozen=True, slots=True)
class RefusedQuestion:
    """A question without an answer: how often it was asked, and when last (ISO 8601, UTC)."""

    question: str
    count: int
    last: str


class RefusedQuestions:
    """A file of unanswered questions that only its owner can read; nothing without a path.

    Spaces and capitals do not tell two questions apart. Safe to share between threads, and between
    processes that share the ``lock``.
    """

    def __init__(self, path: Path | None, lock: ProcessLock | None = None) -> None:
        self._path = path
        self._lock = lock or ProcessLock()

    @property
    def kept(self) -> bool:
        """Whether questions are kept at all."""
        return self._path is not None

    def add(self, question: str) -> None:
        """Counts a question."""
        if self._path is None:
            return
        text = " ".join(question.split())[:_LONGEST]
        key, now = text.casefold(), dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        with self._lock:
            known = _load(self._path)
            before = known.get(key)
            count = 1 if before is None else before.count + 1
            known[key] = RefusedQuestion(text, count, now)
            while len(known) > _MOST:
                others = (each for each in known.items() if each[0] != key)
                del known[min(others, key=lambda each: (each[1].count, each[1].last))[0]]
            _save(self._path, known)

    def most(self, number: int) -> tuple[RefusedQuestion, ...]:
        """The questions that were asked most, the latest of the same count first."""
        every = _load(self._path).values()
        return tuple(sorted(every, key=lambda each: (each.count, each.last), reverse=True)[:number])

    def clear(self) -> None:
        """Forgets all of them."""
        if self._path is not None:
            with self._lock:
                _save(self._path, {})


def is_refusal(answer: Answer) -> bool:
    """Whether a question to the documents has no answer in any of its parts."""
    parts = answer.parts or (answer,)
    return not any(part.found or part.listed is not None for part in parts)


def _load(path: Path | None) -> dict[str, RefusedQuestion]:
    """The questions of a file; none if it is missing or damaged, since they are only counts."""
    if path is None:
        return {}
    try:
        found = [RefusedQuestion(**each) for each in parse_json(path.read_bytes())]
        return {each.question.casefold(): each for each in found}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _save(path: Path, known: dict[str, RefusedQuestion]) -> None:
    fresh = path.with_name(f"{path.name}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump([asdict(each) for each in known.values()], file, ensure_ascii=False)
    fresh.replace(path)
