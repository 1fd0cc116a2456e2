"""Names of XML elements and attributes in OpenDocument files (ISO/IEC 26300)."""

from __future__ import annotations

_ODF = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
TEXT, TABLE, STYLE, OFFICE, META, FO, DRAW, PRESENTATION = (
    _ODF % name
    for name in (
        "text",
        "table",
        "style",
        "office",
        "meta",
        "xsl-fo-compatible",
        "drawing",
        "presentation",
    )
)
DC = "{http://purl.org/dc/elements/1.1/}"
