"""The rail of the viewer: the search in the document, its headings, and its pages in small."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.messages import say
from rag.messages.answers import place
from rag.readers import format_of
from rag.records import Document, Language
from rag.web.html.markup import Html, icon, join, tag
from rag.web.viewer.address import ViewerAddress
from rag.web.viewer.contents import MOST_MATCHES, SectionHeading, WordMatch
from rag.web.viewer.opened import OpenedDocument

_THUMBNAILS = 60  # pages shown in small, around the open one
_THUMBNAIL_SCALE = 0.3  # pixels a point


def render_rail(opened: OpenedDocument, address: ViewerAddress, language: Language) -> Html:
    """The search with its matches, the headings if there are any, and the pages in small."""
    return tag(
        "aside",
        _search(address, language),
        _matches(opened, address, language) if address.words else None,
        _outline(opened.headings, opened.document, address, language),
        _thumbnails(opened, address, language),
        class_="v-rail", aria_label=say("viewer.rail", language),
    )  # fmt: skip


def hidden_fields(address: ViewerAddress, *without: str) -> list[Html]:
    """The query of an address as hidden fields of a form, but for some of them."""
    return [
        tag("input", type="hidden", name=name, value=value)
        for name, value in address.pairs
        if name not in without
    ]


def _search(address: ViewerAddress, language: Language) -> Html:
    label, words = (say(f"viewer.{key}", language) for key in ("search", "search_send"))
    box = tag(
        "input", type="search", name="q", value=address.words or None, aria_label=label,
        placeholder=words, maxlength=200, autocomplete="off",
    )  # fmt: skip
    send = tag(
        "button",
        icon("none"),
        type="submit",
        class_="v-pager-button",
        aria_label=words,
        title=words,
    )
    return tag(
        "form", *hidden_fields(address, "q"), box, send, role="search", action=address.document,
        class_="v-rail-search",
    )  # fmt: skip


def _matches(opened: OpenedDocument, address: ViewerAddress, language: Language) -> Html:
    found, words = opened.matches, address.words
    if not found:
        return tag(
            "p", say("viewer.no_match", language, words=words), class_="v-facts", role="status"
        )
    key = "viewer.matches_cut" if len(found) == MOST_MATCHES else "viewer.matches"
    said = tag(
        "p", say(key, language, count=len(found), words=words), class_="v-facts", role="status"
    )
    items = (tag("li", _match(each, opened.document, address, language)) for each in found)
    return join((said, tag("ol", *items, class_="v-matches")))


def _match(
    match: WordMatch, document: Document, address: ViewerAddress, language: Language
) -> Html:
    target = replace(address, permalink=match.permalink, show=None, among=())
    shown = tag("span", match.before, tag("mark", match.words), match.after, lang=document.language)
    where = place(match.page, match.label, language)
    page = tag("span", where, class_="v-facts") if where else None
    current = "true" if match.permalink == address.permalink else None
    return tag("a", shown, page, href=target.url, aria_current=current)


def _outline(
    headings: Sequence[SectionHeading],
    document: Document,
    address: ViewerAddress,
    language: Language,
) -> Html | None:
    """The headings, each a link to its place; none if the title of the document is the only one."""
    shown = [each for each in headings if each.title != document.title]
    if not shown:
        return None
    top = min(each.level for each in shown)
    items = (
        tag(
            "li",
            _heading(each, document, address, language),
            class_=f"v-depth-{min(each.level - top, 4)}",
        )
        for each in shown
    )
    title = tag("summary", say("viewer.outline", language))
    return tag("details", title, tag("ol", *items, class_="v-outline"), open=True)


def _heading(
    entry: SectionHeading, document: Document, address: ViewerAddress, language: Language
) -> Html:
    if entry.page is None:
        target = replace(address, permalink=entry.permalink, show=None)
    else:
        target = address.at_page(entry.page)
    number = entry.page and tag("span", entry.page, class_="v-outline-page", aria_hidden="true")
    label = tag("span", entry.title, lang=document.language)
    return tag("a", label, number or None, href=target.url)


def _thumbnails(opened: OpenedDocument, address: ViewerAddress, language: Language) -> Html | None:
    """Small images of the pages around the open one; ``None`` if there is one page or none."""
    document, current = opened.document, opened.page.number
    if current is None or document.page_count < 2 or not format_of(document.format).is_drawn:
        return None
    first = max(1, min(current - _THUMBNAILS // 2, document.page_count - _THUMBNAILS + 1))
    last = min(document.page_count, first + _THUMBNAILS - 1)
    items = [_thumbnail(n, opened, address, language) for n in range(first, last + 1)]
    items = [*(_beyond(first - 1, "left", address, language) if first > 1 else ()), *items]
    items += _beyond(last + 1, "right", address, language) if last < document.page_count else ()
    title = tag("summary", say("viewer.pages", language))
    return tag("details", title, tag("ol", *items, class_="v-thumbnails"), open=True)


def _thumbnail(
    number: int, opened: OpenedDocument, address: ViewerAddress, language: Language
) -> Html:
    here = number == opened.page.number
    image = tag(
        "img", src=f"{image_address(opened.document, number)}?scale={_THUMBNAIL_SCALE}", alt="",
        loading="lazy", decoding="async",
    )  # fmt: skip
    link = tag(
        "a", image, tag("span", number), href=address.at_page(number).url,
        aria_label=say("page.page_n", language, n=number), aria_current="page" if here else None,
    )  # fmt: skip
    return tag("li", link)


def _beyond(number: int, arrow: str, address: ViewerAddress, language: Language) -> list[Html]:
    """The way to the pages before or after those that are shown."""
    label = say("page.page_n", language, n=number)
    link = tag("a", icon(arrow), href=address.at_page(number).url, aria_label=f"{label} …")
    return [tag("li", link, class_="v-beyond")]


def image_address(document: Document, number: int) -> str:
    """The address of the image of a page, relative to that of the viewer."""
    return f"../v1/documents/{document.id}/pages/{number}/image.png"
