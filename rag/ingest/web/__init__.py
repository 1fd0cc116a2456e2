"""Web pages by address: fetched into the folder of the index, then indexed as files are."""

from rag.ingest.web.fetch import WebLimits
from rag.ingest.web.mirror import is_address
from rag.ingest.web.pages import fetch_pages

__all__ = ["WebLimits", "fetch_pages", "is_address"]
