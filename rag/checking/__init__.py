"""A text to its verdicts: the pipeline of ``check``."""

from rag.checking.pipeline import check_text

__all__ = ["check_text"]
