"""What every worker of a service imports, before it is forked: all of them share its memory."""

from __future__ import annotations

from rag.web.gradio_import import load_gradio, without_garbage_collection

with without_garbage_collection():
    load_gradio()
    from rag.engine import Rag as Rag
    from rag.web import application as application
    from rag.web import page as page
