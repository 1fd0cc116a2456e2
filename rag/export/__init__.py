"""Answers and checks as files: Markdown, Word, a PDF evidence pack, and references."""

from rag.export.check_dossier import dossier_of_check
from rag.export.dossier import (
    DocumentSource,
    Dossier,
    DossierSection,
    Exhibit,
    dossier_of_answer,
    dossier_of_citations,
    limited,
    make_exhibit,
)
from rag.export.formats import EXPORT_FORMATS, FORMATS, ExportFormat, find_format
from rag.export.places import cite_places, format_place, write_place

__all__ = [
    "EXPORT_FORMATS",
    "FORMATS",
    "DocumentSource",
    "Dossier",
    "DossierSection",
    "Exhibit",
    "ExportFormat",
    "cite_places",
    "dossier_of_answer",
    "dossier_of_check",
    "dossier_of_citations",
    "find_format",
    "format_place",
    "limited",
    "make_exhibit",
    "write_place",
]
