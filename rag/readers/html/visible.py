"""Which elements of an HTML page people read: not its scripts, menus or hidden parts."""

from __future__ import annotations

import re
from typing import Any

UNREAD = frozenset(
    """script style noscript template iframe object embed applet svg canvas audio video map head
    select option datalist button textarea input meter progress rp nav""".split()
)
_MENU_ROLES = ("navigation", "banner", "contentinfo", "search", "menu", "menubar")  # ARIA roles
# Class names and ids that only menus have, then those of menus if most of their text is links.
_MENU_NAME = re.compile(
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
# Rules inside @media are ignored: they may hide on paper or on telephones only.
# No pattern here may scan a character from more than one start: style sheets without a brace, or
# made of "@" or "/*" alone, would take quadratic time.
_MEDIA = re.compile(r"@[^{}@]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|/\*.*?(?:\*/|\Z)", re.DOTALL)
_RULE = re.compile(r"(?<![^{}])([^{}]+)\{([^{}]*)\}")
_SIMPLE = re.compile(r"\w*([.#][\w-]+)$")


class Visibility:
    """What is visible of a page, given its root element."""

    def __init__(self, root: Any) -> None:
        self._hidden_names = _hidden_names(root)

    def hides(self, element: Any) -> bool:
        """Whether style or an attribute hides an element and its content."""
        style = element.get("style", "")
        if element.get("hidden") is not None or (style and _UNSEEN.search(style)):
            return True
        if style and _PALE.search(style) and not _has_background(element):
            return True
        names = {f".{name}" for name in element.get("class", "").split()}
        names.add(f"#{element.get('id')}")
        return not self._hidden_names.isdisjoint(names)


def main_element(root: Any) -> Any:
    """The element with the document, if the page marks exactly one; otherwise its body."""
    for path in (".//main", ".//*[@role='main']", ".//article"):
        found = root.findall(path)
        if len(found) == 1 and len("".join(found[0].itertext()).split()) > 20:
            return found[0]
    inner = root.find("body")
    return root if inner is None else inner


def is_note_mark(element: Any) -> bool:
    """Whether an element is the raised number that links to a note, or the link back."""
    if element.get("role", "") in ("doc-noteref", "doc-backlink"):
        return True
    if element.tag != "sup" or next(element.iter("a"), None) is None:
        return False
    return _NOTE_MARK.fullmatch("".join(element.itertext())) is not None


def is_menu(element: Any) -> bool:
    """Whether an element is navigation of the site, not part of the document."""
    if element.get("role", "") in _MENU_ROLES or element.get("aria-hidden") == "true":
        return True
    if element.tag in ("footer", "header", "aside") and element.getparent().tag == "body":
        return element.find(".//h1") is None
    name = f"{element.get('class', '')} {element.get('id', '')}"
    likely = _MENU.search(name) is not None and _linked(element)
    return likely or _MENU_NAME.search(name) is not None


def _linked(element: Any) -> bool:
    """Whether at least half of the text of an element is in links."""
    links = sum(_length(link) for link in element.iter("a"))
    return 2 * links >= _length(element)


def _length(element: Any) -> int:
    return sum(map(len, "".join(element.itertext()).split()))


def _has_background(element: Any) -> bool:
    """Whether an element or one around it sets a background."""
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
