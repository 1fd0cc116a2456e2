"""What Word calls its styles, in lower case: the names in a file are in the language of Word."""

from __future__ import annotations

from rag.records import Language

# Before the level: "heading 1".
HEADING_STYLES: dict[Language, str] = {"fr": "titre", "en": "heading"}
TITLE_STYLES: dict[Language, frozenset[str]] = {
    "fr": frozenset({"titre"}),
    "en": frozenset({"title"}),
}
CONTENTS_STYLES: dict[Language, str] = {"fr": "tm", "en": "toc|table of (?:figures|contents)"}
CODE_STYLES: dict[Language, str] = {
    "fr": r"\bcode|préformaté",
    "en": r"\bcode|verbatim|preformatted",
}
# Of offices that write with a Word in a language without tables of its own.
OTHER_HEADING_STYLES = "überschrift"
