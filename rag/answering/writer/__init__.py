"""The optional writer: a model's sentences over the quotes, each held against its quote."""

from rag.answering.writer.draft import Writer

__all__ = ["Writer"]
