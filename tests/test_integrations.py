"""Retrievers of LangChain and LlamaIndex: the quotes of an answer, pages, and a search."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from awaiting import awaited

from rag.engine import Rag

QUESTION = "When do the reading rooms open?"
Find = Callable[[str], list["Found"]]


@dataclass(frozen=True)
class Found:
    """A document or node, as both packages have it."""

    id: str
    text: str
    metadata: dict[str, Any]
    score: float


def langchain(library: Rag, *, in_loop: bool = False, **options: Any) -> Find:
    """The retriever of LangChain."""
    pytest.importorskip("langchain_core", reason="pip install langchain-core")
    from rag.integrations.langchain import VerbatimRetriever

    retriever = VerbatimRetriever(library=library, **options)

    def find(question: str) -> list[Found]:
        documents = awaited(retriever.ainvoke(question)) if in_loop else retriever.invoke(question)
        return [
            Found(str(one.id), one.page_content, one.metadata, one.metadata["score"])
            for one in documents
        ]

    return find


def llamaindex(library: Rag, *, in_loop: bool = False, **options: Any) -> Find:
    """The retriever of LlamaIndex."""
    pytest.importorskip("llama_index.core", reason="pip install llama-index-core")
    from rag.integrations.llamaindex import VerbatimIndexRetriever

    retriever = VerbatimIndexRetriever(library, **options)

    def find(question: str) -> list[Found]:
        nodes = awaited(retriever.aretrieve(question)) if in_loop else retriever.retrieve(question)
        return [
            Found(one.node.id_, one.node.get_content(), one.node.metadata, one.score)
            for one in nodes
        ]

    return find


each_package = pytest.mark.parametrize("package", [langchain, llamaindex])


@each_package
@pytest.mark.parametrize("in_loop", [False, True])
def test_the_documents_are_the_quotes_of_the_answer(
    library: Rag, package: Callable[..., Find], in_loop: bool
) -> None:
    answer = library.ask(QUESTION)
    found = package(library, in_loop=in_loop)(QUESTION)
    assert [one.text for one in found] == [cited.text for cited in answer.citations]
    for one, cited in zip(found, answer.citations, strict=True):
        assert one.id == one.metadata["permalink"] == cited.permalink
        assert one.metadata["path"] == cited.path
        assert (one.metadata["page"], one.metadata["page_label"]) == (cited.page, cited.page_label)
        assert (one.metadata["start"], one.metadata["end"]) == (cited.start, cited.end)
        assert one.score == cited.score
        assert library.verify(one.id).state == "intact"


@each_package
def test_a_refusal_has_no_document(library: Rag, package: Callable[..., Find]) -> None:
    assert package(library)("Que dit l'article 12 du règlement ?") == []


@each_package
def test_whole_pages_come_once_each_and_keep_the_quote(
    library: Rag, package: Callable[..., Find]
) -> None:
    found = package(library, whole_pages=True)(QUESTION)
    places = [(one.metadata["document"], one.metadata["page"]) for one in found]
    assert len(set(places)) == len(places) > 0
    for one in found:
        assert one.text == library.page(one.metadata["document"], one.metadata["page"]).text
        start, end = one.metadata["start"], one.metadata["end"]
        assert one.text[start:end] in one.metadata["quote"]


@each_package
def test_a_search_gives_passages_that_can_be_verified(
    library: Rag, package: Callable[..., Find]
) -> None:
    found = package(library, mode="search", k=2)("reading rooms")
    assert len(found) == 2
    for one in found:
        assert library.verify(one.id).state == "intact"
        assert one.metadata["by_words"]


@each_package
def test_a_scope_limits_the_documents(library: Rag, package: Callable[..., Find]) -> None:
    found = package(library, mode="search", scope={"types": ["md"]})("reading rooms")
    assert {one.metadata["path"] for one in found} == {"avis.md"}


@each_package
@pytest.mark.parametrize("options", [{"mode": "guess"}, {"k": 0}])
def test_options_that_mean_nothing_are_refused(
    library: Rag, package: Callable[..., Find], options: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match=r"mode|k = 0"):
        package(library, **options)
