"""The class ``Rag``: one library, to ask, search, check and change. Start with ``library.py``."""

from rag.engine.async_rag import AsyncRag
from rag.engine.library import Rag
from rag.engine.opened import check, query

__all__ = ["AsyncRag", "Rag", "check", "query"]
