"""``.ci/run``: what `make run` installs, lint, the suite, and the suite on another Python."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ("bash", "dirname", "timeout", "rm")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone whose ``make`` records its calls and fails for those named in ``fails``."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci")
    (tmp_path / "path").mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        if found is None:
            pytest.skip(f"{tool} is absent")
        (tmp_path / "path" / tool).symlink_to(found)
    _program(tmp_path / "path" / "make", 'echo "$*" >> made; case "$*" in $FAILS) exit 2;; esac')
    _program(tmp_path / "path" / "python3", "exit 0")
    _program(tmp_path / ".venv" / "bin" / "python", "echo 3.11")
    return tmp_path


def _program(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!{shutil.which('bash')}\n{line}\n", encoding="utf-8")
    path.chmod(0o755)


def _ci(clone: Path, fails: str = "") -> tuple[int, str, list[str]]:
    """The exit code of ``.ci/run`` in a clone, its last line, and the calls of make."""
    environment = {
        "PATH": str(clone / "path"), "HOME": str(clone), "FAILS": fails,
    }  # fmt: skip
    done = subprocess.run(
        [clone / "path" / "bash", clone / ".ci" / "run"],
        env=environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    made = (clone / "made").read_text(encoding="utf-8").splitlines()
    return done.returncode, (done.stdout.splitlines() or [""])[-1], made


def test_ci_runs_lint_and_the_suite_and_says_that_there_is_one_python(clone: Path) -> None:
    _program(clone / "path" / "python3.11", "exit 0")
    code, line, made = _ci(clone)
    assert (code, made) == (0, ["try", "lint", "test"])
    assert line == "The suite ran on Python 3.11 only: no other is installed."


@pytest.mark.parametrize("fails", ["try", "lint", "test"])
def test_ci_fails_where_lint_or_the_suite_fails(clone: Path, fails: str) -> None:
    assert _ci(clone, fails)[0] != 0


@pytest.mark.parametrize("place", ["path/python3.13", ".pyenv/versions/3.13.0/bin/python"])
def test_ci_runs_the_suite_on_the_newest_other_python(clone: Path, place: str) -> None:
    _program(clone / place, "exit 0")
    _program(clone / "path" / "python3.12", "exit 0")
    python = "python3.13" if place.startswith("path") else str(clone / place)
    chosen = f"VENV=.venv-3.13 PYTHON={python}"
    code, _, made = _ci(clone)
    assert (code, made) == (
        0,
        ["try", "lint", "test", f"{chosen} .venv-3.13/developing",
         f"test {chosen} TESTS=not browser"],
    )  # fmt: skip


def test_ci_passes_over_a_python_that_does_not_start(clone: Path) -> None:
    _program(clone / "path" / "python3.13", "exit 127")
    _program(clone / "path" / "python3.12", "exit 0")
    assert "test VENV=.venv-3.12 PYTHON=python3.12 TESTS=not browser" in _ci(clone)[2]


def test_ci_goes_on_where_packages_for_the_other_python_cannot_be_had(clone: Path) -> None:
    _program(clone / "path" / "python3.13", "exit 0")
    (clone / ".venv-3.13").mkdir()
    code, line, made = _ci(clone, "*/developing")
    assert (code, made[-1].endswith(".venv-3.13/developing")) == (0, True)
    assert "the packages for python3.13 cannot be installed here" in line
    assert not (clone / ".venv-3.13").exists()


def test_ci_fails_where_the_suite_fails_on_the_other_python(clone: Path) -> None:
    _program(clone / "path" / "python3.13", "exit 0")
    assert _ci(clone, "test VENV=*")[0] != 0
