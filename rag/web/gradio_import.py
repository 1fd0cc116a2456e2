"""The import of Gradio without what serves editors and notebooks only, and without pauses."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from typing import Any

# Read by Gradio when it is imported: no call home, and no table of its events, which it would
# build anew with pandas after each of them.
_CHOICES = {"GRADIO_ANALYTICS_ENABLED": "False", "GRADIO_ANALYTICS_CACHE_FREQUENCY": str(10**9)}
_NAME = "gradio"


def load_gradio() -> None:
    """Imports Gradio, once, so that ``import gradio`` finds it.

    At each import Gradio parses the source of its 76 components to write a stub beside each, for
    the completion of editors, in a folder that a service may not write in, and fills in a
    docstring for each of their events: 2.7 of 3.7 seconds of processor (Gradio 6.31, Python
    3.11). The module that does both is loaded first, alone, and told not to. Before each event
    it readies matplotlib, where that is installed, for plots that the page does not have: 0.6 s
    of the first one.
    """
    os.environ.update(_CHOICES)
    spec = find_spec(_NAME) if _NAME not in sys.modules else None
    if spec is None or spec.loader is None:
        return
    package = sys.modules[_NAME] = module_from_spec(spec)
    components: Any = import_module("gradio.component_meta")
    components.create_or_modify_pyi = _document_nothing
    components.EventListener.set_doc = _document_nothing
    spec.loader.exec_module(package)
    shared: Any = import_module("gradio.utils")
    shared.MatplotlibBackendMananger = nullcontext


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for garbage while a server is put together, nor ever among what it then holds.

    Modules and routes stay until the end. Looking through them again and again as they came
    took 0.7 of 3.2 seconds of processor, and would take its part of each later search.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _document_nothing(*_: object, **__: object) -> None:
    """In place of what writes stubs and docstrings."""
