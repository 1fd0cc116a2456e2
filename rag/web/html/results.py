"""The results of a search: counts, facets, and documents with the passages that match."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from rag.errors import RagError
from rag.messages import say
from rag.messages.results import facet_label, facet_value, facts_of_result, reason, summary
from rag.messages.scope import scope_line
from rag.questions.scope_reading import dump_scope
from rag.readers import format_of
from rag.records import (
    LANGUAGES,
    RESULT_ORDERS,
    DocumentMatches,
    Facet,
    FacetValue,
    Language,
    PassageMatch,
    Scope,
    SearchResults,
)
from rag.web.html.answer import source_button
from rag.web.html.markup import Html, icon, join, tag
from rag.web.state import SearchTurn

SHOWN, MOST_SHOWN = 3, 500  # passages of a document: at first, and when all are wanted


def render_results(turn: SearchTurn | None, language: Language) -> Html:
    """The results of a search or its error, after a status line for screen readers."""
    outcome = turn.outcome if turn else None
    said, body = "", _welcome(language)
    if isinstance(outcome, SearchResults) and turn:
        said, body = summary(outcome, language), _results(outcome, turn, language)
    elif isinstance(outcome, RagError):
        said = outcome.message(language)
        body = tag("p", icon("alert"), tag("span", said), class_="v-error")
    status = tag("p", said, role="status", class_="v-visually-hidden")
    return tag("section", status, body, class_="v-found", aria_label=say("page.results", language))


def _welcome(language: Language) -> Html:
    hero = tag("h2", say("page.welcome_search", language), class_="v-hero")
    more = tag("p", say("page.welcome_search_more", language), class_="v-hero-more")
    return tag("div", hero, more, class_="v-welcome-search")


def _results(found: SearchResults, turn: SearchTurn, language: Language) -> Html:
    counts = tag("p", summary(found, language), class_="v-tally", tabindex=-1)
    if found.scope is not None:
        # On the screen the chips above say it; on paper there are none.
        limited = tag("p", scope_line(found.scope, language), class_="v-note v-on-paper")
        counts = join((limited, counts))
    if not found.count:
        return counts
    bar = tag("div", _orders(found, language), class_="v-between")
    shown = (_document(one, turn, language) for one in found.documents)
    listed = tag("ol", *shown, class_="v-found-documents", start=(found.page - 1) * 10 + 1)
    return join((counts, bar, _facets(found.facets, language), listed, _pages(found, language)))


def _orders(found: SearchResults, language: Language) -> Html:
    buttons = (
        tag(
            "button", say(f"page.order_{each}", language), type="button", data_act="order",
            data_to=each, aria_pressed=str(found.order == each).lower(),
        )
        for each in RESULT_ORDERS
    )  # fmt: skip
    label = say("page.order", language)
    return tag("div", *buttons, class_="v-languages", role="group", aria_label=label)


def _facets(facets: tuple[Facet, ...], language: Language) -> Html | None:
    if not facets:
        return None
    lines = (
        tag("div", tag("dt", facet_label(facet, language)), tag("dd", _values(facet, language)))
        for facet in facets
    )
    return tag("dl", *lines, class_="v-facets")


def _values(facet: Facet, language: Language) -> Html:
    """The values of a facet, each a button that limits the search to it."""
    buttons = (
        tag(
            "button", facet_value(facet, _shown(facet, one), language), type="button",
            class_="v-link", data_act="limit", data_limit=dump_scope(_limit(facet, one.value)),
        )
        for one in facet.values
    )  # fmt: skip
    return join(buttons, " · ")


def _shown(facet: Facet, one: FacetValue) -> FacetValue:
    """A value as the other parts of the page name it: a file type as "PDF", not as "pdf"."""
    return replace(one, value=format_of(one.value).label) if facet.name == "format" else one


def _limit(facet: Facet, value: str) -> Scope:
    """The scope of the documents that have a value of a facet."""
    if facet.name == "year":
        year = int(value)
        return Scope(from_=dt.date(year, 1, 1), until=dt.date(year, 12, 31))
    languages: tuple[Language, ...] = tuple(one for one in LANGUAGES if one == value)
    scopes = {
        "issuer": Scope(issuers=(value,)),
        "format": Scope(types=(value,)),
        "language": Scope(languages=languages),
        "folder": Scope(folders=(value,)),
    }
    return scopes[facet.name]


def _document(found: DocumentMatches, turn: SearchTurn, language: Language) -> Html:
    document = found.document
    title = tag("h2", document.title, lang=document.language)
    facts = (format_of(document.format).label, *facts_of_result(document, language))
    every = document.id in turn.opened
    matches = found.matches if every else found.matches[:SHOWN]
    items = (_match(document.id, one, language) for one in matches)
    more = None
    if (left := found.count - len(matches)) > 0:
        more = tag(
            "button", say("results.more_passages", language, count=left), type="button",
            class_="v-link", data_act="every", data_document=document.id,
        )  # fmt: skip
    return tag(
        "li", title, tag("p", " · ".join(facts), class_="v-facts"), tag("ul", *items), more,
        class_="v-found-document",
    )  # fmt: skip


def _match(document_id: str, match: PassageMatch, language: Language) -> Html:
    excerpt = tag("p", *_marked(match), class_="v-excerpt", lang=match.language)
    why = tag("span", reason(match, language), class_="v-facts")
    button = source_button(
        document_id, match.page, (match.start, match.end), say("page.open_passage", language),
        class_="v-chip v-link",
    )  # fmt: skip
    return tag("li", excerpt, tag("div", why, button, class_="v-why"))


def _marked(match: PassageMatch) -> Iterator[object]:
    """The excerpt in pieces, the words searched for marked; its lines follow each other closely."""
    last = match.start
    for start, end in match.marked:
        yield _without_gaps(match.excerpt[last - match.start : start - match.start])
        yield tag("mark", match.excerpt[start - match.start : end - match.start])
        last = end
    yield _without_gaps(match.excerpt[last - match.start :])


def _without_gaps(piece: str) -> str:
    return re.sub(r"\n\s*\n", "\n", piece)


def _pages(found: SearchResults, language: Language) -> Html | None:
    if found.pages < 2:
        return None
    line = say("results.page", language, page=found.page, pages=found.pages)
    return tag(
        "nav",
        _turn("left", "previous_results", found.page - 1, found.pages, language),
        tag("span", line, class_="v-facts"),
        _turn("right", "next_results", found.page + 1, found.pages, language),
        class_="v-between",
        aria_label=say("page.results_pages", language),
    )


def _turn(arrow: str, label: str, to: int, last: int, language: Language) -> Html:
    words = say(f"page.{label}", language)
    return tag(
        "button", icon(arrow), words, type="button", class_="v-button", data_act="result_page",
        data_to=to, disabled=not 1 <= to <= last,
    )  # fmt: skip
