"""Files of lines that only their owner reads: their mode, their size, who writes them."""

from __future__ import annotations

import datetime as dt
import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from served import sent, started

from rag.accounts import Accounts
from rag.accounts.passwords import Passwords
from rag.cli.doctor import examine
from rag.config import Settings, SourcedSettings
from rag.encoders import HashingEncoder
from rag.engine import Rag
from rag.ingest import ingest
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
        feedback.settle(feedback.unsettled(1)[0].key)
        log.add("access", None, route="/")
        log.close()
        Accounts(tmp_path / "accounts.sqlite", Passwords(64, 1)).close()
    finally:
        os.umask(before)
    assert {file.name: oct(mode(file)) for file in tmp_path.iterdir()} == dict.fromkeys(
        ("feedback.jsonl", "feedback.settled", "audit.jsonl", "accounts.sqlite"), oct(0o600)
    )


PASSWORD = "un mot de passe"
QUESTION = "When do the reading rooms open?"
# Every file and folder that a service writes beside its generations, but for passing ones.
WRITTEN = {
    *("uploads", "ruches.md", ".replaced", "decisions.json", "audit.jsonl", "feedback.jsonl"),
    *("refused.json", "notebooks.sqlite", "accounts.history"),
}


def use_everything(port: int, key: str) -> None:
    """Lets a service write what it can: an administrator asks, adds, keeps and judges."""
    upload = "# Ruches\n\nLe toit abrite {} abeilles.\n"
    for count in ("dix", "vingt"):
        sent(port, "PUT", "/api/library/ruches.md", upload.format(count).encode(), key)
    for question in (QUESTION, "Qui garde le zanzibar ?"):
        status, body = sent(port, "POST", "/v1/ask", as_body(question=question), key)
        assert status == 200
        if quotes := json.loads(body)["citations"]:
            kept = as_body(permalink=quotes[0]["permalink"], question=question)
            assert sent(port, "POST", "/v1/notebook/quotes", kept, key)[0] == 200
    judged = as_body(question=QUESTION, verdict="helpful")
    assert sent(port, "POST", "/v1/feedback", judged, key)[0] == 204
    with httpx.Client(base_url=f"http://127.0.0.1:{port}") as page:
        page.post("/sign-in", data={"name": "anna", "password": PASSWORD})
        known = page.get("/config").json()["dependencies"]
        asks = next(each["id"] for each in known if each["api_name"] == "_ask")
        event = {"data": [QUESTION, "", [], "en", None], "fn_index": asks, "session_hash": "page"}
        page.post("/gradio_api/queue/join", json=event)
        with page.stream("GET", "/gradio_api/queue/data?session_hash=page", timeout=60) as stream:
            next(line for line in stream.iter_lines() if "process_completed" in line)


def as_body(**values: str) -> bytes:
    return json.dumps(values).encode()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_nobody_else_reads_what_a_running_service_writes(documents: Path, tmp_path: Path) -> None:
    """Whatever the umask is, in its index, its temporary folder and its home."""
    (tmp_path / "rag.toml").write_text('encoder = "hashing-64"\n[service]\nlog_questions = true\n')
    index = tmp_path / "index"
    ingest([documents], index, HashingEncoder())
    with closing(Accounts(index / "accounts.sqlite", Passwords(64, 1))) as accounts:
        accounts.add("anna", PASSWORD, "admin")
        key = accounts.add_token("anna", "", lifetime=dt.timedelta(days=1))[1]
    for name in ("tmp", "home"):
        (tmp_path / name).mkdir()
    (index / "notebooks.sqlite").touch(0o644)  # restored from a copy that others may read
    (index / "notebooks.sqlite").chmod(0o644)
    known = set(tmp_path.rglob("*")) - {index / "notebooks.sqlite"} | {tmp_path / "log"}

    def prepare() -> None:
        os.umask(0)
        os.environ |= {"TMPDIR": str(tmp_path / "tmp"), "HOME": str(tmp_path / "home")}

    with started(tmp_path, before=prepare) as (port, _):
        use_everything(port, key)
        written = {path: mode(path) for path in tmp_path.rglob("*") if path not in known}
    assert {path.name for path in written} >= WRITTEN
    assert list((index / "accounts.history").glob("*.json"))
    assert [str(path) for path, bits in written.items() if bits & 0o077] == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize("first", ["index", "accounts"])
def test_a_new_index_is_closed_to_others_and_one_that_is_shared_stays_so(
    tmp_path: Path, first: str
) -> None:
    """Whatever the umask is, and whatever makes its folder."""
    documents, index, before = tmp_path / "documents", tmp_path / "index", os.umask(0o022)
    documents.mkdir()
    (documents / "mill.md").write_text("# Mill\n\nThe mill has two stones.\n")
    try:
        if first == "accounts":
            Accounts(index / "accounts.sqlite", Passwords(64, 1)).close()
        ingest([documents], index, HashingEncoder())
        assert oct(mode(index)) == oct(0o700)
        assert readers(index) == []
        index.chmod(0o755)
        (documents / "weir.md").write_text("# Weir\n\nThe weir is open.\n")
        ingest([documents], index, HashingEncoder())
        assert oct(mode(index)) == oct(0o755)
    finally:
        os.umask(before)
    assert readers(index) == [f"chmod 700 {index}"]


def readers(index: Path) -> list[str]:
    """What the doctor says to do so that others do not read an index."""
    checks = examine(index, SourcedSettings(Settings(encoder="hashing-64"), {}), "fr")
    return [check.state.split(":")[1].strip() for check in checks if check.name == "readers"]


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


def test_a_closed_file_goes_on_with_the_next_line(tmp_path: Path) -> None:
    lines = PrivateLines(tmp_path / "log", size=1_000, kept=1)
    lines.add("one")
    lines.close()
    lines.add("two")
    lines.close()
    assert (tmp_path / "log").read_text(encoding="utf-8") == "one\ntwo\n"
