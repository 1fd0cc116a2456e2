"""Which folders a library was indexed from, and the result of the last indexing of folders."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rag.records import Failure
from rag.records.json_text import parse_json
from rag.store.layout import RUNS, replace_file, writing


@dataclass(frozen=True, slots=True)
class LastRun:
    """The last indexing of folders: when it ended (ISO 8601, UTC), and what it did.

    The three counts are of documents, ``seconds`` is how long it took.
    """

    at: str
    seconds: float
    added: int
    unchanged: int
    removed: int
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Runs:
    """The absolute paths of the folders that were indexed, and the last run, if there was one."""

    folders: tuple[str, ...] = ()
    last: LastRun | None = None

    @classmethod
    def load(cls, index: Path) -> Runs:
        """What is known of an index; nothing if the file is missing or cannot be read."""
        try:
            values = parse_json((index / RUNS).read_bytes())
            last = values["last"]
            return cls(tuple(map(str, values["folders"])), None if last is None else _run(last))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls()

    def save(self, index: Path) -> None:
        """Writes it beside the generations of an index; raises IndexUnwritable."""
        with writing(index):
            replace_file(index / RUNS, json.dumps(asdict(self), indent=1).encode())

    def after(self, folders: Sequence[str], last: LastRun, *, rebuild: bool) -> Runs:
        """The folders with those just indexed, or these alone after a rebuild, and the run."""
        known = () if rebuild else self.folders
        return Runs(tuple(dict.fromkeys((*known, *folders))), last)


def _run(values: dict[str, Any]) -> LastRun:
    failures = tuple(Failure(each["path"], each["messages"]) for each in values.pop("failures"))
    return LastRun(failures=failures, **values)
