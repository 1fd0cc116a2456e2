"""Follow-ups made whole by the conversation before them, without a language model."""

from rag.answering.followups.resolve import REMEMBERED, resolve

__all__ = ["REMEMBERED", "resolve"]
