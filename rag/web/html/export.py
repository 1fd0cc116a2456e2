"""The menu of exports under an answer: a link for each format, so that nothing else is needed."""

from __future__ import annotations

from urllib.parse import urlencode

from rag.export import format_place
from rag.messages import say
from rag.records import Answer, Language
from rag.records.checks import Check
from rag.web.html.icons import icon
from rag.web.html.markup import Html, join, tag

ANSWERS = ("pdf", "docx", "md")
REFERENCES = ("txt", "bib", "ris", "json")


def export_menu(told: Answer, language: Language) -> Html:
    """The formats that an answer can be taken out in, its references apart."""
    pairs = [("q", told.question), *(("c", format_place(cited)) for cited in told.citations)]
    if told.understood:
        pairs.append(("u", told.understood))
    if told.as_of is not None:
        pairs.append(("as_of", told.as_of.isoformat()))
    query = urlencode(pairs)
    kinds = (*ANSWERS, *REFERENCES) if told.found else ANSWERS
    items = (tag("li", _link(kind, query, told.language, language)) for kind in kinds)
    return menu(tag("ul", *items), language)


def check_menu(found: Check, language: Language) -> Html:
    """The formats that a check can be taken out in; its text is sent along, to be checked again."""
    items = (
        tag(
            "li",
            tag(
                "button", name_of(kind, found.language, language), type="button",
                data_local="export", data_kind=kind,
            ),
        )
        for kind in ((*ANSWERS, *REFERENCES) if found.citations else ANSWERS)
    )  # fmt: skip
    return menu(tag("ul", *items, data_text=found.text), language)


def menu(inside: Html, language: Language) -> Html:
    """What opens under the word "Export"."""
    words = join((icon("export"), tag("span", say("exports.export", language))))
    return tag("details", tag("summary", words, class_="v-tool"), inside, class_="v-export")


def name_of(kind: str, told_in: Language, language: Language) -> str:
    """A format by its name; the style of references is that of the answer's language."""
    return say(f"exports.as_{kind}_{told_in}" if kind == "txt" else f"exports.as_{kind}", language)


def _link(kind: str, query: str, told_in: Language, language: Language) -> Html:
    address = f"/api/export/answer.{kind}?{query}"
    return tag("a", name_of(kind, told_in, language), href=address, download=True)
