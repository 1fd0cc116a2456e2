"""Pages of the web brought up to date in the folder of an index."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rag.ingest.run import Tally
from rag.ingest.web.fetch import WebLimits
from rag.ingest.web.mirror import WebMirror
from rag.records import Failure
from rag.store.layout import WEB


def fetch_pages(
    urls: Sequence[str], index: Path, limits: WebLimits
) -> tuple[list[Path], tuple[Failure, ...]]:
    """The folder that holds the pages of an index, to be indexed, and what was not fetched.

    Pages and the pages of sitemaps are brought up to date; those that are not given stay. A page
    that cannot be fetched keeps its last content. Without addresses, or if no page was ever
    fetched, there is no folder.
    """
    if not urls:
        return [], ()
    tally, folder = Tally(), index / WEB
    WebMirror(folder, limits).update(urls, tally.fail)
    return [folder] if folder.is_dir() else [], tuple(tally.failures)
