"""Words beside a page number at the edge of a page: "page 3 of 12", "feuillet 3 sur 12"."""

from __future__ import annotations

from rag.records import Language

PAGE_WORDS: dict[Language, str] = {"fr": "page|p|feuillet", "en": "page|pg|p"}
# Between the number and how many pages there are.
OUT_OF: dict[Language, str] = {"fr": "sur|de", "en": "of"}
