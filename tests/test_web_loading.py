"""Gradio is imported whole, but for what it does for editors."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_SHOWN = "import gradio as gr\n\n\nclass Shown(gr.HTML):\n    EVENTS = ['shown']\n"
_PROGRAM = """
import sys
from rag.web.loading import load_gradio
load_gradio()
load_gradio()
import gradio as gr
from shown import Shown
with gr.Blocks() as page:
    shown = Shown("<p>été</p>")
    shown.shown(lambda told: told, [shown], [shown], api_name="again")
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
