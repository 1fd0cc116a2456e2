"""Words in the titles of documents that say whether a later one replaces an earlier one."""

from __future__ import annotations

from rag.records import Language

# Words that number an edition, folded: the titles of two versions may differ by them.
EDITION_WORDS: dict[Language, frozenset[str]] = {
    "fr": frozenset("edition version ed v n mise jour revisee".split()),
    "en": frozenset("edition version ed v no update updated revised".split()),
}
