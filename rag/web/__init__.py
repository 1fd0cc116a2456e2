"""The web page, in Gradio, mounted on the HTTP interface."""

from rag.web.application import build_app, serve

__all__ = ["build_app", "serve"]
