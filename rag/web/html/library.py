"""The library: what is indexed, and the place where documents are added."""

from __future__ import annotations

from collections.abc import Sequence

from rag.messages import say
from rag.messages.answers import day
from rag.readers import ENDINGS, format_of
from rag.records import LANGUAGES, Document, Language
from rag.web.html.icons import icon
from rag.web.html.markup import Html, join, tag
from rag.web.library_filter import COLUMNS, Column, LibraryFilter, filter_documents

_MOST = 200  # rows shown


def listing(documents: Sequence[Document], look: LibraryFilter, language: Language) -> Html:
    """The documents that are looked for, as a table."""
    if not documents:
        empty = tag("p", icon("page"), tag("span", say("page.library_empty", language)))
        return tag("div", empty, class_="v-source-empty")
    found = filter_documents(documents, look)
    count = tag(
        "p", say("words.documents", language, count=len(found)), role="status", class_="v-facts"
    )
    bar = tag("div", _tongues(look, language), count, class_="v-between")
    if not found:
        return join((bar, tag("p", say("page.library_none", language), class_="v-none")))
    more = None
    if len(found) > _MOST:
        more = tag("p", say("page.library_more", language, most=_MOST), class_="v-facts")
    return join((bar, _table(found[:_MOST], look, language), more))


def adding(language: Language) -> Html:
    """Where documents are dropped or chosen; the browser sends them and tells how it goes."""
    words = {f"data_{name}": say(f"page.{name}", language) for name in _TOLD}
    picked = tag(
        "input", type="file", multiple=True, accept=",".join(ENDINGS), id="v-files",
        class_="v-unseen", data_local_change="upload",
    )  # fmt: skip
    label = tag(
        "label", icon("add"), say("page.choose", language), for_="v-files", class_="v-button"
    )
    return tag(
        "section",
        tag("h2", say("page.upload", language)),
        tag("p", say("page.upload_more", language), class_="v-facts"),
        tag("div", picked, label),
        tag("ul", class_="v-sent", aria_live="polite"),
        class_="v-adding",
        **words,
    )


_TOLD = ("sending", "reading", "added", "known", "lost")


def _tongues(look: LibraryFilter, language: Language) -> Html:
    buttons = (
        tag(
            "button", say(f"page.tongue_{each or 'all'}", language), type="button",
            data_act="tongue", data_to=each or "", aria_pressed=str(look.language == each).lower(),
        )
        for each in (None, *LANGUAGES)
    )  # fmt: skip
    label = say("page.tongue", language)
    return tag("div", *buttons, class_="v-tongues", role="group", aria_label=label)


def _table(found: Sequence[Document], look: LibraryFilter, language: Language) -> Html:
    head = tag("tr", *(_column(each, look, language) for each in COLUMNS))
    rows = (_row(document, language) for document in found)
    return tag("table", tag("thead", head), tag("tbody", *rows), class_="v-table")


def _column(column: Column, look: LibraryFilter, language: Language) -> Html:
    """The head of a column: a button that puts the table in its order."""
    own = look.column == column
    order = ("descending" if look.down else "ascending") if own else None
    arrow = icon("down" if look.down else "up") if own else None
    words = say(f"page.column_{column}", language)
    button = tag("button", words, arrow, type="button", data_act="sort", data_column=column)
    return tag("th", button, scope="col", aria_sort=order, class_=f"v-col-{column}")


def _row(document: Document, language: Language) -> Html:
    title = tag(
        "button", document.title, type="button", class_="v-link", data_act="read",
        data_document=document.id, lang=document.language,
    )  # fmt: skip
    file = tag("span", document.path, class_="v-facts")
    document_format = format_of(document.format)
    facts: dict[Column, object] = {
        "issuer": document.issuer,
        "date": day(document.date, language) if document.date else None,
        "language": say(f"page.tongue_{document.language}", language),
        "pages": document.page_count if document_format.has_pages else None,
        "format": document_format.label,
    }
    cells = (
        tag("td", "–", class_=f"v-col-{name} v-unstated")
        if fact is None
        else tag("td", fact, class_=f"v-col-{name}")
        for name, fact in facts.items()
    )
    return tag("tr", tag("th", title, file, scope="row", class_="v-col-title"), *cells)
