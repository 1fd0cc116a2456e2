"""Documents into an index: only changed files are read, and only new text is encoded.

``ingest`` takes files and folders, ``ingest_readings`` documents that have been read already,
``fetch_pages`` fetches pages of the web for it. ``watch`` updates the index as folders change, and
``repair`` repairs an index. A
``LibraryWriter`` makes the changes of curators.
"""

from rag.ingest.curate import DecisionChange, LibraryWriter
from rag.ingest.files import ingest, repair
from rag.ingest.process import ReadingLimits
from rag.ingest.run import IngestProgress, ingest_readings
from rag.ingest.watch import watch
from rag.ingest.web import WebLimits, fetch_pages, is_address

__all__ = [
    "DecisionChange",
    "IngestProgress",
    "LibraryWriter",
    "ReadingLimits",
    "WebLimits",
    "fetch_pages",
    "ingest",
    "ingest_readings",
    "is_address",
    "repair",
    "watch",
]
