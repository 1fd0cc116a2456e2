"""Verbatim: answers over your own documents, in verified quotes with their page.

``query(question, index="index")`` answers one question, ``check(text, index="index")`` holds the
claims of a text against the documents; ``Rag.open(index)`` opens an index once to ask many.
Nothing heavy is loaded before the first of them is called.
"""

from rag._version import __version__
from rag.checks import Check, Claim, Evidence, Reason
from rag.config import Settings, load_settings
from rag.engine import Rag, check, query
from rag.errors import RagError
from rag.records import (
    Answer,
    Citation,
    Conflict,
    Document,
    Exchange,
    Hit,
    Page,
    Passage,
    Span,
    Statement,
)
from rag.verification import Verification

__all__ = [
    "Answer",
    "Check",
    "Citation",
    "Claim",
    "Conflict",
    "Document",
    "Evidence",
    "Exchange",
    "Hit",
    "Page",
    "Passage",
    "Rag",
    "RagError",
    "Reason",
    "Settings",
    "Span",
    "Statement",
    "Verification",
    "__version__",
    "check",
    "load_settings",
    "query",
]
