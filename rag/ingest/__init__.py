"""Documents into an index: only what changed is read, and only new text is encoded.

``ingest`` takes files and folders, ``ingest_readings`` documents that are read already.
"""

from rag.ingest.files import ingest
from rag.ingest.process import Limits
from rag.ingest.run import Progress, ingest_readings

__all__ = ["Limits", "Progress", "ingest", "ingest_readings"]
