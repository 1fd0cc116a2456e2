"""Import paths of version 0.1.0. They work until version 0.3.0, with a DeprecationWarning.

``_moved.toml`` lists each module that moved and its names. ``rag/__init__.py`` installs the finder.
It comes first on ``sys.meta_path``: a checkout brought up to date keeps the empty folders of
packages that moved, which Python would take for packages.
"""

from __future__ import annotations

import importlib
import sys
import tomllib
import warnings
from collections.abc import Mapping, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

# The version that removes the old paths (docs/compatibility.md).
REMOVED_IN = "0.3.0"
# The names of each old module, and where each is now: "" for a name that is gone.
MOVED: Mapping[str, Mapping[str, str]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)


class MovedModule(ModuleType):
    """A module of ``MOVED``: each of its names is looked up where it lives now."""

    def __getattr__(self, name: str) -> object:
        """The object of an old name, with a DeprecationWarning. Raises AttributeError."""
        old, places = self.__name__, MOVED[self.__name__]
        if name not in places:
            raise AttributeError(f"module {old!r} has no attribute {name!r}")
        if not places[name]:
            raise AttributeError(f"{old}.{name} was removed after version 0.1.0")
        warnings.warn(
            f"{old}.{name} is now {places[name]}; version {REMOVED_IN} removes the old path",
            DeprecationWarning,
            stacklevel=2,
        )
        module, _, now = places[name].rpartition(".")
        return getattr(importlib.import_module(module), now)

    def __setattr__(self, name: str, value: object) -> None:
        """Sets a name, unless it is in the table: a submodule does not hide a function."""
        if name not in MOVED[self.__name__]:
            super().__setattr__(name, value)


class MovedModules(MetaPathFinder, Loader):
    """Finds the modules of ``MOVED``."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of a module that moved; None for any other.

        Each is a package without a folder, so that Python asks for its submodules here.
        """
        return ModuleSpec(name, self, is_package=True) if name in MOVED else None

    def create_module(self, spec: ModuleSpec) -> MovedModule:
        """A module that forwards its names."""
        return MovedModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing: the module has no code of its own."""


def install() -> None:
    """Adds the finder, once a process."""
    if not any(isinstance(finder, MovedModules) for finder in sys.meta_path):
        sys.meta_path.insert(0, MovedModules())
