"""Answers and checks taken out of Verbatim: Markdown, Word, a PDF evidence pack, references."""

from rag.export.dossier import (
    DocumentSource,
    Dossier,
    Exhibit,
    Section,
    as_on,
    cite_places,
    find_exhibit,
    of_answer,
    of_check,
    of_citations,
    write_place,
)
from rag.export.formats import FORMATS, Format, find_format

__all__ = [
    "FORMATS",
    "DocumentSource",
    "Dossier",
    "Exhibit",
    "Format",
    "Section",
    "as_on",
    "cite_places",
    "find_exhibit",
    "find_format",
    "of_answer",
    "of_check",
    "of_citations",
    "write_place",
]
