"""The record that each reader exports: the name, signature, media type and reader of a format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.readers.content import Content
from rag.readers.ocr import Ocr
from rag.records import Box


@dataclass(frozen=True, slots=True)
class DocumentFormat:
    """A format of documents and its reader.

    ``name`` is what ``Document.format`` holds and ``label`` what people read; ``endings`` are
    those of file names, in lower case with the dot. ``read(data, path)`` gives the content;
    here as in ``signature``, ``path`` only serves to name the file in a DocumentError.
    """

    name: str
    label: str
    endings: tuple[str, ...]
    media_type: str
    """The Content-Type that the original file is served with."""
    read: Callable[[bytes, str], Content]
    parsers: tuple[str, ...] = ()
    """The distributions whose upgrade may change what is read."""
    signature: Callable[[bytes, str], bool] | None = None
    """Whether a file is in this format by its bytes; ``None`` where bytes cannot show it."""
    is_text: bool = False
    """Whether files are text, so that one without a signature is read by its ending."""
    inline: bool = False
    """Whether browsers show the original; others save it."""
    read_with_ocr: Callable[[bytes, str, Ocr], Content] | None = None
    """The reader that also recognises the words of scanned pages, if the format has scans."""
    render_html: Callable[[bytes], str] | None = None
    """A file as HTML for people to read, not yet sanitised, if the format has no pages."""
    render_page: Callable[[Path, int, Sequence[Box], float], bytes] | None = None
    """A page, from 1, as a PNG with boxes highlighted, at a scale in pixels per point."""
    has_pages: bool = False
    """Whether documents have numbered pages: pages, sheets or slides."""

    @property
    def is_drawn(self) -> bool:
        """Whether the pages of documents can be drawn."""
        return self.render_page is not None
