"""Passages: slices of one page, whole sentences, the headings above."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from rag.language.sentences import sentences
from rag.passages import LONGEST, TARGET, embedded_text, split
from rag.records import Document, Heading, Page, Reading


def document(**changes: object) -> Document:
    values = {
        "id": "0" * 64, "root": "/r", "path": "a.pdf", "title": "Rules", "format": "pdf",
        "language": "fr", "date": dt.date(2024, 1, 2), "issuer": None, "page_count": 1,
    }  # fmt: skip
    return Document(**(values | changes))  # type: ignore[arg-type]


def reading(*pages: Page) -> Reading:
    return Reading(document(page_count=len(pages)), pages)


def test_a_heading_opens_a_passage_and_stands_in_its_path() -> None:
    text = "Titre\nChapitre 1\nLe conseil siège.\nChapitre 2\nIl vote."
    headings = (Heading(0, 1, "Titre"), Heading(6, 2, "Chapitre 1"), Heading(35, 2, "Chapitre 2"))
    found = split(reading(Page(None, None, text, headings)))
    assert [passage.text.split("\n")[-1] for passage in found] == ["Le conseil siège.", "Il vote."]
    assert [passage.headings for passage in found] == [
        ("Titre", "Chapitre 1"),
        ("Titre", "Chapitre 2"),
    ]


def test_headings_are_carried_to_the_next_page() -> None:
    first = Page(1, "i", "Chapitre 1\nDébut.", (Heading(0, 1, "Chapitre 1"),))
    found = split(reading(first, Page(2, "ii", "La suite.")))
    assert [(passage.page, passage.headings) for passage in found] == [
        (1, ("Chapitre 1",)),
        (2, ("Chapitre 1",)),
    ]


def test_each_passage_has_its_own_language() -> None:
    french, english = "Le conseil siège à Paris.", "The council meets in Paris."
    text = f"Lieu\n{french}\nPlace\n{english}"
    headings = (Heading(0, 1, "Lieu"), Heading(text.index("Place"), 1, "Place"))
    found = split(reading(Page(None, None, text, headings)))
    assert [passage.language for passage in found] == ["fr", "en"]


def test_a_short_rest_joins_the_passage_before() -> None:
    text = " ".join(["Une phrase de longueur moyenne pour remplir."] * 26)
    found = split(reading(Page(1, None, text)))
    assert [len(passage.text) > 200 for passage in found] == [True] * len(found)


def test_the_embedded_text_says_a_title_once() -> None:
    page = Page(1, None, "Rules\nA member votes.", (Heading(0, 1, "Rules"),))
    passage = split(reading(page))[0]
    assert embedded_text(document(), passage) == "Rules\nRules\nA member votes."


words = st.sampled_from(
    ["Le", "conseil", "vote.", "M.", "art.", "3", "«", "»", "\n", "x" * 40, "?"]
)


@settings(max_examples=60)
@given(st.lists(st.lists(words, max_size=400).map(" ".join), min_size=1, max_size=3))
def test_passages_slice_back_to_their_page_and_hold_whole_sentences(texts: list[str]) -> None:
    pages = tuple(Page(number, None, text) for number, text in enumerate(texts, 1))
    found = split(reading(*pages))
    for passage in found:
        page = pages[(passage.page or 0) - 1]
        assert page.text[passage.start : passage.end] == passage.text
        assert len(passage.text) <= max(LONGEST, TARGET)
    for page in pages:
        joined = "".join(p.text for p in found if p.page == page.number)
        assert "".join(joined.split()) == "".join(page.text.split())
        edges = {start for start, end in sentences(page.text) if end - start <= LONGEST}
        starts = {p.start for p in found if p.page == page.number}
        longer = [end - start > LONGEST for start, end in sentences(page.text)]
        assert any(longer) or starts <= edges
