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
class ExportFormat:
    """A format: its file name extension, its media type, and its writer.

    ``page_images`` says that it shows images of PDF pages, ``references`` that it holds the
    references alone, so that it is offered only where something is cited.
    """

    extension: str
    media_type: str
    write: Callable[[Dossier], bytes]
    page_images: bool = False
    references: bool = False


def _in_utf8(write: Callable[[Dossier], str]) -> Callable[[Dossier], bytes]:
    return lambda dossier: write(dossier).encode("utf-8")


def _as_text(dossier: Dossier) -> str:
    """The references with their numbers, each above its address where there is one."""
    lines = []
    for exhibit, reference in zip(dossier.exhibits, format_references(dossier), strict=True):
        lines.append(f"[{exhibit.citation.n}] {reference}\n")
        if link := exhibit.link(dossier.site):
            lines.append(f"    {link}\n")
    return "".join(lines)


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_CSL_JSON = "application/vnd.citationstyles.csl+json"
_BIBTEX = "application/x-bibtex; charset=utf-8"
_RIS = "application/x-research-info-systems; charset=utf-8"
# In the order in which they are offered. A further one needs the name "exports.as_EXTENSION".
EXPORT_FORMATS = (
    ExportFormat("pdf", "application/pdf", to_pdf, page_images=True),
    ExportFormat("docx", _WORD, to_docx, page_images=True),
    ExportFormat("md", "text/markdown; charset=utf-8", _in_utf8(to_markdown)),
    ExportFormat("txt", "text/plain; charset=utf-8", _in_utf8(_as_text), references=True),
    ExportFormat("bib", _BIBTEX, _in_utf8(to_bibtex), references=True),
    ExportFormat("ris", _RIS, _in_utf8(to_ris), references=True),
    ExportFormat("json", _CSL_JSON, _in_utf8(to_csl_json), references=True),
)
FORMATS = {each.extension: each for each in EXPORT_FORMATS}


def find_format(name: str) -> ExportFormat:
    """The format of a file name; raises ExportUnknown for an unknown extension."""
    extension = name.rpartition(".")[2].lower()
    if extension not in FORMATS:
        raise ExportUnknown(name=name[-80:], known=" ".join(f".{known}" for known in FORMATS))
    return FORMATS[extension]
