"""The metadata of a PDF, read by pypdf: title, author and page labels."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.errors import DocumentLocked

if TYPE_CHECKING:
    from pypdf import PdfReader

# What pypdf raises for damaged files besides its own errors, found by cutting and flipping bytes.
DAMAGE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Catalog:
    """The title and author fields, and the label of each page; ``None`` for what is missing."""

    title: str | None = None
    author: str | None = None
    labels: tuple[str, ...] | None = None


def read_catalog(data: bytes, path: str) -> Catalog:
    """The metadata of a PDF; empty if pypdf cannot read it.

    pdfium has read the pages before: damage that only stops pypdf costs the metadata, not the
    document. Raises DocumentLocked if the empty password does not open the file.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError, WrongPasswordError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings name no file
    try:
        reader = PdfReader(io.BytesIO(data))
        return Catalog(*_fields(reader), _labels(reader))
    except WrongPasswordError as error:
        raise DocumentLocked(path=path) from error
    except (PyPdfError, *DAMAGE):
        return Catalog()


def _fields(reader: PdfReader) -> tuple[str | None, str | None]:
    info = reader.metadata
    if info is None:
        return None, None
    title, author = info.title, info.author
    return (str(title) if title else None), (str(author) if author else None)


def _labels(reader: PdfReader) -> tuple[str, ...] | None:
    if "/PageLabels" not in reader.root_object:
        return None
    return tuple(reader.page_labels)
