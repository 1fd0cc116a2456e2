"""What every library, vector index and term index does: whole or restricted, live or fallback, in
the files of the index or in Qdrant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import qdrant
from tolerances import rounding_error

from rag.encoders import HashingEncoder
from rag.ingest import ingest
from rag.records import Document
from rag.retrieval.search import search
from rag.store import (
    Library,
    RestrictedLibrary,
    SearchEngine,
    Store,
    TermIndex,
    VectorIndex,
    coded_vectors,
    open_usable,
    recall_of,
)
from rag.store.hybrid import HybridQuery, rank
from rag.store.layout import VECTORS

ENCODER = HashingEncoder()
QUESTION = "Qui ouvre la porte du phare ?"
COUNT = 12  # documents, of one passage each


def _text(n: int) -> str:
    if n % 2:
        return f"The keeper opens gate {n} of the lighthouse."
    return f"Le gardien ouvre la porte {n} du phare."


@pytest.fixture(scope="module", params=["files", "qdrant"])
def engine(request: pytest.FixtureRequest) -> SearchEngine | None:
    """What searches the passages: ``None`` for the files of the index."""
    return qdrant.in_memory() if request.param == "qdrant" else None


@pytest.fixture(scope="module")
def index(engine: SearchEngine | None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("protocols")
    (folder / "docs").mkdir()
    for n in range(COUNT):
        (folder / f"docs/note{n:02}.txt").write_text(_text(n), encoding="utf-8")
    ingest([folder / "docs"], folder / "index", ENCODER, engine=engine)
    return folder / "index"


@pytest.fixture(scope="module")
def damaged(engine: SearchEngine | None, index: Path) -> Path:
    """The same documents in a live generation that is damaged, and in the one before it."""
    folder = index.parent / "damaged"
    docs = index.parent / "docs"
    ingest([docs], folder, ENCODER, engine=engine)
    (docs / "late.txt").write_text("Le phare est fermé.", encoding="utf-8")
    ingest([docs], folder, ENCODER, engine=engine)
    (docs / "late.txt").unlink()
    live = max((folder / "generations").iterdir())
    (live / VECTORS).write_bytes(b"altered")
    return folder


@pytest.fixture(scope="module")
def coded(engine: SearchEngine | None, index: Path) -> Path:
    """The same documents, so many that their vectors have codes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(coded_vectors, "LARGE", COUNT - 1)
        ingest([index.parent / "docs"], index.parent / "coded", ENCODER, engine=engine)
    return index.parent / "coded"


def _seen(document: Document) -> bool:
    return int(document.path[4:6]) % 3 == 0


KINDS = ("whole", "by codes", "fallback", "restricted to all", "restricted to some")


@pytest.fixture(params=KINDS)
def library(
    request: pytest.FixtureRequest,
    engine: SearchEngine | None,
    index: Path,
    damaged: Path,
    coded: Path,
) -> Iterator[Library]:
    others = {"fallback": damaged, "by codes": coded}
    with open_usable(others.get(request.param, index), engine) as store:
        made: dict[str, Callable[[], Library]] = {
            "whole": lambda: store,
            "by codes": lambda: store,
            "fallback": lambda: store,
            "restricted to all": lambda: RestrictedLibrary(store, lambda document: True),
            "restricted to some": lambda: RestrictedLibrary(store, _seen),
        }
        yield made[request.param]()


def test_the_fixtures_are_what_they_say(
    engine: SearchEngine | None, index: Path, damaged: Path
) -> None:
    assert open_usable(index, engine).damage is None
    assert open_usable(damaged, engine).damage is not None
    assert type(open_usable(index, engine).terms).__name__ == (
        "Bm25Index" if engine is None else "QdrantTerms"
    )


def test_the_vectors_of_the_large_library_have_codes(coded: Path) -> None:
    with open_usable(coded) as store:
        assert recall_of(store.vectors) == 1.0


def test_documents_come_by_path_and_by_id(library: Library) -> None:
    documents = library.documents()
    assert [each.path for each in documents] == sorted(each.path for each in documents)
    assert [library.document(each.id) for each in documents] == list(documents)
    assert len(documents) in (COUNT, COUNT // 3)


@pytest.mark.parametrize("unknown", ["", "0" * 64])
def test_an_unknown_document_is_a_key_error(library: Library, unknown: str) -> None:
    for read in (library.document, lambda each: library.page(each, None)):
        with pytest.raises(KeyError):
            read(unknown)
    with pytest.raises(KeyError):
        library.label(unknown, None)


def test_pages_hold_the_text_of_their_document(library: Library) -> None:
    for document in library.documents():
        page = library.page(document.id, None)
        assert page.text == _text(int(document.path[4:6]))
        assert library.label(document.id, None) == page.label
        with pytest.raises(KeyError):
            library.page(document.id, 1)  # text files have no pages


def test_passages_come_in_the_order_asked(library: Library) -> None:
    rows = [row for row, _ in library.terms.search(QUESTION, language="fr", k=COUNT)]
    for order in (rows, rows[::-1], rows[:1] * 2):
        found = library.passages(order)
        assert [each.text for each in found] == [library.passages([row])[0].text for row in order]
    with pytest.raises(KeyError):
        library.passages([*rows, 10_000])


def test_the_documents_of_rows_come_in_the_order_asked(library: Library) -> None:
    rows = [row for row, _ in library.terms.search(QUESTION, language="fr", k=COUNT)]
    for order in (rows, rows[::-1], rows[:1] * 2, []):
        expected = [each.document_id for each in library.passages(order)]
        assert library.documents_of(order) == expected
    with pytest.raises(KeyError):
        library.documents_of([*rows, 10_000])


def test_a_hidden_row_has_no_document(index: Path) -> None:
    with Store.open(index) as store:
        rows = sorted(store.rows())
        hidden = RestrictedLibrary(store, lambda document: False)
        with pytest.raises(KeyError):
            hidden.documents_of(rows[:1])


def test_the_identity_is_given_and_the_same_for_every_part(library: Library, index: Path) -> None:
    assert library.index_id
    assert library.created
    if library.damage is None:
        assert library.index_id == Store.open(index).index_id


def test_a_question_finds_passages_of_the_library_only(library: Library) -> None:
    vector = ENCODER.encode([QUESTION], kind="query")[0]
    hits = search(library, vector, QUESTION, language="fr", k=5)
    assert hits
    assert {hit.document for hit in hits} <= set(library.documents())
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_part_that_shows_all_finds_what_the_whole_finds(
    engine: SearchEngine | None, index: Path
) -> None:
    vector = ENCODER.encode([QUESTION], kind="query")[0]
    with Store.open(index).searched_by(engine) as store:
        part = RestrictedLibrary(store, lambda document: True)
        found = [search(each, vector, QUESTION, language="fr", k=5) for each in (store, part)]
    assert found[0] == found[1]


def test_the_previous_generation_hides_what_the_part_hides(
    engine: SearchEngine | None, index: Path
) -> None:
    again = index.parent / "again"
    docs = index.parent / "docs"
    ingest([docs], again, ENCODER, engine=engine)
    (docs / "note99.txt").write_text("Le phare est fermé.", encoding="utf-8")
    ingest([docs], again, ENCODER, engine=engine)
    (docs / "note99.txt").unlink()
    with Store.open(again).searched_by(engine) as store:
        before = store.previous()
        hidden = RestrictedLibrary(store, _seen).previous()
        assert before is not None
        assert hidden is not None
        assert set(hidden.documents()) == {each for each in before.documents() if _seen(each)}
        assert len(hidden.documents()) == len(before.documents()) // 3


@pytest.fixture
def vectors(library: Library) -> VectorIndex:
    return library.vectors


@pytest.mark.parametrize("k", [1, 3, COUNT + 5])
def test_vectors_come_nearest_first_and_fill_up_with_minus_one(
    library: Library, vectors: VectorIndex, k: int
) -> None:
    queries = ENCODER.encode([QUESTION, "The keeper"], kind="query")
    cosines, rows = vectors.search(queries, k)
    assert cosines.shape == rows.shape == (2, k)
    for near, found in zip(cosines, rows, strict=True):
        there = found[found >= 0]
        assert len(there) == len(set(there.tolist())) == min(k, len(library.documents()))
        assert list(near[: len(there)]) == sorted(near[: len(there)], reverse=True)
        assert len(library.passages(there.tolist())) == len(there)


def test_a_cosine_is_that_of_the_vector_of_its_row(vectors: VectorIndex) -> None:
    query = ENCODER.encode([QUESTION], kind="query")
    cosines, rows = vectors.search(query, 4)
    stored = vectors.reconstruct(rows[0].astype(np.int64))
    assert stored.shape == (4, vectors.dim)
    # A dot product of dim terms of unit vectors in float32: at most dim roundings of eps each.
    allowed = vectors.dim * float(np.finfo(np.float32).eps)
    np.testing.assert_allclose(stored @ query[0], cosines[0], atol=allowed)
    np.testing.assert_allclose(np.linalg.norm(stored, axis=1), 1, atol=allowed)


def test_a_missing_row_has_no_vector(vectors: VectorIndex) -> None:
    with pytest.raises(KeyError):
        vectors.reconstruct(np.array([10_000], dtype=np.int64))


@pytest.fixture
def terms(library: Library) -> TermIndex:
    return library.terms


@pytest.mark.parametrize("k", [1, 3, COUNT + 5])
def test_terms_come_best_first_and_no_more_than_there_are(
    library: Library, terms: TermIndex, k: int
) -> None:
    found = terms.search(QUESTION, language="fr", k=k)
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)
    assert len({row for row, _ in found}) == len(found) <= min(k, len(library.documents()))
    assert terms.searched == len(library.documents())


def test_words_that_stand_nowhere_find_nothing(terms: TermIndex) -> None:
    assert terms.search("zzyzx", language="en", k=5) == []
    assert terms.search("", language="fr", k=5) == []


def test_a_rare_word_is_rarer(terms: TermIndex) -> None:
    assert terms.rarity("gardien", "fr") < terms.rarity("zzyzx", "fr")
    assert terms.rarity("gardien", "fr") >= 0


def test_both_indexes_search_among_some_rows_only(vectors: VectorIndex, terms: TermIndex) -> None:
    query = ENCODER.encode([QUESTION], kind="query")
    chosen = {row for row, _ in terms.search(QUESTION, language="fr", k=2)}
    assert {row for row, _ in terms.only(chosen).search(QUESTION, language="fr", k=9)} == chosen
    _, rows = vectors.only(chosen).search(query, 9)
    assert {int(row) for row in rows[0] if row >= 0} == chosen


def test_a_part_of_a_part_never_shows_more(library: Library, terms: TermIndex) -> None:
    """Rows that are hidden stay so, also for those who ask for them by their number."""
    rows = [row for row, _ in terms.search(QUESTION, language="fr", k=COUNT)]
    part = library.terms.only(library.rows_in(library.documents_of(rows[:1])))
    assert [row for row, _ in part.search(QUESTION, language="fr", k=9)] == rows[:1]
    assert part.searched == 1


def test_no_row_at_all_can_be_searched(vectors: VectorIndex, terms: TermIndex) -> None:
    query = ENCODER.encode([QUESTION], kind="query")
    assert terms.only(()).search(QUESTION, language="fr", k=3) == []
    assert terms.only(()).holding("gardien", "fr") == []
    assert vectors.only(()).search(query, 3)[1].tolist() == [[-1, -1, -1]]


def test_a_word_is_counted_in_its_language_and_held_by_its_rows(
    library: Library, terms: TermIndex
) -> None:
    french = [row for row, _ in terms.search("gardien", language="fr", k=COUNT)]
    assert terms.holding("gardiens", "fr") == sorted(french)
    assert terms.holding("gardien", "en") == terms.holding("le", "fr") == []
    assert {each.language for each in library.passages(french)} == {"fr"}
    assert terms.frequency("gardiens", "fr") == COUNT // 2
    assert terms.frequency("zzyzx", "fr") == terms.frequency("le", "fr") == 0
    assert terms.rarity("le", "fr") == 0


def test_a_phrase_is_held_word_after_word(library: Library, terms: TermIndex) -> None:
    def texts(*phrases: str) -> set[str]:
        rows = terms.having(phrases, question=QUESTION, language="fr", k=COUNT)
        return {passage.text for passage in library.passages(rows)}

    french = {_text(int(each.path[4:6])) for each in library.documents()}
    french = {text for text in french if text.startswith("Le")}
    assert texts("la porte 0") == {_text(0)}
    assert texts("portes 0", "gate 3") == {_text(0), _text(3)}
    assert texts("gardien du phare") == texts("phare porte") == texts("de la") == set()
    assert texts("gardien ouvre la porte") == french


@pytest.mark.parametrize("word", ["gardiens", "gardeners", "lighthouze", "ligthhouse", "prote"])
def test_a_word_like_one_of_a_passage_is_known(terms: TermIndex, word: str) -> None:
    assert terms.resembles(word)
    assert not terms.only(()).resembles(word)


def test_a_word_like_none_of_a_passage_is_not(terms: TermIndex) -> None:
    assert not any(map(terms.resembles, ("zzyzx", "quimper", "hgil")))


def test_both_rankings_in_one_call_are_those_of_two(vectors: VectorIndex, terms: TermIndex) -> None:
    vector = ENCODER.encode([QUESTION], kind="query")[0]
    lexical = dict(terms.search(QUESTION, language="fr", k=2))
    _, rows = vectors.search(vector[None, :], 2)
    every = vectors.search(vector[None, :], COUNT)[1][0]
    further = [int(row) for row in every if row >= 0][-1:]
    found = rank(vectors, terms, HybridQuery(QUESTION, "fr", vector, 2, further))
    assert list(found.lexical.items()) == list(lexical.items())
    expected = {*lexical, *further, *rows[0].tolist()}
    assert found.semantic.keys() == expected
    stored = vectors.reconstruct(np.array(list(found.semantic), dtype=np.int64))
    near = rounding_error(2 * vectors.dim)
    assert list(found.semantic.values()) == pytest.approx((stored @ vector).tolist(), abs=near)
