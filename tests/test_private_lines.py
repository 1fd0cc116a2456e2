"""Files of lines that only their owner reads: their mode, their size, who writes them."""

from __future__ import annotations

import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from rag.accounts import Accounts
from rag.accounts.passwords import Passwords
from rag.engine import Rag
from rag.runtime.private_lines import PrivateLines
from rag.server.access_log import AccessLog
from rag.web.feedback import Feedback


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_grows_to_its_size_and_older_lines_go(tmp_path: Path) -> None:
    lines = PrivateLines(tmp_path / "lines", size=1_000, kept=2)
    for n in range(200):
        lines.add(f"{n:03} {'x' * 50}")
    lines.close()
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["lines", "lines.1", "lines.2"]
    assert all(file.stat().st_size <= 1_000 for file in files)
    assert files[0].read_text(encoding="utf-8").splitlines()[-1].startswith("199 ")


def test_lines_of_many_threads_stay_whole(tmp_path: Path) -> None:
    lines = PrivateLines(tmp_path / "lines", size=1_000_000, kept=1)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: lines.add(f"%s {n} " + "é" * 300), range(300)))
    lines.close()
    written = (tmp_path / "lines").read_text(encoding="utf-8").splitlines()
    assert sorted(int(line.split()[1]) for line in written) == list(range(300))
    assert {len(line.split()[2]) for line in written} == {300}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_the_owner_reads_what_the_service_writes(tmp_path: Path, library: Rag) -> None:
    """Whatever the umask is, and a file of an older release too."""
    (tmp_path / "feedback.jsonl").touch(0o644)
    before = os.umask(0)
    try:
        feedback, log = Feedback(tmp_path / "feedback.jsonl"), AccessLog(tmp_path / "audit.jsonl")
        feedback.add(library.ask("When do the reading rooms open?"), "helpful")
        log.add("access", None, route="/")
        log.close()
        Accounts(tmp_path / "accounts.sqlite", Passwords(64, 1)).close()
    finally:
        os.umask(before)
    assert {file.name: oct(mode(file)) for file in tmp_path.iterdir()} == dict.fromkeys(
        ("feedback.jsonl", "audit.jsonl", "accounts.sqlite"), oct(0o600)
    )


def test_a_verdict_of_a_person_on_an_answer_is_stored_once(tmp_path: Path, library: Rag) -> None:
    path = tmp_path / "feedback.jsonl"
    feedback, answer = Feedback(path), library.ask("When do the reading rooms open?")
    for _ in range(3):
        feedback.add(answer, "helpful", "anna")
    feedback.add(answer, "helpful", "bruno")
    feedback.add(answer, "wrong_answer", "anna")
    feedback.add(replace(answer, question="Where?"), "helpful", "anna")
    verdicts = [json.loads(line)["verdict"] for line in path.read_text("utf-8").splitlines()]
    assert verdicts == ["helpful", "helpful", "wrong_answer", "helpful"]
