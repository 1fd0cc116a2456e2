"""A search lists every passage that matches, by document, and says why each is there."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from rag import Rag, Settings
from rag.encoders import HashingEncoder
from rag.errors import QuestionInvalid, RequestRefused
from rag.ingest import ingest
from rag.records import ResultOrder, SearchResults
from rag.retrieval.excerpts import LONGEST, excerpt
from rag.retrieval.matches import NEAREST
from rag.server import EngineLoader, create_app

SETTINGS = Settings(encoder="hashing-64")
TEXTS = {
    "museum/budget-2022.md": "---\ndate: 2022-12-31\nauthor: Service des publics\n---\n"
    "# Rapport 2022\n\nLe budget du musée est de 40 000 euros.\n\n## Visites\n\n"
    "Le musée reçoit des écoles.\n",
    "museum/budget-2023.md": "---\ndate: 2023-12-31\nauthor: Service des publics\n---\n"
    "# Rapport 2023\n\nLe budget du musée est de 50 000 euros. Les prêts sont gratuits.\n",
    "loans.md": "---\nauthor: Ann Bright\n---\n# Loan policy\n\n"
    "Each loan lasts six weeks. The museum lends no drawing.\n",
}
OTHERS = 30  # documents about something else


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("search")
    others = {
        f"notes/note{n:02}.md": f"# Note {n}\n\nLe jardin {n} est ouvert.\n" for n in range(OTHERS)
    }
    for name, text in (TEXTS | others).items():
        path = folder / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    ingest([folder / "docs"], folder / "index", HashingEncoder())
    return folder / "index"


@pytest.fixture(scope="module")
def rag(index: Path) -> Rag:
    return Rag.open(index, settings=SETTINGS)


def paths(found: SearchResults) -> list[str]:
    return [one.document.path for one in found.documents]


def by_words(found: SearchResults) -> set[str]:
    return {one.document.path for one in found.documents for match in one.matches if match.by_words}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("budget musée", {"museum/budget-2022.md", "museum/budget-2023.md"}, id="fr"),
        pytest.param("BUDGETS", {"museum/budget-2022.md", "museum/budget-2023.md"}, id="plural"),
        pytest.param("how long is a loan?", {"loans.md"}, id="question"),
        pytest.param("Musee", {"museum/budget-2022.md", "museum/budget-2023.md"}, id="accents"),
    ],
)
def test_every_document_with_the_words_is_found(rag: Rag, query: str, expected: set[str]) -> None:
    assert expected <= by_words(rag.search(query))


def test_each_excerpt_is_verbatim_and_its_marks_are_the_words(rag: Rag) -> None:
    for query in ("budget du musée", "six weeks", "jardin", '"Les prêts"'):
        for one in rag.search(query).documents:
            for match in one.matches:
                page = rag.page(one.document.id, match.page)
                assert page.text[match.start : match.end] == match.excerpt
                marked = {page.text[start:end].casefold() for start, end in match.marked}
                assert all(match.start <= a < b <= match.end for a, b in match.marked)
                assert not marked or match.words


def test_a_passage_says_which_words_it_holds(rag: Rag) -> None:
    (first, *_) = rag.search("budget gratuits").documents
    assert first.document.path == "museum/budget-2023.md"
    assert first.matches[0].words == ("budget", "gratuits")


def test_a_word_of_the_other_language_is_found_to_the_letter_only(rag: Rag) -> None:
    assert "loans.md" not in by_words(rag.search("les musées"))  # "museum" has the same stem
    assert "museum/budget-2023.md" not in by_words(rag.search("the prete of the loan"))
    assert by_words(rag.search("the budget of the loan")) >= {"museum/budget-2023.md"}


def test_a_word_of_the_title_alone_is_said_to_be_there(rag: Rag) -> None:
    found = rag.search("Rapport écoles", each=50)
    (visits,) = (
        match
        for one in found.documents
        for match in one.matches
        if match.excerpt.endswith("Le musée reçoit des écoles.")
    )
    assert (visits.words, visits.title_words) == (("écoles",), ("Rapport",))


def test_small_words_are_not_said_to_be_absent(rag: Rag) -> None:
    assert rag.search("le la les").unknown == ()


def test_by_date_documents_with_the_words_come_first(rag: Rag) -> None:
    found = rag.search("six weeks", order="newest")
    assert paths(found)[0] == "loans.md"


def test_a_quoted_phrase_is_in_every_passage(rag: Rag) -> None:
    found = rag.search('"six weeks" loan')
    assert paths(found) == ["loans.md"]
    assert found.by_meaning == 0
    assert found.documents[0].matches[0].words == ("six weeks", "loan")
    assert rag.search('"weeks six"').count == 0
    assert rag.search('"six week"').count == 0  # another form of the word
    assert rag.search('"loan A"').count == 0  # "A" is a stop word, which the index has not


def test_what_no_document_holds_is_named_and_nothing_is_refused(rag: Rag) -> None:
    found = rag.search("zanzibar")
    assert found.unknown == ("zanzibar",)
    assert (found.by_words, found.by_meaning) == (0, NEAREST)
    assert not any(match.words for one in found.documents for match in one.matches)


def test_counts_are_over_all_pages_of_results(rag: Rag) -> None:
    first = rag.search("jardin")
    assert first.by_words == OTHERS
    pages = [rag.search("jardin", page=n) for n in range(1, first.pages + 1)]
    every = [path for page in pages for path in paths(page)]
    assert len(every) == len(set(every)) == first.count >= OTHERS
    assert rag.search("jardin", page=99).page == first.pages


def test_documents_are_sorted_by_date_and_the_undated_come_last(rag: Rag) -> None:
    orders: list[tuple[ResultOrder, list[str]]] = [
        ("newest", ["museum/budget-2023.md", "museum/budget-2022.md"]),
        ("oldest", ["museum/budget-2022.md", "museum/budget-2023.md"]),
    ]
    for order, dated in orders:
        found = rag.search("museum musée", order=order)
        assert paths(found)[:2] == dated
        assert found.documents[2].document.date is None


def test_facets_count_the_documents_found(rag: Rag) -> None:
    found = rag.search("budget musée")
    facets = {one.name: {v.value: v.count for v in one.values} for one in found.facets}
    assert facets["year"] == {"2022": 1, "2023": 1}
    assert facets["issuer"]["Service des publics"] == 2
    assert sum(facets["folder"].values()) <= found.count


def test_more_passages_of_each_document_can_be_shown(rag: Rag) -> None:
    few, more = rag.search("musée", each=1), rag.search("musée", each=50)
    assert all(len(one.matches) == 1 for one in few.documents)
    assert all(len(one.matches) == one.count for one in more.documents)
    assert [one.count for one in few.documents] == [one.count for one in more.documents]


def test_a_later_document_is_left_out_as_of_a_day(rag: Rag) -> None:
    found = rag.search("budget musée", as_of=dt.date(2023, 1, 1))
    assert "museum/budget-2022.md" in paths(found)
    assert "museum/budget-2023.md" not in paths(found)


def test_a_hidden_document_is_in_no_result_count_or_facet(rag: Rag) -> None:
    part = rag.seen_by(lambda document: document.path != "museum/budget-2023.md")
    found = part.search("budget gratuits musée", each=50)
    assert "museum/budget-2023.md" not in paths(found)
    assert found.unknown == ("gratuits",)
    years = [v.value for one in found.facets if one.name == "year" for v in one.values]
    assert "2023" not in years


@pytest.mark.parametrize(("name", "value"), [("order", "nope"), ("page", 0), ("each", 0)])
def test_a_value_that_cannot_be_used_is_refused_by_name(rag: Rag, name: str, value: object) -> None:
    with pytest.raises(RequestRefused, match=name):
        rag.search("musée", **{name: value})  # type: ignore[arg-type]


@pytest.mark.parametrize("query", ["", "   ", "x" * 10_001])
def test_an_empty_or_long_query_is_an_error(rag: Rag, query: str) -> None:
    with pytest.raises(QuestionInvalid):
        rag.search(query)


@pytest.mark.parametrize("query", ["?", "le la les", "the of", '""', "…", "12", "\u200b"])
def test_a_query_without_a_word_of_content_is_no_error(rag: Rag, query: str) -> None:
    found = rag.search(query)
    assert found.count == len({one.document.id for one in found.documents}) or found.pages > 1


@given(st.text(min_size=1, max_size=60).filter(str.strip))
def test_no_query_is_an_error(query: str) -> None:
    part = excerpt(query, query.split())
    assert 0 <= part.start <= part.end <= len(query)
    assert part.end - part.start <= LONGEST


def test_a_long_sentence_is_cut_between_words_around_the_word() -> None:
    text = "mot " * 300 + "phare " + "mot " * 300
    part = excerpt(text, ["phare"])
    shown = text[part.start : part.end]
    assert "phare" in shown
    assert len(shown) <= LONGEST
    assert set(shown.split()) == {"mot", "phare"}


def test_the_route_gives_the_same_results_without_a_folder_of_this_machine(
    index: Path, rag: Rag
) -> None:
    loader = EngineLoader(lambda: rag)
    assert loader.wait(30) == "ready"
    with TestClient(create_app(loader), base_url="http://127.0.0.1") as client:
        answer = client.post("/api/search", json={"query": "budget musée", "order": "newest"})
        found = answer.json()
        assert str(index.parent) not in answer.text
        assert [one["document"]["path"] for one in found["documents"]] == paths(
            rag.search("budget musée", order="newest")
        )
        for body in (
            {"query": "x", "asOf": "2023-01-01"},
            {"query": "x", "page": 0},
            {"query": "x", "order": "best"},
            {"query": " "},
        ):
            assert client.post("/api/search", json=body).status_code in (400, 422)


def test_somebody_who_may_see_nothing_finds_nothing(rag: Rag) -> None:
    found = rag.seen_by(lambda document: False).search("budget")
    assert (found.count, found.by_words, found.by_meaning, found.pages) == (0, 0, 0, 0)
    assert found.unknown == ("budget",)
