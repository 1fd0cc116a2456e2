"""The formats that a dossier is written in, by the ending of a file's name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rag.errors import ExportUnknown
from rag.export.dossier import Dossier
from rag.export.markdown import to_markdown
from rag.export.pdf import to_pdf
from rag.export.references import printed, to_bibtex, to_csl_json, to_ris
from rag.export.word import to_docx


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its media type, what writes it, whether it shows the pages of PDFs."""

    media: str
    write: Callable[[Dossier], bytes]
    pictures: bool = False


def _in_utf8(write: Callable[[Dossier], str]) -> Callable[[Dossier], bytes]:
    return lambda dossier: write(dossier).encode("utf-8")


def _listed(dossier: Dossier) -> str:
    return "".join(f"{line}\n" for line in printed(dossier))


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMATS: dict[str, Format] = {
    "md": Format("text/markdown; charset=utf-8", _in_utf8(to_markdown)),
    "docx": Format(_WORD, to_docx, pictures=True),
    "pdf": Format("application/pdf", to_pdf, pictures=True),
    "json": Format("application/vnd.citationstyles.csl+json", _in_utf8(to_csl_json)),
    "bib": Format("application/x-bibtex; charset=utf-8", _in_utf8(to_bibtex)),
    "ris": Format("application/x-research-info-systems; charset=utf-8", _in_utf8(to_ris)),
    "txt": Format("text/plain; charset=utf-8", _in_utf8(_listed)),
}


def find_format(name: str) -> Format:
    """The format of a file's name; raises ExportUnknown."""
    ending = name.rpartition(".")[2].lower()
    if ending not in FORMATS:
        raise ExportUnknown(name=name[-80:], known=" ".join(f".{known}" for known in FORMATS))
    return FORMATS[ending]
