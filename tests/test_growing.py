"""``docs/growing.md`` as it is followed: its commands, its settings, its plan."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pytest
from test_first_hour import environment, run

from bench.archive_plan import plan
from rag.config import StoreSettings
from rag.config.reading import read_settings

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "growing.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S))
TRIAL = "Try it without a server"


def blocks(heading: str, kind: str) -> list[str]:
    found: list[str] = re.findall(rf"^```{kind}\n(.*?)^```", SECTIONS[heading], re.M | re.S)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of somebody who has documents, an index of them, and ``rag``."""
    (tmp_path / "bin").mkdir()
    path = environment(tmp_path)["PYTHONPATH"]
    program = tmp_path / "bin" / "rag"
    program.write_text(
        f"#!/bin/sh\nPYTHONPATH='{path}'; export PYTHONPATH\n"
        f'exec "{sys.executable}" -W error -m rag "$@"\n'
    )
    program.chmod(0o755)
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "hours.md").write_text("# Hours\n\nThe boathouse opens at seven.\n")
    (tmp_path / "rag.toml").write_text('encoder = "hashing-64"\n')
    run(tmp_path, "rag index documents")
    return tmp_path


def test_a_library_moves_into_qdrant_and_back(folder: Path) -> None:
    pytest.importorskip("qdrant_client", reason="verbatim-rag[qdrant] is not installed")
    plain = (folder / "rag.toml").read_text()
    asked = 'rag ask "When does the boathouse open?"'
    before = run(folder, asked)
    (folder / "rag.toml").write_text(plain + blocks(TRIAL, "toml")[0])
    lines = "".join(blocks(TRIAL, "sh")).splitlines()
    assert lines[-1] == asked
    printed = [run(folder, line) for line in lines if not line.startswith("pip install")]
    assert printed[-1] == before
    assert "store.path" in printed[1]
    assert (folder / "qdrant").is_dir()
    (folder / "documents" / "boats.md").write_text("# Boats\n\nA boat costs nine euros an hour.\n")
    run(folder, "rag index documents")
    assert "nine euros" in run(folder, 'rag ask "What does a boat cost?"')
    run(folder, "rag index --rollback")
    assert "nine euros" not in run(folder, 'rag ask "What does a boat cost?"', code=3)
    assert run(folder, asked) == before
    (folder / "rag.toml").write_text(plain)
    assert run(folder, asked) == before


def test_the_settings_of_a_server_can_be_read() -> None:
    values = tomllib.loads(blocks("With a server", "toml")[0])
    found = read_settings(dict(values), Path("rag.toml")).store
    left_out = {"path"}
    assert set(values["store"]) == set(StoreSettings.__dataclass_fields__) - left_out
    default = StoreSettings()
    for name, value in values["store"].items():
        if name not in ("url", "key_env"):
            assert value == getattr(default, name) == getattr(found, name)


@pytest.mark.parametrize("line", ["", "| "])
def test_the_plan_is_the_one_that_is_computed(line: str) -> None:
    assert all(each in PAGE for each in plan().splitlines() if each.startswith(line))
