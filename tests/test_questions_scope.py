"""Questions and checks limited to some documents: the limits as data, and what they select."""

from __future__ import annotations

import datetime as dt
import gc
import json
import weakref
from pathlib import Path

import pytest
import questions_library
from hypothesis import given
from hypothesis import strategies as st

from rag import Rag, Scope, Settings
from rag.encoders import HashingEncoder
from rag.errors import DateInvalid, RagError, ScopeEmpty, ScopeInvalid, ScopeUnknown
from rag.ingest import ingest
from rag.questions.scope import ScopedLibraries, documents_in, read_places, scope_names
from rag.questions.scope_reading import dump_scope, load_scope, read_bound, read_scope, to_scope
from rag.records import LANGUAGES, as_json
from rag.store import RestrictedLibrary, Store

FOLDERS = {
    "reports/2022": ("rapport-annuel-2022.md", "tarifs-2024.md"),
    "reports/2023": ("rapport-annuel-2023.md",),
    "rules": ("loan-policy.md", "compte-epargne-temps.md"),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scope")
    for name, files in FOLDERS.items():
        texts = {file: questions_library.TEXTS[file] for file in files}
        questions_library.write_texts(folder / "docs" / name, texts)
    (folder / "docs/rules/notice.txt").write_text("Undated\n\nThe shop is open.", encoding="utf-8")
    ingest([folder / "docs"], folder / "index", HashingEncoder())
    return folder / "index"


@pytest.fixture(scope="module")
def store(index: Path) -> Store:
    return Store.open(index)


@pytest.fixture(scope="module")
def rag(index: Path) -> Rag:
    return Rag(Store.open(index), HashingEncoder(), Settings(threshold=0.0))


def selected(store: Store, **limits: object) -> set[str]:
    """The file names of the documents that limits select."""
    ids = documents_in(read_scope({name.strip("_"): one for name, one in limits.items()}), store)
    return {store.document(one).path.rpartition("/")[2] for one in ids}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Loan policy", id="title"),
        pytest.param("loan POLICY", id="in-another-case"),
        pytest.param("rules/loan-policy.md", id="path"),
        pytest.param("./rules/loan-policy.md", id="path-as-typed"),
        pytest.param("loan-policy.md", id="file-name"),
        pytest.param("loan-policy", id="file-name-without-ending"),
        pytest.param("the loan policy of 2023", id="words-of-the-title-and-its-year"),
    ],
)
def test_a_document_is_named_in_many_ways(store: Store, name: str) -> None:
    assert selected(store, documents=[name]) == {"loan-policy.md"}


def test_a_document_is_named_by_its_id(store: Store) -> None:
    for document in store.documents():
        assert documents_in(Scope(documents=(document.id,)), store) == {document.id}


def test_a_name_in_french_needs_no_accents_or_capitals(store: Store) -> None:
    assert selected(store, documents=["compte epargne-temps"]) == {"compte-epargne-temps.md"}


def test_a_name_that_several_documents_have_means_all_of_them(store: Store) -> None:
    reports = {"rapport-annuel-2022.md", "rapport-annuel-2023.md"}
    assert selected(store, documents=["rapport annuel"]) == reports


@pytest.mark.parametrize("name", ["reports/2022", "reports/2022/", "docs/reports/2022", "2022"])
def test_a_folder_is_named_by_its_path_or_its_name(store: Store, name: str) -> None:
    assert selected(store, folders=[name]) == set(FOLDERS["reports/2022"])


def test_a_folder_holds_the_folders_below_it(store: Store) -> None:
    expected = {*FOLDERS["reports/2022"], *FOLDERS["reports/2023"]}
    assert selected(store, folders=["reports"]) == expected


def test_documents_and_folders_add_up_and_other_limits_narrow(store: Store) -> None:
    places = {"documents": ["Loan policy"], "folders": ["reports/2023"]}
    assert selected(store, **places) == {"loan-policy.md", "rapport-annuel-2023.md"}
    assert selected(store, **places, languages=["fr"]) == {"rapport-annuel-2023.md"}


@pytest.mark.parametrize("name", ["txt", ".txt", "text", "TXT"])
def test_a_type_is_named_by_its_ending_or_its_format(store: Store, name: str) -> None:
    assert selected(store, types=[name]) == {"notice.txt"}


@pytest.mark.parametrize("name", ["Ann Bright", "ann bright", "Bright"])
def test_an_issuer_is_named_in_whole_or_in_part(store: Store, name: str) -> None:
    assert selected(store, issuers=[name]) == {"loan-policy.md"}


def test_dates_are_those_of_the_documents_and_both_ends_count(store: Store) -> None:
    assert selected(store, from_="2023-06-15", until="2023-12-31") == {
        "loan-policy.md", "rapport-annuel-2023.md",
    }  # fmt: skip
    assert selected(store, until="2023") == {
        "loan-policy.md", "rapport-annuel-2022.md", "rapport-annuel-2023.md",
    }  # fmt: skip
    assert selected(store, from_="2024-02") == {"tarifs-2024.md"}


def test_a_document_without_a_date_counts_by_the_year_of_its_title(tmp_path: Path) -> None:
    texts = {"a.md": "# Bilan 2021\n\nLe bilan est bon.", "b.md": "# Avis\n\nLa porte est bleue."}
    with Store.open(questions_library.build(tmp_path, texts)) as undated:
        assert selected(undated, from_="2020", until="2022") == {"a.md"}
        with pytest.raises(ScopeEmpty):
            selected(undated, from_="2022")


@pytest.mark.parametrize(
    ("limits", "error", "english", "french"),
    [
        pytest.param(
            {"documents": ["Loan polcy"]}, ScopeUnknown,
            "Loan polcy: the library has no document or folder with this name. Check the name, or "
            "remove this limit. Nearest: Loan policy.",
            "aucun document ni dossier de ce nom", id="document",
        ),
        pytest.param(
            {"documents": ["Loan policy", "Budget of Atlantis"]}, ScopeUnknown,
            "Budget of Atlantis: the library has no document or folder with this name. Check the "
            "name, or remove this limit.",
            "Vérifiez le nom", id="one-of-two",
        ),
        pytest.param(
            {"folders": ["rule"]}, ScopeUnknown, "Nearest: rules.", "Les plus proches",
            id="folder",
        ),
        pytest.param(
            {"types": ["pdf"]}, ScopeUnknown, "pdf: the library has no file format with this name.",
            "aucun format de fichier", id="type",
        ),
        pytest.param(
            {"issuers": ["Nobody"]}, ScopeUnknown, "has no issuer with this name", "aucun émetteur",
            id="issuer",
        ),
        pytest.param(
            {"documents": ["Loan policy"], "from": "2024"}, ScopeEmpty,
            "No document of the library meets all the limits: “Loan policy” · from 1 January "
            "2024. Remove one of them.",
            "« Loan policy » · à partir du 1er janvier 2024", id="together",
        ),
    ],
)  # fmt: skip
def test_limits_that_select_nothing_are_an_error_in_one_line(
    store: Store, limits: dict[str, object], error: type[RagError], english: str, french: str
) -> None:
    with pytest.raises(error) as refused:
        documents_in(read_scope(limits), store)
    assert english in refused.value.message("en")
    assert french in refused.value.message("fr").replace("\xa0", " ").replace("\u202f", " ")
    assert "\n" not in refused.value.message("fr")


@pytest.mark.parametrize(
    ("values", "english"),
    [
        pytest.param({"folder": ["rules"]}, "unknown field “folder”", id="field"),
        pytest.param({"from_": "2023"}, "unknown field “from_”", id="python-name"),
        pytest.param({"folders": "rules"}, "“folders” is not a list of texts", id="no-list"),
        pytest.param({"types": [3]}, "“types” is not a list of texts", id="number"),
        pytest.param({"types": [" "]}, "“types” is not a list of texts", id="blank"),
        pytest.param({"types": ["a"] * 101}, "more than 100 values", id="many"),
        pytest.param({"languages": ["de"]}, "unknown language “de”", id="language"),
        pytest.param({"from": 2023}, "“2023” is not a date", id="day"),
        pytest.param(["rules"], "not a table of fields", id="list"),
        pytest.param({"from": "2023", "until": "2022"}, "first day is after the last", id="order"),
    ],
)
def test_limits_that_cannot_be_read_are_refused_by_name(values: object, english: str) -> None:
    with pytest.raises(ScopeInvalid) as refused:
        read_scope(values)
    assert english in refused.value.message("en")
    assert "Les champs sont documents, folders" in refused.value.message("fr")


def test_a_scope_in_python_is_checked_too() -> None:
    with pytest.raises(ScopeInvalid, match="folders"):
        to_scope(Scope(folders="rules"))  # type: ignore[arg-type]
    assert to_scope(Scope()) is None
    assert to_scope({}) is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        (" 2024-02-03 ", dt.date(2024, 2, 3), dt.date(2024, 2, 3)),
    ],
)
def test_a_year_or_a_month_stands_for_its_days(text: str, first: dt.date, last: dt.date) -> None:
    assert (read_bound(text, last=False), read_bound(text, last=True)) == (first, last)


@pytest.mark.parametrize("text", ["", "24", "2024-13", "2024-02-30", "0000", "hier"])
def test_what_is_no_day_is_refused(text: str) -> None:
    for last in (False, True):
        with pytest.raises(DateInvalid):
            read_bound(text, last=last)


NAMES = st.lists(st.text(min_size=1, max_size=9).filter(str.strip), max_size=3, unique=True)
DAYS = st.none() | st.dates(dt.date(1900, 1, 1), dt.date(1999, 1, 1))
SCOPES = st.builds(
    Scope,
    documents=NAMES.map(tuple),
    folders=NAMES.map(tuple),
    types=NAMES.map(tuple),
    issuers=NAMES.map(tuple),
    languages=st.lists(st.sampled_from(LANGUAGES), unique=True).map(tuple),
    from_=DAYS,
    until=st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)),
)


@given(SCOPES)
def test_a_scope_written_as_json_is_read_again(scope: Scope) -> None:
    written = json.loads(json.dumps(as_json(scope)))
    assert read_scope(written) == scope
    assert bool(written) == bool(scope)
    assert load_scope(dump_scope(scope)) == (scope or None)


@pytest.mark.parametrize("text", ["rules", "[]", "{", '{"folder": []}'])
def test_limits_of_a_link_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(ScopeInvalid):
        load_scope(text)


def test_places_are_told_apart_by_what_has_the_name(store: Store) -> None:
    names = ["rules/", "Loan policy", "nothing", "2022"]
    expected = Scope(documents=("Loan policy", "nothing"), folders=("rules/", "2022"))
    assert read_places(names, store.documents()) == expected


def test_a_title_that_two_documents_have_does_not_name_one(tmp_path: Path) -> None:
    texts = {"a.md": "# Avis\n\nUn.", "b.md": "# Avis\n\nDeux.", "c.md": "# Autre\n\nTrois."}
    with Store.open(questions_library.build(tmp_path, texts)) as library:
        documents = library.documents()
        assert list(scope_names(documents).values()) == ["a.md", "b.md", "Autre"]


def test_only_the_documents_in_scope_are_read(rag: Rag) -> None:
    question = "Quel est le budget de l'établissement ?"
    for year, budget in (("2022", "40 000"), ("2023", "50 000")):
        answer = rag.ask(question, scope=Scope(folders=(f"reports/{year}",)))
        assert budget in answer.text
        assert {hit.document.path for hit in answer.hits} <= {
            f"reports/{year}/{file}" for file in FOLDERS[f"reports/{year}"]
        }
        assert answer.scope == Scope(folders=(f"reports/{year}",))
    assert rag.ask(question).scope is None


def test_a_scope_may_be_given_as_plain_values(rag: Rag) -> None:
    answer = rag.ask("How long are books lent?", scope={"languages": ["en"], "until": "2023"})
    assert answer.scope == Scope(languages=("en",), until=dt.date(2023, 12, 31))
    assert as_json(answer)["scope"] == {"languages": ["en"], "until": "2023-12-31"}


def test_the_catalogue_of_a_scope_is_that_of_its_documents(rag: Rag) -> None:
    answer = rag.ask("Combien de documents avez-vous ?", scope={"folders": ["reports"]})
    assert answer.listed is not None
    assert answer.listed.count == 3


def test_a_text_is_checked_within_a_scope(rag: Rag) -> None:
    claim = "Le budget de l'établissement est de 50 000 euros."
    inside = rag.check(claim, scope={"folders": ["2023"]})
    assert (inside.verdict, inside.scope) == ("supported", Scope(folders=("2023",)))
    outside = rag.check(claim, scope={"folders": ["rules"]})
    assert {cited.path for cited in outside.citations} <= {
        f"rules/{file}" for file in FOLDERS["rules"]
    }


@pytest.mark.parametrize(
    ("question", "scope", "note"),
    [
        pytest.param(
            "What does “each book for three weeks” mean?", Scope(folders=("reports",)),
            "Only the 3 chosen documents were read. The whole library has an answer, in “Loan "
            "policy”.",
            id="answered-elsewhere",
        ),
        pytest.param(
            "Où lit-on « quatre lunes rousses » ?", Scope(types=("txt",)),
            "Seul le document choisi a été lu. La bibliothèque entière n'a pas de réponse non "
            "plus.",
            id="answered-nowhere",
        ),
    ],
)  # fmt: skip
def test_a_refusal_says_what_was_read_and_whether_the_library_answers(
    rag: Rag, question: str, scope: Scope, note: str
) -> None:
    refused = rag.ask(question, scope=scope)
    said = refused.note.replace("’", "'").replace("\xa0", " ")
    assert (refused.found, said) == (False, note)
    assert rag.ask(question).note == ""


def test_a_refusal_of_all_documents_needs_no_second_look(rag: Rag) -> None:
    refused = rag.ask("Où lit-on « quatre lunes rousses » ?", scope={"languages": ["fr", "en"]})
    assert (refused.found, refused.note) == (False, "")


def test_a_search_lists_only_the_documents_in_scope(rag: Rag) -> None:
    found = rag.search("budget", scope={"folders": ["2022"]})
    assert found.documents[0].document.title == "Rapport annuel 2022"
    assert all(one.document.path.startswith("reports/2022/") for one in found.documents)
    assert (found.by_words, found.scope) == (1, Scope(folders=("2022",)))
    assert rag.search("budget").scope is None
    with pytest.raises(ScopeUnknown):
        rag.search("budget", scope={"folders": ["1999"]})


def test_as_of_holds_within_a_scope(rag: Rag) -> None:
    day, scope = dt.date(2023, 1, 1), Scope(folders=("reports",))
    answer = rag.ask("Quel est le budget ?", as_of=day, scope=scope)
    assert {hit.document.date for hit in answer.hits} == {dt.date(2022, 12, 31)}
    assert (answer.as_of, answer.scope) == (day, scope)
    with pytest.raises(ScopeUnknown):
        rag.ask("Quel est le budget ?", as_of=day, scope={"documents": ["Rapport annuel 2023"]})


def test_what_is_hidden_is_in_no_scope_and_named_in_no_error(rag: Rag) -> None:
    seen = rag.seen_by(lambda document: not document.path.startswith("rules/"))
    for scope in ({"documents": ["Loan policy"]}, {"folders": ["rules"]}, {"types": ["txt"]}):
        assert rag.ask("How long are books lent?", scope=scope).hits
        with pytest.raises(ScopeUnknown) as refused:
            seen.ask("How long are books lent?", scope=scope)
        assert "Nearest" not in str(refused.value)
    everything = seen.ask("How long are books lent?", scope={"languages": ["fr"]})
    assert all(hit.document.path.startswith("reports/") for hit in everything.hits)


def test_a_part_of_a_part_of_a_library_holds_what_both_show(store: Store) -> None:
    reports = RestrictedLibrary(store, lambda each: each.path.startswith("reports/"))
    part = RestrictedLibrary(reports, lambda each: each.path.endswith(("2023.md", "policy.md")))
    (only,) = part.documents()
    hidden = next(each.id for each in store.documents() if each.path.endswith("policy.md"))
    assert only.path.endswith("rapport-annuel-2023.md")
    assert part.rows_in([only.id, hidden]) == store.rows_in([only.id])
    assert part.terms.searched == len(store.rows_in([only.id]))
    assert part.acronyms([hidden]) == {}


def test_a_scope_is_looked_up_once_a_generation(store: Store) -> None:
    kept, scope = ScopedLibraries(), Scope(folders=("reports",))
    part = kept.within(store, scope, None)
    assert kept.within(store, scope, None) is part
    assert kept.within(store, scope, dt.date(2023, 1, 1)) is not part
    assert kept.within(store, None, None) is store
    other = RestrictedLibrary(store, lambda each: True)
    assert kept.within(other, scope, None) is not part
    gone = weakref.ref(part)
    del part
    gc.collect()
    assert gone() is None  # of another generation


def test_only_the_latest_scopes_are_kept(store: Store) -> None:
    kept, first = ScopedLibraries(), Scope(languages=("fr",))
    part = kept.within(store, first, None)
    for day in range(1, 16):
        kept.within(store, Scope(from_=dt.date(2020, 1, day)), None)
    assert kept.within(store, first, None) is part  # used: it counts as the latest
    for day in range(1, 18):
        kept.within(store, Scope(from_=dt.date(2021, 1, day)), None)
    assert kept.within(store, first, None) is not part
