"""The door of the readers: a file in, its pages and what it states of itself out.

One module a format; each gives a ``Content``. Adding a format is one module with
``read(data, path) -> Content`` and one line here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from rag.errors import DocumentEmpty, FormatUnknown
from rag.language import detect
from rag.readers import pdf, text
from rag.readers.content import Content
from rag.readers.pdf import render_page
from rag.records import Document, Reading

__all__ = ["FORMATS", "read", "render_page", "walk"]

# Endings, in lower case, and the format that each announces.
FORMATS = {
    ".pdf": "pdf",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
}
_READERS: dict[str, Callable[[bytes, str], Content]] = {
    "pdf": pdf.read,
    "markdown": text.read,
    "text": text.read,
}


def read(path: Path, root: Path) -> Reading:
    """A file under ``root`` as a document with its pages; raises ``DocumentError``."""
    relative = path.relative_to(root).as_posix()
    kind = FORMATS.get(path.suffix.lower())
    if kind is None:
        raise FormatUnknown(path=relative, known=" ".join(FORMATS))
    data = path.read_bytes()
    if not data.strip():
        raise DocumentEmpty(path=relative)
    content = _READERS[kind](data, relative)
    body = "\n".join(page.text for page in content.pages)
    document = Document(
        id=hashlib.sha256(data).hexdigest(),
        root=str(root.resolve()),
        path=relative,
        title=content.title or body.strip().split("\n", 1)[0],
        format=kind,
        language=detect(body[:5_000]),
        date=content.date,
        issuer=content.issuer,
        page_count=len(content.pages),
    )
    return Reading(document, content.pages)


def walk(paths: Iterable[Path]) -> Iterator[tuple[Path, Path]]:
    """The files under the paths given, sorted, as ``(root, path)``; hidden ones are passed over."""
    for root in paths:
        if root.is_file():
            yield root.parent, root
            continue
        for path in sorted(root.rglob("*")):
            hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
            if path.is_file() and not hidden:
                yield root, path
