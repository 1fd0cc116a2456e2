"""Web pages by address: fetched into the folder of the index, then indexed as files are."""

from rag.ingest.web.fetch import WebLimits
from rag.ingest.web.mirror import is_address
from rag.ingest.web.pages import ingest_pages

__all__ = ["WebLimits", "ingest_pages", "is_address"]
