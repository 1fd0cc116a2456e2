"""What the README says is true: commands, settings and the fields of an answer."""

import dataclasses
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest

from rag import Answer, Citation, Settings
from rag.cli import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
GROUPS = {name: group for name, group in app.commands.items() if isinstance(group, click.Group)}


def fenced(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("command", app.commands)
def test_every_command_is_in_the_readme_and_has_help(command: str) -> None:
    assert f"rag {command}" in README
    assert app.commands[command].help


@pytest.mark.parametrize("group", GROUPS)
def test_every_command_of_a_group_is_in_the_readme_and_has_help(group: str) -> None:
    for name, command in GROUPS[group].commands.items():
        assert f"rag {group} {name}" in README
        assert command.help


def test_every_command_of_the_readme_exists() -> None:
    named = {word for block in fenced("sh") for word in re.findall(r"^rag (\w+)", block, re.M)}
    assert named <= set(app.commands)


def test_the_settings_of_the_readme_are_the_defaults() -> None:
    assert Settings(**tomllib.loads(fenced("toml")[0])) == Settings()


def test_the_fields_of_an_answer_are_named() -> None:
    names = {field.name for field in dataclasses.fields(Answer)}
    cited = {field.name for field in dataclasses.fields(Citation)} - {"n", "span"}
    assert all(f"`{name}`" in README for name in names - {"citations"})
    assert all(re.search(rf"\b{name}\b", README) for name in cited)


def test_the_python_of_the_readme_runs(tmp_path: Path) -> None:
    (tmp_path / "rag.toml").write_text('encoder = "hashing-64"\n')
    (tmp_path / "a.txt").write_text("Ai Movement compte sept piliers.\n\nThe secretary signs.")
    for program in (["-m", "rag", "index", "a.txt"], ["-c", fenced("python")[0]]):
        done = subprocess.run(
            [sys.executable, *program], cwd=tmp_path, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr


# The documents of the repository, and not those of what is installed or built inside it.
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("bench/*.md")]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_no_document_names_a_path_of_one_machine(path: Path) -> None:
    found = re.findall(r"(?:/var)?/(?:tmp|root|home)/[\w.-]+", path.read_text(encoding="utf-8"))
    assert found == []


def test_a_measured_command_is_printed_as_it_can_be_given_anywhere() -> None:
    program = (
        "import sys; sys.path.insert(0, 'bench'); from report import command_line;"
        "print(command_line(['/a/bench/page.py', '--index', '/b/index', '--out', '/R.md', '-v']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == "python bench/page.py --index index -v", done.stderr
