"""The export menu of an answer or a check, with an entry for each format."""

from __future__ import annotations

from urllib.parse import urlencode

from rag.export import EXPORT_FORMATS, format_place
from rag.messages import say
from rag.questions.scope_reading import dump_scope
from rag.records import Answer, Language
from rag.records.checks import Check
from rag.web.html.markup import Html, icon, join, tag


def export_menu(answer: Answer, language: Language) -> Html:
    """The menu of an answer: a link for each format, then for each format of its references."""
    pairs = [("q", answer.question), *(("c", format_place(each)) for each in answer.citations)]
    if answer.understood:
        pairs.append(("u", answer.understood))
    if answer.as_of is not None:
        pairs.append(("as_of", answer.as_of.isoformat()))
    if answer.exact:
        pairs.append(("exact", "1"))
    if answer.scope is not None:
        pairs.append(("scope", dump_scope(answer.scope)))
    query = urlencode(pairs)
    kinds = _offered(cited=bool(answer.citations))
    items = (tag("li", _link(kind, query, answer.language, language)) for kind in kinds)
    return _menu(tag("ul", *items), language)


def check_menu(found: Check, language: Language) -> Html:
    """The menu of a check: a button for each format, which sends the text to be checked again."""
    items = (
        tag(
            "li",
            tag(
                "button", _format_name(kind, found.language, language), type="button",
                data_local="export", data_kind=kind,
            ),
        )
        for kind in _offered(cited=bool(found.citations))
    )  # fmt: skip
    scope = found.scope and dump_scope(found.scope)
    return _menu(tag("ul", *items, data_text=found.text, data_scope=scope), language)


def _offered(*, cited: bool) -> list[str]:
    """The extensions offered; those of references only if something is cited."""
    return [each.extension for each in EXPORT_FORMATS if cited or not each.references]


def _menu(inside: Html, language: Language) -> Html:
    """The menu that opens under the word "Export"."""
    label = join((icon("export"), tag("span", say("exports.export", language))))
    return tag("details", tag("summary", label, class_="v-tool"), inside, class_="v-export")


def _format_name(kind: str, answer_language: Language, language: Language) -> str:
    """The name of a format; references as text are in the language and style of the answer."""
    if kind != "txt":
        return say(f"exports.as_{kind}", language)
    name = say(f"exports.as_txt_{answer_language}", language)
    if answer_language == language:
        return name
    other = say(f"answers.quote_{answer_language}", language)
    return say("exports.as_txt_other", language, name=name, other=other)


def _link(kind: str, query: str, answer_language: Language, language: Language) -> Html:
    address = f"v1/export/answer.{kind}?{query}"
    return tag("a", _format_name(kind, answer_language, language), href=address, download=True)
