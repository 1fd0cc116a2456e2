"""Pages of the web brought up to date in the folder of an index, with their addresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rag.encoders import Encoder
from rag.ingest.files import ingest
from rag.ingest.process import ReadingLimits
from rag.ingest.run import IngestProgress, Tally
from rag.ingest.web.fetch import WebLimits
from rag.ingest.web.mirror import WebMirror
from rag.records import Failure, IngestReport
from rag.store.custom_metadata import add_metadata
from rag.store.layout import WEB

ADDRESS = "url"  # the name under which a document keeps the address that it came from


def ingest_pages(
    urls: Sequence[str],
    paths: Sequence[Path],
    index: Path,
    encoder: Encoder,
    *,
    web: WebLimits | None = None,
    rebuild: bool = False,
    progress: IngestProgress | None = None,
    limits: ReadingLimits | None = None,
) -> IngestReport:
    """Fetches pages and the pages of sitemaps, then indexes them with files and folders.

    Pages that were fetched before and are not given stay. A page that cannot be fetched is a
    failure in the report, and its last content stays. Raises the same errors as ``ingest``.
    """
    if not urls:
        return ingest(paths, index, encoder, rebuild=rebuild, progress=progress, limits=limits)
    folder, failures = fetch_pages(urls, index, web or WebLimits())
    given = [*paths, folder] if folder.is_dir() else [*paths]
    report = ingest(given, index, encoder, rebuild=rebuild, progress=progress, limits=limits)
    return replace(report, failures=(*failures, *report.failures))


def fetch_pages(
    urls: Sequence[str], index: Path, limits: WebLimits
) -> tuple[Path, tuple[Failure, ...]]:
    """The folder of the pages of an index, brought up to date, and what could not be fetched.

    The address of each page is kept as the metadata "url" of its document.
    """
    tally = Tally()
    mirror = WebMirror(index / WEB, limits)
    mirror.update(urls, tally.fail)
    places = {str(file.absolute()): {ADDRESS: url} for file, url in mirror.addresses().items()}
    if places:
        add_metadata(index, places)
    return index / WEB, tuple(tally.failures)
