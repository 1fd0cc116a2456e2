"""What is computed from a library is kept with it."""

import gc
import weakref
from pathlib import Path

import questions_library

from rag.encoders import HashingEncoder
from rag.ingest.prepare import recipe
from rag.records import Document
from rag.store import (
    GenerationBuilder,
    Latest,
    Library,
    RestrictedLibrary,
    Store,
    once_per_document,
    once_per_library,
)


def test_a_result_is_kept_for_one_library_and_goes_with_it(tmp_path: Path) -> None:
    read: list[int] = []

    @once_per_library
    def titles(library: Library) -> tuple[str, ...]:
        read.append(1)
        return tuple(document.title for document in library.documents())

    with Store.open(questions_library.build(tmp_path)) as store:
        part = RestrictedLibrary(store, lambda document: document.language == "en")
        assert len(titles(store)) == 5
        assert titles(part) == ("Loan policy",)
        assert titles(store) is titles(store)
        assert len(read) == 2
        gone = weakref.ref(part)
        del part
        gc.collect()
        assert gone() is None


def test_what_is_found_of_a_document_is_kept_when_another_generation_goes_live(
    tmp_path: Path,
) -> None:
    read: list[str] = []

    @once_per_document
    def title(document: Document) -> str:
        read.append(document.title)
        return document.title

    index, encoder = questions_library.build(tmp_path), HashingEncoder()
    latest = Latest(Store.open(index), encoder.card)
    before = [title(latest.current(), each) for each in latest.current().documents()]
    with GenerationBuilder.begin(index, encoder.card, recipe=recipe()) as builder:
        builder.remove(builder.documents()[0].id)
        builder.commit()
    after = [title(latest.current(), each) for each in latest.current().documents()]
    assert after == before[1:]
    assert read == before
    with GenerationBuilder.begin(index, encoder.card, recipe={"ocr": "on"}) as builder:
        builder.remove(builder.documents()[0].id)
        builder.commit()
    assert [title(latest.current(), each) for each in latest.current().documents()] == before[2:]
    assert read == before + before[2:]  # documents may have been read otherwise
