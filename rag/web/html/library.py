"""The library: the table of its documents, and the form to add more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.messages import say
from rag.messages.answers import day
from rag.questions.scope import scope_names
from rag.readers import KNOWN, format_of
from rag.records import LANGUAGES, Document, Language
from rag.web.document_filters import COLUMNS, Column, LibraryFilter, filter_documents, page_of
from rag.web.html.curation import render_edited
from rag.web.html.markup import Html, icon, join, tag
from rag.web.html.scope import ask_only_button


def render_documents(
    documents: Sequence[Document], filters: LibraryFilter, language: Language
) -> Html:
    """The documents that match a filter, as a table."""
    if not documents:
        empty = tag("p", icon("page"), tag("span", say("page.documents_empty", language)))
        return tag("div", empty, class_="v-source-empty")
    found = filter_documents(documents, filters)
    count = tag(
        "p",
        say("words.documents", language, count=len(found)),
        role="status",
        class_="v-facts v-count",
        tabindex=-1,
    )
    bar = tag("div", _languages(filters, language), count, class_="v-between")
    if not found:
        return join((bar, tag("p", say("page.documents_none", language), class_="v-none")))
    shown, number, last = page_of(found, filters.page)
    names = scope_names(documents)
    pager = _pager(number, last, language) if last > 1 else None
    return join((bar, _table(shown, names, filters, language), pager))


def _pager(number: int, last: int, language: Language) -> Html:
    """Buttons to the pages before and after one; its words are announced when it is drawn."""

    def turn(name: str, arrow: str, to: int) -> Html:
        label = say(f"page.{name}", language)
        return tag(
            "button", icon(arrow), type="button", class_="v-pager-button",
            data_act="documents_page", data_to=to, disabled=not 1 <= to <= last,
            aria_label=label, title=label,
        )  # fmt: skip

    place = f"{say('page.page_n', language, n=number)} {say('page.of_pages', language, total=last)}"
    return tag(
        "nav", turn("previous", "left", number - 1), tag("span", place, role="status"),
        turn("next", "right", number + 1), class_="v-document-pages",
        aria_label=say("page.document_pages", language),
    )  # fmt: skip


def upload_form(language: Language) -> Html:
    """A form to drop or choose files; the browser sends them and shows the progress."""
    messages = {f"data_{name}": say(f"page.{name}", language) for name in _UPLOAD_MESSAGES}
    messages |= {f"data_{name}": say(f"curation.{name}", language) for name in _UNDO_MESSAGES}
    messages["data_no_text"] = say("errors.DocumentEmpty", language, path="*")
    files = tag(
        "input", type="file", multiple=True, accept=KNOWN.replace(" ", ","), id="v-files",
        class_="v-visually-hidden", data_local_change="upload",
    )  # fmt: skip
    label = tag(
        "label", icon("add"), say("page.choose", language), for_="v-files", class_="v-button"
    )
    return tag(
        "section",
        tag("h2", say("page.upload", language)),
        tag("p", say("page.upload_more", language), class_="v-facts"),
        tag("div", files, label),
        tag("ul", class_="v-uploads", aria_live="polite"),
        class_="v-upload-form",
        **messages,
    )


_UNDO_MESSAGES = ("undo", "undoing", "undone", "scanned")
_UPLOAD_MESSAGES = ("queued", "sending", "reading", "added", "replaced", "known", "lost")


def _languages(filters: LibraryFilter, language: Language) -> Html:
    buttons = (
        tag(
            "button", say(f"page.document_language_{each or 'all'}", language), type="button",
            data_act="filter_language", data_to=each or "",
            aria_pressed=str(filters.language == each).lower(),
        )
        for each in (None, *LANGUAGES)
    )  # fmt: skip
    label = say("page.document_language", language)
    return tag("div", *buttons, class_="v-languages", role="group", aria_label=label)


def _table(
    found: Sequence[Document], names: Mapping[str, str], filters: LibraryFilter, language: Language
) -> Html:
    head = tag("tr", *(_column(each, filters, language) for each in COLUMNS))
    rows = (_row(document, names[document.id], language) for document in found)
    return tag("table", tag("thead", head), tag("tbody", *rows), class_="v-table")


def _column(column: Column, filters: LibraryFilter, language: Language) -> Html:
    """The header of a column: a button that sorts the table by it."""
    sorted_by_it = filters.column == column
    order = ("descending" if filters.descending else "ascending") if sorted_by_it else None
    arrow = icon("down" if filters.descending else "up") if sorted_by_it else None
    words = say(f"page.column_{column}", language)
    button = tag("button", words, arrow, type="button", data_act="sort", data_column=column)
    return tag("th", button, scope="col", aria_sort=order, class_=f"v-col-{column}")


def _row(document: Document, name: str, language: Language) -> Html:
    """The row of a document, which a scope calls by a name."""
    title = tag(
        "button", document.title, type="button", class_="v-link", data_act="read",
        data_document=document.id, lang=document.language,
    )  # fmt: skip
    file = tag("span", document.path, class_="v-facts")
    document_format = format_of(document.format)
    facts: dict[Column, object] = {
        "issuer": document.issuer,
        "date": day(document.date, language) if document.date else None,
        "language": say(f"page.document_language_{document.language}", language),
        "pages": document.page_count if document_format.has_pages else None,
        "format": document_format.label,
    }
    cells = (
        tag("td", "–", class_=f"v-col-{name} v-missing")
        if fact is None
        else tag("td", fact, class_=f"v-col-{name}")
        for name, fact in facts.items()
    )
    ask = ask_only_button(document, name, language)
    edited = render_edited(document, language)
    about = tag("th", title, file, edited, ask, scope="row", class_="v-col-title")
    return tag("tr", about, *cells)
