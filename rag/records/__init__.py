"""The frozen records that every room exchanges.

Conventions, stated once for every module:

* Offsets are indices into ``Page.text``, end excluded: ``page.text[start:end] == passage.text``.
* Page numbers count from 1; ``None`` if the format has no pages (the document is then one page).
  The printed label (``"iv"``, ``"217"``) is separate, ``None`` if the page has none.
* Scores: higher is better.
* Boxes are in points (1/72 inch) from the top left corner of the page as displayed.
* A document's id is the sha256 of its file, in hexadecimal.
"""

from rag.records.answers import (
    Absent,
    AbsentKind,
    Answer,
    Conflict,
    Exchange,
    FactKind,
    Hit,
    Statement,
)
from rag.records.citations import (
    Amendment,
    AmendmentKind,
    Citation,
    Span,
    Successor,
    quote_digest,
)
from rag.records.document_lists import (
    DocumentList,
    ListedDocument,
)
from rag.records.documents import (
    LANGUAGES,
    Box,
    Document,
    Heading,
    Language,
    Offsets,
    Page,
    Passage,
    Reading,
)
from rag.records.plain import (
    as_json,
)
from rag.records.reports import (
    Failure,
    IngestReport,
)
from rag.records.results import (
    RESULT_ORDERS,
    DocumentMatches,
    Facet,
    FacetName,
    FacetValue,
    PassageMatch,
    ResultOrder,
    SearchResults,
)
from rag.records.scope import (
    Scope,
)

__all__ = [
    "LANGUAGES",
    "RESULT_ORDERS",
    "Absent",
    "AbsentKind",
    "Amendment",
    "AmendmentKind",
    "Answer",
    "Box",
    "Citation",
    "Conflict",
    "Document",
    "DocumentList",
    "DocumentMatches",
    "Exchange",
    "Facet",
    "FacetName",
    "FacetValue",
    "FactKind",
    "Failure",
    "Heading",
    "Hit",
    "IngestReport",
    "Language",
    "ListedDocument",
    "Offsets",
    "Page",
    "Passage",
    "PassageMatch",
    "Reading",
    "ResultOrder",
    "Scope",
    "SearchResults",
    "Span",
    "Statement",
    "Successor",
    "as_json",
    "quote_digest",
]
