"""The programs of ``examples/`` run as a developer would run them, over the sample library."""

from __future__ import annotations

import ast
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rag import Rag

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))
QUESTION = "Who certified the accounts of 2023?"
QUOTE = "The Chief Accountant, Apolline Castelroux, certified the accounts on 11 March 2024."
PACKAGES = {"langchain": "langchain_core", "llamaindex": "llama_index.core"}
INTEGRATIONS = tuple(PACKAGES)
UNKNOWN = "Who won the 1998 World Cup?"
ENVIRONMENT = os.environ | {
    "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]),
    "PYTHONIOENCODING": "utf-8",
}


def run(
    name: str, *arguments: str | Path, folder: Path, text: str = ""
) -> subprocess.CompletedProcess[str]:
    """An example run in a folder that holds ``index``."""
    return subprocess.run(
        [sys.executable, ROOT / "examples" / name, *arguments],
        cwd=folder, env=ENVIRONMENT, input=text, capture_output=True, text=True, timeout=120,
    )  # fmt: skip


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the index of the sample library."""
    folder = tmp_path_factory.mktemp("workplace")
    subprocess.run(
        [sys.executable, "-m", "rag", "index", ROOT / "corpus"],
        cwd=folder, env=ENVIRONMENT, check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def address(workplace: Path) -> Iterator[str]:
    """The address of ``rag serve`` over the index, ready for questions."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", "rag", "serve", "--port", str(port)]
    with (workplace / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=workplace, env=ENVIRONMENT, stdout=log, stderr=log)
    try:
        yield _ready(f"http://127.0.0.1:{port}", process)
    finally:
        process.terminate()
        process.wait(30)


def _ready(address: str, process: subprocess.Popen[bytes]) -> str:
    """The address once its service answers questions; fails after two minutes."""
    end = time.monotonic() + 120
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):
                return address
        except urllib.error.HTTPError as error:  # 503 until the encoder is loaded
            error.close()
        except OSError:
            pass
        time.sleep(0.2)
    pytest.fail(f"the service did not start: exit code {process.poll()}")


def test_ask_prints_the_quote_with_its_document_page_and_date(workplace: Path) -> None:
    done = run("ask.py", QUESTION, folder=workplace)
    assert done.returncode == 0, done.stderr
    first, place = done.stdout.splitlines()[:2]
    assert first == f"[1] {QUOTE}"
    assert place.strip() == "Annual Report 2023, p. 2, 2024-03-28, rapports/annual-report-2023.pdf"


def test_ask_says_when_the_documents_do_not_answer(workplace: Path) -> None:
    done = run("ask.py", UNKNOWN, folder=workplace)
    assert (done.returncode, done.stdout) == (3, "The documents do not answer this question.\n")


def test_ask_names_the_missing_index_in_one_line(tmp_path: Path) -> None:
    done = run("ask.py", QUESTION, folder=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert str(tmp_path / "index") in done.stderr


def test_check_prints_a_verdict_for_each_claim_and_what_differs(workplace: Path) -> None:
    claims = ("Le comité d'éthique compte sept membres.", "Le Conseil compte douze membres.")
    done = run("check.py", "-", folder=workplace, text=" ".join(claims))
    assert done.returncode == 1, done.stderr
    assert f"supported: {claims[0]}" in done.stdout
    assert f"contradicted: {claims[1]}" in done.stdout
    assert "figure: the text has “douze”, the quote “quinze”" in done.stdout


def test_check_reads_a_file_and_ends_with_0_where_nothing_is_contradicted(workplace: Path) -> None:
    (workplace / "article.txt").write_text(
        "Le comité d’éthique compte sept membres.", encoding="utf-8"
    )
    done = run("check.py", "article.txt", folder=workplace)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("supported: Le comité d’éthique compte sept membres.")
    assert run("check.py", "absent.txt", folder=workplace).returncode == 2


def test_a_follow_up_is_understood_from_the_question_before_it(workplace: Path) -> None:
    asked = ("Combien de piliers compte Ai Movement ?", "Quels sont-ils ?")
    done = run("follow_up.py", *asked, folder=workplace)
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.split(f"> {asked[1]}\n")
    assert first.startswith(f"> {asked[0]}\n  [1] ")
    assert "understood as" not in first
    assert second.startswith("  understood as: Quels sont-ils ? (")
    assert "Ai Movement" in second.splitlines()[0]
    assert "sept piliers" in second


def test_the_http_client_prints_quotes_and_permalinks(workplace: Path, address: str) -> None:
    done = run("http_client.py", QUESTION, "--address", address, folder=workplace)
    assert done.returncode == 0, done.stderr
    first, permalink = done.stdout.splitlines()[:2]
    assert first == f"[1] {QUOTE}"
    assert permalink.strip().startswith("verbatim:")


def test_the_http_client_tells_a_refusal_from_an_error(workplace: Path, address: str) -> None:
    assert run("http_client.py", UNKNOWN, "--address", address, folder=workplace).returncode == 3
    refused = run("http_client.py", "x" * 3_000, "--address", address, folder=workplace)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.count("\n") == 1
    assert "Traceback" not in refused.stderr


def test_the_http_client_says_where_no_service_answers(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        nobody = f"http://127.0.0.1:{listener.getsockname()[1]}"
    done = run("http_client.py", QUESTION, "--address", nobody, folder=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"{nobody}: ")


def test_watch_citation_finds_a_quote_intact_until_its_document_changes(tmp_path: Path) -> None:
    (tmp_path / "rules.md").write_text("# Rules\n\nThe term of office lasts three years.\n")
    _index(tmp_path)
    cited = Rag.open(tmp_path / "index").ask("How long does the term of office last?").citations[0]
    (tmp_path / "citations.txt").write_text(f"{cited.permalink}\n")
    before = run("watch_citation.py", "citations.txt", folder=tmp_path)
    assert before.stdout.startswith(f"{cited.permalink}\n    intact\n"), before.stderr
    assert before.returncode == 0
    (tmp_path / "rules.md").write_text("# Rules\n\nThe term of office lasts four years.\n")
    _index(tmp_path)
    after = run("watch_citation.py", "citations.txt", folder=tmp_path)
    assert after.returncode == 1, after.stderr
    assert "changed\n    now: The term of office lasts four years. (rules.md)" in after.stdout
    (tmp_path / "citations.txt").write_text("verbatim:nonsense")
    assert run("watch_citation.py", "citations.txt", folder=tmp_path).returncode == 2


def _index(folder: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "rag", "index", "rules.md"],
        cwd=folder, env=ENVIRONMENT, check=True, capture_output=True, timeout=120,
    )  # fmt: skip


def test_a_fastapi_application_answers_with_permalinks(workplace: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    path = str(ROOT / "examples" / "fastapi_app.py")
    program = [sys.executable, path, "--port", str(port)]
    process = subprocess.Popen(program, cwd=workplace, env=ENVIRONMENT, stderr=subprocess.DEVNULL)
    try:
        found = _asked(f"http://127.0.0.1:{port}/ask?{urllib.parse.urlencode({'q': QUESTION})}")
    finally:
        process.terminate()
        process.wait(30)
    assert found["quotes"][0]["quote"] == QUOTE
    assert found["quotes"][0]["permalink"].startswith("verbatim:")


def _asked(address: str) -> Any:
    """The JSON at an address, once the service that has it listens."""
    end = time.monotonic() + 90
    while True:
        try:
            with urllib.request.urlopen(address, timeout=60) as response:
                return json.load(response)
        except urllib.error.URLError:
            if time.monotonic() > end:
                raise
            time.sleep(0.3)


@pytest.mark.parametrize(
    ("name", "package"),
    [("langchain_retriever.py", "langchain_core"), ("llamaindex_retriever.py", "llama_index.core")],
)
def test_a_retriever_gives_the_quotes_with_their_permalinks(
    workplace: Path, name: str, package: str
) -> None:
    pytest.importorskip(package)
    done = run(name, QUESTION, folder=workplace)
    assert done.returncode == 0, done.stderr
    assert QUOTE in done.stdout
    assert "\n    verbatim:" in done.stdout
    refused = run(name, UNKNOWN, folder=workplace)
    assert refused.returncode == 3, refused.stderr


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_uses_only_the_public_names(path: Path) -> None:
    imported = [
        node.module if isinstance(node, ast.ImportFrom) else alias.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    ]
    ours = {name for name in imported if name and name.split(".")[0] == "rag"}
    assert ours <= {"rag", *(f"rag.integrations.{name}" for name in INTEGRATIONS)}
    others = {name.split(".")[0] for name in imported if name} - {"rag"}
    packages = {PACKAGES[name].split(".")[0] for name in INTEGRATIONS if name in path.name}
    packages |= {"fastapi", "uvicorn"} if "fastapi" in path.name else set()
    assert others <= sys.stdlib_module_names | packages


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_has_a_test_and_a_line_in_the_lists(path: Path) -> None:
    assert f'"{path.name}"' in Path(__file__).read_text(encoding="utf-8")
    assert f"[{path.name}]({path.name})" in (ROOT / "examples" / "README.md").read_text("utf-8")
    assert f"examples/{path.name}" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"python examples/{path.name}" in path.read_text(encoding="utf-8")
