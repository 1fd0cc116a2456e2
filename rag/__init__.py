"""Verbatim: answers over your own documents, in verified quotes with their page."""

from rag._version import __version__

__all__ = ["__version__"]
