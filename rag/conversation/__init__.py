"""Follow-ups made whole by the conversation before them, without a language model."""

from rag.conversation.resolve import REMEMBERED, resolve

__all__ = ["REMEMBERED", "resolve"]
