"""Verbatim: answers over your own documents, in verified quotes with their page.

``query(question, index="index")`` answers one question, ``check(text, index="index")`` holds the
claims of a text against the documents; ``Rag.open(index)`` opens an index once to ask many.
Nothing heavy is loaded before the first of them is called.
"""

from rag._moved import install as _install_moved_modules
from rag._version import __version__
from rag.config import Settings, load_settings
from rag.engine import Rag, check, query
from rag.errors import RagError
from rag.records import (
    Answer,
    Citation,
    Conflict,
    Document,
    DocumentList,
    Exchange,
    Hit,
    ListedDocument,
    Page,
    Passage,
    Scope,
    Span,
    Statement,
)
from rag.records.checks import Check, Claim, Evidence, Reason
from rag.records.verification import Verification

_install_moved_modules()

__all__ = [
    "Answer",
    "Check",
    "Citation",
    "Claim",
    "Conflict",
    "Document",
    "DocumentList",
    "Evidence",
    "Exchange",
    "Hit",
    "ListedDocument",
    "Page",
    "Passage",
    "Rag",
    "RagError",
    "Reason",
    "Scope",
    "Settings",
    "Span",
    "Statement",
    "Verification",
    "__version__",
    "check",
    "load_settings",
    "query",
]
