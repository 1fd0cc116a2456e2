"""The viewer as a page of its own: the document first and large, its text, and the rail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.config import Settings
from rag.messages import say
from rag.messages.answers import day, place, recognised
from rag.readers import format_of
from rag.records import Language, Offsets
from rag.web.html.brand import brand_title
from rag.web.html.layout import theme_button
from rag.web.html.markup import Html, icon, join, tag
from rag.web.viewer.address import VIEW, ViewerAddress, place_permalink
from rag.web.viewer.frame import back_link, language_links, whole_page
from rag.web.viewer.marks import marked_page
from rag.web.viewer.opened import OpenedDocument, Turning
from rag.web.viewer.rail import hidden_fields, image_address, render_rail

ROOT = "../"  # from an address of the viewer

# What became of a quote that is not at its place.
_STATES = {
    "moved": "viewer.moved",
    "changed": "viewer.changed",
    "gone": "viewer.quote_gone",
}


def render_viewer(
    opened: OpenedDocument,
    address: ViewerAddress,
    settings: Settings,
    language: Language,
    *,
    keeps: bool = False,
) -> str:
    """The whole page that shows a document; ``keeps`` says that its quote can be kept."""
    document = opened.document
    body = (
        tag("a", say("viewer.skip", language), href="#v-sheet", class_="v-skip-link"),
        _head(opened, address, settings, language, keeps=keeps),
        _notices(opened, address, language),
        opened.turning and _turning(opened.turning, language),
        tag(
            "div",
            tag("main", _sheet(opened, address, language), _text(opened, language)),
            render_rail(opened, address, language),
            class_="v-viewer-body",
        ),
    )
    return whole_page(brand_title(settings.institution, document.title), body, language, root=ROOT)


def render_absent(
    explanation: str, address: ViewerAddress, settings: Settings, language: Language
) -> str:
    """The whole page that says why a document cannot be shown."""
    title = say("viewer.unavailable", language)
    tools = tag(
        "div",
        language_links(lambda lang: replace(address, lang=lang).url, language),
        theme_button(language),
        class_="v-viewer-tools",
    )
    head = tag("header", back_link(settings, language, ROOT), tools, class_="v-viewer-head")
    said = tag("main", tag("h1", title), tag("p", explanation), class_="v-viewer-absent")
    return whole_page(brand_title(settings.institution, title), (head, said), language, root=ROOT)


def _head(
    opened: OpenedDocument,
    address: ViewerAddress,
    settings: Settings,
    language: Language,
    *,
    keeps: bool,
) -> Html:
    document, page = opened.document, opened.page
    facts = [document.issuer, day(document.date, language) if document.date else None]
    facts.append(place(page.number, page.label, language))
    facts.append(None if page.ocr is None else recognised(page.ocr, language))
    line = " · ".join(fact for fact in facts if fact)
    title = tag(
        "div",
        tag("h1", document.title, lang=document.language),
        tag("p", line, class_="v-facts") if line else None,
        class_="v-viewer-title",
    )
    tools = tag(
        "div", _keep(opened, language) if keeps else None,
        _copy_link(opened, language), _original(opened, language),
        language_links(lambda lang: replace(address, lang=lang).url, language),
        theme_button(language), class_="v-viewer-tools",
    )  # fmt: skip
    return tag("header", back_link(settings, language, ROOT), title, tools, class_="v-viewer-head")


def _permalink(opened: OpenedDocument) -> str:
    """The permalink of the quote as it is on the open page, "" if it is not on it."""
    quotation, page = opened.quotation, opened.page
    if quotation is None or quotation.page != page.number:
        return ""
    return place_permalink(quotation, page)


def _keep(opened: OpenedDocument, language: Language) -> Html | None:
    """A button that keeps the quote in a notebook; ``None`` without a quote."""
    link = _permalink(opened)
    if not link:
        return None
    return tag(
        "button", icon("keep"), tag("span", say("notebooks.keep", language)), type="button",
        class_="v-button", data_keep=link, data_root=ROOT,
        data_failed=say("notebooks.not_kept", language), data_ended=say("accounts.over", language),
        data_sign_in=say("accounts.enter", language),
        title=say("notebooks.keep_quote", language),
    )  # fmt: skip


def _copy_link(opened: OpenedDocument, language: Language) -> Html:
    """A button that copies the address of the quote, or of the page if no quote is on it."""
    link, page = _permalink(opened), opened.page
    shown = ViewerAddress(opened.document.id, link, None if link else page.number)
    key = "viewer.copy" if link else "viewer.copy_page" if page.number else "viewer.copy_document"
    return tag(
        "button", icon("link"), tag("span", say(key, language)), type="button", class_="v-button",
        data_link=f"{ROOT}{VIEW}/{shown.url}", data_done=say("page.copied", language),
    )  # fmt: skip


def _original(opened: OpenedDocument, language: Language) -> Html:
    address = f"{ROOT}api/documents/{opened.document.id}/original"
    if opened.page.number:
        address += f"#page={opened.page.number}"
    where = tag("span", f" ({say('page.new_tab', language)})", class_="v-visually-hidden")
    return tag(
        "a", icon("open"), tag("span", say("page.original", language)), where,
        href=address, target="_blank", rel="noopener", class_="v-button",
    )  # fmt: skip


def _notices(opened: OpenedDocument, address: ViewerAddress, language: Language) -> Html | None:
    """What the reader must know of the quote and of the document, one line each."""
    found, lines = opened.found, []
    if found is not None:
        elsewhere = found.state == "moved" and found.document != address.document
        key = "viewer.moved_document" if elsewhere else _STATES.get(found.state)
        lines += [_notice(say(key, language))] if key else []
        newer = found.newer
        if newer is not None and newer.document:
            target = ViewerAddress(newer.document, show=newer.page)
            link = tag("a", newer.title, href=target.url)
            lines.append(_notice(join((say("viewer.newer", language), " ", link))))
    if opened.file_missing:
        lines.append(_notice(say("viewer.file_missing", language)))
    elif opened.quotation and opened.shape is not None and not opened.marked:
        lines.append(_notice(say("viewer.beside", language), "page"))
    label = say("viewer.notices", language)
    return tag("aside", *lines, class_="v-viewer-notices", aria_label=label) if lines else None


def _notice(said: str, icon_name: str = "alert") -> Html:
    return tag("p", icon(icon_name), tag("span", said), role="note")


def _turning(turning: Turning, language: Language) -> Html:
    """The way to the quotes before and after, in the order of the answer."""
    position = say("viewer.quote_n", language, n=turning.number, count=turning.count)
    return tag(
        "nav",
        _turn(turning.previous, "left", "viewer.previous_quote", language),
        tag("span", position),
        _turn(turning.next, "right", "viewer.next_quote", language),
        class_="v-turning", aria_label=say("viewer.quotes", language),
    )  # fmt: skip


def _turn(target: ViewerAddress | None, arrow: str, key: str, language: Language) -> Html:
    """A link to another quote or page; without one, its place is kept."""
    label = say(key, language)
    if target is None:
        return tag("span", icon(arrow), class_="v-pager-button v-nowhere")
    return tag(
        "a", icon(arrow), href=target.url, class_="v-pager-button", aria_label=label, title=label
    )


def _sheet(opened: OpenedDocument, address: ViewerAddress, language: Language) -> Html:
    """The document, large: the image of its page, its own form, or its text."""
    page, document = opened.page, opened.document
    pager = None if page.number is None else _pager(opened, address, language)
    bar = tag("div", pager, _zoom(language), class_="v-sheet-bar")
    if _is_drawn(opened):
        return tag("section", bar, _image(opened, language), class_="v-sheet")
    shown = opened.shape if opened.shape is not None else marked_page(page, _spans(opened))
    region = tag(
        "div", tag("div", shown, class_="v-look", lang=document.language),
        id="v-sheet", class_="v-sheet-view", tabindex=0, role="region",
        aria_label=say("viewer.text", language),
    )  # fmt: skip
    return tag("section", bar, region, class_="v-sheet v-sheet-look")


def _is_drawn(opened: OpenedDocument) -> bool:
    """Whether the open page is shown as an image."""
    return opened.page.number is not None and format_of(opened.document.format).is_drawn


def _pager(opened: OpenedDocument, address: ViewerAddress, language: Language) -> Html:
    number, total = opened.page.number or 1, opened.document.page_count
    before = address.at_page(number - 1) if number > 1 else None
    after = address.at_page(number + 1) if number < total else None
    label = say("viewer.go", language)
    name = "show" if address.permalink else "page"
    box = tag(
        "input", name=name, value=number, inputmode="numeric", pattern="[0-9]*", maxlength=6,
        aria_label=label, autocomplete="off",
    )  # fmt: skip
    send = tag("button", say("viewer.go_send", language), type="submit", class_="v-visually-hidden")
    total_said = tag("span", say("page.of_pages", language, total=total))
    form = tag(
        "form", *hidden_fields(address, name), box, total_said, send, action=address.document
    )
    back = None
    if opened.quotation and opened.quotation.page != number:
        back = _turn(replace(address, show=None), "back", "page.back", language)
    return tag(
        "nav", _turn(before, "left", "page.previous", language), form,
        _turn(after, "right", "page.next", language), back,
        class_="v-viewer-pager", aria_label=say("viewer.pages", language),
    )  # fmt: skip


def _zoom(language: Language) -> Html:
    """Buttons that viewer.js handles; without scripts they are not shown."""
    buttons = (
        tag(
            "button", words, type="button", class_="v-pager-button", data_zoom=name,
            aria_label=say(f"viewer.zoom_{name}", language),
            title=say(f"viewer.zoom_{name}", language),
        )
        for name, words in (("out", "−"), ("in", "+"), ("fit", "↔"))
    )  # fmt: skip
    shown = tag("span", "100 %", class_="v-zoom-value", role="status")
    label = say("viewer.zoom", language)
    return tag("div", *buttons, shown, class_="v-zoom", role="group", aria_label=label, hidden=True)


def _image(opened: OpenedDocument, language: Language) -> Html:
    """The image of the page, with the quote marked; ``data-top`` is its height in points."""
    page, quotation = opened.page, opened.quotation
    address, top = image_address(opened.document, page.number or 1), None
    if quotation and quotation.page == page.number:
        marked = [f"start={start}&end={end}" for start, end in quotation.spans]
        address += "?" + "&".join(marked)
        tops = [
            box.top for box in page.boxes
            if any(box.start < end and start < box.end for start, end in quotation.spans)
        ]  # fmt: skip
        top = round(min(tops)) if tops else None
    named = place(page.number, page.label, language)
    key = "page.page_image_marked" if "?" in address else "page.page_image"
    alt = say(key, language, place=named, title=opened.document.title)
    image = tag("img", src=address, alt=alt, data_top=top, id="v-page-image")
    return tag(
        "div", image, id="v-sheet", class_="v-sheet-view", tabindex=0, role="region",
        aria_label=say("page.page_n", language, n=page.number),
    )  # fmt: skip


def _spans(opened: OpenedDocument) -> Sequence[Offsets]:
    """The spans of the quote, none if it is not on the open page."""
    quotation = opened.quotation
    return quotation.spans if quotation and quotation.page == opened.page.number else ()


def _text(opened: OpenedDocument, language: Language) -> Html | None:
    """The text of the page with the quote marked; ``None`` where the sheet shows it already."""
    page, quotation = opened.page, opened.quotation
    if not _is_drawn(opened) and (opened.shape is None or opened.marked or not quotation):
        return None
    shown = marked_page(page, _spans(opened), below=2)
    passage = tag("div", shown, class_="v-look", lang=opened.document.language)
    heading = tag("h2", say("page.page_text", language), class_="v-label")
    return tag(
        "section", heading, passage, class_="v-viewer-text", tabindex=0,
        aria_label=say("page.page_text", language),
    )  # fmt: skip
