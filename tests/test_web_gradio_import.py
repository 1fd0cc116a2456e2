"""Gradio is imported completely, except for what only editors and notebooks need."""

from __future__ import annotations

import gc
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from rag.web.gradio_import import without_garbage_collection

_SHOWN = "import gradio as gr\n\n\nclass Shown(gr.HTML):\n    EVENTS = ['shown']\n"
_PROGRAM = """
import sys
from rag.web.gradio_import import load_gradio
load_gradio()
load_gradio()
import gradio as gr
from shown import Shown
with gr.Blocks() as page:
    shown = Shown("<p>été</p>")
    shown.shown(lambda value: value, [shown], [shown], api_name="again")
with gr.utils.MatplotlibBackendMananger():
    assert "matplotlib" not in sys.modules
print(page.fns[0].fn("à"), sys.modules["gradio"] is gr, "{{" in (gr.Button.click.__doc__ or ""))
"""


def test_gradio_works_and_writes_no_stubs_beside_its_components(tmp_path: Path) -> None:
    (tmp_path / "shown.py").write_text(_SHOWN, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        cwd=tmp_path, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert done.stdout.split() == ["à", "True", "True"]
    assert not (tmp_path / "shown.pyi").exists()


def test_the_replaced_name_is_the_one_that_gradio_calls_at_each_event() -> None:
    package = find_spec("gradio")
    assert package is not None
    source = Path(package.origin or "").with_name("route_utils.py").read_text(encoding="utf-8")
    assert "with utils.MatplotlibBackendMananger():" in source


def test_garbage_is_not_collected_while_a_server_is_built() -> None:
    try:
        with without_garbage_collection():
            assert not gc.isenabled()
        assert gc.isenabled()
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()


def test_garbage_is_collected_again_after_a_server_failed_to_build() -> None:
    try:
        with pytest.raises(ZeroDivisionError), without_garbage_collection():
            _ = 1 / 0
        assert gc.isenabled()
    finally:
        gc.unfreeze()
