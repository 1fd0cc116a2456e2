"""The viewer: its addresses, what it finds in a document, what it marks, what it lets through."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qsl

import documents as samples
import docx
import pytest
from fastapi.testclient import TestClient
from served import built
from starlette.datastructures import QueryParams

from rag.citations.permalinks import Permalink
from rag.config import Institution, Settings
from rag.encoders import HashingEncoder
from rag.engine import Rag
from rag.errors import CitationInvalid
from rag.ingest import ingest
from rag.readers import format_of
from rag.records import LANGUAGES, Document, Heading, Page, Span
from rag.records.citations import permalink_of
from rag.store import Store
from rag.web.viewer.address import ViewerAddress, read_address
from rag.web.viewer.contents import MOST_MATCHES, find_words, outline
from rag.web.viewer.frame import back_link
from rag.web.viewer.look import sanitise
from rag.web.viewer.marks import marked_html, marked_page

DOCUMENT = "a" * 64
RULES = """# Rules of the port

## Fees

A boat pays twelve euros a night in the summer season.

## Silence

Nobody sounds a horn after ten in the evening.
"""


class Elements(HTMLParser):
    """The elements of a piece of HTML with their attributes, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


# Addresses


@pytest.mark.parametrize("page", [3, None])
@pytest.mark.parametrize("context", [(), (Span(0, 4, "Once"), Span(40, 45, "later"))])
def test_the_address_of_a_quote_is_read_back(page: int | None, context: tuple[Span, ...]) -> None:
    permalink = permalink_of(DOCUMENT, page, Span(10, 15, "words"), context)
    written = ViewerAddress(DOCUMENT, permalink, 7, "à la  mer", ("b.1.2.3", "c..4.5"), "fr")
    document, _, query = written.url.partition("?")
    params = QueryParams(query)
    read = read_address(document, params, params.getlist("c"), "fr")
    assert read == ViewerAddress(DOCUMENT, permalink, 7, "à la mer", written.among, "fr")
    assert Permalink.parse(read.permalink).context == Permalink.parse(permalink).context


def test_the_address_of_a_quote_is_its_permalink_behind_another_start() -> None:
    permalink = permalink_of(DOCUMENT, 3, Span(10, 15, "words"))
    assert ViewerAddress(DOCUMENT, permalink).url == permalink.removeprefix("verbatim:").replace(
        "#", "?"
    )


def test_what_other_programs_add_to_an_address_changes_nothing() -> None:
    query = {"page": "two", "utm_source": "mail", "show": "9" * 40}
    assert read_address(DOCUMENT, query, ["x" * 5000], "en") == ViewerAddress(DOCUMENT)


@pytest.mark.parametrize("chars", ["", "5", "9-2", "0-999999", "-1-4", "0-4&x=1"])
def test_a_quote_in_a_wrong_form_is_refused(chars: str) -> None:
    with pytest.raises(CitationInvalid):
        read_address(DOCUMENT, {"chars": chars, "quote": "0" * 12}, [], "fr")


# Contents


def test_words_are_found_without_case_accents_and_line_ends() -> None:
    page = Page(2, "ii", "L’été\narrive ; l'ETE   arrive. L'été dure.")
    found = find_words(DOCUMENT, [page], "l'été arrive")
    assert [each.words for each in found] == ["L’été\narrive", "l'ETE   arrive"]
    assert [(each.page, each.label) for each in found] == [(2, "ii")] * 2
    link = Permalink.parse(found[1].permalink)
    assert page.text[link.start : link.end] == found[1].words


@pytest.mark.parametrize("words", ["", "  ", "(", ".*", "\\", "zebra"])
def test_words_that_are_not_there_are_not_found(words: str) -> None:
    assert find_words(DOCUMENT, [Page(None, None, "A plain text.")], words) == ()


def test_the_matches_of_a_long_document_are_cut_off() -> None:
    found = find_words(DOCUMENT, [Page(1, None, "ß a İ " * 900)], "a")
    assert len(found) == MOST_MATCHES
    assert all(each.words == "a" for each in found)


def test_the_outline_has_the_headings_and_not_those_of_tables() -> None:
    headings = (Heading(0, 1, "One"), Heading(4, 2, "Cell", 9), Heading(12, 2, "Elsewhere"))
    (first, second) = outline(DOCUMENT, [Page(5, None, "One\nCell 3 \nTwo", headings)])
    assert (first.level, first.title, first.page) == (1, "One", 5)
    assert Permalink.parse(first.permalink).end == 3
    assert second.permalink == ""


# Marks


def test_the_text_of_a_page_keeps_its_words_and_marks_all_pieces() -> None:
    headings = (Heading(0, 2, "Fees <b>"), Heading(28, 4, "Late"))
    page = Page(1, None, "Fees <b>\n\nTwelve & a half.\n\nLate\n\nNo.", headings)
    shown = Elements(marked_page(page, [(10, 18), (34, 36)]))
    assert shown.words == "Fees <b>Twelve & a half.LateNo."
    assert [name for name, _ in shown.found if name != "mark"] == ["h2", "p", "h3", "p"]
    marks = [attributes.get("id") for name, attributes in shown.found if name == "mark"]
    assert marks == ["v-mark", None]


def test_headings_never_skip_a_level() -> None:
    headings = (Heading(0, 3, "A"), Heading(3, 6, "B"), Heading(6, 3, "C"))
    shown = Elements(marked_page(Page(1, None, "A\n\nB\n\nC", headings), (), below=2))
    assert [name for name, _ in shown.found] == ["h3", "h4", "h3"]


SHEET = """Tarifs du port;;
Poste;Été;Hiver
Nuit <b>;12 €;9 €
Eau;;3 €
Services à quai
Douche;2 €;2 €
"""


def test_a_sheet_is_a_table_with_its_heads_and_the_quote_marked_in_its_cells() -> None:
    (page,) = format_of("csv").read(SHEET.encode(), "tarifs.csv").pages
    start = page.text.index("Eau")
    end = page.text.index("\n", start)
    html = marked_page(page, [(start, end)])
    shown = Elements(html)
    names = [name for name, _ in shown.found]
    assert "Nuit &lt;b&gt;" in html
    assert "|" not in shown.words
    assert [each for name, each in shown.found if name == "th"] == [{"scope": "col"}] * 3
    assert names.count("tr") == 5
    assert re.search(r"<td></td><td><mark>3 €</mark></td></tr>", html)
    assert html.count('<mark id="v-mark">Eau</mark>') == 1
    assert '<td colspan="3">Services à quai</td>' in html


def test_a_table_that_a_browser_could_not_show_is_lines() -> None:
    rows = "\n".join(["1 | 2 | 3"] * 30_000)
    assert marked_page(Page(None, None, rows), ()) == f"<p>{rows}</p>"


@pytest.mark.parametrize(
    ("words", "names"),
    [
        pytest.param("a | b", ["p"], id="a bar in a line"),
        pytest.param("One says a | b.\nTwo.", ["p"], id="a bar in one line of several"),
        pytest.param("a | b\nc | d", ["table", *["tbody"], *["tr", "td", "td"] * 2], id="rows"),
        pytest.param("Of 2024:\na | b\nc | d\nSource: us", ["p", "table", "tbody",
                     *["tr", "td", "td"] * 2, "p"], id="lines around"),
        pytest.param("a\tb\nc\td", ["p"], id="tabs of a PDF, whose blank cells are lost"),
    ],
)  # fmt: skip
def test_lines_are_a_table_only_if_bars_part_them(words: str, names: list[str]) -> None:
    assert [name for name, _ in Elements(marked_page(Page(1, None, words), ())).found] == names


@pytest.mark.parametrize(
    "quote",
    [
        pytest.param("The keeper is paid 1,900 & more.", id="over bold words"),
        pytest.param("• The first of the items\n• The second of the items", id="items"),
        pytest.param("1. The first of the items\n2. The second of the items", id="numbers"),
    ],
)
def test_a_quote_is_marked_in_html_whatever_elements_it_crosses(quote: str) -> None:
    markup = (
        '<p title="a > b">The <b>keeper</b>\n is paid <i>1,900</i> &amp; more.</p>'
        "<ul><li>The first of the items</li> <li>The second of the items</li></ul>"
    )
    shown, found = marked_html(markup, [quote])
    assert found
    assert Elements(shown).words == Elements(markup).words
    inside = re.findall(r"<mark[^>]*>(.*?)</mark>", shown, re.S)
    wanted = re.sub(r"[\s•]|\d\. ", "", quote).replace("&", "&amp;")
    assert re.sub(r"\s", "", "".join(inside)) == wanted
    assert shown.count('id="v-mark"') == 1


def test_a_quote_that_is_not_there_marks_nothing() -> None:
    assert marked_html("<p>&lt;b&gt; other</p>", ["words", ""]) == ("<p>&lt;b&gt; other</p>", False)


# What is let through

ATTACKS = [
    "<script>x()</script>",
    "<img src=x onerror=x()>",
    "<img src=http://evil.example/a.png>",
    "<img src=//evil.example/a.png srcset='http://evil.example/b.png 2x'>",
    "<img src='data:image/svg+xml;base64,PHN2Zz4='>",
    "<svg onload=x()><script>x()</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=x()></style></mglyph></table></math>",
    "<a href='javascript:x()'>a</a>",
    "<a href=' java\tscript:x()'>a</a>",
    "<a href='/sign-out'>a</a>",
    "<a href='data:text/html,<script>x()</script>'>a</a>",
    "<iframe src=http://evil.example></iframe>",
    "<object data=x></object><embed src=x>",
    "<form action=http://evil.example><input name=password><button>Sign in</button></form>",
    "<link rel=stylesheet href=http://evil.example/a.css><meta http-equiv=refresh content=0>",
    "<base href=http://evil.example/>",
    "<style>@import 'http://evil.example'</style>",
    "<p style='position:fixed;background:url(http://evil.example)' id=v-sheet class=v-head>a</p>",
    "<video src=http://evil.example poster=http://evil.example></video>",
    "<table background=http://evil.example><tr><td>a</td></tr></table>",
    "<noscript><p title='</noscript><img src=x onerror=x()>'></noscript>",
    "<template><script>x()</script></template>",
    "<mark id=v-mark>a</mark>",
    "<p><![CDATA[<script>x()</script>]]><!-- <script>x()</script> --></p>",
]
HARMLESS = {"href", "src", "alt", "colspan", "rowspan", "scope", "target", "rel", "lang", "dir"}


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_of_a_document_runs_loads_or_imitates(attack: str) -> None:
    shown, _ = marked_html(sanitise(f"<h1>Title</h1>{attack}<p>Rest</p>"), ["Title"])
    for name, attributes in Elements(shown.replace(' id="v-mark"', "")).found:
        assert name in {"h1", "p", "a", "table", "tbody", "tr", "td", "mark", "img"}, shown
        assert attributes.keys() <= HARMLESS
        assert not str(attributes.get("src", "data:image/png;base64,")).startswith("http")
        assert str(attributes.get("href") or "https:").startswith(("http:", "https:", "mailto:"))
    assert "Rest" in shown


def test_links_and_images_of_the_document_itself_stay() -> None:
    shown = sanitise(
        '<a href="https://example.org/?a=1&b=2">site</a><img src="data:image/png;base64,AAAA">'
    )
    (link, image) = Elements(shown).found
    assert link[1]["href"] == "https://example.org/?a=1&b=2"
    assert link[1]["rel"] == "noopener noreferrer"
    assert image == ("img", {"alt": "", "src": "data:image/png;base64,AAAA"})


@pytest.mark.parametrize("ending", [".html", ".docx", ".md"])
def test_a_format_without_pages_keeps_its_headings_lists_and_tables(
    ending: str, tmp_path: Path
) -> None:
    path = samples.write(samples.FRENCH, ending, tmp_path)
    render = format_of({".md": "markdown"}.get(ending, ending[1:])).render_html
    assert render is not None
    shown = Elements(sanitise(render(path.read_bytes())))
    names = {name for name, _ in shown.found}
    assert {"p", "table", "td", "li"} <= names
    assert names & {"h1", "h2"}
    assert "Rabat" in shown.words


def test_what_a_page_hides_is_not_shown() -> None:
    render = format_of("html").render_html
    assert render is not None
    shown = render(
        b"<html><head><style>.x{display:none}</style></head><body><p>Seen.</p><p class=x>One</p>"
        b"<p style='font-size:0'>Two</p><p hidden>Three</p><nav>Four</nav>tail</body></html>"
    )
    words = Elements(sanitise(shown)).words
    assert "Seen." in words
    assert "tail" in words
    assert not {"One", "Two", "Three", "Four"} & set(words.replace("tail", "").split())


def test_a_word_file_with_markup_in_its_text_shows_it_as_text() -> None:
    made, data = docx.Document(), io.BytesIO()
    made.add_paragraph("<script>x()</script> & <b>plain</b>")
    made.save(data)
    render = format_of("docx").render_html
    assert render is not None
    assert (
        Elements(sanitise(render(data.getvalue()))).words == "<script>x()</script> & <b>plain</b>"
    )


# The pages


@pytest.mark.parametrize("name", ["Institut du Port", "Les Archives", "Le Havre", "Verbatim"])
def test_the_way_back_is_right_with_any_name(name: str) -> None:
    """A name after "à" would need its article: "à l'Institut", "aux Archives", "au Havre"."""
    settings = Settings(institution=Institution(name=name))
    words = {one: Elements(back_link(settings, one, "./")).words for one in LANGUAGES}
    assert words["fr"].replace("\u00a0", " ") == f"Accueil : {name}"
    assert words["en"] == f"Home: {name}"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[SimpleNamespace]:
    """A library of one file that can be rewritten, and a client of its viewer."""
    docs, index, encoder = tmp_path / "docs", tmp_path / "index", HashingEncoder()
    docs.mkdir()
    (docs / "rules.md").write_text(RULES, encoding="utf-8")
    ingest([docs], index, encoder)
    library = Rag(Store.open(index), encoder, Settings())

    def rewrite(text: str, name: str = "rules.md") -> None:
        for path in docs.iterdir():
            path.unlink()
        (docs / name).write_text(text, encoding="utf-8")
        ingest([docs], index, encoder)

    with TestClient(built(lambda: library), base_url="http://127.0.0.1") as client:
        while client.get("/readyz").status_code != 200:
            pass
        yield SimpleNamespace(client=client, library=library, rewrite=rewrite)


def quote_of(library: Rag, words: str) -> str:
    """The permalink of some words of the only document."""
    (document,) = library.documents()
    text = library.page(document.id, None).text
    start = text.index(words)
    return permalink_of(document.id, None, Span(start, start + len(words), words))


def opened(served: SimpleNamespace, permalink: str, language: str = "en") -> str:
    document = Permalink.parse(permalink).document
    response = served.client.get(f"/view/{ViewerAddress(document, permalink, lang=language).url}")
    assert response.status_code == 200
    return str(response.text)


def test_a_link_opens_the_viewer_on_its_quote(served: SimpleNamespace) -> None:
    shown = opened(served, quote_of(served.library, "twelve euros a night"))
    assert '<mark id="v-mark">twelve euros a night</mark>' in shown
    assert "v-viewer-notices" not in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_quote_that_has_moved_is_shown_where_it_is(
    served: SimpleNamespace, language: str
) -> None:
    link = quote_of(served.library, "twelve euros a night")
    served.rewrite(RULES.replace("## Fees", "## Fees\n\nSince 2023 this holds for all boats."))
    shown = opened(served, link, language)
    assert '<mark id="v-mark">twelve euros a night</mark>' in shown
    assert {"en": "no longer in the library", "fr": "n’est plus dans la"}[language] in shown


def test_a_quote_that_has_changed_is_said_to_have(served: SimpleNamespace) -> None:
    link = quote_of(served.library, "A boat pays twelve euros a night in the summer season.")
    served.rewrite(RULES.replace("twelve euros", "fifteen euros"))
    shown = opened(served, link)
    assert "have changed since the link was made" in shown
    assert '<aside class="v-viewer-notices" aria-label="About this document">' in shown
    assert "<mark" in shown
    assert "fifteen euros" in re.findall(r"<mark[^>]*>([^<]*)", shown)[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_that_is_gone_is_said_to_be(served: SimpleNamespace, language: str) -> None:
    link = quote_of(served.library, "Nobody sounds a horn")
    for number in range(2):  # the generation before is kept, and then not
        served.rewrite(f"Another text about the harbour, number {number}.", f"other{number}.md")
    address = ViewerAddress(Permalink.parse(link).document, link, lang=language)
    response = served.client.get(f"/view/{address.url}")
    assert response.status_code == 404
    assert {"en": "no longer in the library", "fr": "n’est plus dans la"}[language] in response.text


def test_a_file_that_has_changed_is_shown_as_it_was_indexed(served: SimpleNamespace) -> None:
    (document,) = served.library.documents()
    link = quote_of(served.library, "twelve euros a night")
    Path(document.location).write_text("Other words.", encoding="utf-8")
    shown = opened(served, link)
    assert "moved or changed since it was indexed" in shown
    assert '<mark id="v-mark">twelve euros a night</mark>' in shown


@pytest.mark.parametrize(
    "address", ["x", "0" * 64, "..%2F..%2Fetc", f"{'0' * 64}?chars=1-2&quote=no", "%00"]
)
def test_a_wrong_address_is_answered_with_a_page(served: SimpleNamespace, address: str) -> None:
    response = served.client.get(f"/view/{address}")
    assert response.status_code in (404, 422)
    assert response.headers["content-type"].startswith(("text/html", "application/problem"))


def test_scripts_of_a_document_are_stopped_by_the_policy_too(served: SimpleNamespace) -> None:
    (document,) = served.library.documents()
    policy = served.client.get(f"/view/{document.id}").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_markup_in_the_words_searched_is_shown_as_text(served: SimpleNamespace) -> None:
    (document,) = served.library.documents()
    shown = served.client.get(f"/view/{document.id}", params={"q": "<script>x()</script>"}).text
    assert "<script>x()" not in shown
    assert "&lt;script&gt;x()" in shown


def test_the_quotes_of_an_answer_are_turned_in_their_order(served: SimpleNamespace) -> None:
    (document,) = served.library.documents()
    text = served.library.page(document.id, None).text
    spans = [(text.index(words), text.index(words) + len(words)) for words in ("boat", "horn")]
    among = tuple(f"{document.id}..{start}.{end}" for start, end in spans)
    first, second = (
        permalink_of(document.id, None, Span(start, end, text[start:end])) for start, end in spans
    )
    address = ViewerAddress(document.id, first, among=among, lang="en")
    shown = served.client.get(f"/view/{address.url}").text
    assert "Quote 1 of 2" in shown
    (after,) = re.findall(r'<a href="([^"]*)"[^>]*aria-label="Next quote"', shown)
    follow = dict(parse_qsl(after.replace("&amp;", "&").partition("?")[2]))
    assert follow["quote"] == Permalink.parse(second).digest


def viewers_of(folder: Path, words: str, *opened: tuple[str, int | None]) -> list[str]:
    """The viewer on some words of documents of a folder, each perhaps with another page open."""
    index, encoder = folder.parent / "index", HashingEncoder()
    ingest([folder], index, encoder)
    library = Rag(Store.open(index), encoder, Settings())
    by_path = {each.path: each for each in library.documents()}
    found = []
    with TestClient(built(lambda: library), base_url="http://127.0.0.1") as client:
        while client.get("/readyz").status_code != 200:
            pass
        for path, show in opened:
            document = by_path[path]
            page = page_with(library, document, words)
            start = page.text.index(words)
            span = Span(start, start + len(words), words)
            link = permalink_of(document.id, page.number, span)
            answer = client.get(f"/view/{ViewerAddress(document.id, link, show, lang='en').url}")
            assert answer.status_code == 200, answer.text
            found.append(answer.text)
    return found


def page_with(library: Rag, document: Document, words: str) -> Page:
    for number in (None, *range(1, document.page_count + 1)):
        with suppress(KeyError):
            page = library.page(document.id, number)
            if words in page.text:
                return page
    raise AssertionError(words)


CLOSED = "It is closed on public holidays"


def test_a_document_in_an_archive_is_shown_as_it_looks(tmp_path: Path) -> None:
    docs, names = tmp_path / "docs", ("sample.md", "sample.docx", "sample.html", "sample.txt")
    docs.mkdir()
    written = [samples.write(samples.ENGLISH, Path(name).suffix, tmp_path) for name in names]
    packed = samples.archive({path.name: path.read_bytes() for path in written})
    (docs / "papers.zip").write_bytes(packed)
    for html in viewers_of(docs, CLOSED, *((f"papers.zip/{name}", None) for name in names)):
        page = Elements(html)
        assert CLOSED in page.words
        assert "mark" in [element for element, _ in page.found]


def test_pages_that_are_not_drawn_are_shown_once_and_can_be_turned(tmp_path: Path) -> None:
    docs, endings = tmp_path / "docs", (".pptx", ".odp", ".xlsx", ".ods", ".epub")
    docs.mkdir()
    names = [samples.write(samples.ENGLISH, ending, docs).name for ending in endings]
    *quoted, first = viewers_of(docs, CLOSED, *((n, None) for n in names), (names[0], 1))
    for html in quoted:
        assert html.count(CLOSED) == 1
        assert "v-viewer-pager" in html
        assert "Text of the page" not in html
    assert "v-viewer-pager" in first
    assert CLOSED not in first
    assert 'id="v-mark"' not in first
