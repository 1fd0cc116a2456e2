"""The source panel: a quotation marked in the text of its page, and in its image."""

from __future__ import annotations

from rag.errors import RagError
from rag.messages import say
from rag.messages.answers import day, place, recognised
from rag.readers import format_of
from rag.records import Document, Language, Page
from rag.web.html.markup import Html, icon, join, tag
from rag.web.html.passage import around_quotation, beginning_of
from rag.web.state import SourcePlace
from rag.web.viewer.address import VIEW, ViewerAddress, place_permalink


def empty(language: Language, sentence: str = "source_empty") -> Html:
    """The panel before a source is chosen."""
    invitation = tag("p", icon("page"), tag("span", say(f"page.{sentence}", language)))
    return tag("div", invitation, class_="v-source-empty")


def failed(error: RagError, language: Language) -> Html:
    """One line that says why a source cannot be shown."""
    line = tag("p", icon("alert"), tag("span", error.message(language)), class_="v-error")
    return tag("div", line, class_="v-source-empty")


def render_source(
    document: Document, page: Page, quotation: SourcePlace, language: Language
) -> Html:
    """A page of a document, with the quotation marked if it is on this page.

    With an empty quotation nothing is marked: the document is open for reading.
    """
    marked = page.number == quotation.page and quotation.start < quotation.end
    return join(
        (
            _head(document, page, quotation, language),
            _pager(document, page, quotation, language) if document.page_count > 1 else None,
            _context(document, page, quotation if marked else None, language),
            _image(document, page, quotation if marked else None, language),
            _foot(document, page, language),
        )
    )


def headings_at(page: Page, offset: int) -> list[str]:
    """The headings above an offset of a page, the outermost first, without heads of tables."""
    path: list[tuple[int, str]] = []
    for heading in page.headings:
        if heading.start > offset:
            break
        if heading.end is not None:
            continue  # the table shows its heads
        path = [(level, title) for level, title in path if level < heading.level]
        path.append((heading.level, heading.title))
    return [title for _, title in path]


def _head(document: Document, page: Page, quotation: SourcePlace, language: Language) -> Html:
    """The title and facts of the document; ``data-place`` names the quotation for page.js."""
    facts = [document.issuer, day(document.date, language) if document.date else None]
    facts.append(place(page.number, page.label, language))
    facts.append(None if page.ocr is None else recognised(page.ocr, language))
    line = " · ".join(fact for fact in facts if fact)
    title = tag("h3", document.title, lang=document.language, class_="v-doc-title", tabindex=-1)
    data_place = f"{quotation.document} {quotation.page or ''} {quotation.start} {quotation.end}"
    viewer = viewer_address(document, page, quotation, language)
    enlarge = _new_tab(
        "page", say("viewer.open", language), viewer, language, data_view=viewer, class_="v-enlarge"
    )
    return tag(
        "header", title, tag("p", line, class_="v-facts"), enlarge, class_="v-doc-head",
        data_place=data_place if page.number == quotation.page else None,
    )  # fmt: skip


def _pager(document: Document, page: Page, quotation: SourcePlace, language: Language) -> Html:
    """Buttons to the previous and next page, and back to the quotation."""
    number = page.number or 1
    count = say("page.of_pages", language, total=document.page_count)
    back = None
    if page.number != quotation.page and quotation.start < quotation.end:
        back = _page_button(quotation.page, "back", "back", quotation, language)
    position = tag(
        "span", say("page.page_n", language, n=number), " ", count, class_="v-pager-position"
    )
    return tag(
        "nav",
        _page_button(number - 1, "previous", "left", quotation, language, disabled=number <= 1),
        position,
        _page_button(
            number + 1, "next", "right", quotation, language, disabled=number >= document.page_count
        ),
        back,
        class_="v-pager",
        aria_label=say("page.page_text", language),
    )


def _page_button(
    number: int | None,
    name: str,
    icon_name: str,
    quotation: SourcePlace,
    language: Language,
    *,
    disabled: bool = False,
) -> Html:
    label = say(f"page.{name}", language)
    return tag(
        "button",
        icon(icon_name),
        type="button",
        class_="v-pager-button",
        aria_label=label,
        title=label,
        disabled=disabled,
        data_act="turn_page",
        data_show=number or "",
        data_document=quotation.document,
        data_page=quotation.page or "",
        data_start=quotation.start,
        data_end=quotation.end,
        data_context=quotation.written_context,
    )


def _context(
    document: Document, page: Page, quotation: SourcePlace | None, language: Language
) -> Html:
    path = headings_at(page, quotation.start) if quotation else []  # else the text begins with them
    if path[:1] == [document.title]:
        path = path[1:]
    trail = tag("p", join((tag("span", title) for title in path), " › "), class_="v-breadcrumb")
    shown = around_quotation(page, quotation) if quotation else beginning_of(page)
    passage = tag("blockquote", shown, lang=document.language, class_="v-passage")
    heading = tag(
        "h4", say("page.in_context" if quotation else "page.page_text", language), class_="v-label"
    )
    return tag("section", heading, trail if path else None, passage, class_="v-context")


def _image(
    document: Document, page: Page, quotation: SourcePlace | None, language: Language
) -> Html | None:
    if page.number is None or not format_of(document.format).is_drawn:
        return None
    address = f"v1/documents/{document.id}/pages/{page.number}/image.png"
    if quotation:
        address += "?" + "&".join(f"start={start}&end={end}" for start, end in quotation.spans)
    named = place(page.number, page.label, language)
    shown = say(
        "page.page_image_marked" if quotation else "page.page_image",
        language,
        place=named,
        title=document.title,
    )
    return tag("figure", tag("img", src=address, alt=shown, decoding="async"), class_="v-page")


def _foot(document: Document, page: Page, language: Language) -> Html:
    address = f"v1/documents/{document.id}/original"
    if page.number and format_of(document.format).is_drawn:
        address += f"#page={page.number}"
    digest = tag("code", document.id[:12], title=document.id)
    fingerprint = tag(
        "span", say("page.fingerprint", language), " ", digest, class_="v-fingerprint"
    )
    link = _new_tab("open", say("page.original", language), address, language, class_="v-button")
    return tag("footer", link, fingerprint, class_="v-doc-foot")


def viewer_address(
    document: Document, page: Page, quotation: SourcePlace, language: Language
) -> str:
    """The address of the viewer at a quotation, or at a page without it."""
    link = place_permalink(quotation, page) if page.number == quotation.page else ""
    shown = ViewerAddress(document.id, link, None if link else page.number, lang=language)
    return f"{VIEW}/{shown.url}"


def _new_tab(
    icon_name: str, words: str, address: str, language: Language, **attributes: object
) -> Html:
    """A link that opens in a new tab, and says so."""
    where = tag("span", f" ({say('page.new_tab', language)})", class_="v-visually-hidden")
    return tag(
        "a", icon(icon_name), words, where, href=address, target="_blank", rel="noopener",
        **attributes,
    )  # fmt: skip
