"""The modules of ``rag`` are stations of one line: each imports only from lower levels."""

import ast
import re
from pathlib import Path

import pytest

import rag

ROOT = Path(rag.__file__).parent
LEVELS = (
    ("_version", "_moved", "records"),
    ("errors",),
    ("config", "weights", "messages", "language", "runtime"),
    ("passages", "readers", "encoders", "facts"),
    ("store", "accounts"),
    ("retrieval", "citations"),
    ("ingest", "answering", "checking"),
    ("engine",),
    ("evaluate", "export"),
    ("server",),
    ("web",),
    ("cli",),
    ("__main__",),
)
LEVEL = {name: level for level, names in enumerate(LEVELS) for name in names}
MODULES = sorted(
    path for path in ROOT.rglob("*.py") if path.relative_to(ROOT).as_posix() != "__init__.py"
)


def station(path: Path) -> str:
    """The station of a file: its folder under ``rag``, or its own name."""
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The stations of ``rag`` that a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            parts = node.module.split(".")
            if parts[0] == "rag":
                found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
            found |= {parts[1] for parts in names if parts[0] == "rag" and len(parts) > 1}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_from_lower_levels(path: Path) -> None:
    own = station(path)
    assert own in LEVEL, f"give {own} a level"
    for other in imported(path) - {own}:
        assert LEVEL[other] < LEVEL[own], f"{own} imports {other}"


def test_no_module_uses_relative_imports_or_is_called_utils() -> None:
    for path in MODULES:
        assert path.stem != "utils"
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        assert not any(isinstance(node, ast.ImportFrom) and node.level for node in nodes), path


def public_types(path: Path) -> set[str]:
    """The public classes and type aliases that a file defines."""
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = {target.id for target in targets if isinstance(target, ast.Name)}
            found |= {name for name in names if name[0].isupper() and not name.isupper()}
    return {name for name in found if not name.startswith("_")}


def test_a_public_type_name_means_one_thing() -> None:
    places: dict[str, list[str]] = {}
    for path in MODULES:
        for name in public_types(path):
            places.setdefault(name, []).append(str(path.relative_to(ROOT)))
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


def test_the_table_of_the_architecture_is_this_one() -> None:
    text = (ROOT.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| (\d+) \| ([^|]+) \|", text, re.M)
    levels = tuple(tuple(re.findall(r"`(\w+)`", modules)) for _, modules in table)
    assert [int(level) for level, _ in table] == list(range(len(LEVELS)))
    assert levels == LEVELS
