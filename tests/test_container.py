"""``deploy/Containerfile`` line by line, without a builder: what each line names works here."""

from __future__ import annotations

import http.server
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
import tomllib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import pytest

from rag import Settings
from rag.cli import app

ROOT = Path(__file__).resolve().parents[1]
FILE = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LINES = [
    tuple(line.split(maxsplit=1))
    for line in FILE.replace("\\\n", " ").splitlines()
    if line and not line.startswith("#")
]
BUILD = LINES[: [step for step, _ in LINES].index("FROM", 1)]
IMAGE = LINES[len(BUILD) :]


def given(step: str, lines: list[tuple[str, ...]] = IMAGE) -> list[str]:
    """What stands after an instruction, in order."""
    return [" ".join(rest.split()) for name, rest in lines if name == step]


def test_both_stages_have_the_same_python_which_the_project_supports() -> None:
    """The environment of the first is copied into the second, and runs its Python."""
    first, second = given("FROM", BUILD)[0], given("FROM")[0]
    assert first == f"{second} AS build"
    version = re.fullmatch(r"docker\.io/library/python:(3\.\d+)-slim", second)
    assert version
    assert f"Programming Language :: Python :: {version[1]}" in PROJECT["classifiers"]


def test_the_environment_is_copied_to_where_it_was_made() -> None:
    """Its programs name their Python by this path."""
    (made,) = re.findall(r"python -m venv (\S+)", " ".join(given("RUN", BUILD)))
    assert f"--from=build {made} {made}" in given("COPY")
    assert f"PATH={made}/bin:$PATH" in given("ENV")[0]
    installs = [rest for rest in given("RUN", BUILD) if "pip install" in rest]
    assert len(installs) == 2
    assert all(f"{made}/bin/pip install --no-cache-dir" in rest for rest in installs)


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the first stage, with what its lines copy there and nothing else."""
    folder = tmp_path_factory.mktemp("src")
    assert given("WORKDIR", BUILD) == ["/src"]
    for line in given("COPY", BUILD):
        *names, into = line.split()
        for name in names:
            place = folder / into
            if (ROOT / name).is_dir():  # the content of a folder is copied
                leave = shutil.ignore_patterns("__pycache__")
                shutil.copytree(ROOT / name, place, dirs_exist_ok=True, ignore=leave)
            else:
                place = place / Path(name).name if into.endswith("/") else place
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, place)
    return folder


def test_the_requirements_are_listed_from_what_was_copied(context: Path) -> None:
    (line,) = [rest for rest in given("RUN", BUILD) if "slim" in rest]
    listing = line.partition(" > ")[0].replace("python ", f"{sys.executable} ", 1)
    done = subprocess.run(
        shlex.split(listing), cwd=context, capture_output=True, text=True, check=True, timeout=60
    )
    names = {re.split(r"[^\w-]", one)[0] for one in done.stdout.splitlines()}
    assert {"onnxruntime", "tokenizers", "gradio"} <= names
    assert not names & {"torch", "sentence-transformers"}


@pytest.mark.slow
def test_the_package_is_built_whole_from_what_was_copied(context: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"]
    subprocess.run(
        [*command, "-w", str(tmp_path), "."], cwd=context, check=True, timeout=300,
        capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if name.startswith("rag/")}
        (entries,) = [name for name in archive.namelist() if name.endswith("entry_points.txt")]
        points = archive.read(entries).decode()
    kept = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "rag").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert kept - packed == set()
    assert f"{json.loads(given('ENTRYPOINT')[0])[0]} = rag.cli:main" in points


def test_what_is_run_and_what_the_comments_run_are_commands(tmp_path: Path) -> None:
    """The commands after the name of the image, and that of the image itself."""
    comments = " ".join(re.findall(r"^#(.*)$", FILE, re.M)).replace("\\", "")
    shown = re.findall(r"podman run .*?\bverbatim (?=[a-z])(.+?)(?=  *podman |$|  *`)", comments)
    assert len(shown) == 3
    for words in [*map(shlex.split, shown), json.loads(given("CMD")[0])]:
        _parsed(app, [word for word in words if word != "/documents"], tmp_path)


def _parsed(command: click.Command, words: list[str], folder: Path) -> None:
    """Reads a command line as click does, without running it."""
    with command.make_context("rag", list(words), resilient_parsing=False) as context:
        if isinstance(command, click.Group):
            rest = [*context._protected_args, *context.args]
            name, found, rest = command.resolve_command(context, rest)
            assert found is not None, name
            _parsed(found, rest, folder)


def test_the_port_and_the_folder_are_those_of_the_settings() -> None:
    assert given("EXPOSE") == [str(Settings().port)]
    assert f"127.0.0.1:{Settings().port}:{Settings().port}" in FILE
    assert given("WORKDIR") == given("VOLUME") == ["/state"]
    (made,) = [rest for rest in given("RUN") if "/state" in rest]
    assert "useradd" in made
    assert "-o verbatim -g verbatim -m 0700 /state" in made
    assert given("USER") == ["verbatim"]
    assert given("STOPSIGNAL") == ["SIGTERM"]


def test_what_recognises_pages_is_what_the_readme_names() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (named,) = re.findall(r"`sudo apt install ([\w -]+)`", readme)
    (installed,) = [rest for rest in given("RUN") if "apt-get install" in rest]
    assert set(named.split()) <= set(installed.split())
    assert installed.startswith("apt-get update && ")
    assert installed.endswith("rm -rf /var/lib/apt/lists/*")


class HealthReply(http.server.BaseHTTPRequestHandler):
    """Says that the service is alive, or that it is not."""

    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/healthz" else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def answering(status: int) -> Iterator[int]:
    """The port of a service that gives a status to a health check."""
    handler = type("OneStatus", (HealthReply,), {"status": status})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.mark.parametrize(("status", "healthy"), [(200, True), (500, False), (404, False)])
def test_the_health_check_tells_a_service_that_is_alive(status: int, healthy: bool) -> None:
    check = given("HEALTHCHECK")[0].partition("CMD ")[2]
    program, *words = json.loads(check)
    assert program == "python"
    with answering(status) as port:
        code = [word.replace(f":{Settings().port}/", f":{port}/") for word in words]
        assert code != words
        done = subprocess.run(
            [sys.executable, *code], capture_output=True, timeout=60, env=os.environ
        )
    assert (done.returncode == 0) is healthy


def test_no_line_is_left_untested() -> None:
    """A line of another kind needs a test of its own here."""
    steps = ["FROM", "RUN", "WORKDIR", "COPY", "COPY", "RUN", "COPY", "RUN"]
    assert [step for step, _ in BUILD] == steps
    steps = ["FROM", "RUN", "RUN", "COPY", "ENV", "USER", "WORKDIR", "VOLUME", "EXPOSE"]
    assert [step for step, _ in IMAGE] == [
        *steps, "STOPSIGNAL", "HEALTHCHECK", "ENTRYPOINT", "CMD"
    ]  # fmt: skip
