"""The optional writer: a model's sentences over the quotes, each checked against its quote."""

from rag.answering.writer.draft import ModelWriter
from rag.answering.writer.writer import Writer

__all__ = ["ModelWriter", "Writer"]
