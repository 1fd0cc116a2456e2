"""A retriever of LlamaIndex over a library; needs llama-index-core."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from rag.engine import Rag
from rag.integrations.found_pages import FoundPage, PageSource, RetrieverMode
from rag.records import Scope


class VerbatimIndexRetriever(BaseRetriever):  # type: ignore[misc]  # no types here
    """The verified quotes that answer a question, or what a search finds, each a node.

    The metadata of a node say where it stands: ``title``, ``path``, ``page``, ``start``, ``end``,
    ``permalink``. ``mode`` is "answer" or "search"; ``whole_pages`` gives the page of each quote,
    which is then in the metadata. Raises as ``Rag.ask``.
    """

    def __init__(
        self,
        library: Rag,
        *,
        mode: RetrieverMode = "answer",
        whole_pages: bool = False,
        k: int = 10,
        scope: Scope | Mapping[str, object] | None = None,
    ) -> None:
        self._source = PageSource(library, mode, whole_pages, k, scope)
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return [_node(one) for one in self._source.find(query_bundle.query_str)]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)


def _node(one: FoundPage) -> NodeWithScore:
    # A model reads the text of a node with its title and page, and nothing technical.
    shown = ("title", "page_label", "date")
    hidden = [name for name in one.metadata if name not in shown]
    node = TextNode(
        id_=one.id, text=one.text, metadata=one.metadata,
        excluded_llm_metadata_keys=hidden, excluded_embed_metadata_keys=list(one.metadata),
    )  # fmt: skip
    return NodeWithScore(node=node, score=one.score)
