"""Pages of the web brought up to date in the folder of an index, with their addresses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rag.ingest.run import Tally
from rag.ingest.web.fetch import WebLimits
from rag.ingest.web.mirror import WebMirror
from rag.records import Failure
from rag.store.custom_metadata import add_metadata
from rag.store.layout import WEB

ADDRESS = "url"  # the name under which a document keeps the address that it came from


def fetch_pages(
    urls: Sequence[str], index: Path, limits: WebLimits
) -> tuple[list[Path], tuple[Failure, ...]]:
    """The folder that holds the pages of an index, to be indexed, and what was not fetched.

    Pages and the pages of sitemaps are brought up to date; those that are not given stay. A page
    that cannot be fetched keeps its last content. The address of each is the metadata "url" of its
    document. Without addresses, or if no page was ever fetched, there is no folder.
    """
    if not urls:
        return [], ()
    tally = Tally()
    mirror = WebMirror(index / WEB, limits)
    mirror.update(urls, tally.fail)
    places = {str(file.resolve()): {ADDRESS: url} for file, url in mirror.addresses().items()}
    if places:
        add_metadata(index, places)
    return [index / WEB] if places else [], tuple(tally.failures)
