"""The optional writer: a model's sentences over the quotes, each checked against its quotes."""

from rag.answering.writer.writer import ModelWriter, Writer

__all__ = ["ModelWriter", "Writer"]
