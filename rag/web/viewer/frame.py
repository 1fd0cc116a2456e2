"""What the pages beside the main one share: their head, the way back, language and theme."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from rag.config import Settings
from rag.messages import say
from rag.records import LANGUAGES, Language
from rag.web.html.brand import PRODUCT
from rag.web.html.markup import Html, icon, tag
from rag.web.static_files import static_address

# Nothing of a document can run or load, even if something were missed when it was sanitised.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_LINKS = (
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    '<meta name="robots" content="noindex"><meta name="color-scheme" content="light dark">'
    f'<link rel="stylesheet" href="{{root}}{static_address("page.css")}">'
    f'<link rel="stylesheet" href="{{root}}{static_address("viewer.css")}">'
    f'<link rel="icon" href="{{root}}{static_address("icon.svg")}" type="image/svg+xml">'
    f'<script src="{{root}}{static_address("page.js")}"></script>'
    f'<script src="{{root}}{static_address("links.js")}"></script>'
    f'<script src="{{root}}{static_address("viewer.js")}" defer></script>'
)


def whole_page(title: str, body: tuple[object, ...], language: Language, *, root: str) -> str:
    """A page with a body; ``root`` is the address of the main page from it."""
    head = tag("head", Html(_LINKS.format(root=escape(root))), tag("title", title))
    shown = tag("body", *body, class_="gradio-container v-viewer")
    return f"<!doctype html>{tag('html', head, shown, lang=language)}"


def back_link(settings: Settings, language: Language, root: str) -> Html:
    """The way back to the main page."""
    name = say("viewer.back", language, name=settings.institution.name or PRODUCT)
    return tag("a", icon("left"), tag("span", name), href=root, class_="v-button v-viewer-back")


def language_links(address: Callable[[Language], str], language: Language) -> Html:
    """The same page in each language, at the address that a function gives."""
    links = (
        tag(
            "a", each.upper(), lang=each, aria_label=say("page.this_language", each),
            href=address(each), aria_current="true" if each == language else None,
        )
        for each in LANGUAGES
    )  # fmt: skip
    label = say("page.language", language)
    return tag("nav", *links, class_="v-languages", aria_label=label)
