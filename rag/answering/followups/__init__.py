"""Follow-ups as complete questions, from the conversation before them; no language model."""

from rag.answering.followups.resolve import REMEMBERED, meanings, resolve

__all__ = ["REMEMBERED", "meanings", "resolve"]
