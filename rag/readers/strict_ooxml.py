"""Office files in the Strict form of ISO/IEC 29500, given the names that libraries know.

Word, Excel and PowerPoint can save "Strict Open XML": the same parts, whose namespaces and kinds of
relations have other names. The libraries that read these files know the usual, Transitional names.
"""

from __future__ import annotations

import io
import re
from zipfile import ZIP_STORED, ZipFile

from rag.readers.archive import open_archive, read_entry

_STRICT = b"http://purl.oclc.org/ooxml/"
_NAME = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/([\w/]+)")
_RELATIONS = "_rels/.rels"
_XML = (".xml", ".rels")
# The last parts of names that are spelled differently.
_SPELLED = {
    b"extendedProperties": b"extended-properties",
    b"customProperties": b"custom-properties",
}


def transitional(data: bytes, path: str) -> bytes:
    """An Office file with the usual names in it; the same bytes if it has them.

    Raises DocumentUnreadable, DocumentLocked and DocumentTooLarge.
    """
    archive = open_archive(data, path)
    if _STRICT not in read_entry(archive, _RELATIONS, path):
        return data
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as target:
        for entry in archive.infolist():
            content = read_entry(archive, entry.filename, path)
            if entry.filename.lower().endswith(_XML):
                content = _NAME.sub(_usual, content)
            target.writestr(entry.filename, content)
    return out.getvalue()


def _usual(name: re.Match[bytes]) -> bytes:
    """The Transitional form of a Strict name: the year comes after the first part."""
    parts = [_SPELLED.get(part, part) for part in name[2].split(b"/")]
    return b"http://schemas.openxmlformats.org/" + name[1] + b"/2006/" + b"/".join(parts)
