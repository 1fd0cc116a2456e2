"""The formats of a dossier, by file name extension."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rag.errors import ExportUnknown
from rag.export.dossier import Dossier
from rag.export.markdown import to_markdown
from rag.export.pdf import to_pdf
from rag.export.references import format_references, to_bibtex, to_csl_json, to_ris
from rag.export.word import to_docx


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its media type, its writer, and whether it shows images of PDF pages."""

    media_type: str
    write: Callable[[Dossier], bytes]
    page_images: bool = False


def _in_utf8(write: Callable[[Dossier], str]) -> Callable[[Dossier], bytes]:
    return lambda dossier: write(dossier).encode("utf-8")


def _as_text(dossier: Dossier) -> str:
    return "".join(f"{line}\n" for line in format_references(dossier))


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMATS: dict[str, Format] = {
    "md": Format("text/markdown; charset=utf-8", _in_utf8(to_markdown)),
    "docx": Format(_WORD, to_docx, page_images=True),
    "pdf": Format("application/pdf", to_pdf, page_images=True),
    "json": Format("application/vnd.citationstyles.csl+json", _in_utf8(to_csl_json)),
    "bib": Format("application/x-bibtex; charset=utf-8", _in_utf8(to_bibtex)),
    "ris": Format("application/x-research-info-systems; charset=utf-8", _in_utf8(to_ris)),
    "txt": Format("text/plain; charset=utf-8", _in_utf8(_as_text)),
}


def find_format(name: str) -> Format:
    """The format of a file name; raises ExportUnknown for an unknown extension."""
    extension = name.rpartition(".")[2].lower()
    if extension not in FORMATS:
        raise ExportUnknown(name=name[-80:], known=" ".join(f".{known}" for known in FORMATS))
    return FORMATS[extension]
