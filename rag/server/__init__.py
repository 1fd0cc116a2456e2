"""The HTTP interface, over the same records as the other doors."""

from rag.server.application import create_app, find_document, find_page
from rag.server.guard import LOOPBACK, Limits
from rag.server.intake import LARGEST, Intake
from rag.server.opening import Engine, Opening

__all__ = [
    "LARGEST",
    "LOOPBACK",
    "Engine",
    "Intake",
    "Limits",
    "Opening",
    "create_app",
    "find_document",
    "find_page",
]
