"""``docs/first-hour.md`` as it is followed: its commands, its programs, its notebook."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "first-hour.md").read_text(encoding="utf-8")
NOTEBOOK = ROOT / "examples" / "first_hour.ipynb"
SECTIONS = dict(re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S))
SERVERS = ("uvicorn ", "rag serve ")


def blocks(heading: str, kind: str) -> list[str]:
    """The blocks of a kind under a heading, in order."""
    found: list[str] = re.findall(rf"^```{kind}\n(.*?)^```", SECTIONS[heading], re.M | re.S)
    return found


def commands(heading: str) -> list[str]:
    """The commands under a heading, without those that install packages."""
    lines = "".join(blocks(heading, "sh")).splitlines()
    return [line for line in lines if not line.startswith("pip install")]


def shown(heading: str) -> list[str]:
    """What the page says that its commands print."""
    return "".join(blocks(heading, "text")).splitlines()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of somebody whose environment is active: ``rag``, ``python`` and ``uvicorn``."""
    folder = tmp_path_factory.mktemp("hour")
    programs = {"rag": "-m rag", "python": "", "uvicorn": "-m uvicorn"}
    (folder / "bin").mkdir()
    for name, options in programs.items():
        script = folder / "bin" / name
        # The client of MCP gives a process few variables, and not this one.
        path = f"PYTHONPATH='{environment(folder)['PYTHONPATH']}'; export PYTHONPATH"
        script.write_text(f'#!/bin/sh\n{path}\nexec "{sys.executable}" {options} "$@"\n')
        script.chmod(0o755)
    # Quick, and the answer is the same.
    (folder / "rag.toml").write_text('encoder = "hashing-64"\n')
    for line in commands("A library, and a first answer"):
        run(folder, line)
    return folder


def environment(folder: Path) -> dict[str, str]:
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    programs = os.pathsep.join([str(folder / "bin"), os.environ["PATH"]])
    return os.environ | {"PATH": programs, "PYTHONPATH": path, "LC_ALL": "C.UTF-8"}


def run(folder: Path, line: str, code: int = 0) -> str:
    """What a command prints in the folder; it must end with an exit code."""
    done = subprocess.run(
        ["sh", "-c", line],
        cwd=folder, env=environment(folder), capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def saved(folder: Path, heading: str) -> None:
    """Saves the program under a heading by the name that the page gives it."""
    (name,) = re.findall(r"Save this as `(\w+\.py)`", SECTIONS[heading])
    (program,) = blocks(heading, "python")
    (folder / name).write_text(program, encoding="utf-8")


@contextmanager
def serving(folder: Path, line: str) -> Iterator[Callable[[str], str]]:
    """A server started by a command of the page, on a free port.

    Returns what makes another command speak to that port.
    """
    (written,) = re.findall(r"--port (\d+)", line)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1])
    words = shlex.split(line.replace(written, port))
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            words, cwd=folder, env=environment(folder), stdout=log, stderr=log,
            executable=folder / "bin" / words[0],
        )  # fmt: skip
    try:
        _wait_for(f"http://127.0.0.1:{port}/readyz", process)
        yield lambda command: command.replace(f":{written}", f":{port}")
    finally:
        process.terminate()
        process.wait(60)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Waits until a server has opened its library; an application of one's own has no /readyz."""
    end = time.monotonic() + 240
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx.get(address, timeout=5).status_code in (200, 404):
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise AssertionError("the server is not ready")


def followed(folder: Path, heading: str) -> str:
    """What all commands under a heading print, each with the servers before it running."""
    printed = ""
    (server,) = [line for line in commands(heading) if line.startswith(SERVERS)]
    before, after = (part.splitlines() for part in "\n".join(commands(heading)).split(server))
    for line in filter(None, before):
        printed += run(folder, line)
    with serving(folder, server) as there:
        for line in filter(None, after):
            printed += run(folder, there(line))
    return printed


def test_the_commands_of_the_installation_are_those_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8").partition("A wheel without its")[0]
    install = SECTIONS["Install"].replace("~/hour/", "").replace("~/hour", ".")
    by_hand = re.findall(r"^(?:python3 -m venv|\.venv/bin/).*$", readme, re.M)
    assert len(by_hand) == 4
    for line in by_hand:
        assert line.replace("--no-deps -e .", "--no-deps .") in install
    assert (ROOT / "deploy" / "slim.py").exists()


def test_the_library_answers_as_the_page_shows(folder: Path) -> None:
    (asked,) = [line for line in commands("A library, and a first answer") if "rag ask" in line]
    printed = run(folder, asked)
    for line in shown("A library, and a first answer"):
        assert line in printed
    (other,) = re.findall(r"`(rag ask '[^`]+)`", SECTIONS["A library, and a first answer"])
    run(folder, other, code=3)


def test_an_application_in_fastapi_answers_as_the_page_shows(folder: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is absent")
    saved(folder, "A FastAPI application")
    printed = followed(folder, "A FastAPI application")
    for part in shown("A FastAPI application"):
        assert part in printed, printed
    permalink = json.loads(printed)["citations"][0]["permalink"]
    assert "Intact: " in run(folder, f"rag verify '{permalink}'")


def test_a_client_of_mcp_gets_the_same_over_stdio_and_over_http(folder: Path) -> None:
    saved(folder, "A client of MCP")
    printed = followed(folder, "A client of MCP")
    for line in shown("A client of MCP"):
        assert printed.count(line) == 2, printed


def cells() -> list[str]:
    """The code of the notebook, a cell each."""
    read = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in read["cells"] if cell["cell_type"] == "code"]


def test_the_notebook_has_the_cells_of_the_page_and_no_results() -> None:
    assert cells() == [each.rstrip("\n") for each in blocks("A notebook", "python")]
    read = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert all(not cell.get("outputs") for cell in read["cells"])


EXECUTED = """
import sys, nbformat, nbclient
read = nbformat.read("first_hour.ipynb", 4)
nbclient.NotebookClient(read, timeout=200, kernel_name="python3").execute()
nbformat.write(read, "first_hour.ipynb")
"""


def test_the_notebook_shows_quotes_with_their_sources(folder: Path) -> None:
    """Run by the kernel and the client of Jupyter."""
    pytest.importorskip("nbclient", reason="pip install nbclient ipykernel")
    pytest.importorskip("ipykernel", reason="pip install nbclient ipykernel")
    shutil.copy(NOTEBOOK, folder)
    subprocess.run(
        [sys.executable, "-c", EXECUTED], cwd=folder, env=environment(folder), check=True,
        timeout=300,
    )  # fmt: skip
    read = json.loads((folder / NOTEBOOK.name).read_text(encoding="utf-8"))
    outputs = [cell["outputs"] for cell in read["cells"] if cell["cell_type"] == "code"]
    answer, check, links = (each[-1]["data"] for each in outputs)
    quoted, checked = (
        re.sub("<[^>]+>", "", "".join(each["text/html"])) for each in (answer, check)
    )
    assert "A night at the mooring costs 12 euros. [1]" in quoted
    assert "Harbour rules (rules.md)" in quoted
    assert "15 euros" in checked
    assert "12 euros" in checked
    assert "verbatim:" in "".join(links["text/plain"])
