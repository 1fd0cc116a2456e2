"""Which elements of an HTML page a person reads: not its scripts, menus or hidden parts."""

from __future__ import annotations

import re
from typing import Any

UNREAD = frozenset(
    """script style noscript template iframe object embed applet svg canvas audio video map head
    select option datalist button textarea input meter progress rp nav""".split()
)
_WAYS = ("navigation", "banner", "contentinfo", "search", "menu", "menubar")  # ARIA roles
# Names that only menus have, and names that they have where most of their text is links.
_SURELY = re.compile(
    r"(?:^|\s)(?:navbar|navheader|navfooter|docnav|breadcrumbs?|skip-link|cookie-banner)(?:$|\s)",
    re.IGNORECASE,
)
_MENU = re.compile(
    r"(?:^|[\s_-])(?:nav|navigation|menu|breadcrumbs?|sidebar|footer|header|skip|share|social|"
    r"pagination|pager|cookies?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NOTE_MARK = re.compile(r"\s*(?:\[?\d{1,3}\]?|[*†‡])\s*")
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0*)?\s*(?:;|!|$)"
    r"|font-size\s*:\s*[01](?:\.\d+)?(?:px|pt)?\s*(?:;|!|$)"
    r"|(?:left|top|text-indent)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_PALE = re.compile(
    r"(?<![-\w])color\s*:\s*(?:white|#fff(?:fff)?|transparent|rgba?\(\s*255\s*,\s*255\s*,\s*255)\b",
    re.IGNORECASE,
)
# A rule inside @media hides on paper or on a telephone only.
# No pattern here may look at a character from more than one start: a sheet without a brace, or
# of "@" or "/*" alone, would take the square of its length.
_MEDIA = re.compile(r"@[^{}@]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|/\*.*?(?:\*/|\Z)", re.DOTALL)
_RULE = re.compile(r"(?<![^{}])([^{}]+)\{([^{}]*)\}")
_SIMPLE = re.compile(r"\w*([.#][\w-]+)$")


class Visibility:
    """Tells, for the page of a root element, what is seen of it."""

    def __init__(self, root: Any) -> None:
        self._hidden_names = _hidden_names(root)

    def hides(self, element: Any) -> bool:
        """Whether style or an attribute hides an element and all that it holds."""
        style = element.get("style", "")
        if element.get("hidden") is not None or (style and _UNSEEN.search(style)):
            return True
        if style and _PALE.search(style) and not _on_colour(element):
            return True
        names = {f".{name}" for name in element.get("class", "").split()}
        names.add(f"#{element.get('id')}")
        return not self._hidden_names.isdisjoint(names)


def main(root: Any) -> Any:
    """The element that holds the document, where the page marks just one; else its body."""
    for path in (".//main", ".//*[@role='main']", ".//article"):
        found = root.findall(path)
        if len(found) == 1 and len("".join(found[0].itertext()).split()) > 20:
            return found[0]
    inner = root.find("body")
    return root if inner is None else inner


def is_note_mark(element: Any) -> bool:
    """Whether an element is the raised number that leads to a note, or the arrow back."""
    if element.get("role", "") in ("doc-noteref", "doc-backlink"):
        return True
    if element.tag != "sup" or next(element.iter("a"), None) is None:
        return False
    return _NOTE_MARK.fullmatch("".join(element.itertext())) is not None


def is_menu(element: Any) -> bool:
    """Whether an element is for finding one's way on a site, not part of the document."""
    if element.get("role", "") in _WAYS or element.get("aria-hidden") == "true":
        return True
    if element.tag in ("footer", "header", "aside") and element.getparent().tag == "body":
        return element.find(".//h1") is None
    name = f"{element.get('class', '')} {element.get('id', '')}"
    return _SURELY.search(name) is not None or (_MENU.search(name) is not None and _linked(element))


def _linked(element: Any) -> bool:
    """Whether most of the text of an element is in links."""
    links = sum(_length(link) for link in element.iter("a"))
    return 2 * links >= _length(element)


def _length(element: Any) -> int:
    return sum(map(len, "".join(element.itertext()).split()))


def _on_colour(element: Any) -> bool:
    """Whether an element or one around it states a background."""
    around = (element, *element.iterancestors())
    return any("background" in e.get("style", "") or e.get("bgcolor") for e in around)


def _hidden_names(root: Any) -> frozenset[str]:
    """The classes (``.a``) and ids (``#a``) that the style sheets of a page hide."""
    found: set[str] = set()
    for sheet in root.iter("style"):
        for selectors, rules in _RULE.findall(_MEDIA.sub("", sheet.text or "")):
            if _UNSEEN.search(rules):
                simple = (_SIMPLE.match(selector.strip()) for selector in selectors.split(","))
                found |= {match.group(1) for match in simple if match}
    return frozenset(found)
