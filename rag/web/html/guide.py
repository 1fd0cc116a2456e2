"""The help page: how to ask, what the marks mean, what a refusal means, how to check a text."""

from __future__ import annotations

from collections.abc import Sequence

from rag.config import Settings
from rag.messages import say
from rag.messages.answers import recognised
from rag.records import Language
from rag.web.html.brand import brand_title
from rag.web.html.layout import theme_button
from rag.web.html.markup import Html, join, tag
from rag.web.routes import GUIDE
from rag.web.viewer.frame import back_link, language_links, whole_page

_ASK = ("ask_whole", "ask_one", "ask_follow", "ask_limits")
_KEYS = ("enter", "line", "tab", "arrows", "escape", "delete")
_VERDICTS = ("supported", "contradicted", "partly", "not_found")
_KEY_SIGNS = {"tab": "Tab", "arrows": "← →"}  # the same in both languages
_SURE = 0.92  # of the example of OCR


def render_guide(settings: Settings, language: Language) -> str:
    """The whole page."""
    title = say("guide.title", language)
    path = GUIDE.lstrip("/")
    tools = tag(
        "div",
        language_links(lambda lang: f"{path}?lang={lang}", language),
        theme_button(language),
        class_="v-viewer-tools",
    )
    header = tag(
        "header", back_link(settings, language, "./"),
        tag("div", tag("h1", title), class_="v-viewer-title"), tools, class_="v-viewer-head",
    )  # fmt: skip
    lead = tag("p", say("guide.intro", language), class_="v-lead")
    main = tag("main", lead, *_sections(language), class_="v-guide")
    name = brand_title(settings.institution, title)
    return whole_page(name, (header, main), language, root="./")


def _sections(language: Language) -> Sequence[Html]:
    def said(key: str) -> str:
        return say(f"guide.{key}", language)

    refusal = join(tag("p", said(key)) for key in ("refusal_more", "refusal_try"))
    verdicts = [
        (_verdict(each, language), say(f"guide.check_{each}", language)) for each in _VERDICTS
    ]
    return (
        _section(said("ask"), tag("ul", *(tag("li", said(key)) for key in _ASK))),
        _section(said("marks"), _explained(_marks(language))),
        _section(said("refusal"), refusal),
        _section(said("check"), tag("p", said("check_more")), _explained(verdicts)),
        _section(said("keys"), _explained([_key(each, language) for each in _KEYS])),
    )


def _marks(language: Language) -> list[tuple[object, str]]:
    """Each mark as the page shows it, with what it means."""

    def worded(name: str, class_: str) -> Html:
        return tag("span", say(f"guide.mark_{name}", language), class_=class_)

    shown: dict[str, object] = {
        "number": tag("span", "1", class_="v-chip"),
        "short": tag("strong", say("guide.mark_short", language)),
        "language": worded("language", "v-facts"),
        "older": worded("older", "v-superseded"),
        "conflict": worded("conflict", "v-superseded"),
        "ocr": tag("span", recognised(_SURE, language), class_="v-facts"),
    }
    return [(mark, say(f"guide.mark_{name}_more", language)) for name, mark in shown.items()]


def _verdict(verdict: str, language: Language) -> Html:
    class_ = f"v-{verdict.replace('_', '-')}"
    return tag("span", say(f"checks.verdict_{verdict}", language), class_=class_)


def _key(name: str, language: Language) -> tuple[object, str]:
    """A key with what it does."""
    sign = _KEY_SIGNS.get(name) or say(f"guide.key_{name}", language)
    return tag("kbd", sign), say(f"guide.key_{name}_more", language)


def _section(heading: str, *body: object) -> Html:
    return tag("section", tag("h2", heading), *body)


def _explained(pairs: Sequence[tuple[object, str]]) -> Html:
    """What is shown beside what it means."""
    return tag("dl", *(tag("div", tag("dt", one), tag("dd", means)) for one, means in pairs))
