"""The HTTP interface, over the same records as the other doors."""

from rag.server.application import create_app, find_document, find_page
from rag.server.guard import LOOPBACK, Limits
from rag.server.opening import Engine, Opening

__all__ = ["LOOPBACK", "Engine", "Limits", "Opening", "create_app", "find_document", "find_page"]
