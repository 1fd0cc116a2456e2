"""French and English text, without documents: words, sentences, names, dates, numbers."""

from rag.language.detection import detect

__all__ = ["detect"]
