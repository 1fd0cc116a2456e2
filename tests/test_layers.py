"""The layers of ``rag``: each module imports only from lower levels."""

import ast
import re
from collections.abc import Collection, Mapping
from pathlib import Path

import pytest

import rag

ROOT = Path(rag.__file__).parent
LEVELS = (
    ("_version", "_moved", "records"),
    ("messages",),
    ("errors",),
    ("config", "weights", "language", "runtime"),
    ("passages", "readers", "encoders", "passage_reader", "facts"),
    ("store", "accounts", "notebooks"),
    ("questions",),
    ("retrieval", "citations"),
    ("ingest", "answering", "checking"),
    ("engine",),
    ("evaluate", "export", "integrations"),
    ("server",),
    ("web",),
    ("cli",),
    ("__main__",),
)
LEVEL = {name: level for level, names in enumerate(LEVELS) for name in names}
MODULES = sorted(
    path for path in ROOT.rglob("*.py") if path.relative_to(ROOT).as_posix() != "__init__.py"
)
# Programs beside the package, whose names stand beside its own in the same files.
PROGRAMS = [
    path
    for folder in ("bench", "train", "examples", "tests")
    for path in sorted((ROOT.parent / folder).rglob("*.py"))
]


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


def test_no_module_imports_the_whole_package_or_a_module_by_its_name_as_text() -> None:
    """Both would go past the levels."""
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                assert not [one for one in node.names if one.name.split(".")[0] == "rag"], path
            elif isinstance(node, ast.Call) and path.name != "_moved.py":
                called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func
                name = called.id if isinstance(called, ast.Name) else called
                if name in ("import_module", "__import__"):
                    given = node.args[0]
                    assert not re.match(r"'rag\b", ast.unparse(given)), path


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
    for path in (*MODULES, *PROGRAMS):
        for name in public_types(path):
            places.setdefault(name, []).append(str(path.relative_to(ROOT.parent)))
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


def test_the_table_of_the_architecture_is_this_one() -> None:
    text = (ROOT.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| (\d+) \| ([^|]+) \|", text, re.M)
    levels = tuple(tuple(re.findall(r"`(\w+)`", modules)) for _, modules in table)
    assert [int(level) for level, _ in table] == list(range(len(LEVELS)))
    assert levels == LEVELS


def dotted(path: Path) -> str:
    """The name that a file is imported by."""
    parts = ("rag", *path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(source: str, known: Collection[str]) -> set[str]:
    """The modules among ``known`` that a source imports, inside functions and for types too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            places = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {place if place in known else node.module for place in places}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found & set(known)


def circles(graph: Mapping[str, Collection[str]]) -> set[frozenset[str]]:
    """The groups of modules that reach each other along imports."""
    reached = {name: set(others) for name, others in graph.items()}
    for middle in graph:
        for others in reached.values():
            if middle in others:
                others |= reached[middle]
    in_circle = [name for name in graph if name in reached[name]]
    return {
        frozenset(other for other in reached[name] if name in reached[other]) for name in in_circle
    }


def test_no_modules_import_each_other_in_a_circle() -> None:
    sources = {dotted(path): path.read_text(encoding="utf-8") for path in MODULES}
    graph = {name: imports_of(text, sources) - {name} for name, text in sources.items()}
    assert sum(map(len, graph.values())) > len(graph)  # the imports are found
    assert circles(graph) == set()


def test_a_circle_is_found_through_functions_and_imports_for_types() -> None:
    known = ("rag.a", "rag.b", "rag.c", "rag.d")
    sources = {
        "rag.a": "def late():\n    from rag.b import name",
        "rag.b": "if TYPE_CHECKING:\n    from rag import c",
        "rag.c": "import rag.a\nimport rag.d",
        "rag.d": "import json",
    }
    graph = {name: imports_of(text, known) for name, text in sources.items()}
    assert circles(graph) == {frozenset({"rag.a", "rag.b", "rag.c"})}


def test_no_module_has_three_hundred_lines_and_no_function_more_than_sixty() -> None:
    for path in ROOT.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert len(source.splitlines()) < 300, path
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                assert lines <= 60, f"{path}: {node.name} has {lines}"
