"""The limits of the questions: a chip for each, and the panel that adds more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from rag.errors import RagError
from rag.messages import say
from rag.messages.scope import limit_labels
from rag.questions.scope_reading import dump_scope
from rag.readers import format_of
from rag.records import LANGUAGES, Document, Language, Scope
from rag.web.html.markup import Html, icon, join, tag

_MOST_OPTIONS = 200  # of a field; any name can be typed where there are more


@dataclass(frozen=True, slots=True)
class ScopePlace:
    """Where a scope is shown: the tab, the language of the page, and an error that it gave."""

    tab: str
    language: Language
    error: RagError | None = None

    def name(self, element: str) -> str:
        """The id of an element, other than in the other tabs."""
        return f"v-{element}-{self.tab}"


def render_scope(
    scope: Scope | None, documents: Sequence[Document], count: int, place: ScopePlace
) -> Html:
    """The chips of a scope with how many documents it holds, and the panel that adds to it.

    The panel is open to show an error.
    """
    language = place.language
    if not documents:
        return Html()
    chips = [_chip(one, label, language) for one, label in limit_labels(scope or Scope(), language)]
    listed, heading_id = None, place.name("limits")
    if chips:
        heading = tag("span", say("page.limited", language), class_="v-limits-label", id=heading_id)
        shown = tag("span", say("words.documents", language, count=count), class_="v-facts")
        chosen = tag("ul", *(tag("li", chip) for chip in chips), aria_labelledby=heading_id)
        listed = tag("div", heading, chosen, shown, class_="v-limits", role="status")
    return tag("div", listed, _panel(documents, place), class_="v-scope", data_tab=place.tab)


def ask_only_button(document: Document, name: str, language: Language) -> Html:
    """A button that limits the questions to one document, by its name in a scope."""
    label = say("page.ask_only_n", language, title=document.title)
    return tag(
        "button", say("page.ask_only", language), type="button", class_="v-link v-ask-only",
        data_act="limit", data_limit=dump_scope(Scope(documents=(name,))), aria_label=label,
    )  # fmt: skip


def _chip(limit: Scope, label: str, language: Language) -> Html:
    removing = say("page.limit_remove", language, limit=label)
    return tag(
        "button", tag("span", label), icon("cross"), type="button", class_="v-limit-chip",
        data_act="unlimit", data_limit=dump_scope(limit), aria_label=removing, title=removing,
    )  # fmt: skip


def _panel(documents: Sequence[Document], place: ScopePlace) -> Html:
    """The fields that limit; one with a single value to choose is left out."""
    language, error = place.language, place.error
    issuers = sorted({each.issuer for each in documents if each.issuer}, key=str.casefold)
    types = sorted({each.format for each in documents})
    spoken = [each for each in LANGUAGES if any(one.language == each for one in documents)]
    fields = [
        _place(documents, place),
        _select("issuers", [(one, one) for one in issuers[:_MOST_OPTIONS]], language),
        _select("types", [(one, format_of(one).label) for one in types], language),
        _select(
            "languages",
            [(one, say(f"page.document_language_{one}", language)) for one in spoken],
            language,
        ),
        _day("from", language),
        _day("until", language),
    ]
    apply = tag(
        "button", say("page.limit_apply", language), type="button", class_="v-button",
        data_act="limit",
    )  # fmt: skip
    fault = error and tag("p", error.message(language), class_="v-error", role="alert")
    inside = tag("div", *fields, apply, fault, class_="v-limit-panel")
    summary = tag("summary", icon("add"), tag("span", say("page.limit_to", language)))
    return tag("details", summary, inside, class_="v-limit-to", open=error is not None)


def _place(documents: Sequence[Document], place: ScopePlace) -> Html:
    folders = {f"{PurePosixPath(each.path).parent}/" for each in documents} - {"./"}
    names = [*sorted(folders), *sorted({each.title for each in documents}, key=str.casefold)]
    options = (tag("option", value=name) for name in names[:_MOST_OPTIONS])
    field = tag("input", type="text", name="place", list=place.name("places"), autocomplete="off")
    known = tag("datalist", *options, id=place.name("places"))
    return _labelled("place", join((field, known)), place.language)


def _select(name: str, values: Sequence[tuple[str, str]], language: Language) -> Html | None:
    if len(values) < 2:
        return None
    every = "page.document_language_all" if name == "languages" else "page.limit_any"
    options = [tag("option", say(every, language), value="")]
    options += [tag("option", label, value=value) for value, label in values]
    return _labelled(name, tag("select", *options, name=name), language)


def _day(name: str, language: Language) -> Html:
    return _labelled(name, tag("input", type="date", name=name), language)


def _labelled(name: str, field: Html, language: Language) -> Html:
    return tag("label", tag("span", say(f"page.limit_{name}", language)), field)
