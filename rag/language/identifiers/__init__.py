"""Identifiers in French and English text, and numbers that only mark a place."""
