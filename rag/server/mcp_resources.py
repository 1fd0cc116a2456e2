"""The documents of a library as resources of MCP: their addresses, and what is there."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass

from rag.errors import RequestRefused, SourceUnknown
from rag.messages import Message
from rag.server.engine_loader import Engine
from rag.server.mcp_tools import ReadingTurn
from rag.server.routes.documents import find_document
from rag.server.routes.pages import find_page

_ROOT = "verbatim://documents/"
_EACH = 100  # documents of a page of the list
_SCALE = 1.5
_ADDRESS = re.compile(rf"{_ROOT}([0-9a-f]{{64}})(?:/pages/(\d{{1,9}})(/image)?)?")


@dataclass(frozen=True, slots=True)
class DocumentResource:
    """A document as a resource."""

    address: str
    path: str
    title: str


@dataclass(frozen=True, slots=True)
class Resources:
    """The documents that the current caller sees; ``reading`` holds the limits of the caller."""

    engine: Callable[[], Engine]
    reading: ReadingTurn = nullcontext

    def page(self, cursor: str) -> tuple[list[DocumentResource], str]:
        """Some documents from a cursor on, "" for the first, and the next cursor, "" at the end.

        Raises RequestRefused.
        """
        if cursor and not re.fullmatch(r"[0-9]{1,9}", cursor):
            raise RequestRefused(cause=Message("causes.malformed", where="cursor"))
        start = int(cursor or 0)
        with self.reading():
            every = self.engine().documents()
        found = every[start : start + _EACH]
        following = str(start + _EACH) if start + _EACH < len(every) else ""
        return [DocumentResource(_ROOT + one.id, one.path, one.title) for one in found], following

    def templates(self) -> tuple[tuple[str, str, str], ...]:
        """The name, the address and the media type of each kind of resource."""
        one = f"{_ROOT}{{document}}"
        return (
            ("document", one, "text/plain"),
            ("page", f"{one}/pages/{{number}}", "text/plain"),
            ("page_image", f"{one}/pages/{{number}}/image", "image/png"),
        )

    def read(self, address: str) -> list[tuple[str, str | bytes]]:
        """The pages of a document, one of them, or its image: addresses with their content.

        Raises SourceUnknown, and SourceUnavailable for an image.
        """
        found = _ADDRESS.fullmatch(address)
        if found is None:
            raise SourceUnknown(document=address[:80], page="-")
        document_id, number, image = found.groups()
        engine = self.engine()
        with self.reading():
            document = find_document(engine, document_id)
            numbers = [int(number)] if number else range(1, max(1, document.page_count) + 1)
            pages = [find_page(engine, document_id, each) for each in numbers]
            if image:
                png = engine.page_image(document_id, int(number), highlights=(), scale=_SCALE)
                return [(address, png)]
        place = f"{_ROOT}{document_id}/pages/"
        return [(f"{place}{page.number or 1}", page.text) for page in pages]
