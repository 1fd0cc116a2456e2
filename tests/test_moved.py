"""Import paths of earlier releases work, and name the new path."""

import importlib
import subprocess
import sys

import pytest

from rag._moved import MOVED, RENAMED, MovedModules

NAMES = {
    "rag.answer": "choose",
    "rag.checks": "Check",
    "rag.dates": "find_dates",
    "rag.fusion": "fuse",
    "rag.lexical": "Lexical",
    "rag.quantities": "find_quantities",
    "rag.rerank": "load_reranker",
    "rag.search": "search",
    "rag.sentences": "sentences",
    "rag.text": "words",
    "rag.vectors": "Vectors",
    "rag.claims": "cut",
    "rag.verification": "State",
    "rag.versions": "successors",
}


@pytest.mark.parametrize(("old", "name"), NAMES.items())
def test_a_name_that_moved_is_found_with_a_warning(old: str, name: str) -> None:
    module = importlib.import_module(old)
    now = RENAMED.get(f"{old}.{name}", name)
    with pytest.warns(DeprecationWarning, match=rf"{old}\.{name} is now rag\.[a-z0-9_.]+\.{now};"):
        found = getattr(module, name)
    assert any(getattr(importlib.import_module(new), now, None) is found for new in MOVED[old])


@pytest.mark.parametrize("new", sorted({new for places in MOVED.values() for new in places}))
def test_each_new_place_exists(new: str) -> None:
    importlib.import_module(new)


def test_a_name_that_never_was_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = importlib.import_module("rag.checks").nothing


def test_a_module_that_never_was_is_an_import_error() -> None:
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("rag.never")


def test_a_program_that_imports_the_old_path_is_warned() -> None:
    code = "from rag.checks import Check"
    run = subprocess.run([sys.executable, "-W", "always", "-c", code], capture_output=True)
    assert b"rag.checks.Check is now rag.records.checks.Check" in run.stderr
    assert run.returncode == 0


def test_the_finder_is_installed_once() -> None:
    import rag._moved

    rag._moved.install()
    assert sum(isinstance(finder, MovedModules) for finder in sys.meta_path) == 1
