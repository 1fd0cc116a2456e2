"""Serving others: what is refused, how the service stops, backups, the files in deploy/."""

from __future__ import annotations

import configparser
import datetime as dt
import http.client
import json
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import tomllib
import urllib.request
from pathlib import Path

import pytest

from rag.accounts import Accounts
from rag.accounts.passwords import Passwords
from rag.config import Role, Service, Settings
from rag.encoders import HashingEncoder
from rag.engine import Rag
from rag.errors.service import AccountsNeeded
from rag.ingest import ingest
from rag.store import Store
from rag.web import serve

ROOT = Path(__file__).parent.parent
UNIT, IMAGE = ROOT / "deploy" / "verbatim.service", ROOT / "deploy" / "Containerfile"
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
QUESTION = "When do the reading rooms open?"


@pytest.mark.parametrize(
    ("host", "service"),
    [
        pytest.param("0.0.0.0", Service(), id="all-addresses"),
        pytest.param("192.0.2.7", Service(), id="one-address"),
        pytest.param("127.0.0.1", Service(proxy="127.0.0.1"), id="behind-a-proxy"),
    ],
)
def test_other_machines_are_not_served_without_accounts(
    tmp_path: Path, host: str, service: Service
) -> None:
    with pytest.raises(AccountsNeeded) as caught:
        serve(tmp_path / "index", Settings(service=service), host=host, port=1)
    assert "rag user add" in caught.value.message("fr")
    assert "open = true" in caught.value.message("en")


def test_a_copy_made_while_it_is_read_answers_as_before(documents: Path, tmp_path: Path) -> None:
    index, copy, encoder = tmp_path / "index", tmp_path / "copy", HashingEncoder()
    ingest([documents], index, encoder)
    accounts = Accounts(index / "accounts.sqlite", Passwords(64, 1))
    accounts.add("zoe", "un mot de passe", "admin")
    library = Rag(Store.open(index), encoder, Settings())
    before = library.ask(QUESTION)
    shutil.copytree(index, copy)
    with sqlite3.connect(accounts.path) as live, sqlite3.connect(copy / "fresh.sqlite") as fresh:
        live.backup(fresh)
    live.close()
    fresh.close()
    (copy / "fresh.sqlite").replace(copy / "accounts.sqlite")
    assert library.ask(QUESTION) == before
    accounts.close()
    shutil.rmtree(index)
    copy.rename(index)
    Store.open(index).check()
    assert Rag(Store.open(index), encoder, Settings()).ask(QUESTION) == before
    restored = Accounts(index / "accounts.sqlite", Passwords(64, 1))
    assert restored.log_in("zoe", "un mot de passe", lifetime=dt.timedelta(hours=1))
    restored.close()


def test_accounts_outlive_an_index_that_is_built_anew(documents: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    accounts = Accounts(index / "accounts.sqlite", Passwords(64, 1))
    accounts.add("zoe", "un mot de passe", "admin")
    accounts.close()
    for rebuild in (False, True, True):
        ingest([documents], index, HashingEncoder(), rebuild=rebuild)
    assert Accounts.exist(index / "accounts.sqlite")


def _serve(folder: Path) -> tuple[subprocess.Popen[bytes], int]:
    """The service started in a folder, its port; its output goes to ``log`` there."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", "rag", "serve", "--port", str(port)]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(command, cwd=folder, stdout=log, stderr=log), port


def test_the_service_stops_on_a_signal(documents: Path, tmp_path: Path) -> None:
    (tmp_path / "rag.toml").write_text('encoder = "hashing-256"\n[service]\naccounts = true\n')
    ingest([documents], tmp_path / "index", HashingEncoder())
    process, port = _serve(tmp_path)
    try:
        assert _status(port, "/healthz", process) == 200
        assert _status(port, "/api/documents", process) == 401
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) in (0, -signal.SIGTERM)
    finally:
        process.kill()
        process.wait()
    assert "Traceback" not in (tmp_path / "log").read_text(encoding="utf-8")
    lines = (tmp_path / "index" / "audit.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[-1])["route"] == "/api/documents"


def test_the_address_is_printed_once_it_takes_requests_and_not_where_it_is_taken(
    documents: Path, tmp_path: Path
) -> None:
    (tmp_path / "rag.toml").write_text('encoder = "hashing-256"\n')
    ingest([documents], tmp_path / "index", HashingEncoder())
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        command = [sys.executable, "-m", "rag", "serve", "--port", str(port)]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout) == (1, "")
    assert str(port) in done.stderr
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        address = f"http://127.0.0.1:{port}"
        assert address in process.stdout.readline()
        with urllib.request.urlopen(f"{address}/healthz", timeout=60) as answer:
            assert answer.status == 200
    finally:
        process.kill()
        process.communicate()


def test_a_curator_adds_a_document_to_the_service_as_it_is_installed(
    documents: Path, tmp_path: Path
) -> None:
    """Once there are accounts, without any setting; and indexing other folders keeps it."""
    (tmp_path / "rag.toml").write_text('encoder = "hashing-64"\n')
    index = tmp_path / "index"
    ingest([documents], index, HashingEncoder())
    accounts = Accounts(index / "accounts.sqlite", Passwords(64, 1))
    keys = {}
    roles: tuple[Role, ...] = ("curator", "reader")
    for role in roles:
        accounts.add(role, "un mot de passe", role)
        keys[role] = accounts.add_token(role, "", lifetime=dt.timedelta(days=1))[1]
    accounts.close()
    process, port = _serve(tmp_path)
    try:
        assert _status(port, "/healthz", process) == 200
        assert _put(port, "ruches.md", keys["reader"]) == 403
        assert _put(port, "ruches.md", keys["curator"]) == 201
    finally:
        process.terminate()
        process.wait(60)
    assert (index / "uploads" / "ruches.md").exists()
    for folders in ([documents], [index / "uploads"], [tmp_path]):
        ingest(folders, index, HashingEncoder())
        found = Rag.open(index, settings=Settings(encoder="hashing-64")).documents()
        assert "ruches.md" in {Path(each.path).name for each in found}


def _put(port: int, name: str, key: str) -> int:
    """The status of an upload with the key of a program, once the library is open."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    text = "# Ruches\n\nLes ruches du toit abritent quarante mille abeilles.\n"
    headers = {"authorization": f"Bearer {key}"}
    connection.request("PUT", f"/api/library/{name}", text.encode(), headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT], ids=["service", "ctrl-c"])
def test_an_open_page_does_not_hold_the_service_up(
    documents: Path, tmp_path: Path, sent: signal.Signals
) -> None:
    """A page keeps a stream open; it ends at once, whole, and nothing is said of a fault."""
    (tmp_path / "rag.toml").write_text('encoder = "hashing-256"\n')
    ingest([documents], tmp_path / "index", HashingEncoder())
    process, port = _serve(tmp_path)
    try:
        assert _status(port, "/healthz", process) == 200
        page = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        page.request("GET", "/gradio_api/heartbeat/apage")
        stream = page.getresponse()
        assert stream.read1(5) == b"data:"
        process.send_signal(sent)
        assert b"ALIVE" in stream.read()  # raises IncompleteRead where it is cut
        page.close()
        assert process.wait(60) in (0, -sent)
    finally:
        process.kill()
        process.wait()
    lines = (tmp_path / "log").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "Verbatim" not in line] == []


def _status(port: int, path: str, process: subprocess.Popen[bytes]) -> int:
    """The status of a path, once the service is there."""
    for _ in range(600):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except ConnectionError:
            assert process.poll() is None
            time.sleep(0.1)
        finally:
            connection.close()
    raise AssertionError("it does not come up")


def test_readers_that_come_in_numbers_meet_no_error() -> None:
    """The fast form of bench.load: five readers, a curator, four seconds."""
    command = [
        *(sys.executable, "-m", "bench.load", "--readers", "5", "--seconds", "4"),
        *("--pause", "0.2", "--encoder", "hashing-256"),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    rows = dict(re.findall(r"^\| (.+?) \| (.+?) \|$", done.stdout, re.M))
    assert (rows["errors"], rows["wrong quotes"]) == ("0", "0")
    assert int(rows["answers"].split()[0]) >= 5  # one a reader, however slow the machine is
    assert int(rows["quotes compared with their page"]) >= 1
    assert int(rows["index runs during the load"]) >= 1


def _unit() -> configparser.ConfigParser:
    # Keys come more than once in a unit: the last of them is kept, which is enough here.
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(UNIT, encoding="utf-8")
    return parser


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("User", "verbatim"),
        ("NoNewPrivileges", "true"),
        ("ProtectSystem", "strict"),
        ("ProtectHome", "true"),
        ("CapabilityBoundingSet", ""),
        ("UMask", "0077"),
    ],
)
def test_the_unit_is_hardened(key: str, value: str) -> None:
    assert _unit()["Service"][key] == value


def test_systemd_rates_the_exposure_of_the_unit_as_low() -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not on this machine")
    command = ["systemd-analyze", "security", "--offline=true", "--threshold=20", str(UNIT)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout[-400:] + done.stderr


def test_systemd_finds_no_fault_in_the_unit(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not on this machine")
    unit = UNIT.read_text(encoding="utf-8").replace("/opt/verbatim/bin/rag", sys.executable)
    (tmp_path / UNIT.name).write_text(unit, encoding="utf-8")
    command = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no"]
    done = subprocess.run(
        [*command, str(tmp_path / UNIT.name)], capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_image_runs_without_root_and_copies_what_is_there() -> None:
    lines = IMAGE.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    steps = [line.split(maxsplit=1) for line in lines if line and not line.startswith("#")]
    users = [rest for step, rest in steps if step == "USER"]
    assert users == ["verbatim"]
    assert not any(step == "ADD" for step, _ in steps)
    copied = [rest.split()[:-1] for step, rest in steps if step == "COPY" and "--from" not in rest]
    assert all((ROOT / name).exists() for names in copied for name in names)
    last = next(n for n, (step, _) in enumerate(steps) if step == "USER")
    assert all(step != "RUN" for step, _ in steps[last:])


def test_the_settings_of_the_operations_are_the_defaults_or_said_to_differ() -> None:
    before, block = re.split(r"```toml\n", OPERATIONS)[:2]
    listed = tomllib.loads(block.partition("```")[0])["service"]
    assert set(listed) == set(Service.__dataclass_fields__)
    said = before.rpartition("\n2. ")[2].partition("except")[2]
    different = {
        name
        for name, value in listed.items()
        if (tuple(value) if isinstance(value, list) else value) != getattr(Service(), name)
    }
    assert different == set(re.findall(r"`(\w+)`", said))
