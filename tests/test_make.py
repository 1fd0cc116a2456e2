"""``make run`` looks at the documents again only if something changed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

MAKEFILE = Path(__file__).parent.parent / "Makefile"


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    """A repository whose command ``rag`` only records that it was run."""
    if shutil.which("make") is None:
        pytest.skip("make is absent: apt-get install make")
    shutil.copy(MAKEFILE, tmp_path)
    for folder in ("corpus/a folder", "rag/models", ".venv/bin"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "corpus" / "a folder" / "une page.txt").write_text("Un texte.", encoding="utf-8")
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / ".venv" / "installed").touch()
    command = tmp_path / ".venv" / "bin" / "rag"
    command.write_text('#!/bin/sh\necho "$@" >> runs\ntest ! -e refused\n', encoding="utf-8")
    command.chmod(0o755)
    return tmp_path


def runs(workplace: Path) -> int:
    """How often ``rag`` has run in all, after one more ``make index``."""
    subprocess.run(["make", "-s", "index"], cwd=workplace, check=False, timeout=60)
    return len((workplace / "runs").read_text(encoding="utf-8").splitlines())


def _later(path: Path) -> None:
    """Makes a file look written a while after the last run."""
    then = path.stat().st_mtime + 60
    os.utime(path, (then, then))


def test_documents_are_indexed_once(workplace: Path) -> None:
    assert [runs(workplace), runs(workplace)] == [1, 1]


@pytest.mark.parametrize("changed", ["corpus/a folder/une page.txt", "corpus/a folder", "corpus"])
def test_a_changed_document_or_folder_is_looked_at(workplace: Path, changed: str) -> None:
    runs(workplace)
    _later(workplace / changed)
    assert runs(workplace) == 2


def test_what_was_refused_or_taken_away_is_looked_at_again(workplace: Path) -> None:
    (workplace / "refused").touch()
    assert [runs(workplace), runs(workplace)] == [1, 2]
    (workplace / "refused").unlink()
    assert [runs(workplace), runs(workplace)] == [3, 3]
    shutil.rmtree(workplace / "index")
    assert runs(workplace) == 4


def test_what_is_set_for_one_run_does_not_reach_a_make_that_a_test_starts(workplace: Path) -> None:
    (workplace / "flags.mk").write_text('flags:\n\t@echo "$(VENV)[$$MAKEFLAGS]"\n')
    command = ["make", "-s", "-f", "Makefile", "-f", "flags.mk", "flags", "VENV=.venv-other"]
    done = subprocess.run(
        command, cwd=workplace, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.startswith(".venv-other[")
    assert "VENV=" not in done.stdout
