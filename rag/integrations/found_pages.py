"""What both retrievers return: the pages of an answer or of a search, with where they stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Literal, get_args

from rag.engine import Rag
from rag.records import Citation, PassageMatch, Scope, Span
from rag.records.citations import permalink_of

RetrieverMode = Literal["answer", "search"]
_MOST = 50  # passages of a document in search results
_MODES: tuple[str, ...] = get_args(RetrieverMode)


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A text of a page with its metadata; ``score`` is that of its quote or passage."""

    id: str
    text: str
    metadata: dict[str, Any]
    score: float


@dataclass(frozen=True, slots=True)
class PageSource:
    """Where the pages come from: the quotes of an answer, or all that a search finds.

    ``whole_pages`` gives the whole page of each quote instead of the quote; ``k`` is how many at
    most. In the mode "answer", a question that the documents do not answer has no page.
    """

    library: Rag
    mode: RetrieverMode = "answer"
    whole_pages: bool = False
    k: int = 10
    scope: Scope | Mapping[str, object] | None = None

    def __post_init__(self) -> None:
        if self.mode not in _MODES:
            raise ValueError(f"mode {self.mode!r}: {' or '.join(_MODES)}")
        if self.k < 1:
            raise ValueError(f"k = {self.k}: 1 or more")

    def find(self, question: str) -> list[FoundPage]:
        """The pages for a question, the best first; raises as ``Rag.ask`` or ``Rag.search``."""
        found = self._answered(question) if self.mode == "answer" else self._searched(question)
        if not self.whole_pages:
            return list(islice(found, self.k))
        pages: dict[tuple[str, int | None], FoundPage] = {}
        for one in found:
            pages.setdefault((one.metadata["document"], one.metadata["page"]), one)
        return [self._whole(one) for one in islice(pages.values(), self.k)]

    def _answered(self, question: str) -> Iterator[FoundPage]:
        answer = self.library.ask(question, scope=self.scope)
        for cited in answer.citations:
            metadata = cited.metadata | _place_of(cited, cited.permalink, cited.date)
            metadata |= {"document": cited.document, "title": cited.title, "path": cited.path}
            metadata |= {"confidence": answer.confidence}
            if cited.span is not None:
                metadata["short_answer"] = cited.span.text
            yield FoundPage(cited.permalink, cited.text, metadata, cited.score)

    def _searched(self, question: str) -> Iterator[FoundPage]:
        results = self.library.search(question, each=min(self.k, _MOST), scope=self.scope)
        for one in results.documents:
            document = one.document
            for match in one.matches:
                quote = Span(match.start, match.end, match.excerpt)
                link = permalink_of(document.id, match.page, quote)
                metadata = document.metadata | _place_of(match, link, document.date)
                metadata |= {"document": document.id, "title": document.title}
                metadata |= {"path": document.path, "by_words": match.by_words}
                yield FoundPage(link, match.excerpt, metadata, match.cosine or 0.0)

    def _whole(self, one: FoundPage) -> FoundPage:
        """The whole page in the place of a quote of it, which its metadata keep."""
        page = self.library.page(one.metadata["document"], one.metadata["page"])
        return replace(one, text=page.text, metadata=one.metadata | {"quote": one.text})


def _place_of(
    found: Citation | PassageMatch, permalink: str, date: dt.date | None
) -> dict[str, Any]:
    """Where a quote or a passage stands, as plain values."""
    label = found.page_label if isinstance(found, Citation) else found.label
    return {
        "page": found.page,
        "page_label": label,
        "start": found.start,
        "end": found.end,
        "language": found.language,
        "date": date.isoformat() if date else None,
        "permalink": permalink,
    }
