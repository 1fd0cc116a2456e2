"""The identity of a generation follows each change, and is that of its documents alone."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from test_store_samples import reading

from rag.encoders import HashingEncoder
from rag.records import Document
from rag.store.identity import SUM, identity, read_sum, sum_after, sum_of, write_sum

CARD = HashingEncoder().card
DOCUMENTS = [reading(f"{n}.txt", f"La page {n}.").document for n in range(30)]


@pytest.mark.parametrize("seed", range(5))
def test_a_sum_after_changes_is_that_of_the_documents(seed: int) -> None:
    draw = random.Random(seed)
    held = {each.id: each for each in DOCUMENTS[:20]}
    total = sum_of(held.values())
    for _ in range(6):
        after = dict(held)
        for key in draw.sample(sorted(after), min(len(after), 4)):
            del after[key]
        for one in draw.sample(DOCUMENTS, 5):
            after[one.id] = replace(one, title=f"{one.title} {draw.randrange(3)}")
        total = sum_after(held, total, list(after.values()))
        assert total == sum_of(after.values())
        held = after


def test_neither_the_order_nor_the_folder_of_documents_counts() -> None:
    moved = [replace(each, root="/elsewhere") for each in reversed(DOCUMENTS)]
    assert sum_of(moved) == sum_of(DOCUMENTS)
    assert sum_of(DOCUMENTS[1:]) != sum_of(DOCUMENTS)


def test_what_documents_were_read_with_and_the_encoder_count() -> None:
    one = identity(CARD, {"a", "b"}, 7)
    assert one == identity(CARD, ["b", "a"], 7)
    others = [
        identity(CARD, {"a"}, 7),
        identity(CARD, {"a", "b"}, 8),
        identity(HashingEncoder(32).card, {"a", "b"}, 7),
    ]
    assert len({one, *others}) == 4


@pytest.mark.parametrize("content", [None, "", "no number"])
def test_a_sum_that_is_not_there_is_none(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / SUM).write_text(content)
    assert read_sum(tmp_path) is None


@pytest.mark.parametrize("documents", [DOCUMENTS, []])
def test_a_sum_is_read_as_it_was_written(tmp_path: Path, documents: list[Document]) -> None:
    write_sum(tmp_path, sum_of(documents))
    assert read_sum(tmp_path) == sum_of(documents)
