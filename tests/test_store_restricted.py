"""A hidden document does not exist in any method of a store or of the library above it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rag
from rag.config import Settings
from rag.encoders import HashingEncoder
from rag.engine import Rag
from rag.ingest import ingest
from rag.records import Answer, Document, as_json
from rag.store import Library, RestrictedLibrary, Store

# Where ``Rag`` keeps its generation, and the only functions that may use it there.
_HELD = "_latest"
_READING = {f"LibraryReading.{name}" for name in ("_read", "_current", "prepare")}
_TYPED = "LibraryReading"  # where its type is stated
_DOORS = {"Rag.__init__", "Rag.seen_by", "Rag.close", _TYPED, *_READING}
QUESTIONS = ("Combien gagne le gardien du phare ?", "How much does the lighthouse keeper earn?")
SECRET = "Le gardien du phare gagne 2 300 euros par mois. The keeper earns 2,300 euros."
SECRETS = ("2 300", "2,300", "paie", "gagne", "earns")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    """Fifty hidden documents that answer better than the ten that are seen."""
    folder = tmp_path_factory.mktemp("view")
    for n in range(50):
        _write(folder / f"docs/rh/paie{n}.txt", f"Fiche {n}.\n\n{SECRET}")
    for n in range(10):
        text = f"Note {n}.\n\nLe gardien du phare ouvre la porte {n}. The keeper opens gate {n}."
        _write(folder / f"docs/public/note{n}.txt", text)
    ingest([folder / "docs"], folder / "index", HashingEncoder())
    return Rag(Store.open(folder / "index"), HashingEncoder(), Settings(threshold=0.0))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def index_of(library: Rag) -> Path:
    """The index of the fixture: a folder beside its documents."""
    return Path(library.documents()[0].root).parent / "index"


def public(document: Document) -> bool:
    return document.path.startswith("public/")


@pytest.fixture(scope="module")
def part(whole: Rag) -> Rag:
    return whole.seen_by(public)


def test_a_part_has_what_a_library_has_and_nothing_else_of_a_store() -> None:
    doors = {name for name in vars(Library) if not name.startswith("_")}
    assert doors == {name for name in vars(RestrictedLibrary) if not name.startswith("_")}
    assert RestrictedLibrary.__mro__ == (RestrictedLibrary, object)


class Leaking(Rag):
    """What somebody may add to ``Rag`` in haste: methods that go around its doors."""

    def everything(self) -> tuple[Document, ...]:
        return self._latest.current().documents()

    def looked_up(self, document_id: str) -> Document:
        return self._latest.read(lambda library: library.document(document_id))


def test_a_method_that_goes_around_the_doors_shows_nothing_hidden(whole: Rag) -> None:
    """The generation that a part keeps is restricted itself: there is no way around."""
    rag = Leaking(Store.open(index_of(whole)), HashingEncoder(), Settings())
    part = rag.seen_by(public)
    assert isinstance(part, Leaking)
    assert len(rag.everything()) == 60
    assert [each for each in part.everything() if not public(each)] == []
    hidden = next(each for each in rag.everything() if not public(each))
    with pytest.raises(KeyError):
        part.looked_up(hidden.id)


def test_a_part_of_a_part_shows_what_both_show(whole: Rag) -> None:
    part = whole.seen_by(public).seen_by(lambda each: each.path.endswith(("1.txt", "2.txt")))
    assert {each.path for each in part.documents()} == {"public/note1.txt", "public/note2.txt"}
    assert part.seen_by(lambda each: True).documents() == part.documents()


def test_only_the_doors_of_the_library_read_its_generation() -> None:
    """What reads the generation elsewhere would miss the repair of a damage found on the way."""
    package = Path(rag.__file__).parent
    users: set[str] = set()
    for file in sorted(package.rglob("*.py")):
        users |= set(users_of(_HELD, file.read_text(encoding="utf-8")))
    assert users <= _DOORS
    assert users - {"Rag.__init__"}, f"Rag keeps its generation elsewhere than in {_HELD}"


@pytest.mark.parametrize(
    ("name", "doors"),
    [
        (
            "_index",
            {"LibraryWriting.__init__", "LibraryWriting.__repr__", "LibraryWriting._changing"},
        ),
        ("open_usable", {"", "Rag.open"}),  # its import, and its call
        ("Store", {"", "Rag.__init__", "LibraryWriting.__init__"}),  # its import, and a type
    ],
)
def test_no_method_opens_the_folder_of_the_index_again(name: str, doors: set[str]) -> None:
    """What opens it again sees every document, also in a part."""
    folder = Path(rag.__file__).parent / "engine"
    sources = [file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.py"))]
    assert {user for source in sources for user in users_of(name, source)} == doors
    leaking = f"class Rag:\n    def sizes(self): return Store.open(self._index), {name}()\n"
    assert "Rag.sizes" in set(users_of(name, leaking))


def test_no_door_of_the_library_is_open_in_a_part(whole: Rag, part: Rag) -> None:
    assert {document.path for document in part._current().documents()} == {
        document.path for document in whole.documents() if public(document)
    }
    assert part._read(lambda library: library.documents()) == part._current().documents()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("def count(self): return self._latest.store().rows()", "Rag.count", id="rows"),
        pytest.param("def _peek(self): return self._latest", "Rag._peek", id="private-helper"),
        pytest.param("@property\n    def size(self): self._latest", "Rag.size", id="property"),
        pytest.param("size = property(lambda self: self._latest)", "Rag", id="lambda"),
        pytest.param(
            "def ask(self):\n        def inner(): return self._latest\n        return inner()",
            "Rag.ask",
            id="inner-function",
        ),
        pytest.param("def ask(self): return getattr(self, '_latest')", "Rag.ask", id="getattr"),
        pytest.param(
            "def ask(self): return _peek(self)\ndef _peek(x): x._latest", "_peek", id="out"
        ),
    ],
)
def test_a_method_that_goes_around_the_doors_is_noticed(source: str, expected: str) -> None:
    module = f"class Rag:\n    def _read(self): return self._latest.read\n    {source}\n"
    assert set(users_of(_HELD, module)) == {"Rag._read", expected}
    assert expected not in _DOORS


def users_of(attribute: str, source: str) -> Iterator[str]:
    """The functions of a module that use an attribute of any object, as "Class.method".

    A function inside another counts as the outer one, other statements as their class.
    """
    yield from _users_of(attribute, ast.parse(source).body, "")


def _users_of(attribute: str, body: Sequence[ast.stmt], owner: str) -> Iterator[str]:
    for statement in body:
        if isinstance(statement, ast.ClassDef):
            inside = f"{owner}.{statement.name}".removeprefix(".")
            yield from _users_of(attribute, statement.body, inside)
        elif any(_names(node) == attribute for node in ast.walk(statement)):
            if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{owner}.{statement.name}".removeprefix(".")
            else:
                yield owner


def _names(node: ast.AST) -> object:
    """The attribute or name that a node reads, writes or imports, or the text that it is."""
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.alias):
        return node.name
    return node.value if isinstance(node, ast.Constant) else None


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_holds_nothing_hidden_and_rankings_stay_full(
    whole: Rag, part: Rag, question: str
) -> None:
    assert any(not public(hit.document) for hit in whole.ask(question).hits)
    answer = part.ask(question)
    assert len(answer.hits) == 10
    assert not _secrets(answer)
    assert all(public(hit.document) for hit in answer.hits)


def test_a_claim_is_checked_against_what_is_seen_only(whole: Rag, part: Rag) -> None:
    claim = "Le gardien du phare gagne 2 300 euros par mois."
    assert "rh/" in str(as_json(whole.check(claim)))
    assert "rh/" not in str(as_json(part.check(claim)))


def test_what_is_not_found_counts_only_what_is_seen(whole: Rag) -> None:
    nobody = whole.seen_by(lambda document: False)
    answer = nobody.ask("Qui garde le phare ?")
    assert not answer.found
    assert not answer.hits
    assert "0 document" in answer.text


def test_documents_pages_and_originals_are_not_there(whole: Rag, part: Rag) -> None:
    hidden = [document for document in whole.documents() if not public(document)]
    assert len(part.documents()) == 10
    for document in hidden[:3]:
        with pytest.raises(KeyError):
            part.document(document.id)
        with pytest.raises(KeyError):
            part.page(document.id, None)
        with pytest.raises(KeyError):
            part.original(document.id)
        with pytest.raises(KeyError):
            part.page_image(document.id, 1)
    seen = part.documents()[0]
    assert part.page(seen.id, None) == whole.page(seen.id, None)
    assert part.original(seen.id) == whole.original(seen.id)


def test_rows_of_a_part_are_those_of_its_documents(whole: Rag) -> None:
    store = Store.open(index_of(whole))
    view = RestrictedLibrary(store, public)
    seen = store.rows_in(document.id for document in view.documents())
    assert len(seen) == view.terms.searched == 10
    assert len(view.passages(sorted(seen))) == 10
    with pytest.raises(KeyError):
        view.passages([min(store.rows() - seen)])
    with pytest.raises(KeyError):
        view.label(next(d.id for d in store.documents() if not public(d)), None)


@settings(max_examples=40)
@given(st.sets(st.integers(0, 59)), st.integers(1, 70))
def test_any_part_ranks_as_the_whole_does_among_what_is_seen(
    whole: Rag, chosen: set[int], k: int
) -> None:
    store = Store.open(index_of(whole))
    seen = {document.id for n, document in enumerate(store.documents()) if n in chosen}
    view = RestrictedLibrary(store, lambda document: document.id in seen)
    everything, inside = len(store.rows()), store.rows_in(seen)
    vector = HashingEncoder().encode([QUESTIONS[0]], kind="query")
    far = store.terms.search(QUESTIONS[0], language="fr", k=everything)
    expected = [score for row, score in far if row in inside][:k]
    ranked = view.terms.search(QUESTIONS[0], language="fr", k=k)
    assert [score for _, score in ranked] == expected  # rows of equal scores may differ
    assert {row for row, _ in ranked} <= inside
    _, rows = view.vectors.search(vector, k)
    found = [int(row) for row in rows[0] if row >= 0]
    assert len(found) == min(k, len(inside))
    assert set(found) <= inside
    assert len(set(found)) == len(found)


def test_a_part_follows_the_library_to_its_next_generation(tmp_path: Path) -> None:
    docs, index = tmp_path / "docs", tmp_path / "index"
    _write(docs / "public/a.txt", "Le phare est ouvert le lundi.")
    ingest([docs], index, HashingEncoder())
    part = Rag(Store.open(index), HashingEncoder(), Settings()).seen_by(public)
    _write(docs / "public/b.txt", "Le phare est fermé le mardi.")
    _write(docs / "rh/c.txt", SECRET)
    ingest([docs], index, HashingEncoder())
    assert [document.path for document in part.documents()] == ["public/a.txt", "public/b.txt"]
    assert not _secrets(part.ask(QUESTIONS[0]))


def _secrets(answer: Answer) -> list[str]:
    shown = str({key: each for key, each in as_json(answer).items() if key != "question"})
    return [secret for secret in SECRETS if secret in shown]
