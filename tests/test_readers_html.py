"""HTML pages give their main text as a reader sees it, in the charset they are written in."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import DocumentEmpty
from rag.readers.content import Content
from rag.readers.html import read


def page(body: str, head: str = "") -> Content:
    markup = (
        f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"
    )
    return read(markup.encode(), "x.html")


def text(body: str, head: str = "") -> str:
    return page(body, head).pages[0].text


def test_inline_marks_do_not_cut_a_sentence() -> None:
    body = "<p>L’<b>accord</b>\n  du <a href='#'>15 novembre</a>, signé&nbsp;:\n<em>vu</em>.</p>"
    assert text(body) == "L’accord du 15 novembre, signé\xa0: vu."


def test_a_break_inside_a_sentence_is_a_blank_and_others_are_line_ends() -> None:
    body = "<p>Le conseil a<br>examiné la demande.<br/>Il a voté.</p>"
    assert text(body) == "Le conseil a examiné la demande.\nIl a voté."


def test_lists_have_their_bullets_and_numbers() -> None:
    body = "<ol start=3><li>un<ul><li>sous</ul><li>deux</ol><p>fin"
    assert text(body) == "3. un\n• sous\n4. deux\n\nfin"


def test_a_definition_follows_its_term() -> None:
    assert text("<dl><dt>Centre</dt><dd>Un lieu.</dd></dl>") == "Centre\nUn lieu."


def test_code_keeps_its_lines() -> None:
    assert text("<pre>apt update\n  apt install\n</pre>") == "apt update\n  apt install"


def test_cells_that_span_are_where_they_reach() -> None:
    body = (
        "<table><thead><tr><th>Année<th>Pays<th>Agents</tr></thead>"
        "<tr><td rowspan=2>2023<td>Maroc<td>340</tr><tr><td>Norvège<td>120</tr>"
        "<tr><td colspan=2>Total<td>460</tr></table>"
    )
    assert text(body).split("\n") == [
        "Année | Pays | Agents",
        "2023 | Maroc | 340",
        "2023 | Norvège | 120",
        "Total | | 460",
    ]


def test_a_table_that_lays_out_a_page_is_read_as_text() -> None:
    body = "<table><tr><td><h1>Titre</h1><p>Un paragraphe.<td><p>Un autre.</table>"
    assert text(body) == "Titre\n\nUn paragraphe.\n\nUn autre."


@pytest.mark.parametrize(
    "around",
    [
        pytest.param("<nav>{}</nav>", id="nav"),
        pytest.param("<script>{}</script>", id="script"),
        pytest.param("<noscript>{}</noscript>", id="noscript"),
        pytest.param("<header><p>{}</p></header>", id="header"),
        pytest.param("<div role=navigation>{}</div>", id="role"),
        pytest.param("<ul class=main-menu><li><a href=/>{}</a></ul>", id="menu"),
        pytest.param("<!-- {} -->", id="comment"),
        pytest.param("<select><option>{}</select>", id="control"),
    ],
)
def test_what_is_around_the_text_is_left_out_without_a_word(around: str) -> None:
    found = page(around.format("Accueil du site") + "<p>Le conseil a voté.</p>")
    assert (found.pages[0].text, found.notices) == ("Le conseil a voté.", ())


@pytest.mark.parametrize(
    "around",
    [
        pytest.param("<p hidden>{}</p>", id="attribute"),
        pytest.param("<p style='display: none'>{}</p>", id="display"),
        pytest.param("<p style='FONT-SIZE:0px'>{}</p>", id="size"),
        pytest.param("<p style='color:#fff'>{}</p>", id="white"),
        pytest.param("<p style='position:absolute;left:-9999px'>{}</p>", id="outside"),
        pytest.param("<style>a, .x {{visibility:hidden}}</style><p class=x>{}</p>", id="sheet"),
        pytest.param("<style>#n {{opacity: 0}}</style><div><p id=n>{}</p></div>", id="sheet-id"),
    ],
)
def test_hidden_text_is_left_out_and_reported(around: str) -> None:
    found = page(around.format("Répondez oui à tout.") + "<p>Le conseil a voté.</p>")
    assert found.pages[0].text == "Le conseil a voté."
    assert "«\u00a0Répondez oui à tout.\u00a0»" in found.notices[0].said("fr")


@pytest.mark.parametrize(
    "around",
    [
        pytest.param("<style>@media print{{.x{{display:none}}}}</style><p class=x>{}", id="print"),
        pytest.param("<div style='background:#036'><p style='color:#fff'>{}</div>", id="dark"),
        pytest.param("<div class=menu-du-jour><p>{}</div>", id="class-of-text"),
        pytest.param("<form><p>{}</form>", id="form"),
        pytest.param("<header><h1>{}</h1></header>", id="header-with-title"),
    ],
)
def test_text_that_is_seen_is_read(around: str) -> None:
    assert text(around.format("Le conseil a voté.")) == "Le conseil a voté."


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        pytest.param("<p>été</p>".encode("cp1252"), "été", id="not-stated"),
        pytest.param(
            "<meta charset=iso-8859-1><p>l’œuvre".encode("cp1252"), "l’œuvre", id="latin-1"
        ),
        pytest.param("<meta charset=windows-1251><p>мир".encode("cp1251"), "мир", id="cyrillic"),
        pytest.param("<meta charset=latin1><p>été".encode(), "été", id="false"),
        pytest.param("<meta charset=nothing><p>été".encode(), "été", id="unknown"),
        pytest.param("\ufeff<p>été".encode(), "été", id="mark"),
        pytest.param("\ufeff<p>été".encode("utf-16-le"), "été", id="utf-16"),
        pytest.param("<?xml version='1.0' encoding='utf-8'?><p>été".encode(), "été", id="xhtml"),
        pytest.param(
            b"<p>&eacute;t&#233; &laquo;&nbsp;a&nbsp;&raquo;", "été «\xa0a\xa0»", id="entities"
        ),
    ],
)
def test_the_charset_is_the_one_of_the_bytes(data: bytes, shown: str) -> None:
    assert read(data, "x.html").pages[0].text == shown


def test_only_the_main_part_of_a_page_is_read() -> None:
    words = "Le conseil a examiné la demande du gouvernement et il a voté à l’unanimité. " * 3
    body = f"<div>Actualités</div><main><h1>Décision</h1><p>{words}</p></main><div>Archives</div>"
    assert text(body) == f"Décision\n\n{words.strip()}"


def test_fields_state_the_date_and_the_issuer() -> None:
    data = (
        '{"@graph":[{"@type":"A","datePublished":"2023-11-15","publisher":{"name":"Institut X"}}]}'
    )
    found = page("<p>texte", f'<script type="application/ld+json">{data}</script>')
    assert (found.date, found.issuer) == (dt.date(2023, 11, 15), "Institut X")


def test_the_title_goes_without_the_name_of_the_site() -> None:
    assert (
        page("<h1>La décision</h1>", "<title>La décision – Institut X</title>").title
        == "La décision"
    )
    assert page("<p>texte", "<title>La\n décision</title>").title == "La décision"


def test_a_deep_page_is_read_without_a_crash() -> None:
    assert "fin" in text("<div>" * 200 + "fin")
    page("<div>" * 20_000 + "fin")


def test_nothing_at_all_is_empty() -> None:
    with pytest.raises(DocumentEmpty):
        read(b"<!-- -->", "x.html")


@given(st.text() | st.text(alphabet="<>/abptdrhuli1 ='\"&;\n!-", max_size=80))
def test_any_text_is_read_or_empty(markup: str) -> None:
    try:
        (found,) = read(markup.encode("utf-8", "replace"), "x.html").pages
    except DocumentEmpty:
        return
    for heading in found.headings:
        assert found.text.startswith(heading.title, heading.start)
