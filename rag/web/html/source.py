"""The source panel: a passage in its page, the quotation marked, the page as printed."""

from __future__ import annotations

import re

from rag.errors import RagError
from rag.messages import say
from rag.messages.answers import day, place, recognised
from rag.readers import format_of
from rag.records import Document, Language, Page
from rag.web.html.icons import icon
from rag.web.html.markup import Html, join, tag
from rag.web.state import SourcePlace

_EMPTY_LINES = re.compile(r"(\n\s*\n)")
_LONGEST = 20_000  # characters of a page shown for itself: a document without pages is one page
_AROUND = 420  # characters of the page kept on each side of the quotation


def empty(language: Language, sentence: str = "source_empty") -> Html:
    """The panel before a source is chosen."""
    invitation = tag("p", icon("page"), tag("span", say(f"page.{sentence}", language)))
    return tag("div", invitation, class_="v-source-empty")


def failed(fault: RagError, language: Language) -> Html:
    """A source that cannot be shown: one line."""
    line = tag("p", icon("alert"), tag("span", fault.message(language)), class_="v-error")
    return tag("div", line, class_="v-source-empty")


def source(document: Document, page: Page, spot: SourcePlace, language: Language) -> Html:
    """The page of a document, the quotation marked where the page is the spot's own.

    An empty spot marks nothing: the document is read for itself.
    """
    marked = page.number == spot.page and spot.start < spot.end
    return join(
        (
            _head(document, page, spot, language),
            _turner(document, page, spot, language) if document.page_count > 1 else None,
            _context(document, page, spot if marked else None, language),
            _image(document, page, spot if marked else None, language),
            _foot(document, page, language),
        )
    )


def headings_at(page: Page, offset: int) -> list[str]:
    """The headings that a place of a page stands under, the outermost first."""
    path: list[tuple[int, str]] = []
    for heading in page.headings:
        if heading.start > offset:
            break
        if heading.end is not None and heading.end <= offset:
            continue  # the header of a table that is over
        path = [(level, title) for level, title in path if level < heading.level]
        path.append((heading.level, heading.title))
    return [title for _, title in path]


def _head(document: Document, page: Page, spot: SourcePlace, language: Language) -> Html:
    """What is shown, in words and, for the script of the page, in the data of its opener."""
    facts = [document.issuer, day(document.date, language) if document.date else None]
    facts.append(place(page.number, page.label, language))
    facts.append(None if page.ocr is None else recognised(page.ocr, language))
    line = " · ".join(fact for fact in facts if fact)
    title = tag("h3", document.title, lang=document.language, class_="v-doc-title", tabindex=-1)
    place_ = f"{spot.document} {spot.page or ''} {spot.start} {spot.end}"
    return tag(
        "header", title, tag("p", line, class_="v-facts"), class_="v-doc-head",
        data_place=place_ if page.number == spot.page else None,
    )  # fmt: skip


def _turner(document: Document, page: Page, spot: SourcePlace, language: Language) -> Html:
    """Previous and next page, and the way back to the quotation."""
    number = page.number or 1
    count = say("page.of_pages", language, total=document.page_count)
    back = None
    if page.number != spot.page and spot.start < spot.end:
        back = _turn_to(spot.page, "back", "back", spot, language)
    here = tag("span", say("page.page_n", language, n=number), " ", count, class_="v-here")
    return tag(
        "nav",
        _turn_to(number - 1, "previous", "left", spot, language, off=number <= 1),
        here,
        _turn_to(number + 1, "next", "right", spot, language, off=number >= document.page_count),
        back,
        class_="v-turner",
        aria_label=say("page.page_text", language),
    )


def _turn_to(
    number: int | None,
    name: str,
    drawn: str,
    spot: SourcePlace,
    language: Language,
    *,
    off: bool = False,
) -> Html:
    label = say(f"page.{name}", language)
    return tag(
        "button",
        icon(drawn),
        type="button",
        class_="v-turn-page",
        aria_label=label,
        title=label,
        disabled=off,
        data_act="leaf",
        data_show=number or "",
        data_document=spot.document,
        data_page=spot.page or "",
        data_start=spot.start,
        data_end=spot.end,
    )


def _context(document: Document, page: Page, spot: SourcePlace | None, language: Language) -> Html:
    path = headings_at(page, spot.start if spot else 0)
    if path[:1] == [document.title]:
        path = path[1:]
    trail = tag("p", join((tag("span", title) for title in path), " › "), class_="v-trail")
    shown = _marked(page.text, spot) if spot else _paragraphs(_beginning(page.text))
    passage = tag("blockquote", shown, lang=document.language, class_="v-passage")
    heading = tag(
        "h4", say("page.in_context" if spot else "page.page_text", language), class_="v-label"
    )
    return tag("section", heading, trail if path else None, passage, class_="v-context")


def _beginning(whole: str) -> str:
    return whole if len(whole) <= _LONGEST else whole[:_LONGEST] + " …"


def _marked(whole: str, spot: SourcePlace) -> Html:
    """The neighbourhood of a quotation, cut at words, the quotation marked."""
    start, end = max(0, min(spot.start, len(whole))), max(0, min(spot.end, len(whole)))
    left = max(0, start - _AROUND)
    right = min(len(whole), end + _AROUND)
    while 0 < left < start and not whole[left - 1].isspace():
        left += 1
    while end < right < len(whole) and not whole[right].isspace():
        right -= 1
    before = "… " + whole[left:start].lstrip() if left else whole[:start]
    after = whole[end:right].rstrip() + " …" if right < len(whole) else whole[end:]
    mark = tag("mark", _paragraphs(whole[start:end]), id="v-mark")
    return join((_paragraphs(before), mark, _paragraphs(after)))


def _paragraphs(whole: str) -> Html:
    """A text with its empty lines set as small gaps; to copy it gives the text itself."""
    return join(
        tag("span", part, class_="v-gap") if part.isspace() else part
        for part in _EMPTY_LINES.split(whole)
        if part
    )


def _image(
    document: Document, page: Page, spot: SourcePlace | None, language: Language
) -> Html | None:
    if page.number is None or not format_of(document.format).has_pages:
        return None
    address = f"/api/documents/{document.id}/pages/{page.number}/image.png"
    if spot:
        address += f"?start={spot.start}&end={spot.end}"
    named = place(page.number, page.label, language)
    shown = say(
        "page.page_image_marked" if spot else "page.page_image",
        language,
        place=named,
        title=document.title,
    )
    return tag("figure", tag("img", src=address, alt=shown, decoding="async"), class_="v-page")


def _foot(document: Document, page: Page, language: Language) -> Html:
    address = f"/api/documents/{document.id}/original"
    if page.number and format_of(document.format).has_pages:
        address += f"#page={page.number}"
    where = tag("span", f" ({say('page.new_tab', language)})", class_="v-unseen")
    link = tag(
        "a", icon("open"), say("page.original", language), where,
        href=address, target="_blank", rel="noopener", class_="v-button",
    )  # fmt: skip
    print_ = tag("code", document.id[:12], title=document.id)
    fingerprint = tag("span", say("page.fingerprint", language), " ", print_, class_="v-print")
    return tag("footer", link, fingerprint, class_="v-doc-foot")
