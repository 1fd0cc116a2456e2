"""What curators do to a library through the service, and what others may not."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from rag.config import Collection, Role, Settings
from rag.encoders import HashingEncoder
from rag.errors import (
    DateInvalid,
    IndexBusy,
    MetadataInvalid,
    RagError,
    RequestRefused,
    SourceUnavailable,
    SourceUnknown,
)
from rag.errors.service import LoginNeeded, RoleNeeded, VersionChanged
from rag.ingest import LibraryWriter, ingest
from rag.records import Document, IngestReport
from rag.server import AccessControl, AccessLog, Changed, DocumentEdit, LibraryEditor
from rag.server.document_edits import Condition
from rag.server.identity import Caller, current
from rag.server.uploads import REPLACED
from rag.store import GenerationBuilder
from rag.store.decisions import Edit
from rag.store.layout import read_current

NOTE = "# Ruches\n\nLes ruches du toit abritent quarante mille abeilles.\n"
PAY = "# Paie\n\nLe gardien du phare gagne deux mille euros par mois.\n"
RULES = (
    Collection("personnel", ("rh",), ("admin",)),
    Collection("presse", ("presse",), ("curator",)),
)


class EditedLibrary:
    """A library of two documents, one of them for admins only, and its editor."""

    def __init__(self, folder: Path) -> None:
        self.docs, self.index, self.uploads = folder / "docs", folder / "index", folder / "uploads"
        self.audit = folder / "audit.jsonl"
        (self.docs / "rh").mkdir(parents=True)
        (self.docs / "ruches.md").write_text(NOTE, encoding="utf-8")
        (self.docs / "rh" / "paie.md").write_text(PAY, encoding="utf-8")
        ingest([self.docs], self.index, HashingEncoder())
        self.writer = LibraryWriter(self.index, HashingEncoder, uploads=self.uploads)
        settings = Settings(collections=RULES)
        self.access = AccessControl(settings, access_log=AccessLog(self.audit))
        self.editor = LibraryEditor(self.writer, self.access)

    def add(self, name: str, text: str) -> Changed:
        self.uploads.mkdir(exist_ok=True)
        received = self.uploads / ".incoming"
        received.write_text(text, encoding="utf-8")
        return self.editor.add(received, name)

    def document(self, path: str) -> Document:
        return next(each for each in self.writer.documents() if each.path == path)

    def paths(self) -> list[str]:
        return [each.path for each in self.writer.documents()]

    def actions(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.audit.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[EditedLibrary]:
    place = EditedLibrary(tmp_path)
    yield place
    place.access.close()


@contextmanager
def as_caller(role: Role | None) -> Iterator[None]:
    token = current.set(None if role is None else Caller("anna", role, "login"))
    try:
        yield
    finally:
        current.reset(token)


@pytest.fixture(autouse=True)
def curator() -> Iterator[None]:
    with as_caller("curator"):
        yield


@pytest.mark.parametrize(("role", "error"), [("reader", RoleNeeded), (None, LoginNeeded)])
def test_only_curators_change_the_library(
    place: EditedLibrary, role: Role | None, error: type[Exception]
) -> None:
    document, editor = place.document("ruches.md").id, place.editor
    with as_caller(role):
        assert not editor.allowed
        for change in (
            lambda: editor.remove(document),
            lambda: editor.restore(document),
            lambda: editor.edit(document, DocumentEdit({"title": "x"}, None)),
            lambda: place.add("x.md", NOTE + "Encore."),
            editor.reindex,
            editor.removals,
            editor.last_run,
        ):
            with pytest.raises(error):
                change()
    assert place.paths() == ["rh/paie.md", "ruches.md"]
    assert not (place.uploads / "x.md").exists()


def test_a_document_is_removed_and_restored(place: EditedLibrary) -> None:
    before = place.document("ruches.md")
    place.editor.remove(before.id)
    assert place.paths() == ["rh/paie.md"]
    (removal,) = place.editor.removals()
    assert (removal.document, removal.by) == (before, "anna")
    restored = place.editor.restore(before.id)
    assert restored.document == before
    assert restored.replaced is None  # no other document makes way for it
    assert place.editor.removals() == ()
    assert place.document("ruches.md") == before
    assert place.paths() == ["rh/paie.md", "ruches.md"]


def test_what_curators_do_is_in_the_access_log(place: EditedLibrary) -> None:
    document = place.document("ruches.md")
    place.editor.edit(document.id, DocumentEdit({"title": "Abeilles", "date": "2024-05-01"}, None))
    place.editor.remove(document.id)
    place.editor.restore(document.id)
    place.add("ruches.md", NOTE.replace("quarante", "soixante"))
    lines = place.actions()
    assert [(line["event"], line["action"], line["who"]) for line in lines] == [
        ("library", action, "anna") for action in ("edit", "remove", "restore", "add")
    ]
    assert lines[0]["changes"] == {"title": ["Ruches", "Abeilles"], "date": ["", "2024-05-01"]}
    assert lines[3]["replaced"] == document.id


def test_a_document_that_the_curator_does_not_see_is_not_there(place: EditedLibrary) -> None:
    hidden = place.document("rh/paie.md").id
    with pytest.raises(SourceUnknown):
        place.editor.remove(hidden)
    with pytest.raises(SourceUnknown):
        place.editor.edit(hidden, DocumentEdit({"title": "x"}, ()))
    with as_caller("admin"):
        place.editor.remove(hidden)
        assert len(place.editor.removals()) == 1
    assert place.editor.removals() == ()
    with pytest.raises(SourceUnknown):
        place.editor.restore(hidden)


def test_an_upload_replaces_the_document_of_its_name_in_any_folder(place: EditedLibrary) -> None:
    older = place.document("ruches.md")
    place.editor.edit(older.id, DocumentEdit({"issuer": "Le rucher", "date": "2024-05-01"}, None))
    changed = place.add("Ruches.MD", NOTE.replace("quarante", "soixante"))
    assert changed.replaced is not None
    assert changed.replaced.id == older.id
    assert place.paths() == ["Ruches.md", "rh/paie.md"]
    newer = place.document("Ruches.md")
    assert (newer.issuer, newer.date, newer.collections) == ("Le rucher", None, None)
    place.writer.reindex()
    assert place.paths() == ["Ruches.md", "rh/paie.md"]
    assert (place.docs / "ruches.md").read_text(encoding="utf-8") == NOTE


def test_an_upload_of_a_name_that_several_documents_have_replaces_none(
    place: EditedLibrary,
) -> None:
    (place.docs / "b").mkdir()
    (place.docs / "b" / "ruches.md").write_text(NOTE + "\nDans le dossier b.\n", encoding="utf-8")
    place.writer.reindex()
    changed = place.add("ruches.md", NOTE.replace("quarante", "soixante"))
    assert changed.document is not None
    assert changed.replaced is None
    assert place.paths().count("ruches.md") == 2
    assert "b/ruches.md" in place.paths()


def test_versions_take_turns_in_the_same_place(place: EditedLibrary) -> None:
    texts = [NOTE.replace("quarante", number) for number in ("dix", "vingt", "trente")]
    first, second, third = (place.add("essaim.md", text).document for text in texts)
    assert first is not None
    assert second is not None
    assert third is not None
    assert (place.uploads / "essaim.md").read_text(encoding="utf-8") == texts[2]
    assert {one.document.id for one in place.editor.removals()} == {first.id, second.id}
    back = place.editor.restore(first.id)
    assert back.replaced == third
    assert (place.uploads / "essaim.md").read_text(encoding="utf-8") == texts[0]
    assert {one.document.id for one in place.editor.removals()} == {second.id, third.id}
    place.editor.restore(third.id)
    assert (place.uploads / "essaim.md").read_text(encoding="utf-8") == texts[2]
    assert place.paths().count("essaim.md") == 1


def test_a_version_comes_back_in_place_of_an_upload_elsewhere(place: EditedLibrary) -> None:
    older = place.document("ruches.md")
    newer = place.add("ruches.md", NOTE.replace("quarante", "soixante")).document
    assert newer is not None
    place.editor.restore(older.id)
    assert place.document("ruches.md") == older
    assert [one.document for one in place.editor.removals()] == [newer]
    place.editor.restore(newer.id)
    assert place.document("ruches.md") == newer


def test_a_removed_upload_gives_its_place_to_a_new_one_and_can_come_back(
    place: EditedLibrary,
) -> None:
    first = place.add("essaim.md", NOTE.replace("quarante", "dix")).document
    assert first is not None
    place.editor.remove(first.id)
    second = place.add("essaim.md", NOTE.replace("quarante", "vingt"))
    assert (second.replaced, place.paths().count("essaim.md")) == (None, 1)
    assert place.editor.restore(first.id).replaced == second.document
    assert "dix" in (place.uploads / "essaim.md").read_text(encoding="utf-8")


def test_a_removed_text_that_is_added_again_is_back(place: EditedLibrary) -> None:
    document = place.document("ruches.md")
    place.editor.remove(document.id)
    changed = place.add("autre.md", NOTE)
    assert changed.document is not None
    assert changed.document.path == "autre.md"
    assert place.editor.removals() == ()


@pytest.mark.parametrize("text", ["", " \n"])
def test_what_cannot_be_read_replaces_nothing(place: EditedLibrary, text: str) -> None:
    place.add("essaim.md", NOTE.replace("quarante", "dix"))
    before, decisions = place.writer.documents(), place.writer.decisions()
    if text:
        assert place.add("essaim.md", text).report.failures
    assert place.writer.documents() == before
    assert place.writer.decisions() == decisions
    assert "dix" in (place.uploads / "essaim.md").read_text(encoding="utf-8")
    assert not list((place.uploads / REPLACED).glob("*"))


def test_an_upload_neither_replaces_nor_shows_a_hidden_document(place: EditedLibrary) -> None:
    with as_caller("admin"):
        secret = place.add("notes.md", PAY.replace("deux", "trois")).document
        assert secret is not None
        place.editor.edit(secret.id, DocumentEdit({}, ("personnel",)))
    changed = place.add("notes.md", NOTE.replace("quarante", "dix"))
    assert (changed.replaced, changed.report.failures) == (None, ())
    assert changed.document is not None
    assert secret.id in {each.id for each in place.writer.documents()}
    assert place.add("paie.md", NOTE.replace("quarante", "vingt")).replaced is None


def test_the_document_that_has_a_content_already_is_named_to_those_who_see_it(
    place: EditedLibrary,
) -> None:
    assert place.add("autre.md", NOTE).known == place.document("ruches.md")
    assert place.add("autre.md", PAY).known is None
    with as_caller("admin"):
        assert place.add("autre.md", PAY).known == place.document("rh/paie.md")


def test_a_new_version_stays_in_the_collection_of_the_one_before(place: EditedLibrary) -> None:
    with as_caller("admin"):
        older = place.document("rh/paie.md")
        changed = place.add("paie.md", PAY.replace("deux", "trois"))
        assert changed.replaced is not None
        assert changed.replaced.id == older.id
    assert changed.document is not None
    assert changed.document.collections == ("personnel",)
    with pytest.raises(SourceUnknown):
        place.editor.remove(changed.document.id)


def test_a_document_is_put_in_a_collection_that_the_curator_sees(place: EditedLibrary) -> None:
    document = place.document("ruches.md")
    assert [each.name for each in place.editor.collections()] == ["presse"]
    place.editor.edit(document.id, DocumentEdit({}, ("presse",)))
    assert place.document("ruches.md").collections == ("presse",)
    for hidden in (("personnel",), ("unknown",), ("presse", "personnel")):
        with pytest.raises(RequestRefused):
            place.editor.edit(document.id, DocumentEdit({}, hidden))
    place.editor.edit(document.id, DocumentEdit({}, None))
    assert place.document("ruches.md") == document


def test_wrong_facts_are_refused_or_left_out(place: EditedLibrary) -> None:
    document = place.document("ruches.md")
    with pytest.raises(DateInvalid):
        place.editor.edit(document.id, DocumentEdit({"date": "hier"}, None))
    place.editor.edit(
        document.id, DocumentEdit({"title": "  ", "language": "de", "issuer": " a  b "}, None)
    )
    found = place.document("ruches.md")
    assert (found.title, found.language, found.issuer) == ("Ruches", "fr", "a b")


@pytest.mark.parametrize(
    ("edit", "refused"),
    [
        (DocumentEdit({"date": "le 40 mai"}), DateInvalid),
        (DocumentEdit({"title": "\ud800"}), RequestRefused),
        (DocumentEdit({}, ("unknown",)), RequestRefused),
        (DocumentEdit({}, metadata={"": "empty"}), MetadataInvalid),
    ],
)
def test_what_is_refused_waits_for_no_other_change(
    edit: DocumentEdit, refused: type[RagError], place: EditedLibrary
) -> None:
    document = place.document("ruches.md")
    with GenerationBuilder.begin(place.index, HashingEncoder().card):
        with pytest.raises(refused):
            place.editor.edit(document.id, edit)
        with pytest.raises(IndexBusy):
            place.editor.edit(document.id, DocumentEdit({"date": "2024-05-04"}))
    assert place.document("ruches.md") == document


def test_facts_and_metadata_are_one_change(place: EditedLibrary) -> None:
    document, before = place.document("ruches.md"), read_current(place.index).live
    place.editor.edit(document.id, DocumentEdit({"title": "Abeilles"}, metadata={"client": "Port"}))
    found = place.document("ruches.md")
    assert (found.title, found.metadata) == ("Abeilles", {"client": "Port"})
    assert read_current(place.index).live == before + 1
    (line,) = place.actions()
    assert line["changes"] == {
        "title": ["Ruches", "Abeilles"],
        "metadata": [{}, {"client": "Port"}],
    }
    place.writer.reindex()
    assert place.document("ruches.md") == found
    place.editor.edit(document.id, DocumentEdit({}, metadata={}))
    assert (place.document("ruches.md").title, place.document("ruches.md").metadata) == (
        "Abeilles", {},
    )  # fmt: skip


@pytest.mark.parametrize(
    "edit",
    [
        DocumentEdit({"title": "Abeilles", "date": "hier"}, metadata={"client": "Port"}),
        DocumentEdit({"title": "Abeilles"}, metadata={"a=b": "Port"}),
        DocumentEdit({"title": "Abeilles"}, ("personnel",), {"client": "Port"}),
    ],
)
def test_half_a_change_is_not_made(place: EditedLibrary, edit: DocumentEdit) -> None:
    document, live = place.document("ruches.md"), read_current(place.index).live
    with pytest.raises(RagError):
        place.editor.edit(document.id, edit)
    assert place.document("ruches.md") == document
    assert read_current(place.index).live == live
    place.writer.reindex()
    assert place.document("ruches.md") == document


def test_a_change_that_is_none_makes_no_generation(place: EditedLibrary) -> None:
    document, live = place.document("ruches.md"), read_current(place.index).live
    for edit in (DocumentEdit({}), DocumentEdit({"title": "Ruches"}), DocumentEdit({}, None, {})):
        place.editor.edit(document.id, edit)
    assert read_current(place.index).live == live


class _Elsewhere(LibraryWriter):
    """A writer whose index another process changes just before this one has the lock."""

    def curate(self, *given: Any, **named: Any) -> IngestReport:
        here = Path(self.index).parent / "docs" / "ruches.md"
        before = next(each for each in self.documents() if each.location == str(here.resolve()))
        edit = Edit(before.id, before.location, (("issuer", "Le rucher"),), None, "bo", "2026")
        LibraryWriter(self.index, self.encoder).curate(
            lambda decisions, _: decisions.with_edit(edit)
        )
        return super().curate(*given, **named)


def _only(wanted: Document) -> Condition:
    """The condition of a caller that read this version."""

    def condition(document: Document) -> None:
        if document != wanted:
            raise VersionChanged(document=document.id)

    return condition


def _edited(editor: LibraryEditor, document: Document) -> None:
    editor.edit(document.id, DocumentEdit({"title": "Abeilles"}), _only(document))


def _removed(editor: LibraryEditor, document: Document) -> None:
    editor.remove(document.id, _only(document))


def _replaced(editor: LibraryEditor, document: Document) -> None:
    assert editor.uploads is not None
    received = editor.uploads.folder / ".incoming"
    received.parent.mkdir()
    received.write_text(NOTE + "Encore.", encoding="utf-8")
    editor.add(received, "ruches.md", replaces=document.id, condition=_only(document))


@pytest.mark.parametrize("change", [_edited, _removed, _replaced])
def test_a_change_in_another_process_is_not_lost(
    place: EditedLibrary, change: Callable[[LibraryEditor, Document], None]
) -> None:
    document = place.document("ruches.md")
    writer = _Elsewhere(place.index, HashingEncoder, uploads=place.uploads)
    with pytest.raises(VersionChanged):
        change(LibraryEditor(writer, place.access), document)
    found = place.document("ruches.md")
    assert (found.title, found.issuer, found.id) == ("Ruches", "Le rucher", document.id)
    assert place.editor.removals() == ()
    assert [each for each in place.uploads.glob("*") if each.is_file()] == []


def test_an_edit_keeps_the_facts_that_another_process_wrote_meanwhile(place: EditedLibrary) -> None:
    document = place.document("ruches.md")
    editor = LibraryEditor(_Elsewhere(place.index, HashingEncoder), place.access)
    editor.edit(document.id, DocumentEdit({"title": "Abeilles"}))
    found = place.document("ruches.md")
    assert (found.title, found.issuer) == ("Abeilles", "Le rucher")


def test_a_version_whose_file_is_gone_is_not_restored(place: EditedLibrary) -> None:
    first = place.add("essaim.md", NOTE.replace("quarante", "dix")).document
    place.add("essaim.md", NOTE.replace("quarante", "vingt"))
    for file in (place.uploads / REPLACED).iterdir():
        file.unlink()
    assert first is not None
    with pytest.raises(SourceUnavailable):
        place.editor.restore(first.id)
    (place.docs / "ruches.md").unlink()
    ruches = place.document("ruches.md").id
    place.editor.remove(ruches)
    assert place.editor.restore(ruches).report.failures
    assert len(place.editor.removals()) == 2


def test_an_index_that_another_process_writes_is_left_alone(place: EditedLibrary) -> None:
    place.add("essaim.md", NOTE.replace("quarante", "dix"))
    with GenerationBuilder.begin(place.index, HashingEncoder().card):
        with pytest.raises(IndexBusy):
            place.editor.remove(place.document("ruches.md").id)
        with pytest.raises(IndexBusy):
            place.add("essaim.md", NOTE.replace("quarante", "vingt"))
    assert sorted(path.name for path in place.uploads.iterdir() if path.is_file()) == ["essaim.md"]
    assert "dix" in (place.uploads / "essaim.md").read_text(encoding="utf-8")


def test_uploads_wait_for_each_other(place: EditedLibrary) -> None:
    place.uploads.mkdir()
    files = [place.uploads / f".in{number}" for number in range(4)]
    for number, file in enumerate(files):
        file.write_text(NOTE + f"\nDocument numéro {number}.\n", encoding="utf-8")
    caller = current.get()

    def add(file: Path) -> None:
        current.set(caller)
        place.editor.add(file, f"n{file.name[-1]}.md")

    threads = [threading.Thread(target=add, args=(file,)) for file in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {"n0.md", "n1.md", "n2.md", "n3.md"} <= set(place.paths())


def _wait(editor: LibraryEditor) -> None:
    pause = threading.Event()
    for _ in range(600):
        if not editor.job.state.running:
            return
        pause.wait(0.05)
    raise AssertionError("still indexing")


def test_the_folders_are_indexed_again_in_the_background(place: EditedLibrary) -> None:
    (place.docs / "neuf.md").write_text("# Neuf\n\nUn nouveau document.\n", encoding="utf-8")
    (place.docs / "faux.pdf").write_text("no PDF", encoding="utf-8")
    (place.docs / "rh" / "faux.pdf").write_text("no PDF either", encoding="utf-8")
    assert place.editor.reindex()
    _wait(place.editor)
    state, last = place.editor.job.state, place.editor.last_run()
    assert (state.error, state.done, state.total) == (None, 3, 3)
    assert "neuf.md" in place.paths()
    assert last is not None
    assert [failure.path for failure in last.failures] == ["faux.pdf"]
    with as_caller("admin"):
        every = place.editor.last_run()
        assert every is not None
        assert len(every.failures) == 2


def test_an_indexing_that_fails_says_why(place: EditedLibrary) -> None:
    with GenerationBuilder.begin(place.index, HashingEncoder().card):
        assert place.editor.reindex()
        _wait(place.editor)
    assert isinstance(place.editor.job.state.error, IndexBusy)
    assert place.editor.reindex()
    _wait(place.editor)
    assert place.editor.job.state.error is None
