"""Attacks on a running service, short: few files, a copy made meanwhile, all of bench.attacks."""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import resource
import shutil
import socket
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import pytest
from served import sent, started

from rag.encoders import HashingEncoder
from rag.ingest import ingest

ROOT = Path(__file__).parent.parent
ASKED = json.dumps({"question": "When do the reading rooms open?"}).encode()


@pytest.fixture
def folder(documents: Path, tmp_path: Path) -> Path:
    """A folder with an index and its settings."""
    (tmp_path / "rag.toml").write_text('encoder = "hashing-64"\n', encoding="utf-8")
    ingest([documents], tmp_path / "index", HashingEncoder())
    return tmp_path


def found(port: int) -> bool:
    """Whether a question is answered with a quote."""
    status, body = sent(port, "POST", "/api/ask", ASKED)
    return status == 200 and bool(json.loads(body)["found"])


def test_a_service_that_may_open_few_files_is_not_stopped_by_idle_connections(
    folder: Path,
) -> None:
    """256 files are the limit of a process on macOS."""
    few = partial(resource.setrlimit, resource.RLIMIT_NOFILE, (256, 256))
    with started(folder, before=few) as (port, _), contextlib.ExitStack() as stack:
        for number in range(400):
            source = (f"127.0.0.{2 + number % 20}", 0)
            with contextlib.suppress(OSError):
                one = socket.create_connection(("127.0.0.1", port), 5, source_address=source)
                stack.enter_context(one)
        # A burst may pass the limit for a moment; the service accepts again after a second.
        assert sent(port, "GET", "/healthz")[0] == 200
        assert found(port)


def test_a_service_that_runs_out_of_memory_leaves_an_index_that_serves(folder: Path) -> None:
    """Its libraries may end the process; a service manager starts it again."""
    check = json.dumps({"text": "The reading rooms opened in 1990 and in 2004. " * 400}).encode()
    with started(folder) as (port, process):
        assert found(port)
        data = re.search(r"VmData:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
        assert data
        resource.prlimit(process, resource.RLIMIT_DATA, (int(data[1]) << 10, -1))
        for _ in range(5):
            with contextlib.suppress(OSError, http.client.HTTPException):
                sent(port, "POST", "/v1/check", check)
    with started(folder) as (port, _):
        assert found(port)
    assert "Restart=on-failure" in (ROOT / "deploy" / "verbatim.service").read_text()


def test_a_copy_made_while_the_service_answers_and_is_indexed_serves_as_well(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, documents: Path
) -> None:
    copy, stop = tmp_path_factory.mktemp("copy"), threading.Event()
    answers: list[bool] = []

    def ask(port: int) -> None:
        while not stop.is_set():
            answers.append(found(port))

    with started(folder) as (port, _):
        thread = threading.Thread(target=ask, args=(port,))
        thread.start()
        (folder / "more").mkdir()
        (folder / "more" / "ruches.md").write_text("# Ruches\n\nLe toit abrite dix ruches.\n")
        shutil.copytree(folder / "index", copy / "index")
        ingest([documents, folder / "more"], folder / "index", HashingEncoder())
        assert found(port)
        stop.set()
        thread.join(60)
    assert answers
    assert all(answers)
    shutil.copy(folder / "rag.toml", copy)
    with started(copy) as (port, _):
        assert found(port)


def test_a_copy_put_back_while_the_service_answers_is_served(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """docs/operations.md says to stop it first; one who does not loses nothing."""
    copy, statuses = tmp_path_factory.mktemp("copy") / "index", set[int]()
    shutil.copytree(folder / "index", copy)
    (folder / "more").mkdir()
    (folder / "more" / "ruches.md").write_text("# Ruches\n\nLe toit abrite dix ruches.\n")
    ingest([folder / "more"], folder / "index", HashingEncoder())
    with started(folder) as (port, _):
        assert sent(port, "POST", "/v1/ask", ASKED)[0] == 200
        (folder / "index").rename(folder / "before")
        for _ in range(5):
            statuses.add(sent(port, "POST", "/v1/ask", ASKED)[0])
        shutil.copytree(copy, folder / "index")
        for _ in range(5):
            statuses.add(sent(port, "POST", "/v1/ask", ASKED)[0])
    assert statuses <= {200, 503}
    with started(folder) as (port, _):
        assert found(port)


def test_readers_are_served_during_every_attack() -> None:
    """The short form of bench.attacks: two readers, four seconds each."""
    command = [
        *(sys.executable, "-m", "bench.attacks", "--readers", "2", "--seconds", "4"),
        *("--encoder", "hashing-256"),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=500)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = {line.split(" | ")[0]: line for line in done.stdout.splitlines() if " | " in line}
    assert len(rows) == 10
    assert re.search("503: [1-9]", rows["a large document opened 100 times at once"])
    assert re.search("stream 429: [1-9]", rows["streams and events of one account"])
    assert re.search("signed in 303: [1-9]", rows["50 password tries a second"])
    assert re.search("closed of the first 10: [1-9]", rows["600 clients that do not read"])
    assert int(re.sub(".*closed: |,", "", rows["2,000 idle connections"]).split()[0]) > 1_000
