"""The files around the code agree with it: hooks and issue forms."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
FORMS = [path for path in TEMPLATES if path.name != "config.yml"]


def loaded(*parts: str) -> Any:
    return yaml.safe_load(ROOT.joinpath(*parts).read_text(encoding="utf-8"))


def test_the_hooks_run_programs_of_the_virtual_environment() -> None:
    (repository,) = loaded(".pre-commit-config.yaml")["repos"]
    assert repository["repo"] == "local"  # nothing is fetched
    entries = {hook["id"]: hook["entry"].split() for hook in repository["hooks"]}
    assert set(entries) == {"ruff", "ruff-format", "mypy"}
    for program, *_ in entries.values():
        assert Path(program).parts[:2] == (".venv", "bin")
        assert shutil.which(Path(program).name, path=str(Path(sys.executable).parent)), program


def test_the_hooks_are_valid_to_pre_commit() -> None:
    pytest.importorskip("pre_commit", reason="pre-commit is absent: pip install -e '.[dev]'")
    command = [sys.executable, "-m", "pre_commit", "validate-config"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_an_issue_form_asks_distinct_questions(path: Path) -> None:
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert {"name", "description", "labels", "body"} == form.keys()
    questions = [part for part in form["body"] if part["type"] != "markdown"]
    assert all(part["type"] in ("textarea", "input", "dropdown") for part in questions)
    identities = [part["id"] for part in questions]
    assert len(set(identities)) == len(identities)
    assert all(part["attributes"]["label"] for part in questions)
    assert all(part["attributes"]["options"] for part in questions if part["type"] == "dropdown")
    assert any(part.get("validations", {}).get("required") for part in questions)


def test_a_wrong_answer_is_reported_as_a_row_of_the_test_questions() -> None:
    form = loaded(".github", "ISSUE_TEMPLATE", "wrong-answer.yml")
    required = {part["id"] for part in form["body"] if part.get("validations", {}).get("required")}
    assert {"question", "quote", "document"} <= required


def test_the_templates_are_those_of_bugs_answers_and_wishes() -> None:
    assert [path.stem for path in FORMS] == ["bug", "feature", "wrong-answer"]
    assert isinstance(loaded(".github", "ISSUE_TEMPLATE", "config.yml"), dict)


def test_the_slim_installation_leaves_out_what_other_models_need_and_nothing_else() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "deploy" / "slim.py"], capture_output=True, text=True, check=True
    )
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    left_out = set(project["dependencies"]) - set(done.stdout.splitlines())
    assert {re.split(r"[^\w-]", one)[0] for one in left_out} == {"sentence-transformers", "torch"}
    assert set(done.stdout.splitlines()) <= set(project["dependencies"])


def test_the_metadata_of_a_wheel_has_the_same_slim_list() -> None:
    """By the command of the README for a wheel without its checkout."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    [program] = re.findall(r'-c "(from importlib\.metadata .*?)" > slim\.txt', readme, re.DOTALL)
    found, slim = (
        subprocess.run([sys.executable, *words], capture_output=True, text=True, check=True)
        for words in (["-c", program], [ROOT / "deploy" / "slim.py"])
    )
    # A build sorts the bounds of a version.
    assert [sorted(re.split(r"(?=[<>=])|,", one)) for one in found.stdout.splitlines()] == [
        sorted(re.split(r"(?=[<>=])|,", one)) for one in slim.stdout.splitlines()
    ]


ADVICE = (
    ("mcp", "rag/server/mcp_server.py"),
    ("mcp", "docs/as-mcp-tools.md"),
    ("oidc", "rag/accounts/oidc.py"),
    ("oidc", "README.md"),
    ("otel", "rag/server/telemetry.py"),
    ("otel", "docs/operations.md"),
    ("writer", "rag/answering/writer/client.py"),
    ("writer", "README.md"),
    ("langchain", "docs/in-langchain-and-llamaindex.md"),
    ("langchain", "examples/langchain_retriever.py"),
    ("llamaindex", "docs/in-langchain-and-llamaindex.md"),
    ("llamaindex", "examples/llamaindex_retriever.py"),
)


@pytest.mark.parametrize(("extra", "path"), ADVICE)
def test_people_are_told_to_install_what_an_extra_needs(extra: str, path: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = (ROOT / path).read_text(encoding="utf-8")
    commands = re.findall(r"pip install ((?:[^\n`\"]|\n  )+)", text)
    needed = [re.split(r"[^\w-]", one)[0] for one in project["optional-dependencies"][extra]]
    assert any(all(name in command for name in needed) for command in commands)
    for command in commands:  # a version that is given is that of the extra
        assert all(one in str(project) for one in re.findall(r"'([\w-]+[<>=][^']+)'", command))


NAMED = re.compile(r"install [^\n]*verbatim-rag|verbatim-rag\[")


def test_nobody_is_told_to_install_this_project_by_its_name() -> None:
    """On PyPI, another project has it; and an extra of ours would bring torch."""
    for folder in ("rag", "docs", "examples", "deploy"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in {".py", ".md", ".toml", ".service", ".json"}:
                assert not NAMED.search(path.read_text(encoding="utf-8")), path
    for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md"):
        assert not NAMED.search((ROOT / name).read_text(encoding="utf-8")), name


def test_what_tests_await_runs_in_a_thread_of_its_own() -> None:
    """``asyncio.run`` fails in the thread in which the browser of other tests keeps its loop."""
    started = re.compile(r"asyncio\.run\b|run_until_complete")
    tests = {path.name: path.read_text(encoding="utf-8") for path in ROOT.glob("tests/**/*.py")}
    found = {name for name, text in tests.items() if started.search(text)}
    assert found == {"awaiting.py", "test_project.py"}


def test_code_is_written_in_the_english_of_today() -> None:
    """Docstrings, comments and names; the words of documents in ``rag/language`` are data."""
    dated = re.compile(r"\b(?:lest|anew|whoever|borne|be it)\b", re.I)
    paths = [
        path for top in ("rag", "bench", "train", "tests") for path in ROOT.glob(f"{top}/**/*.py")
    ]
    data = {ROOT / "tests" / "test_messages.py", Path(__file__)}
    found = {
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in paths
        if path not in data and "language" not in path.parts
        for match in dated.finditer(path.read_text(encoding="utf-8"))
    }
    assert found == set()
