"""Imports Gradio faster: without what only editors and notebooks need."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from typing import Any

# Gradio reads these when it is imported. They turn off telemetry, and the table of events, which
# Gradio would rebuild with pandas after every event.
_ENVIRONMENT = {"GRADIO_ANALYTICS_ENABLED": "False", "GRADIO_ANALYTICS_CACHE_FREQUENCY": str(10**9)}
_NAME = "gradio"


def load_gradio() -> None:
    """Imports Gradio once, so that later ``import gradio`` statements find it.

    Each time it is imported, Gradio parses the source of its 76 components to write a stub file
    beside each one, for completion in editors, and writes a docstring for each of their events.
    That takes 2.7 of 3.7 s of processor time (Gradio 6.31, Python 3.11), and a service may not be
    allowed to write there. The module that does both is loaded first, and both are replaced.
    Before every event Gradio also prepares matplotlib, if installed, for plots that the page does
    not have: 0.6 s at the first event.
    """
    os.environ.update(_ENVIRONMENT)
    spec = find_spec(_NAME) if _NAME not in sys.modules else None
    if spec is None or spec.loader is None:
        return
    package = sys.modules[_NAME] = module_from_spec(spec)
    components: Any = import_module("gradio.component_meta")
    components.create_or_modify_pyi = _do_nothing
    components.EventListener.set_doc = _do_nothing
    spec.loader.exec_module(package)
    utilities: Any = import_module("gradio.utils")
    utilities.MatplotlibBackendMananger = nullcontext


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Turns garbage collection off while a server is built, and excludes what was built from it.

    Modules and routes live as long as the process. Scanning them repeatedly while they were
    created took 0.7 of 3.2 s of processor time, and would slow down every later collection.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _do_nothing(*_: object, **__: object) -> None:
    """Replaces the functions of Gradio that write stubs and docstrings."""
