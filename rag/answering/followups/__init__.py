"""Follow-ups as complete questions, from the conversation before them; no language model."""

from rag.answering.followups.resolve import REMEMBERED, asked_again, meanings, resolve

__all__ = ["REMEMBERED", "asked_again", "meanings", "resolve"]
