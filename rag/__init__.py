"""Verbatim: answers over your own documents, in verified quotes with their page.

``query(question, index="index")`` answers one question; ``Rag.open(index)`` opens an index
once to ask many. Nothing heavy is loaded before the first of them is called.
"""

from rag._version import __version__
from rag.config import Settings, load_settings
from rag.engine import Rag, query
from rag.errors import RagError
from rag.records import Answer, Citation, Document, Hit, Page, Passage, Span, Statement

__all__ = [
    "Answer",
    "Citation",
    "Document",
    "Hit",
    "Page",
    "Passage",
    "Rag",
    "RagError",
    "Settings",
    "Span",
    "Statement",
    "__version__",
    "load_settings",
    "query",
]
