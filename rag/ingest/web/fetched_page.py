"""What is known of the pages in the folder of an index: their addresses, and who gave them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from rag.records.json_text import parse_json
from rag.store.layout import WEB

STATE = ".pages.json"
ADDRESS = "url"  # the name under which a document keeps the address that it came from
ITSELF = ""


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page that was fetched: its file, and what the server needs to say that it is unchanged.

    ``given_by`` are the addresses of the sitemaps that list it, and "" if it was given by itself.
    """

    file: str
    etag: str = ""
    modified: str = ""
    given_by: tuple[str, ...] = (ITSELF,)


def load_pages(folder: Path) -> dict[str, FetchedPage]:
    """The pages of a folder by their addresses; none if the file is missing or damaged."""
    try:
        rows = parse_json((folder / STATE).read_bytes())
        pages = {str(url): _page(values) for url, values in rows.items()}
    except (OSError, ValueError, TypeError, AttributeError, KeyError):
        return {}
    paths = {url: Path(page.file) for url, page in pages.items()}
    outside = {url for url, path in paths.items() if path.is_absolute() or ".." in path.parts}
    return {url: page for url, page in pages.items() if url not in outside}


def dumped(pages: Mapping[str, FetchedPage]) -> bytes:
    """The pages as ``load_pages`` reads them."""
    return json.dumps({url: asdict(page) for url, page in pages.items()}, indent=1).encode("ascii")


@dataclass(frozen=True, slots=True)
class PageAddresses:
    """The addresses of the documents that were fetched, by the location of their files."""

    by_location: Mapping[str, str]

    @classmethod
    def load(cls, index: Path) -> PageAddresses:
        """Those of the pages that were fetched into the folder of an index."""
        folder = (index / WEB).resolve()
        return cls({str(folder / page.file): url for url, page in load_pages(folder).items()})

    def metadata(self, location: str) -> dict[str, str]:
        """What the metadata of a document says by itself: its address, if it was fetched."""
        url = self.by_location.get(location)
        return {} if url is None else {ADDRESS: url}


def _page(values: Mapping[str, object]) -> FetchedPage:
    givers = values.get("given_by", (ITSELF,))
    if not isinstance(givers, list | tuple):
        raise TypeError(givers)
    etag, modified = values.get("etag", ""), values.get("modified", "")
    return FetchedPage(str(values["file"]), str(etag), str(modified), tuple(map(str, givers)))
