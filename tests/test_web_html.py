"""The HTML of the page: every character is escaped, the typography is that of each language."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import QuestionInvalid, SourceUnknown, StillOpening
from rag.export import EXPORT_FORMATS
from rag.messages import say
from rag.messages.answers import absent, not_found
from rag.records import (
    LANGUAGES,
    Absent,
    Answer,
    Citation,
    Conflict,
    Document,
    DocumentList,
    Heading,
    Hit,
    Language,
    ListedDocument,
    Page,
    Passage,
    Scope,
    Span,
    Successor,
)
from rag.records import Statement as Said
from rag.records.checks import Check, Claim, Evidence
from rag.web.html.answer import as_plain_text, render_answer
from rag.web.html.check import render_check
from rag.web.html.export import export_menu
from rag.web.html.markup import Html, join, tag, text
from rag.web.html.refusal import render_refusal
from rag.web.html.scope import ScopePlace, render_scope
from rag.web.html.source import headings_at, render_source
from rag.web.html.turn import announcement, render_turn
from rag.web.html.wording import in_language
from rag.web.state import (
    CheckTurn,
    PageTurn,
    SourcePlace,
    SourceView,
    first_view,
    parse_view,
)

HOSTILE = "<img src=x onerror=\"x()\"> & </q> ${x} {{y}} 'z'"


class Shown(HTMLParser):
    """The words and the elements of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words = ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def all(self, name: str, class_: str = "") -> list[dict[str, str | None]]:
        return [a for tag, a in self.tags if tag == name and class_ in (a.get("class") or "")]


def document(**changed: object) -> Document:
    plain_one = Document(
        id="ab" * 32, root="/somewhere", path="avis.md", title="Avis", format="markdown",
        language="fr", date=dt.date(2024, 3, 1), issuer="Institut du Port", page_count=1,
    )  # fmt: skip
    return replace(plain_one, **changed)  # type: ignore[arg-type]


def citation(quote: str, **changed: object) -> Citation:
    plain_one = Citation(
        n=1, document="ab" * 32, path="avis.md", title="Avis", page=4, page_label="iv", start=10,
        end=10 + len(quote), quote=quote, language="fr", date=dt.date(2024, 3, 1),
        sha256="ab" * 32, score=0.9,
    )  # fmt: skip
    return replace(plain_one, **changed)  # type: ignore[arg-type]


def answer(*cited: Citation, question: str = "Qui ?", language: Language = "fr") -> Answer:
    said = tuple(Said(each.quote, (each.n,)) for each in cited)
    return Answer(
        question=question, language=language, found=bool(cited), text="Rien.", statements=said,
        citations=cited, hits=(), confidence=0.9, index_id="i", timings_ms={},
    )  # fmt: skip


def test_what_the_documents_lack_is_said_above_the_quotes() -> None:
    lacking = (Absent("identifier", "article 18", ("article 17",)),)
    found = replace(answer(citation("Oui.")), absent=lacking)
    html = render_turn(PageTurn("Articles 17 et 18 ?", "fr", found), 1, {}, "fr")
    shown = Shown(html).words.replace("\u00a0", " ").replace("\u202f", " ")
    assert "L’article 18 ne figure pas dans ces documents ; l’article 17 y figure." in shown
    refused = replace(answer(), absent=lacking)
    assert (
        "article 18" not in Shown(render_turn(PageTurn("?", "fr", refused), 1, {}, "fr")).words
    )  # its own text says it


@pytest.mark.parametrize("cited", [True, False])
def test_the_menu_offers_each_export_format_that_has_something_to_hold(cited: bool) -> None:
    formats = [each.extension for each in EXPORT_FORMATS if cited or not each.references]
    links = Shown(export_menu(answer(*[citation("Oui.")] * cited), "en")).all("a")
    offered = re.findall(r"export/answer\.(\w+)\?", " ".join(str(each["href"]) for each in links))
    assert offered == formats
    names = [say(f"exports.as_{each}" + "_fr" * (each == "txt"), "en") for each in formats]
    assert len(set(names)) == len(formats)


@pytest.mark.parametrize(
    ("asked", "page", "name"),
    [
        ("fr", "fr", "Références ISO 690"),
        ("en", "fr", "Références Chicago (en anglais)"),
        ("fr", "en", "References, ISO 690 (in French)"),
        ("en", "en", "References, Chicago"),
    ],
)
def test_the_style_of_references_names_its_language_if_it_is_another(
    asked: Language, page: Language, name: str
) -> None:
    menu = export_menu(answer(citation("Oui."), language=asked), page)
    items = re.findall(r">([^<>]+)</a>", str(menu).replace("\u00a0", " "))
    assert name in items


def test_the_limits_of_an_answer_are_shown_copied_and_exported() -> None:
    scope = Scope(folders=("<rapports>/",), languages=("en",))
    limited = replace(answer(citation("Oui.")), scope=scope, named=("Avis <b>",))
    shown = Shown(render_turn(PageTurn("?", "fr", limited), 1, {}, "en"))
    words = shown.words.replace("\u00a0", " ")
    assert "Limited to: folder <rapports> · in English" in words
    assert "Understood: in “Avis <b>”" in words
    assert "Ask all documents" in words
    assert "Limité à" in as_plain_text(limited)
    links = [link["href"] or "" for link in shown.all("a")]
    assert links
    assert all("scope=%7B%22folders%22" in link for link in links)


def test_the_document_that_a_part_names_can_be_removed() -> None:
    part = replace(answer(citation("Oui.")), named=("Avis",))
    whole = replace(answer(citation("Oui.")), parts=(part, answer()))
    shown = Shown(render_turn(PageTurn("? ?", "fr", whole), 2, {}, "fr"))
    (button,) = (each for each in shown.all("button") if each.get("data-act") == "exact")
    assert (button["data-turn"], button["data-question"]) == ("2", "Qui ?")
    assert "Compris : dans « Avis » Interroger tous les documents" in shown.words.replace(
        "\u00a0", " "
    )


def test_a_limit_is_a_chip_that_a_button_removes() -> None:
    documents = [document(), document(id="cd" * 32, path="b/<x>.pdf", title="<i>B", format="pdf")]
    scope = Scope(documents=("<i>B",), types=("pdf",))
    shown = Shown(render_scope(scope, documents, 1, ScopePlace("ask", "en")))
    chips = shown.all("button", "v-limit-chip")
    assert [chip["aria-label"] for chip in chips] == [
        "Remove the limit: “<i>B”", "Remove the limit: PDF files",
    ]  # fmt: skip
    assert [chip["data-limit"] for chip in chips] == [
        '{"documents":["<i>B"]}', '{"types":["pdf"]}',
    ]  # fmt: skip
    assert "1 document" in shown.words
    assert [option["value"] for option in shown.all("option")] == [
        "b/", "<i>B", "Avis", "", "markdown", "pdf",
    ]  # fmt: skip


def test_the_panel_offers_only_what_there_is_to_choose() -> None:
    place, failed = ScopePlace("ask", "fr"), ScopePlace("ask", "fr", StillOpening())
    shown = Shown(render_scope(None, [document()], 1, place))
    assert shown.all("select") == []
    assert shown.all("button", "v-limit-chip") == []
    assert [field["name"] for field in shown.all("input")] == ["place", "from", "until"]
    assert render_scope(None, [], 0, place) == ""
    (details,) = Shown(render_scope(None, [document()], 1, failed)).all("details")
    assert "open" in details


def test_no_limit_agrees_with_what_it_limits() -> None:
    documents = [document(), document(id="cd" * 32, path="b.pdf", language="en", format="pdf")]
    shown = Shown(render_scope(None, documents, 2, ScopePlace("ask", "fr"))).words
    assert "FormatTous" in shown
    assert "LangueToutes" in shown


def test_a_follow_up_says_how_it_was_understood() -> None:
    leaning = replace(answer(citation("Oui.")), understood="Qui signe <b> ?")
    html = render_turn(PageTurn("Et lui ?", "fr", leaning), 1, {}, "fr")
    shown = Shown(html).words.replace("\u00a0", " ").replace("\u202f", " ")
    assert "Compris comme : « Qui signe <b> ? »" in shown
    assert "Compris comme" not in render_turn(
        PageTurn("Qui ?", "fr", answer(citation("Oui."))), 1, {}, "fr"
    )


def test_what_was_understood_can_be_undone_by_a_button() -> None:
    corrected = replace(answer(citation("Oui.")), understood="Qui signe ?")
    shown = Shown(render_turn(PageTurn("Qui singe ?", "fr", corrected), 3, {}, "fr"))
    button = next(each for each in shown.all("button") if each.get("data-act") == "exact")
    assert (button["data-turn"], button["data-question"]) == ("3", "Qui ?")
    assert "Chercher exactement ce que j’ai saisi" in shown.words
    exact = Shown(render_turn(PageTurn("Qui ?", "fr", replace(answer(), exact=True)), 1, {}, "fr"))
    assert "Recherché exactement tel que saisi" in exact.words
    assert not any(each.get("data-act") == "exact" for each in exact.all("button"))


def test_the_other_meaning_of_a_follow_up_is_a_button_that_asks_it() -> None:
    meanings = ("Où siège le Conseil ?", "Où siège Ana Roux ?")
    found = replace(answer(citation("Oui.")), understood=meanings[0], meanings=meanings)
    for shown in (found, replace(answer(citation("Oui.")), parts=(found,))):
        page = Shown(render_turn(PageTurn("Où siège-t-il ?", "fr", shown), 3, {}, "en"))
        offered = [each for each in page.all("button") if each.get("data-act") == "exact"]
        assert [each["data-question"] for each in offered] == ["Qui ?", "Où siège Ana Roux ?"]
        assert say("answers.may_mean", "en") in page.words


def test_each_part_has_its_own_heading_and_the_sources_stand_once() -> None:
    first, second = citation("Un."), citation("Deux.", n=2)
    parts = (answer(first, question="A <b> ?"), answer(second, question="B ?"), answer())
    whole = replace(answer(first, second), parts=parts, note="3 questions")
    html = render_turn(PageTurn("Deux questions", "fr", whole), 1, {}, "fr")
    shown = Shown(html)
    assert len(shown.all("section", "v-part")) == 3
    assert len(shown.all("section", "v-sources")) == 1
    order = [shown.words.index(each) for each in ("3 questions", "A <b> ?", "Un.", "B ?", "Deux.")]
    assert order == sorted(order)
    assert not shown.all("b")
    assert not shown.all("div", "v-both")
    compared = render_turn(PageTurn("A ?", "fr", replace(whole, compared=True)), 1, {}, "fr")
    assert Shown(compared).all("div", "v-both")


def test_a_list_of_documents_opens_each() -> None:
    listed = ListedDocument(
        "ab" * 32, "avis.pdf", "Avis <b>", "fr", dt.date(2024, 3, 1), "Institut", 3
    )
    found = replace(answer(), found=True, text="2 documents.", listed=DocumentList(2, (listed,)))
    shown = Shown(render_turn(PageTurn("Quels documents ?", "fr", found), 1, {}, "fr"))
    button = next(each for each in shown.all("button") if each.get("data-act") == "cite")
    assert (button["data-document"], button["data-page"]) == ("ab" * 32, "1")
    assert "Institut · 1er mars 2024 · 3 pages" in shown.words.replace("\u00a0", " ")
    assert "et 1 autre" in shown.words.replace("\u00a0", " ")
    assert "Chercher plutôt dans le texte" in shown.words


def test_the_reply_to_a_greeting_has_no_tools() -> None:
    friendly = replace(answer(), found=True, text="Bonjour.")
    shown = Shown(render_turn(PageTurn("Bonjour", "fr", friendly), 1, {}, "fr"))
    assert "Bonjour." in shown.words
    assert not shown.all("footer")


def test_a_copied_answer_holds_its_parts_and_lists() -> None:
    listed = ListedDocument("ab" * 32, "avis.md", "Avis", "fr", None, None, None)
    from_catalogue = replace(
        answer(question="B ?"), found=True, text="1 document.", listed=DocumentList(1, (listed,))
    )
    parts = (answer(citation("Un."), question="A ?"), from_catalogue)
    lines = as_plain_text(replace(answer(citation("Un.")), parts=parts)).split("\n\n")
    assert lines[1:5] == [
        "A ?",
        "« Un. » [1]".replace(" ", "\u00a0", 1).replace(" »", "\u00a0»"),
        "B ?",
        "1 document.",
    ]
    assert "Avis, avis.md" in lines


@pytest.mark.parametrize(
    ("language", "line"),
    [("fr", "2 citations écartées : leurs pages"), ("en", "2 quotes left out: their pages")],
)
def test_what_was_withheld_is_said(language: Language, line: str) -> None:
    for cited in ([citation("Oui.")], []):
        found = answer(*cited, language=language)
        shown = Shown(
            render_turn(PageTurn("Qui ?", language, replace(found, withheld=2)), 1, {}, language)
        )
        assert line in shown.words.replace("\u00a0", " ")
        assert line[2:12] not in render_turn(PageTurn("Qui ?", language, found), 1, {}, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_check_says_what_was_withheld(language: Language) -> None:
    check = Check("x", language, "not found", (), (), (), "i", {}, withheld=1)
    line = {"fr": "1 citation écartée", "en": "1 quote left out"}[language]
    for spoken in LANGUAGES:
        assert line in render_check(CheckTurn("x", spoken, check), language)
    assert line not in render_check(CheckTurn("x", language, replace(check, withheld=0)), language)


def test_evidence_in_another_language_than_the_page_says_so() -> None:
    """The quote is that of the document, so a French page may have English words in it."""
    evidence = Evidence(1, "supported", 1.0, ())
    claim = Claim("Le prix est de 5 euros.", 0, 23, "fr", "supported", (evidence,))
    for language in LANGUAGES:
        cited = replace(citation("5 euros."), language=language)
        check = Check("x", "fr", "supported", (claim,), (cited,), (), "i", {})
        shown = Shown(render_check(CheckTurn("x", "fr", check), "fr"))
        assert len(shown.all("span", "v-quote-note")) == (language == "en")
        assert ("en anglais" in shown.words) == (language == "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_newer_version_changed_is_an_update_and_no_warning(language: Language) -> None:
    newer = Successor("ab" * 32, "avis-2.md", "Avis", dt.date(2025, 5, 5))
    sides = (
        replace(citation("quatre"), date=newer.date),
        citation("trois", n=2, document="ef" * 32, superseded_by=newer),
    )
    one, other = (Span(cited.start, cited.end, cited.quote) for cited in sides)
    said = {
        "fr": "Mise à jour le 5 mai 2025, de « trois » à « quatre »",
        "en": "Updated from “trois” to “quatre” on 5 May 2025",
    }[language]
    for disputed in (Conflict(1, 2, "figure", one, other), Conflict(2, 1, "figure", other, one)):
        found = replace(answer(*sides, language=language), conflicts=(disputed,))
        shown = Shown(render_answer(found, {}, language))
        assert said in shown.words.replace("\u00a0", " ")
        assert said in as_plain_text(found).replace("\u00a0", " ")
        assert len(shown.all("p", "v-update")) == 1
        assert not shown.all("p", "v-conflict")


@pytest.mark.parametrize(
    ("language", "older", "warning"),
    [
        (
            "fr",
            "remplacé par la version du 5 mai 2025",
            "Attention : les sources [1] et [2] donnent des noms différents : « <b>A » et « B ».",
        ),
        (
            "en",
            "replaced by the version of 5 May 2025",
            "Warning: sources [1] and [2] give different names: “<b>A” and “B”.",
        ),
    ],
)
def test_versions_and_conflicts_are_shown_escaped(
    language: Language, older: str, warning: str
) -> None:
    newer = Successor("cd" * 32, "avis-2.md", "Avis", dt.date(2025, 5, 5))
    sides = citation("<b>A"), citation("B", n=2, document="ef" * 32, superseded_by=newer)
    one, other = (Span(cited.start, cited.end, cited.quote) for cited in sides)
    disputed = (Conflict(1, 2, "name", one, other),)
    found = replace(answer(*sides, language=language), conflicts=disputed)
    shown = Shown(render_answer(found, {}, language))
    words = shown.words.replace("\u00a0", " ")
    assert words.count(older) == 2
    assert warning in words
    assert warning in as_plain_text(found).replace("\u00a0", " ")
    assert older in as_plain_text(found)
    assert len(shown.all("p", "v-conflict")) == 1
    assert not shown.all("b")


@given(st.text())
def test_any_text_is_shown_unchanged(value: str) -> None:
    shown = Shown(tag("p", value, title=value))
    assert shown.words.replace("\r\n", "\n") == value.replace("\r\n", "\n")
    assert [name for name, _ in shown.tags] == ["p"]


def test_html_is_not_escaped_twice_and_absent_parts_leave_nothing() -> None:
    assert join((Html("<b>"), "<", None, False)) == "<b>&lt;"
    assert tag("input", disabled=True, value=None, data_n=3) == '<input disabled data-n="3">'
    assert text(text("&")) == "&amp;"


@pytest.mark.parametrize(
    ("language", "opening", "closing"), [("fr", "«\u00a0", "\u00a0»"), ("en", "“", "”")]
)
def test_quotes_are_between_the_quotation_marks_of_the_question(
    language: Language, opening: str, closing: str
) -> None:
    found = answer(citation("L’accès reste gratuit."), language=language)
    words = Shown(render_answer(found, {}, "en")).words
    assert f"{opening}L’accès reste gratuit.{closing}" in words
    assert ("in French" in words) == (language == "en")


def test_the_short_answer_is_bold_inside_its_quote() -> None:
    cited = citation("Elle ferme à 16 h.", span=Span(23, 27, "16 h"))
    html = render_answer(answer(cited), {}, "fr")
    assert "Elle ferme à <strong>16 h</strong>." in html


def test_a_citation_chip_names_its_source_and_opens_its_place() -> None:
    chip = Shown(render_answer(answer(citation("Oui.")), {}, "fr")).all("button", "v-chip")[0]
    assert chip["aria-label"] == "Source 1\u00a0: Avis, p.\u00a0iv (PDF\u00a04)"
    assert (chip["data-page"], chip["data-start"], chip["data-end"]) == ("4", "10", "14")


def test_citations_of_one_document_share_a_line_of_sources() -> None:
    found = answer(citation("Un."), citation("Deux.", n=2, page=5, page_label="v"))
    shown = Shown(render_answer(found, {document().id: document()}, "en"))
    assert len(shown.all("li", "v-source")) == 1
    assert len(shown.all("button", "v-place")) == 2
    assert "Institut du Port · 1 March 2024" in shown.words


def test_a_copied_answer_holds_quotes_and_places_without_fingerprints() -> None:
    copied = as_plain_text(answer(citation("L’accès reste gratuit.")))
    assert "«\u00a0L’accès reste gratuit.\u00a0» [1]" in copied
    assert copied.endswith("[1] Avis, 1er mars 2024, p.\u00a0iv (PDF\u00a04)")


def test_a_hostile_document_adds_no_element_to_an_answer() -> None:
    tame = citation("Oui.", title="Avis")
    wild = replace(tame, quote=HOSTILE, title=HOSTILE, path=HOSTILE)
    shown = [
        Shown(
            render_turn(
                PageTurn(question, "fr", answer(cited, question=question)), 1, library, "fr"
            )
        )
        for question, cited, library in (
            ("Qui ?", tame, {tame.document: document()}),
            (HOSTILE, wild, {tame.document: document(title=HOSTILE, issuer=HOSTILE)}),
        )
    ]
    assert [name for name, _ in shown[0].tags] == [name for name, _ in shown[1].tags]
    assert shown[1].words.count(HOSTILE) >= 4


@pytest.mark.parametrize("asked", LANGUAGES)
@pytest.mark.parametrize(
    ("page", "said"), [("en", "The question is too long"), ("fr", "La question est trop longue")]
)
def test_an_error_is_in_the_language_of_the_page(
    page: Language, said: str, asked: Language
) -> None:
    turn = PageTurn("Why?", asked, QuestionInvalid(length=12, limit=9))
    assert said in Shown(render_turn(turn, 1, {}, page)).words
    assert announcement(turn, page).startswith(said)


_LACKING = Absent("name", "Korrigan")


@pytest.mark.parametrize("asked", LANGUAGES)
@pytest.mark.parametrize("page", LANGUAGES)
def test_what_is_said_around_quotes_is_in_the_language_of_the_page(
    asked: Language, page: Language
) -> None:
    """Of an answer, of refusals, and of the notes that can be said again."""
    other = next(each for each in LANGUAGES if each != page)
    found = replace(
        answer(citation("L’accès est libre."), language=asked),
        withheld=2,
        as_of=dt.date(2024, 3, 1),
    )
    refused = replace(answer(language=asked), text=not_found(asked, 1_200))
    lacking = replace(answer(language=asked), text=absent(_LACKING, asked), absent=(_LACKING,))
    chosen = say("answers.only_chosen", asked, count=1), say("answers.whole_refuses", asked)
    limited = replace(refused, note=" ".join(chosen))
    parts = replace(found, parts=(found, refused), note=say("library.several", asked, count=2))
    said = {
        "fr": ("Un document répond", "1er mars 2024", "2 citations écartées"),
        "en": ("One document answers", "1 March 2024", "2 quotes left out"),
    }
    for one in (found, refused, lacking, limited, parts):
        shown = in_language(one, page)
        assert shown.language == page
        assert [part.language for part in shown.parts] == [page] * len(one.parts)
        assert in_language(shown, asked) == one
    html = render_turn(PageTurn("Qui ?", asked, found), 1, {}, page)
    assert [words in Shown(html).words for words in said[page]] == [True] * 3
    assert [words in Shown(html).words for words in said[other]] == [False] * 3
    html = render_turn(PageTurn("Qui ?", asked, limited), 1, {}, page)
    assert not_found(page, 1_200) in Shown(html).words
    assert say("answers.only_chosen", page, count=1) in Shown(html).words


@pytest.mark.parametrize("asked", LANGUAGES)
def test_an_answer_that_cannot_be_said_again_keeps_its_language_whole(asked: Language) -> None:
    page = next(each for each in LANGUAGES if each != asked)
    listed = replace(answer(language=asked), found=True, listed=DocumentList(0, ()))
    named = replace(answer(citation("Oui."), language=asked), note="Le rapport n’en dit rien.")
    for one in (listed, named, replace(named, note="", parts=(listed,))):
        assert in_language(one, page) is one
        shown = render_turn(PageTurn("Qui ?", asked, one), 1, {}, page)
        assert f'class="v-turn" lang="{asked}"' in shown


@pytest.mark.parametrize(
    ("shown", "announced"),
    [
        (None, ""),
        (PageTurn("Qui ?", "fr"), "Recherche dans les documents…"),
        (PageTurn("Qui ?", "fr", answer(citation("Lui."))), "Réponse trouvée\u00a0: une citation."),
        (PageTurn("Qui ?", "fr", answer()), "Rien."),
    ],
)
def test_screen_readers_announce_the_outcome(shown: PageTurn | None, announced: str) -> None:
    assert announcement(shown, "fr") == announced


def test_the_headings_of_a_place_are_those_above_it() -> None:
    headings = (Heading(0, 1, "I"), Heading(10, 2, "A"), Heading(20, 2, "B"), Heading(30, 1, "II"))
    page = Page(1, None, "x" * 40, headings)
    paths = [headings_at(page, offset) for offset in (5, 15, 25, 35)]
    assert paths == [["I"], ["I", "A"], ["I", "B"], ["II"]]


@given(st.text(min_size=1, max_size=3_000), st.data())
def test_the_mark_is_the_quotation_wherever_it_is(whole: str, data: st.DataObject) -> None:
    whole = whole.replace("\r", " ").replace("|", "/").replace("\0", " ")
    start = data.draw(st.integers(0, len(whole) - 1))
    end = data.draw(st.integers(start + 1, len(whole)))
    page = Page(None, None, whole)
    html = render_source(document(), page, SourcePlace("ab" * 32, None, start, end), "fr")
    marked = html.partition('<mark id="v-mark">')[2].partition("</mark>")[0]
    assert Shown(marked).words == whole[start:end]


def test_all_pieces_of_a_quotation_are_marked() -> None:
    whole = "Le dossier comprend :\n• le formulaire\n• une copie\n\nIl est gratuit."
    item, lead_in = whole.index("• une copie"), "Le dossier comprend :"
    place = SourcePlace("ab" * 32, 4, item, item + 11, ((0, 21),))
    html = render_source(document(format="pdf", page_count=9), Page(4, "iv", whole), place, "fr")
    parts = html.split("<mark")[1:]
    marked = [Shown(part.partition(">")[2].partition("</mark>")[0]).words for part in parts]
    assert marked == [lead_in, "• une copie"]
    assert html.count('id="v-mark"') == 1
    shown = Shown(html)
    assert f"start=0&end=21&start={item}&end={item + 11}" in (shown.all("img")[0]["src"] or "")
    assert shown.all("button", "v-pager-button")[0]["data-context"] == "0-21"


@given(st.text(min_size=1, max_size=300), st.lists(st.integers(-5, 400), min_size=4, max_size=4))
def test_marks_leave_the_text_as_it_is(whole: str, offsets: list[int]) -> None:
    whole = whole.replace("\r", " ").replace("|", "/").replace("\0", " ")
    a, b, c, d = offsets
    html = render_source(
        document(), Page(None, None, whole), SourcePlace("ab" * 32, None, a, b, ((c, d),)), "fr"
    )
    passage = html.partition('class="v-passage">')[2].partition("</blockquote>")[0]
    assert Shown(passage).words == whole


RATES = """Rates apply from May.

Expense | Rate 2021 | Rate 2024
Meal | €16 | €19
Night | €110 | €135

No drinks are refunded."""


def test_a_table_around_a_quotation_is_shown_as_one() -> None:
    heading = Heading(
        RATES.index("Expense"), 2, "Expense | Rate 2021 | Rate 2024", RATES.rindex("\n")
    )
    page, start = Page(None, None, RATES, (heading,)), RATES.index("Meal | €16 | €19")
    quotation = SourcePlace("ab" * 32, None, start, start + 16)
    shown = Shown(render_source(document(), page, quotation, "en"))
    assert (len(shown.all("table")), len(shown.all("th")), len(shown.all("td"))) == (1, 3, 6)
    assert "|" not in shown.words
    assert len(shown.all("mark")) == 3
    assert [mark.get("id") for mark in shown.all("mark")].count("v-mark") == 1
    for sentence in ("Rates apply from May.", "No drinks are refunded."):
        assert sentence in shown.words
    reading = render_source(document(), page, SourcePlace("ab" * 32, None, 0, 0), "en")
    assert len(Shown(reading).all("tr")) == 3


def test_a_long_table_is_cut_around_its_quotation_and_keeps_its_heads() -> None:
    head, rows = "Year | Visitors\n", [f"{year} | {year * 7}\n" for year in range(1000, 1400)]
    whole = head + "".join(rows)
    page = Page(None, None, whole, (Heading(0, 2, "Year | Visitors", len(whole)),))
    start = whole.index("1200 |")
    quotation = SourcePlace("ab" * 32, None, start, start + 11)
    shown = Shown(render_source(document(), page, quotation, "en"))
    assert len(shown.all("th")) == 2
    assert 20 < len(shown.all("tr")) < 120
    assert "1000" not in shown.words
    assert "12008400" in shown.words
    assert "|" not in shown.words


@pytest.mark.parametrize("page", LANGUAGES)
def test_the_words_searched_for_are_those_of_the_question_whatever_the_page_speaks(
    page: Language,
) -> None:
    question = "Combien coûte un repas à la cantine de l’Institut ?"
    refused = replace(answer(), question=question, text=not_found("fr", 3))
    shown = Shown(str(render_refusal(in_language(refused, page), {}))).words
    assert "coûte, repas, cantine, Institut" in shown


def test_the_rows_and_headings_of_a_near_passage_stand_on_their_own_lines() -> None:
    words = (
        "4. Repas\n\nLe repas coûte\u00a0: 19 euros.\n\nRepas | 16 |  19 \n Nuit | 110 | 135\n"
        + "x " * 400
    )
    passage = Passage("ab" * 32, None, 0, len(words), words, "fr")
    hit = Hit(passage, document(), None, 0.5, None, 1.0)
    refused = render_refusal(replace(answer(), hits=(hit,)), {})
    excerpt = str(refused).partition('<ol class="v-nearest">')[2].partition("</p>")[0]
    lines = Shown(excerpt).words.splitlines()
    assert lines[:4] == [
        "4. Repas", "Le repas coûte\u00a0: 19 euros.", "Repas | 16 | 19", "Nuit | 110 | 135",
    ]  # fmt: skip
    assert lines[-1].endswith("x …")


def test_one_line_with_a_bar_is_no_table() -> None:
    page = Page(None, None, "Open | closed are the two states.")
    shown = Shown(render_source(document(), page, SourcePlace("ab" * 32, None, 0, 4), "en"))
    assert shown.all("table") == []
    assert "Open | closed" in shown.words


def test_a_quotation_with_context_is_shown_and_opened_whole() -> None:
    context = (Span(0, 9, "Il faut :"),)
    cited = citation(
        "• une copie signée", start=30, end=48, context=context, span=Span(36, 41, "copie")
    )
    shown = Shown(render_answer(answer(cited), {}, "fr"))
    assert "«\u00a0Il faut : … • une copie signée\u00a0»" in shown.words
    assert len(shown.all("strong")) == 1
    buttons = [each for each in shown.all("button") if each.get("data-act") == "cite"]
    assert {button["data-context"] for button in buttons} == {"0-9"}
    assert parse_view({key[5:]: value for key, value in buttons[0].items()}) == SourceView(
        SourcePlace.of(cited), 4
    )
    assert first_view(PageTurn("Qui ?", "fr", answer(cited))) == SourceView(
        SourcePlace.of(cited), 4
    )


@pytest.mark.parametrize("context", ["x", "1", "1-2-3", "1-x"])
def test_a_context_that_cannot_be_read_is_refused(context: str) -> None:
    data = {"document": "a", "page": "1", "start": "0", "end": "4", "context": context}
    with pytest.raises(SourceUnknown):
        parse_view(data)


def test_headings_are_named_above_a_quote_and_not_above_the_page_that_begins_with_them() -> None:
    page = Page(None, None, "Tarifs\n\nRepas : 16 euros", (Heading(0, 1, "Tarifs"),))
    for start, end, trails in ((8, 24, 1), (0, 0, 0)):
        place = SourcePlace("ab" * 32, None, start, end)
        shown = Shown(render_source(document(), page, place, "fr"))
        assert len(shown.all("p", "v-breadcrumb")) == trails


def test_another_page_has_no_mark_and_a_button_back() -> None:
    page, quotation = Page(5, "v", "Autre page."), SourcePlace("ab" * 32, 4, 0, 5)
    shown = Shown(render_source(document(format="pdf", page_count=9), page, quotation, "fr"))
    assert shown.all("mark") == []
    names = [button["aria-label"] for button in shown.all("button", "v-pager-button")]
    assert names == ["Page précédente", "Page suivante", "Revenir à la citation"]
    assert shown.all("img")[0]["src"] == f"v1/documents/{'ab' * 32}/pages/5/image.png"
    viewer, original = (link["href"] for link in shown.all("a"))
    assert viewer == f"view/{'ab' * 32}?page=5&lang=fr"
    assert original == f"v1/documents/{'ab' * 32}/original#page=5"
