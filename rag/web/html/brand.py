"""The name and the logo in the head of the page and at the sign-in."""

from __future__ import annotations

from rag.config import Institution
from rag.web.html.markup import Html, tag
from rag.web.routes import LOGO

PRODUCT = "Verbatim"


def render_brand(institution: Institution, root: str = "") -> Html:
    """The name of an institution with its logo; ``root`` is the address of the page.

    Without a name it is that of the product.
    """
    logo = None
    if institution.logo:
        logo = tag("img", src=root + LOGO.lstrip("/"), alt="", class_="v-logo")
    name = tag("span", institution.name) if institution.name else tag("mark", PRODUCT, lang="la")
    return tag("h1", logo, name, class_="v-brand")


def brand_title(institution: Institution, before: str = "") -> str:
    """The title of a document in the browser's bar, after what it shows."""
    names = (before, institution.name, PRODUCT)
    return " · ".join(name for name in names if name)
