"""A retriever of LangChain over a library; needs langchain-core."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, PrivateAttr

from rag.engine import Rag
from rag.integrations.found_pages import FoundPage, PageSource, RetrieverMode
from rag.records import Scope


class VerbatimRetriever(BaseRetriever):  # type: ignore[misc]  # its base has no types here
    """The verified quotes that answer a question, or what a search finds, each a document.

    The metadata of a document say where it stands: ``title``, ``path``, ``page``, ``start``,
    ``end``, ``permalink``. ``mode`` is "answer" or "search"; ``whole_pages`` gives the page of each
    quote, which is then in the metadata. Raises as ``Rag.ask``.
    """

    library: Rag
    mode: RetrieverMode = "answer"
    whole_pages: bool = False
    k: int = 10
    scope: Scope | dict[str, Any] | None = None
    model_config = ConfigDict(arbitrary_types_allowed=True)
    _source: PageSource = PrivateAttr()

    def model_post_init(self, context: Any, /) -> None:
        """Checks the fields together; raises ValueError."""
        super().model_post_init(context)
        self._source = PageSource(self.library, self.mode, self.whole_pages, self.k, self.scope)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        return [_document(one) for one in self._source.find(query)]


def _document(one: FoundPage) -> LangChainDocument:
    metadata = one.metadata | {"score": one.score}
    return LangChainDocument(id=one.id, page_content=one.text, metadata=metadata)
