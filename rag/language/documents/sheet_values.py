"""What spreadsheets show for the values "false" and "true"."""

from __future__ import annotations

from rag.records import Language

TRUTH: dict[Language, tuple[str, str]] = {"fr": ("FAUX", "VRAI"), "en": ("FALSE", "TRUE")}
