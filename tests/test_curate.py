"""What curators decide: documents removed, replaced and edited, over every later indexing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from rag.config import Settings
from rag.encoders import HashingEncoder
from rag.engine import Rag
from rag.errors import DecisionsDamaged, IndexBusy
from rag.ingest import LibraryWriter, ingest, repair
from rag.records import Document
from rag.store import GenerationBuilder, Store, rollback
from rag.store.decisions import Decisions, Edit, Removal, facts_of

BEES = "# Ruches\n\nLes ruches du toit abritent quarante mille abeilles.\n"
BOATS = "# Bateaux\n\nLe port accueille douze bateaux en hiver.\n"
AT = "2026-01-02T03:04:05+00:00"


class CuratedLibrary:
    """A folder of two documents, and a writer of its index."""

    def __init__(self, folder: Path) -> None:
        self.docs, self.index = folder / "docs", folder / "index"
        self.docs.mkdir()
        self.write("ruches.md", BEES)
        self.write("bateaux.md", BOATS)
        self.writer = LibraryWriter(self.index, HashingEncoder)
        self.reindex()

    def write(self, name: str, text: str) -> Path:
        path = self.docs / name
        path.write_text(text, encoding="utf-8")
        return path

    def reindex(self, *, rebuild: bool = False) -> None:
        ingest([self.docs], self.index, HashingEncoder(), rebuild=rebuild)

    def document(self, name: str) -> Document:
        return next(each for each in self.writer.documents() if each.path == name)

    def names(self) -> list[str]:
        return [each.path for each in self.writer.documents()]

    def remove(self, name: str) -> Document:
        document = self.document(name)
        removal = Removal(document, "anna", AT)
        self.writer.curate(lambda decisions, _: decisions.with_removal(removal))
        return document

    def edit(self, name: str, **facts: str) -> None:
        document = self.document(name)
        edit = Edit(document.id, document.location, tuple(facts.items()), None, "anna", AT)
        self.writer.curate(lambda decisions, _: decisions.with_edit(edit))

    def answer(self, question: str) -> str:
        return Rag(Store.open(self.index), HashingEncoder(), Settings()).ask(question).text


@pytest.fixture
def place(tmp_path: Path) -> CuratedLibrary:
    return CuratedLibrary(tmp_path)


def test_a_removed_document_no_longer_answers_and_its_file_stays(place: CuratedLibrary) -> None:
    place.remove("ruches.md")
    assert place.names() == ["bateaux.md"]
    assert "quarante" not in place.answer("Combien d’abeilles abritent les ruches ?")
    assert (place.docs / "ruches.md").exists()


@pytest.mark.parametrize("rebuild", [False, True])
def test_a_removed_document_stays_out_when_its_folder_is_indexed(
    place: CuratedLibrary, rebuild: bool
) -> None:
    place.remove("ruches.md")
    place.reindex(rebuild=rebuild)
    assert place.names() == ["bateaux.md"]


def test_a_removed_document_stays_out_under_another_name_and_with_another_text(
    place: CuratedLibrary,
) -> None:
    place.remove("ruches.md")
    (place.docs / "ruches.md").rename(place.docs / "abeilles.md")
    place.reindex()
    assert place.names() == ["bateaux.md"]
    place.write("ruches.md", BEES.replace("quarante", "soixante"))
    report = ingest([place.docs], place.index, HashingEncoder())
    assert place.names() == ["bateaux.md"]
    assert ["ruches.md" in notice for notice in report.notices] == [True]


def test_a_removed_document_stays_out_of_a_repaired_index(place: CuratedLibrary) -> None:
    place.remove("ruches.md")
    with Store.open(place.index) as store:
        store.folder.joinpath("vectors.faiss").write_bytes(b"")
    repair(place.index, HashingEncoder())
    assert place.names() == ["bateaux.md"]


def test_a_removed_document_comes_back_when_the_decision_is_withdrawn(
    place: CuratedLibrary,
) -> None:
    before = place.remove("ruches.md")
    report = place.writer.curate(
        lambda decisions, _: decisions.without_removals(before.id, before.location),
        [Path(before.location)],
    )
    assert (report.added, report.documents) == (("ruches.md",), 2)
    assert place.document("ruches.md") == before
    assert "quarante" in place.answer("Combien d’abeilles abritent les ruches ?")


def test_a_change_whose_file_cannot_be_read_changes_nothing(place: CuratedLibrary) -> None:
    removed, other = place.document("ruches.md"), place.write("other.pdf", "no PDF at all")
    report = place.writer.curate(
        lambda decisions, _: decisions.with_removal(Removal(removed, "anna", AT, str(other))),
        [other],
    )
    assert [failure.path for failure in report.failures] == ["other.pdf"]
    assert (report.added, report.removed, report.documents) == ((), (), 2)
    assert place.names() == ["bateaux.md", "ruches.md"]
    assert place.writer.decisions() == Decisions()


def test_a_change_during_an_indexing_is_refused_and_not_kept(place: CuratedLibrary) -> None:
    card = HashingEncoder().card
    with GenerationBuilder.begin(place.index, card), pytest.raises(IndexBusy):
        place.remove("ruches.md")
    assert place.writer.decisions() == Decisions()


def test_an_edited_document_is_shown_and_found_by_what_was_written(place: CuratedLibrary) -> None:
    place.edit("bateaux.md", title="Amarrage", issuer="La capitainerie", date="2024-05-01")
    found = place.document("bateaux.md")
    assert facts_of(found) == {
        "title": "Amarrage",
        "issuer": "La capitainerie",
        "date": "2024-05-01",
        "language": "fr",
    }
    assert found.edited == (("title", "Bateaux"), ("issuer", ""), ("date", ""))
    with Store.open(place.index) as store:
        store.check()
        store.verify()
        assert store.terms.holding("amarrage", "fr")


def test_an_edited_language_is_that_of_passages_that_show_none(tmp_path: Path) -> None:
    place = CuratedLibrary(tmp_path)
    place.write("codes.txt", "12 34 56\n")
    place.reindex()
    before = place.document("codes.txt").language
    after = "en" if before == "fr" else "fr"
    place.edit("codes.txt", language=after)
    with Store.open(place.index) as store:
        rows = sorted(store.rows_in([place.document("codes.txt").id]))
        assert [each.language for each in store.passages(rows)] == [after]


@pytest.mark.parametrize("rebuild", [False, True])
def test_an_edit_holds_over_every_indexing(place: CuratedLibrary, rebuild: bool) -> None:
    place.edit("ruches.md", title="Abeilles", date="2024-05-01")
    before = place.document("ruches.md")
    place.reindex(rebuild=rebuild)
    assert place.document("ruches.md") == before
    (place.docs / "ruches.md").rename(place.docs / "toit.md")
    place.reindex()
    assert replace(place.document("toit.md"), path="ruches.md") == before


def test_a_new_text_in_the_same_place_keeps_the_edit_but_not_the_date(
    place: CuratedLibrary,
) -> None:
    place.edit("ruches.md", title="Abeilles", date="2024-05-01")
    place.write("ruches.md", BEES.replace("quarante", "soixante"))
    place.reindex()
    found = place.document("ruches.md")
    assert (found.title, found.date, found.edited) == ("Abeilles", None, (("title", "Ruches"),))


def test_an_edit_holds_after_a_rollback(place: CuratedLibrary) -> None:
    place.edit("ruches.md", title="Abeilles")
    rollback(place.index)
    assert place.document("ruches.md").title == "Ruches"
    place.reindex()
    assert place.document("ruches.md").title == "Abeilles"


def test_a_withdrawn_edit_leaves_what_the_file_says(place: CuratedLibrary) -> None:
    before = place.document("ruches.md")
    place.edit("ruches.md", title="Abeilles", date="2024-05-01", language="en")
    place.edit("ruches.md")
    assert place.document("ruches.md") == before


def test_what_the_file_says_already_is_no_edit(place: CuratedLibrary) -> None:
    place.edit("ruches.md", title="Ruches", language="fr")
    assert place.document("ruches.md").edited == ()


def test_decisions_are_read_as_they_were_written(place: CuratedLibrary) -> None:
    document = replace(
        place.document("ruches.md"),
        date=dt.date(2024, 5, 1),
        edited=(("title", "é"),),
        collections=("rh",),
    )
    decisions = (
        Decisions()
        .with_removal(Removal(document, "anna", AT, replaced_by="/a/b.md", kept="/c/d.md"))
        .with_edit(Edit("0" * 64, "/a", (("title", "x"),), ("rh",), "anna", AT))
    )
    decisions.save(place.index)
    assert Decisions.load(place.index) == decisions


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"removals": [{}], "edits": []}'])
def test_damaged_decisions_stop_an_indexing(place: CuratedLibrary, content: str) -> None:
    """Removed documents must not come back by themselves."""
    (place.index / "decisions.json").write_text(content)
    with pytest.raises(DecisionsDamaged, match=r"decisions\.json"):
        place.reindex()


def test_the_known_folders_are_indexed_again(place: CuratedLibrary, tmp_path: Path) -> None:
    alone = tmp_path / "alone.md"
    alone.write_text("# Seul\n\nUn document indexé sans son dossier.\n", encoding="utf-8")
    (tmp_path / "beside.md").write_text("# Voisin\n\nUn fichier qui n’est pas indexé.\n")
    ingest([alone], place.index, HashingEncoder())
    place.write("new.md", "# Neuf\n\nUn document ajouté au dossier.\n")
    place.write("bad.pdf", "no PDF")
    (place.docs / "ruches.md").unlink()
    place.writer.reindex()
    assert place.names() == ["alone.md", "bateaux.md", "new.md"]
    last = place.writer.runs().last
    assert last is not None
    assert (last.added, last.unchanged, last.removed) == (1, 2, 1)
    assert [failure.path for failure in last.failures] == ["bad.pdf"]


def test_a_rebuild_forgets_the_other_folders(place: CuratedLibrary, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "x.md").write_text("# Autre\n\nUn autre dossier de la bibliothèque.\n")
    ingest([other], place.index, HashingEncoder())
    assert place.writer.runs().folders == (str(place.docs), str(other))
    place.reindex(rebuild=True)
    assert place.writer.runs().folders == (str(place.docs),)
