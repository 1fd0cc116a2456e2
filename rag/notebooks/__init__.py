"""Notebooks: quotes that a person keeps, in an order, with comments, alone or with others."""

from rag.notebooks.database import MOST_QUOTES, Notebooks
from rag.notebooks.records import EVERYBODY, KeptQuote, QuoteNotebook

__all__ = ["EVERYBODY", "MOST_QUOTES", "KeptQuote", "Notebooks", "QuoteNotebook"]
