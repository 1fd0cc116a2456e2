"""Segments: a change writes what changed, and leaves the library of an index built from scratch."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from test_store_samples import add, reading

from rag.encoders import HashingEncoder
from rag.errors import IndexDamaged, IndexUnwritable
from rag.records import Document, Reading
from rag.store import GenerationBuilder, Salvage, Store, examine, open_usable, rollback, segments
from rag.store import generation_files as writing
from rag.store.layout import files_of, generation, read_current

ENCODER = HashingEncoder()
MANY = 70  # so many passages that a few more are a segment of their own
WORDS = ("vallon", "montagne", "rivière", "conseil", "harbour", "keeper", "accord", "mandat")
QUESTIONS = ("le conseil de la montagne", "harbour keeper", "accord numéro 7", "vallon mandat")


def note(number: int, version: int = 0) -> Reading:
    """A document whose text is drawn from its number and its version."""
    draw = random.Random(f"{number} {version}")
    pages = [" ".join(draw.choices(WORDS, k=draw.randint(4, 9))) + f" numéro {number}."]
    pages += [f"Office National de Musique (ONM) {draw.choice(WORDS)} {version}."]
    return reading(f"{number:03d}.txt", *pages)


def change(
    index: Path, put: Sequence[Reading] = (), remove: Sequence[str] = (), move: Sequence[str] = ()
) -> None:
    with GenerationBuilder.begin(index, ENCODER.card) as draft:
        for document_id in remove:
            draft.remove(document_id)
        for document_id in move:
            draft.move(document_id, "/elsewhere", f"moved/{document_id[:8]}.txt")
        for each in put:
            add(draft, each)
        draft.commit()


def ids(index: Path) -> dict[str, str]:
    """The id of each document by its path."""
    with Store.open(index) as store:
        return {document.path: document.id for document in store.documents()}


def live(index: Path) -> Path:
    return generation(index, read_current(index).live)


def parts(index: Path) -> list[str]:
    with Store.open(index) as store:
        return store.manifest.segments


def found(store: Store, *, exact: bool = True) -> list[object]:
    """All that a library says, without the numbers of its rows."""

    def passage(row: int) -> tuple[str, int | None, int]:
        one = store.passages([row])[0]
        return store.document(one.document_id).path, one.page, one.start

    said: list[object] = [store.documents(), store.acronyms(), sorted(store.notices())]
    for document in store.documents():
        said += [store.page(document.id, n) for n in range(1, document.page_count + 1)]
        rows = sorted(store.rows_in([document.id]))
        said += [store.passages(rows), store.documents_of(rows), store.label(document.id, 1)]
    for question in QUESTIONS:
        vector = ENCODER.encode([question], kind="query")
        cosines, near = store.vectors.search(vector, len(store.vectors))
        said.append(
            sorted(
                (-round(float(c), 5), passage(int(r))) for c, r in zip(*cosines, *near, strict=True)
            )
        )
        hits = store.terms.search(question, language="fr", k=len(store.terms))
        said.append(sorted((-round(score, 4), passage(row)) for row, score in hits))
        said += [round(store.terms.rarity(word, "fr"), 6) for word in WORDS] if exact else []
    return said


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index of one segment, with another where a change is small beside it."""
    change(tmp_path / "index", [note(number) for number in range(MANY)])
    return tmp_path / "index"


@pytest.fixture
def two(index: Path) -> Path:
    """An index of two segments: a document of the first is gone, one is moved, one is new."""
    of = ids(index)
    change(index, [note(900)], remove=[of["003.txt"]], move=[of["005.txt"]])
    assert len(parts(index)) == 2
    return index


@pytest.mark.parametrize("seed", range(4))
def test_any_changes_leave_the_library_of_an_index_built_from_scratch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """With segments of any size, and terms that keep no trace of what was removed."""
    monkeypatch.setattr(segments, "_FEW", 1)
    monkeypatch.setattr(segments, "_TIMES", 2)
    monkeypatch.setattr(writing, "_MOST_REMOVED", 0.0)
    draw, index, held = random.Random(seed), tmp_path / "index", dict[int, Reading]()
    most = 0
    for turn in range(8):
        names = list(held)
        remove = draw.sample(names, min(len(names), draw.randint(0, 3)))
        move = [n for n in draw.sample(names, min(len(names), 2)) if n not in remove]
        fresh = draw.sample(
            range(100 * turn, 100 * turn + 99), 20 if turn == 0 else draw.randint(0, 4)
        )
        again = [n for n in draw.sample(names, min(len(names), 2)) if n not in (*remove, *move)]
        put = [note(n) for n in fresh] + [note(n, turn) for n in again]
        gone = [held[n].document.id for n in (*remove, *again)]
        change(index, put, remove=gone, move=[held[n].document.id for n in move])
        for n in remove:
            del held[n]
        held |= dict(zip((*fresh, *again), put, strict=True))
        held |= {n: _moved(held[n]) for n in move}
        most = max(most, len(parts(index)))
    change(tmp_path / "fresh", list(held.values()))
    with Store.open(index) as store, Store.open(tmp_path / "fresh") as fresh_store:
        assert found(store) == found(fresh_store)
        assert store.index_id == fresh_store.index_id
    assert most > 1  # there were segments to be merged
    assert [each.fault for each in examine(index)] == [None, None]


def _hits(index: Path) -> list[dict[tuple[str, int], float]]:
    """The passages that hold words of each question, with their scores."""
    with Store.open(index) as store:
        every = []
        for question in QUESTIONS:
            hits = store.terms.search(question, language="fr", k=1_000)
            passages = store.passages([row for row, _ in hits])
            places = [(store.document(one.document_id).path, one.page or 1) for one in passages]
            scores = [round(score, 4) for _, score in hits]
            every.append(dict(zip(places, scores, strict=True)))
        return every


def test_few_removals_leave_their_trace_in_scores_alone_and_more_leave_none(
    tmp_path: Path, index: Path
) -> None:
    of = ids(index)
    change(index, remove=[of["003.txt"]])  # two passages in 140
    change(tmp_path / "fresh", [note(number) for number in range(MANY) if number != 3])
    few, fresh = _hits(index), _hits(tmp_path / "fresh")
    assert [set(each) for each in few] == [set(each) for each in fresh]
    assert few != fresh  # else the limit is needless
    change(index, remove=[of["004.txt"]])
    change(tmp_path / "more", [note(number) for number in range(MANY) if number not in (3, 4)])
    assert _hits(index) == _hits(tmp_path / "more")


def _moved(given: Reading) -> Reading:
    path = f"moved/{given.document.id[:8]}.txt"
    return replace(given, document=replace(given.document, root="/elsewhere", path=path))


def test_one_document_more_or_less_writes_little(index: Path) -> None:
    """Of the first change, a copy is written; of those that follow, only what changed."""
    change(index, [note(900)])
    before = {path.stat().st_ino for path in index.rglob("*") if path.is_file()}
    change(index, [note(901)])
    change(index, remove=[ids(index)["003.txt"]])
    whole = sum(path.stat().st_size for path in live(index).rglob("*") if path.is_file())
    fresh = [path for path in live(index).rglob("*") if path.stat().st_ino not in before]
    written = sum(path.stat().st_size for path in fresh if path.is_file())
    assert "documents.sqlite" not in {path.relative_to(live(index)).as_posix() for path in fresh}
    assert written < whole / 2


def test_the_live_generation_and_the_kept_one_share_no_file(index: Path) -> None:
    for number in range(900, 906):
        change(index, [note(number)])
        current = read_current(index)
        assert current.kept is not None
        mine, kept = (
            {path.stat().st_ino for path in generation(index, n).rglob("*") if path.is_file()}
            for n in (current.live, current.kept)
        )
        assert not mine & kept


def test_what_a_reader_holds_is_as_it_was_after_many_changes(index: Path) -> None:
    with Store.open(index) as held:
        said = found(held)
        seals = {name: (held.folder / name).read_bytes() for name in files_of(held.folder)}
        for number in range(900, 905):
            change(index, [note(number)], remove=[ids(index)[f"{number - 900:03d}.txt"]])
        held.check()
        assert found(held) == said
        assert seals == {n: (held.folder / n).read_bytes() for n in files_of(held.folder)}


def test_where_files_cannot_be_linked_they_are_copied(
    two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr("os.link", refuse)
    for number in (901, 902):
        change(two, [note(number)])
    assert [each.fault for each in examine(two)] == [None, None]


def test_a_copy_that_was_altered_is_not_taken(two: Path) -> None:
    kept = read_current(two).kept
    assert kept is not None
    path = generation(two, kept) / "vectors.faiss"
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    change(two, [note(901)])
    assert [each.fault for each in examine(two)] == [None, None]


def test_a_rollback_goes_back_over_segments_and_forth_again(two: Path) -> None:
    with Store.open(two) as store:
        after = found(store)
    rollback(two)
    assert len(parts(two)) == 1
    with Store.open(two) as store:
        assert {"003.txt", "005.txt"} <= {document.path for document in store.documents()}
    rollback(two)
    with Store.open(two) as store:
        assert found(store) == after
    change(two, [note(901)])
    assert [each.fault for each in examine(two)] == [None, None]


@pytest.mark.parametrize("name", ["documents.sqlite", "vectors.faiss"])
@pytest.mark.parametrize("how", ["flip", "cut", "gone"])
def test_damage_of_a_later_segment_is_seen_and_the_kept_generation_answers(
    two: Path, name: str, how: str
) -> None:
    path = live(two) / "segments" / live(two).name / name
    content = path.read_bytes()
    path.unlink()
    if how != "gone":
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]) if how == "flip" else content[:50])
    assert examine(two)[0].fault is not None
    with open_usable(two) as store:
        assert isinstance(store.damage, IndexDamaged)
        assert len(store.documents()) == MANY
    change(two, [note(901)])  # what comes next starts from the kept one
    assert [each.fault for each in examine(two)] == [None, None]


def test_what_is_saved_of_a_damaged_first_segment_is_as_the_last_one_leaves_it(two: Path) -> None:
    path = live(two) / "documents.sqlite"
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    saved = Salvage(two)
    assert not saved.whole
    assert {document.path for document in saved.documents} == {
        document.path for document in _documents(two)
    }


@pytest.mark.parametrize("name", ["manifest.json", "documents.sqlite"])
def test_what_was_withdrawn_stays_so_after_damage_of_the_manifest_or_the_newest_segment(
    two: Path, name: str
) -> None:
    said = {document.path for document in _documents(two)}
    (moved,) = (path for path in said if "/" in path)
    newest = live(two) / "segments" / live(two).name
    path = live(two) / name if name == "manifest.json" else newest / name
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    saved = Salvage(two)
    assert not saved.whole
    found = {document.path for document in saved.documents}
    # The damaged byte is in the record of the moved document, whose earlier one is intact.
    assert found == (said if name == "manifest.json" else said - {moved} | {"005.txt"})


def test_a_copy_that_is_not_what_was_sealed_is_never_made_live(
    two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def copied(source: Path, target: Path) -> None:
        target.write_bytes(source.read_bytes()[:-1] + b"?")

    before = read_current(two)
    monkeypatch.setattr("os.access", lambda *_: False)
    monkeypatch.setattr("shutil.copyfile", copied)
    with pytest.raises(IndexUnwritable):
        change(two, [note(901)])
    assert read_current(two) == before


@pytest.mark.parametrize("name", ["vectors.faiss", "documents.sqlite"])
def test_what_can_be_saved_of_segments_is_saved(two: Path, name: str) -> None:
    with Store.open(two) as store:
        said = store.documents()
    path = live(two) / "segments" / live(two).name / name
    path.write_bytes(path.read_bytes()[:-1])
    saved = Salvage(two)
    assert saved.whole == (name == "vectors.faiss")
    if saved.whole:
        assert saved.documents == said
        assert [packed.document for packed in saved.packed()] == list(said)
    else:
        assert {"000.txt", "069.txt"} <= {document.path for document in saved.documents}


def test_unfinished_work_over_segments_is_taken_up(two: Path) -> None:
    of = ids(two)
    with GenerationBuilder.begin(two, ENCODER.card) as draft:
        draft.remove(of["900.txt"])  # of the second segment
        draft.remove(of["004.txt"])  # of the first
        draft.move(of["006.txt"], "/elsewhere", "six.txt")
        add(draft, note(901))
    with GenerationBuilder.begin(two, ENCODER.card) as draft:
        assert draft.is_changed()
        draft.commit()
    paths = {document.path for document in _documents(two)}
    assert {"901.txt", "six.txt", "007.txt"} <= paths
    assert not paths & {"900.txt", "004.txt", "003.txt", "006.txt"}
    assert [each.fault for each in examine(two)] == [None, None]


@pytest.mark.parametrize(
    "step",
    [
        "rag.store.segments.merge",
        "rag.store.generation_files.take",
        "rag.store.vectors.FaissIndex.save",
        "rag.store.bm25.Bm25Index.commit",
        "rag.store.manifest.Manifest.write",
        "rag.store.layout.make_durable",
        "rag.store.layout.write_current",
    ],
)
def test_a_change_broken_off_anywhere_changes_nothing_and_is_taken_up(two: Path, step: str) -> None:
    with Store.open(two) as store:
        before = found(store)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(step, _break_off)
        with pytest.raises(KeyboardInterrupt):
            change(two, [note(901)], remove=[ids(two)["004.txt"]])
    with Store.open(two) as store:
        assert found(store) == before
    with GenerationBuilder.begin(two, ENCODER.card) as draft:
        draft.commit()
    paths = {each.path for each in _documents(two)}
    assert "901.txt" in paths
    assert "004.txt" not in paths
    assert [each.fault for each in examine(two)] == [None, None]


def _break_off(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def _documents(index: Path) -> tuple[Document, ...]:
    with Store.open(index) as store:
        return store.documents()


def test_a_row_is_given_once_over_all_segments(two: Path) -> None:
    with Store.open(two) as store:
        known = store.rows()
    change(two, remove=[ids(two)["900.txt"]])
    change(two, [note(902)])
    with Store.open(two) as store:
        fresh = store.rows() - known
    assert len(fresh) == 2
    assert min(fresh) > max(known)


def test_few_segments_are_asked_however_many_changes_there_were(index: Path) -> None:
    for number in range(900, 912):
        change(index, [note(number)])
        assert len(parts(index)) <= 2


def test_a_segment_of_which_much_is_gone_is_written_again(index: Path) -> None:
    of = ids(index)
    change(index, remove=[of[f"{number:03d}.txt"] for number in range(10)])
    assert len(parts(index)) == 2
    change(index, remove=[of[f"{number:03d}.txt"] for number in range(10, 20)])
    assert len(parts(index)) == 1
    with Store.open(index) as store:
        assert len(store.vectors) == len(store.rows()) == 2 * (MANY - 20)


def test_scores_count_next_to_nothing_of_what_was_removed(index: Path, tmp_path: Path) -> None:
    of = ids(index)
    change(index, remove=[of[f"{number:03d}.txt"] for number in range(8)])
    change(tmp_path / "fresh", [note(number) for number in range(8, MANY)])
    with Store.open(index) as store, Store.open(tmp_path / "fresh") as fresh:
        assert found(store) == found(fresh)


def test_an_index_with_the_one_segment_of_an_earlier_release_is_read_and_added_to(
    index: Path,
) -> None:
    with Store.open(index) as store:
        replace(store.manifest, format=2).write(store.folder)
    with Store.open(index) as store:
        assert len(store.documents()) == MANY
        assert store.manifest.format == 2
    with GenerationBuilder.begin(index, ENCODER.card) as draft:
        assert not draft.is_changed()
        draft.discard()
    change(index, [note(900)])
    assert len(parts(index)) == 2
    assert [each.fault for each in examine(index)] == [None, None]
