"""The store: what it returns, what it refuses, and how generations follow one another."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_store_samples import ENGLISH, FRENCH, add, build, reading

from rag.encoders import HashingEncoder
from rag.errors import (
    IndexBusy,
    IndexFormat,
    IndexMismatch,
    IndexMissing,
    RollbackUnavailable,
)
from rag.records import Box, Document, Heading, Page, Passage, Reading
from rag.store import GenerationBuilder, Store, rollback
from rag.store.layout import TERMS, VECTORS
from rag.store.manifest import Seal, seal_of
from rag.store.packing import pack_boxes, pack_page, unpack_boxes, unpack_page

CARD = HashingEncoder().card
TEXTS = st.text(max_size=80)
POINTS = st.one_of(
    st.floats(allow_nan=False),
    st.floats(allow_nan=False, width=32),
    st.integers(-10_000, 100_000).map(lambda hundredths: hundredths / 100),
)
OFFSETS = st.integers(0, 10_000)
BOXES = st.lists(st.builds(Box, OFFSETS, OFFSETS, POINTS, POINTS, POINTS, POINTS), max_size=5)
HEADINGS = st.lists(st.builds(Heading, OFFSETS, st.integers(1, 6), TEXTS), max_size=3)
PAGES = st.builds(
    Page,
    number=st.integers(1, 10_000),
    label=st.none() | TEXTS,
    text=TEXTS,
    headings=HEADINGS.map(tuple),
    boxes=BOXES.map(tuple),
)
DOCUMENTS = st.builds(
    Document,
    id=st.binary(min_size=32, max_size=32).map(bytes.hex),
    root=TEXTS,
    path=TEXTS | st.just(os.fsdecode(b"d\xe9cret.txt")),
    title=TEXTS,
    format=st.sampled_from(["pdf", "text"]),
    language=st.sampled_from(["fr", "en"]),
    date=st.none() | st.dates(),
    issuer=st.none() | TEXTS,
    page_count=st.integers(0, 10_000),
)


@st.composite
def cut_readings(draw: st.DrawFn) -> tuple[Reading, list[Passage]]:
    """A document of any characters, with any slices of its pages as passages."""
    document = draw(DOCUMENTS)
    pages = draw(st.lists(PAGES, min_size=1, max_size=3, unique_by=lambda page: page.number))
    passages = []
    for page in draw(st.lists(st.sampled_from(pages), max_size=4)):
        start, end = sorted((draw(OFFSETS), draw(OFFSETS)))
        text, language = page.text[start:end], draw(st.sampled_from(("fr", "en")))
        titles = tuple(draw(st.lists(TEXTS, max_size=2)))
        passages.append(
            Passage(document.id, page.number, start, end, text, language, titles)  # type: ignore[arg-type]
        )
    return Reading(document, tuple(pages)), passages


@given(cut_readings())
@settings(max_examples=25)
def test_what_is_stored_comes_back_to_the_letter(given: tuple[Reading, list[Passage]]) -> None:
    stored, passages = given
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        with GenerationBuilder.begin(index, CARD) as draft:
            vectors = HashingEncoder().encode([p.text for p in passages], kind="passage")
            draft.add(stored, passages, vectors)
            draft.commit()
        with Store.open(index) as store:
            assert store.documents() == (stored.document,)
            for page in stored.pages:
                assert store.page(stored.document.id, page.number) == page
                assert store.label(stored.document.id, page.number) == page.label
            assert store.passages(sorted(store.rows())) == passages


@given(PAGES)
def test_a_page_unpacks_as_it_was_packed(page: Page) -> None:
    assert unpack_page(pack_page(page)) == page


def test_boxes_in_hundredths_of_a_point_take_little_room() -> None:
    rng = np.random.default_rng(7)
    boxes = []
    for word in range(500):
        left, top = 50 + 40 * (word % 12) + round(rng.random(), 2), 60 + 14.4 * (word // 12)
        sides = [round(side, 2) for side in (left, top, left + 30 + rng.random(), top + 11.04)]
        boxes.append(Box(word * 6, word * 6 + 5, *sides))
    packed = pack_boxes(boxes)
    assert unpack_boxes(packed) == tuple(boxes)
    assert len(packed) < 3_000


def test_passages_come_in_the_order_asked(tmp_path: Path) -> None:
    build(tmp_path, reading("fr.txt", FRENCH, FRENCH), reading("en.txt", ENGLISH))
    with Store.open(tmp_path) as store:
        rows = sorted(store.rows())
        shuffled = [rows[2], rows[0], rows[2], rows[1]]
        pages = [passage.page for passage in store.passages(shuffled)]
        assert pages == [1, 1, 1, 2]
        assert store.passages(np.array(shuffled)) == store.passages(shuffled)  # type: ignore[arg-type]


@pytest.mark.parametrize("ask", ["document", "page", "passages", "label"])
def test_what_is_not_there_is_a_key_error(tmp_path: Path, ask: str) -> None:
    build(tmp_path, reading("fr.txt", FRENCH))
    with Store.open(tmp_path) as store:
        known = store.documents()[0].id
        asks: dict[str, Callable[[], object]] = {
            "document": lambda: store.document("f00"),
            "page": lambda: store.page(known, 9),
            "passages": lambda: store.passages([999]),
            "label": lambda: store.label(known, 9),
        }
        with pytest.raises(KeyError):
            asks[ask]()


def test_a_page_of_a_document_without_pages_is_found_by_none(tmp_path: Path) -> None:
    document = Document("ab", "/r", "note.md", "Note", "markdown", "fr", None, None, 1)
    build(tmp_path, Reading(document, (Page(None, None, FRENCH),)))
    with Store.open(tmp_path) as store:
        assert store.page("ab", None).text == FRENCH
        assert {passage.page for passage in store.passages(sorted(store.rows()))} == {None}


def test_a_passage_that_is_not_verbatim_is_refused(tmp_path: Path) -> None:
    given = reading("fr.txt", FRENCH)
    passage = Passage(given.document.id, 1, 0, 5, "L'Etat", "fr")
    with (
        GenerationBuilder.begin(tmp_path, CARD) as draft,
        pytest.raises(ValueError, match="verbatim"),
    ):
        draft.add(given, [passage], HashingEncoder().encode(["x"], kind="passage"))


def test_vectors_of_another_shape_are_refused(tmp_path: Path) -> None:
    given = reading("fr.txt", FRENCH)
    passage = Passage(given.document.id, 1, 0, 5, FRENCH[:5], "fr")
    with (
        GenerationBuilder.begin(tmp_path, CARD) as draft,
        pytest.raises(ValueError, match=r"\(1, 64\)"),
    ):
        draft.add(given, [passage], np.zeros((1, 3), dtype=np.float32))


def test_vectors_and_terms_find_the_row_of_a_passage(tmp_path: Path) -> None:
    build(tmp_path, reading("fr.txt", FRENCH), reading("en.txt", ENGLISH))
    with Store.open(tmp_path) as store:
        text = "Titre\n" + ENGLISH
        _, rows = store.vectors.search(HashingEncoder().encode([text], kind="query"), 1)
        assert store.passages([int(rows[0, 0])])[0].text == ENGLISH
        (row, _), *_ = store.terms.search("accord signé à Rabat", language="fr", k=5)
        assert store.passages([row])[0].text == FRENCH


def test_a_removed_document_leaves_all_three_parts(tmp_path: Path) -> None:
    build(tmp_path, reading("fr.txt", FRENCH), reading("en.txt", ENGLISH))
    with GenerationBuilder.begin(tmp_path, CARD) as draft:
        draft.remove(reading("fr.txt", FRENCH).document.id)
        draft.commit()
    with Store.open(tmp_path) as store:
        assert (len(store.rows()), len(store.vectors), len(store.terms)) == (1, 1, 1)
        assert store.terms.search("accord Rabat", language="fr", k=5) == []
        assert [document.path for document in store.documents()] == ["en.txt"]


def test_a_row_number_is_never_given_twice(tmp_path: Path) -> None:
    build(tmp_path, reading("fr.txt", FRENCH))
    with Store.open(tmp_path) as store:
        first = store.rows()
    with GenerationBuilder.begin(tmp_path, CARD) as draft:
        draft.remove(reading("fr.txt", FRENCH).document.id)
        add(draft, reading("en.txt", ENGLISH))
        draft.commit()
    with Store.open(tmp_path) as store:
        assert store.rows().isdisjoint(first)


def test_a_document_of_the_same_id_is_replaced(tmp_path: Path) -> None:
    build(tmp_path, reading("fr.txt", FRENCH))
    build(tmp_path, reading("ailleurs.txt", FRENCH))
    with Store.open(tmp_path) as store:
        assert [document.path for document in store.documents()] == ["ailleurs.txt"]
        store.verify()


def test_moving_keeps_the_rows(tmp_path: Path) -> None:
    build(tmp_path, reading("fr.txt", FRENCH))
    with Store.open(tmp_path) as store:
        rows, [document] = store.rows(), store.documents()
    with GenerationBuilder.begin(tmp_path, CARD) as draft:
        draft.move(document.id, "/ailleurs", "é/fr.txt")
        draft.commit()
    with Store.open(tmp_path) as store:
        assert store.rows() == rows
        assert (store.documents()[0].root, store.documents()[0].path) == ("/ailleurs", "é/fr.txt")


def test_equal_contents_have_equal_ids_and_others_do_not(tmp_path: Path) -> None:
    french, english = reading("fr.txt", FRENCH), reading("en.txt", ENGLISH)
    one = build(tmp_path / "a", french, english).index_id
    assert build(tmp_path / "b", english, french).index_id == one
    assert build(tmp_path / "c", french).index_id != one


def test_the_manifest_tells_what_was_built(tmp_path: Path) -> None:
    manifest = build(tmp_path, reading("fr.txt", FRENCH, FRENCH), reading("en.txt", ENGLISH))
    assert (manifest.documents, manifest.pages, manifest.passages) == (2, 3, 3)
    assert manifest.encoder == CARD
    assert {"documents.sqlite", "vectors.faiss", "terms/meta.json"} <= manifest.files.keys()
    assert dt.datetime.fromisoformat(manifest.created).utcoffset() == dt.timedelta()
    with Store.open(tmp_path) as store:
        assert store.manifest == manifest


def test_a_folder_without_an_index_is_missing(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("index")
    for index in (tmp_path, tmp_path / "nowhere", tmp_path / "README.md"):
        with pytest.raises(IndexMissing, match="rag index"):
            Store.open(index)


def test_another_encoder_is_refused_by_both_sides(tmp_path: Path) -> None:
    build(tmp_path, reading("fr.txt", FRENCH))
    other = HashingEncoder(32).card
    with Store.open(tmp_path) as store, pytest.raises(IndexMismatch) as raised:
        store.require(other)
    assert "hashing-64 (64, float32)" in raised.value.message("fr")
    with pytest.raises(IndexMismatch):
        GenerationBuilder.begin(tmp_path, other)
    GenerationBuilder.begin(tmp_path, CARD).close()


def test_a_rebuild_may_change_the_encoder(tmp_path: Path) -> None:
    build(tmp_path, reading("fr.txt", FRENCH))
    with GenerationBuilder.begin(tmp_path, HashingEncoder(32).card, rebuild=True) as draft:
        assert draft.documents() == ()
        draft.commit()
    with Store.open(tmp_path) as store:
        assert store.manifest.encoder.dim == 32
    rollback(tmp_path)
    with Store.open(tmp_path) as store:
        assert store.manifest.encoder.dim == 64


def test_another_format_is_refused_with_both_numbers(tmp_path: Path) -> None:
    build(tmp_path, reading("fr.txt", FRENCH))
    path = tmp_path / "generations" / "000001" / "manifest.json"
    values = json.loads(path.read_text())
    del values["seal"]
    values["format"] = 99
    values["seal"] = seal_of(values)
    path.write_text(json.dumps(values))
    with pytest.raises(IndexFormat, match="format 99, but this version reads format 4"):
        Store.open(tmp_path)


def test_only_one_draft_at_a_time(tmp_path: Path) -> None:
    with GenerationBuilder.begin(tmp_path, CARD), pytest.raises(IndexBusy):
        GenerationBuilder.begin(tmp_path, CARD)
    GenerationBuilder.begin(tmp_path, CARD).close()


def test_a_draft_left_without_a_commit_is_taken_up_again(tmp_path: Path) -> None:
    build(tmp_path, reading("fr.txt", FRENCH))
    with GenerationBuilder.begin(tmp_path, CARD) as draft:
        add(draft, reading("en.txt", ENGLISH))
    with Store.open(tmp_path) as store:
        assert [document.path for document in store.documents()] == ["fr.txt"]
    with GenerationBuilder.begin(tmp_path, CARD) as draft:
        assert [document.path for document in draft.documents()] == ["en.txt", "fr.txt"]


def test_a_draft_over_another_generation_keeps_only_its_vectors(tmp_path: Path) -> None:
    with GenerationBuilder.begin(tmp_path, CARD) as draft:
        add(draft, reading("en.txt", ENGLISH))
    shutil.move(tmp_path / "draft", tmp_path / "aside")
    build(tmp_path, reading("fr.txt", FRENCH))
    shutil.move(tmp_path / "aside", tmp_path / "draft")
    with GenerationBuilder.begin(tmp_path, CARD) as draft:
        assert [document.path for document in draft.documents()] == ["fr.txt"]
        assert draft.recall(["Titre\n" + ENGLISH, "Autre"]).keys() == {"Titre\n" + ENGLISH}


def _of_format(draft: Path, values: dict[str, object]) -> None:
    """Makes unfinished work that of another release."""
    state = json.loads((draft / "state.json").read_bytes())
    (draft / "state.json").write_text(json.dumps(state | values), encoding="utf-8")


@pytest.mark.parametrize("values", [{"format": 1}, {"format": 99}, {"parsers": "another"}])
def test_a_draft_of_another_release_keeps_only_its_vectors(
    tmp_path: Path, values: dict[str, object]
) -> None:
    build(tmp_path, reading("fr.txt", FRENCH))
    with GenerationBuilder.begin(tmp_path, CARD) as draft:
        add(draft, reading("en.txt", ENGLISH))
    _of_format(tmp_path / "draft", values)
    with GenerationBuilder.begin(tmp_path, CARD) as draft:
        assert [document.path for document in draft.documents()] == ["fr.txt"]
        assert draft.recall(["Titre\n" + ENGLISH, "Autre"]).keys() == {"Titre\n" + ENGLISH}


def test_a_draft_of_another_release_and_encoder_is_dropped(tmp_path: Path) -> None:
    with GenerationBuilder.begin(tmp_path, CARD) as draft:
        add(draft, reading("en.txt", ENGLISH))
    _of_format(tmp_path / "draft", {"format": 1})
    with GenerationBuilder.begin(tmp_path, HashingEncoder(32).card) as draft:
        assert draft.recall(["Titre\n" + ENGLISH]) == {}


def test_a_draft_read_by_other_parsers_is_read_again_from_its_vectors(tmp_path: Path) -> None:
    with GenerationBuilder.begin(tmp_path, CARD, recipe={"text": "1"}) as draft:
        add(draft, reading("en.txt", ENGLISH))
    with GenerationBuilder.begin(tmp_path, CARD, recipe={"text": "2"}) as draft:
        assert draft.stale() == {document.id for document in draft.documents()} != set()
        assert draft.recall(["Titre\n" + ENGLISH]).keys() == {"Titre\n" + ENGLISH}


def test_a_draft_of_another_encoder_is_dropped(tmp_path: Path) -> None:
    with GenerationBuilder.begin(tmp_path, CARD) as draft:
        add(draft, reading("en.txt", ENGLISH))
    with GenerationBuilder.begin(tmp_path, HashingEncoder(32).card) as draft:
        assert draft.documents() == ()
        assert draft.recall(["Titre\n" + ENGLISH]) == {}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("documents.sqlite", b"\x00\x07 no database " * 400),
        ("encoded.sqlite", b"\x00\x07 no database " * 400),
        ("state.json", b"\x00\x07 no database " * 400),
        ("state.json", b"[]"),
        ("state.json", b"{}"),
    ],
)
def test_a_damaged_draft_is_dropped(tmp_path: Path, name: str, content: bytes) -> None:
    with GenerationBuilder.begin(tmp_path, CARD) as draft:
        add(draft, reading("en.txt", ENGLISH))
    (tmp_path / "draft" / name).write_bytes(content)
    with GenerationBuilder.begin(tmp_path, CARD) as draft:
        add(draft, reading("en.txt", ENGLISH))
        assert draft.commit().passages == 1


def test_vectors_are_recalled_from_the_generation_before(tmp_path: Path) -> None:
    build(tmp_path, reading("fr.txt", FRENCH))
    text = "Titre\n" + FRENCH
    with GenerationBuilder.begin(tmp_path, CARD) as draft:
        found = draft.recall([text, "inconnu"])
    expected = HashingEncoder().encode([text], kind="passage")[0]
    assert found.keys() == {text}
    np.testing.assert_array_equal(found[text], expected)


def test_rollback_goes_back_and_forth(tmp_path: Path) -> None:
    first = build(tmp_path, reading("fr.txt", FRENCH)).index_id
    second = build(tmp_path, reading("en.txt", ENGLISH)).index_id
    assert rollback(tmp_path).index_id == first
    assert Store.open(tmp_path).index_id == first
    assert rollback(tmp_path).index_id == second
    assert Store.open(tmp_path).index_id == second


def test_rollback_without_an_earlier_generation_says_so(tmp_path: Path) -> None:
    build(tmp_path, reading("fr.txt", FRENCH))
    with pytest.raises(RollbackUnavailable, match="no earlier"):
        rollback(tmp_path)
    with pytest.raises(IndexMissing):
        rollback(tmp_path / "nowhere")


def test_after_a_rollback_the_next_build_starts_from_what_is_live(tmp_path: Path) -> None:
    build(tmp_path, reading("fr.txt", FRENCH))
    build(tmp_path, reading("faux.txt", "Un document de trop."))
    rollback(tmp_path)
    build(tmp_path, reading("en.txt", ENGLISH))
    with Store.open(tmp_path) as store:
        assert [document.path for document in store.documents()] == ["en.txt", "fr.txt"]
    rollback(tmp_path)
    with Store.open(tmp_path) as store:
        assert [document.path for document in store.documents()] == ["fr.txt"]


def test_two_generations_are_kept_and_those_that_a_reader_holds(tmp_path: Path) -> None:
    build(tmp_path, reading("0.txt", FRENCH))
    held = Store.open(tmp_path)
    for number in range(1, 4):
        build(tmp_path, reading(f"{number}.txt", f"Page {number}. {ENGLISH}"))
    kept = sorted(path.name for path in (tmp_path / "generations").iterdir())
    assert kept == ["000001", "000003", "000004"]
    assert held.page(held.documents()[0].id, 1).text == FRENCH
    assert (len(held.vectors), len(held.terms)) == (1, 1)
    held.close()
    build(tmp_path, reading("4.txt", f"Page 4. {FRENCH}"))
    kept = sorted(path.name for path in (tmp_path / "generations").iterdir())
    assert kept == ["000004", "000005"]


def test_a_store_knows_when_another_took_its_place(tmp_path: Path) -> None:
    build(tmp_path, reading("fr.txt", FRENCH))
    with Store.open(tmp_path) as store:
        assert store.is_current()
        build(tmp_path, reading("en.txt", ENGLISH))
        assert not store.is_current()
        rollback(tmp_path)
        assert store.is_current()


def test_an_index_deleted_and_built_anew_is_another(tmp_path: Path) -> None:
    build(tmp_path / "index", reading("fr.txt", FRENCH))
    with Store.open(tmp_path / "index") as store:
        shutil.rmtree(tmp_path / "index")
        assert not store.is_current()
        build(tmp_path / "index", reading("en.txt", ENGLISH))
        assert not store.is_current()
        assert store.page(store.documents()[0].id, 1).text == FRENCH


def test_the_remains_of_a_killed_build_are_cleared(tmp_path: Path) -> None:
    build(tmp_path, reading("fr.txt", FRENCH))
    remains = tmp_path / "generations" / "000002" / "terms"
    remains.mkdir(parents=True)
    GenerationBuilder.begin(tmp_path, CARD).close()
    assert not remains.parent.exists()


def test_a_store_answers_many_threads(tmp_path: Path) -> None:
    build(tmp_path, *(reading(f"{n}.txt", f"Numéro {n}. {FRENCH}") for n in range(40)))
    wrong: list[str] = []
    with Store.open(tmp_path) as store:
        rows = sorted(store.rows())

        def read() -> None:
            for row in rows * 3:
                [passage] = store.passages([row])
                page = store.page(passage.document_id, passage.page)
                if page.text[passage.start : passage.end] != passage.text:
                    wrong.append(passage.text)

        threads = [threading.Thread(target=read) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []


def test_opening_a_library_reads_its_documents_at_once_and_no_page(tmp_path: Path) -> None:
    build(tmp_path, *(reading(f"{n}.txt", f"Numéro {n}. {FRENCH}") for n in range(40)))
    asked: list[str] = []
    with Store.open(tmp_path) as store:
        store._tables.connections[0].set_trace_callback(asked.append)
        store.warm()
        assert asked == ["SELECT record FROM documents"]
        assert len(store.documents()) == 40
        assert asked == ["SELECT record FROM documents"]  # they are kept
        store.page(store.documents()[0].id, 1)
    assert len(asked) > 1  # what reads a page is seen


_WARM = """
import sys
from pathlib import Path
from rag.errors import IndexDamaged
from rag.store import Store

with Store.open(Path(sys.argv[1])) as store:
    try:
        store.warm()
    except IndexDamaged as error:
        print(error)
    else:
        print("warm")
"""


def _warm(index: Path, *flags: str) -> str:
    """What comes of warming an index in another interpreter."""
    done = subprocess.run(
        [sys.executable, *flags, "-c", _WARM, str(index)],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout.strip()


@pytest.mark.parametrize("part", [VECTORS, TERMS])
def test_warming_refuses_parts_that_count_otherwise_even_without_assertions(
    tmp_path: Path, part: str
) -> None:
    build(tmp_path / "index", reading("fr.txt", FRENCH))
    build(tmp_path / "other", reading("fr.txt", FRENCH), reading("en.txt", ENGLISH))
    assert _warm(tmp_path / "index", "-O") == "warm"
    with Store.open(tmp_path / "index") as store, Store.open(tmp_path / "other") as other:
        _take_part(store, other, part)
    for flags in ((), ("-O",)):
        assert f"{part} was altered" in _warm(tmp_path / "index", *flags)


def _take_part(store: Store, other: Store, part: str) -> None:
    """Gives a store the vectors or the terms of another, with seals that fit."""
    names = [name for name in store.manifest.files if name.split("/")[0] == part]
    for name in names:
        (store.folder / name).unlink()
    taken = [name for name in other.manifest.files if name.split("/")[0] == part]
    for name in taken:
        shutil.copy(other.folder / name, store.folder / name)
    seals = {name: seal for name, seal in store.manifest.files.items() if name not in names}
    seals |= {name: Seal.of(store.folder / name) for name in taken}
    replace(store.manifest, files=seals).write(store.folder)
