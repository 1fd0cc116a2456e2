"""Words in the headings of documents, folded."""

from __future__ import annotations

from rag.records import Language

# Before the number of a heading: "Chapter 2". A word is before those that it starts with.
HEADING_WORDS: dict[Language, str] = {
    "fr": "chapitre|section|annexe|partie",
    "en": "chapter|section|appendix|part",
}
# Labels of boxes: the text after the box does not belong to them.
BOX_LABELS: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        """
        note notes nota avertissement attention astuce important importante remarque conseil
        danger information
        """.split()
    ),
    "en": frozenset(
        """
        note notes attention important danger warning caution tip hint remark information
        """.split()
    ),
}
