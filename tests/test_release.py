"""The changelog, the citation file and the policy agree on versions."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

import rag

ROOT = Path(__file__).resolve().parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
RELEASES = re.findall(r"^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)$", CHANGELOG, re.M)


def test_the_version_is_the_newest_of_the_changelog() -> None:
    assert RELEASES[0][0] == rag.__version__


def test_releases_of_the_changelog_are_newest_first_under_unreleased() -> None:
    headings = re.findall(r"^## (.+)$", CHANGELOG, re.M)
    assert headings[0] == "[Unreleased]"
    assert headings[1:] == [f"[{version}] - {day}" for version, day in RELEASES]
    ordered = [(tuple(map(int, version.split("."))), day) for version, day in RELEASES]
    assert ordered == sorted(ordered, reverse=True)
    assert all(dt.date.fromisoformat(day) for _, day in RELEASES)


def test_the_citation_file_names_the_version_its_day_and_the_licence() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert cited["cff-version"] == "1.2.0"
    assert (cited["version"], cited["date-released"]) == RELEASES[0]
    assert cited["license"] == PROJECT["project"]["license"]
    assert cited["authors"] == PROJECT["project"]["authors"]
    assert cited["keywords"] == PROJECT["project"]["keywords"]
    assert {"message", "title", "type", "abstract"} <= cited.keys()


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_the_compatibility_policy_is_linked(page: str) -> None:
    assert "(docs/compatibility.md)" in (ROOT / page).read_text(encoding="utf-8")


def test_the_compatibility_policy_names_routes_and_classes_that_exist() -> None:
    policy = (ROOT / "docs" / "compatibility.md").read_text(encoding="utf-8")
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "rag").rglob("*.py"))
    for route in re.findall(r"`(/\w+)(?:/…)?`", policy):
        assert f'"{route}' in source, route
    for name in re.findall(r"`(Index\w+)`", policy):
        assert f"class {name}(" in source, name
