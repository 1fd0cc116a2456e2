"""Import paths of version 0.1.0 work, and name the new path and the version that drops the old."""

import importlib
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest

import rag
from rag._moved import MOVED, REMOVED_IN, MovedModules

FORWARDED = {
    (old, name): place for old, names in MOVED.items() for name, place in names.items() if place
}
REMOVED = [
    (old, name) for old, names in MOVED.items() for name, place in names.items() if not place
]
ROOT = Path(rag.__file__).parent
# The modules of version 0.1.0 that moved, with their classes and functions and what else was used.
NAMES_OF_0_1 = Path(__file__).parent / "data" / "names-0.1.0.txt"


def names_of_0_1() -> dict[str, set[str]]:
    lines = NAMES_OF_0_1.read_text(encoding="utf-8").splitlines()
    return {module: set(names.split()) for module, names in (line.split(":") for line in lines)}


def lost(moved: Mapping[str, Mapping[str, str]]) -> set[str]:
    """The modules and names of version 0.1.0 that a table lacks."""
    promised = names_of_0_1()
    modules = promised.keys() - moved.keys()
    return modules | {
        f"{old}.{name}"
        for old, names in promised.items()
        for name in names - moved.get(old, {}).keys()
    }


def test_no_name_of_version_0_1_is_lost() -> None:
    assert lost(MOVED) == set()
    assert names_of_0_1().keys() == MOVED.keys()


def test_a_lost_name_and_a_lost_module_are_noticed() -> None:
    fewer = {old: dict(names) for old, names in MOVED.items()}
    del fewer["rag.rerank"]["Reranker"]
    assert lost(fewer) == {"rag.rerank.Reranker"}
    del fewer["rag.fusion"]
    assert lost(fewer) == {"rag.rerank.Reranker", "rag.fusion", "rag.fusion.fuse"}


@pytest.mark.parametrize("old", MOVED)
def test_each_old_module_is_imported_and_no_file_has_its_name(old: str) -> None:
    assert importlib.import_module(old).__name__ == old
    path = ROOT.joinpath(*old.split(".")[1:])
    assert not path.with_suffix(".py").exists()
    assert not (path / "__init__.py").exists()


@pytest.mark.parametrize(("old", "name"), FORWARDED, ids=[".".join(key) for key in FORWARDED])
def test_each_name_that_moved_is_the_new_object_with_a_warning(old: str, name: str) -> None:
    place = FORWARDED[old, name]
    with pytest.warns(DeprecationWarning, match="is now") as caught:
        found = getattr(importlib.import_module(old), name)
    module, _, now = place.rpartition(".")
    assert found is getattr(importlib.import_module(module), now)
    assert [str(one.message) for one in caught] == [
        f"{old}.{name} is now {place}; version 0.3.0 removes the old path"
    ]
    assert caught[0].filename == __file__


@pytest.mark.parametrize(("old", "name"), REMOVED, ids=[".".join(key) for key in REMOVED])
def test_each_name_that_is_gone_says_so(old: str, name: str) -> None:
    with pytest.raises(AttributeError, match=rf"{old}\.{name} was removed after version 0\.1\.0"):
        getattr(importlib.import_module(old), name)


def test_the_version_that_removes_the_old_paths_is_the_one_in_the_policy() -> None:
    text = (ROOT.parent / "docs" / "compatibility.md").read_text(encoding="utf-8")
    assert f"removed in {REMOVED_IN}" in text


def test_a_name_that_never_was_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = importlib.import_module("rag.checks").nothing


def test_a_function_is_not_hidden_by_a_submodule_of_its_name() -> None:
    package = importlib.import_module("rag.conversation")
    importlib.import_module("rag.conversation.resolve")
    with pytest.warns(DeprecationWarning, match="is now"):
        assert callable(package.resolve)


@pytest.mark.parametrize("name", ["rag.never", "rag.answer.never"])
def test_a_module_that_never_was_is_an_import_error(name: str) -> None:
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module(name)


@pytest.mark.parametrize(
    ("code", "warning"),
    [
        ("from rag.checks import Check", b"rag.checks.Check is now rag.records.checks.Check;"),
        (
            "from rag.answer import selection; selection.Read",
            b"rag.answer.selection.Read is now rag.answering.selection.TokenEncoder;",
        ),
        (
            "from rag.store.view import View",
            b"rag.store.view.View is now rag.store.restricted.RestrictedLibrary;",
        ),
    ],
)
def test_a_program_that_imports_the_old_path_is_warned(code: str, warning: bytes) -> None:
    run = subprocess.run([sys.executable, "-W", "always", "-c", code], capture_output=True)
    assert warning in run.stderr
    assert run.returncode == 0


def test_the_finder_is_installed_once() -> None:
    import rag._moved

    rag._moved.install()
    assert sum(isinstance(finder, MovedModules) for finder in sys.meta_path) == 1


def test_no_old_module_hides_a_name_of_the_package_that_it_was_in() -> None:
    """Python sets a module on its package when it is imported, over what is there."""
    for old in MOVED:
        package, _, name = old.rpartition(".")
        if package not in MOVED:
            there = vars(importlib.import_module(package)).get(name)
            assert there is None or isinstance(there, ModuleType), old
