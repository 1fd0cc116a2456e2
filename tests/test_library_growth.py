"""What a library costs as it grows: counted in calls of functions, not in time."""

from __future__ import annotations

import datetime as dt
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import CodeType, FrameType

import pytest

from rag.config import Settings
from rag.encoders import HashingEncoder
from rag.engine import Rag
from rag.ingest import ingest
from rag.ingest.run import Tally, conclude
from rag.store import GenerationBuilder, Store

SMALL, DOUBLE, FOUR = 12, 24, 48
DAY = dt.date(2015, 6, 1)


def calls(work: Callable[[], object]) -> Counter[str]:
    """How often each function is called by this thread, by its file and name."""
    python, built_in = Counter[CodeType](), Counter[object]()

    # Not with cProfile: from Python 3.12 on it counts what other threads call too.
    def count(frame: FrameType, event: str, function: object) -> None:
        if event == "call":
            python[frame.f_code] += 1
        elif event == "c_call":
            built_in[getattr(function, "__qualname__", "")] += 1

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    found = Counter[str]({f"~ {name}": number for name, number in built_in.items()})
    for code, number in python.items():
        found[f"{Path(code.co_filename).name} {code.co_name}"] += number
    return found


def resolved(found: Counter[str]) -> int:
    """How often paths were resolved; the file of pathlib has other names in later Pythons."""
    return sum(number for name, number in found.items() if name.endswith(".py resolve"))


def library(folder: Path, count: int) -> tuple[Path, Path]:
    """A folder of documents with titles and dates, and its index."""
    docs, index = folder / f"docs{count}", folder / f"index{count}"
    for number in range(count):
        path = docs / f"{number % 3}" / f"note-{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"Règlement du phare numéro {number}\n\nDate : 0{1 + number % 9}/03/2012\n\n"
            f"L'article {number} du règlement est modifié. Le gardien {number} ouvre la porte.\n",
            encoding="utf-8",
        )
    ingest([docs], index, HashingEncoder())
    return docs, index


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, Path]]:
    folder = tmp_path_factory.mktemp("growth")
    return [library(folder, count) for count in (SMALL, DOUBLE, FOUR)]


def grown_too_fast(small: Counter[str], double: Counter[str], four: Counter[str]) -> list[str]:
    """The functions whose calls more than double from the second library to the third.

    What is called a fixed number of times is taken off: it must not hide what grows.
    """
    slack = 8  # calls that depend on the names and the order of the files
    return [
        name
        for name in four
        if four[name] - double[name] > 2 * max(double[name] - small[name], 0) + slack
    ]


def test_an_unchanged_library_is_examined_in_linear_time(
    libraries: list[tuple[Path, Path]],
) -> None:
    counted = [calls(partial(ingest, [docs], index, HashingEncoder())) for docs, index in libraries]
    assert grown_too_fast(*counted) == []
    for count, found in zip((SMALL, DOUBLE, FOUR), counted, strict=True):
        assert found["packing.py document_of"] == count  # each document is parsed once
        assert resolved(found) == resolved(counted[0]) > 0  # of roots alone
        assert found["shutil.py copyfile"] == 0


def test_a_report_compares_the_paths_once(libraries: list[tuple[Path, Path]]) -> None:
    class Paths(set[str]):
        compared = 0

        def __rand__(self, other: set[str]) -> set[str]:
            self.compared += 1
            return {each for each in other if each in self}

    _, index = libraries[0]
    with GenerationBuilder.begin(index, HashingEncoder().card) as builder:
        scanned = Paths(each.location for each in builder.documents())
        report = conclude(builder, Tally(scanned=scanned), 0.0)
    assert len(report.unchanged) == SMALL
    assert scanned.compared == 1


def test_one_more_document_is_added_in_linear_time(libraries: list[tuple[Path, Path]]) -> None:
    counted = []
    for docs, index in libraries:
        new = docs / "nouvelle-note.txt"
        new.write_text("Une note.\n\nLe phare est repeint.\n", encoding="utf-8")
        counted.append(calls(partial(ingest, [docs], index, HashingEncoder())))
        new.unlink()
        ingest([docs], index, HashingEncoder())
    assert grown_too_fast(*counted) == []
    added = [
        found["packing.py document_of"] - counted[0]["packing.py document_of"] for found in counted
    ]
    assert added == [0, DOUBLE - SMALL, FOUR - SMALL]


def test_a_new_day_of_a_question_reads_no_title_again(libraries: list[tuple[Path, Path]]) -> None:
    """The documents of another part of the library are known from the parts before."""
    _, index = libraries[1]
    with Rag(Store.open(index), HashingEncoder(), Settings()) as rag:
        question = "Que dit le règlement du phare sur la porte ?"
        first = calls(lambda: rag.ask(question, as_of=DAY))
        again = calls(lambda: rag.ask(question, as_of=DAY + dt.timedelta(1)))
    for name in ("versions.py _identity", "titles.py _titled"):
        assert first[name] == DOUBLE
        assert again[name] == 0
