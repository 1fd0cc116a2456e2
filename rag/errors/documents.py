"""The errors of files that cannot be indexed; the other files go on."""

from __future__ import annotations

from rag.errors.root import RagError


class DocumentError(RagError):
    """A file that cannot be indexed. Values: ``path`` and, where it helps, ``cause``."""


class DocumentUnreadable(DocumentError):
    """The file is damaged or is not what its name says. Values: path, cause."""


class DocumentEmpty(DocumentError):
    """The file yields no text. Values: path."""


class DocumentBlank(DocumentEmpty):
    """The file has no content, or only blanks: there is nothing to recognise. Values: path."""


class DocumentPictures(DocumentEmpty):
    """An office file has pictures and no text. Values: path."""


class DocumentLocked(DocumentError):
    """The file is encrypted. Values: path."""


class DocumentTooLarge(DocumentError):
    """The file passes a limit. Values: path, size, limit (both with their unit)."""


class DocumentMissing(DocumentError):
    """A path to index leads nowhere. Values: path."""


class DocumentUnnamed(DocumentError):
    """Content to add has no usable name. Values: path (the name), known (the endings)."""


class DocumentTooSlow(DocumentError):
    """The reading passed the limit of time and was stopped. Values: path, seconds."""


class DocumentCrashes(DocumentError):
    """The reading ended the process that did it. Values: path, cause."""


class PageUnavailable(DocumentError):
    """A page of the web that was not fetched. Values: path (its address), cause."""


class FormatUnknown(DocumentError):
    """No reader takes this kind of file. Values: path, known (the endings that are read)."""
