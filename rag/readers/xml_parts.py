"""XML inside archives and files, parsed without DTDs and entities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.errors import DocumentUnreadable
from rag.messages import Message

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def parse_xml(data: bytes, path: str) -> Element | None:
    """The root of an XML document, ``None`` for an empty one.

    DTDs and entities are refused. Raises DocumentUnreadable.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        return fromstring(data, forbid_dtd=True) if data else None
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        cause = Message("causes.xml", error=error)
        raise DocumentUnreadable(path=path, cause=cause) from error
