"""The pages of notebooks: the list, and one notebook with its quotes as they stand today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.config import Settings
from rag.export import EXPORT_FORMATS
from rag.messages import say
from rag.messages.answers import day_or_undated, marks, place, understood
from rag.notebooks import QuoteNotebook
from rag.records import Language
from rag.records.verification import Verification
from rag.web.html.answer import language_note
from rag.web.html.brand import brand_title
from rag.web.html.layout import theme_button
from rag.web.html.markup import Html, icon, join, tag
from rag.web.notebooks.caller import CheckedQuote, stands
from rag.web.notebooks.forms import NOTEBOOKS, new_form, own_forms, quote_form, reader_name
from rag.web.viewer.address import VIEW, ViewerAddress
from rag.web.viewer.frame import back_link, language_links, whole_page


@dataclass(frozen=True, slots=True)
class NotebookFrame:
    """What the pages of notebooks have around them; ``path`` is that of the page itself."""

    settings: Settings
    language: Language
    path: str = NOTEBOOKS

    def page(self, title: str, head: Html, *body: Html | None) -> str:
        """The whole page."""
        language, below = self.language, "/" in self.path
        root, own = ("../", self.path.rpartition("/")[2]) if below else ("./", self.path)
        tools = tag(
            "div",
            language_links(lambda lang: f"{own}?lang={lang}", language),
            theme_button(language),
            class_="v-viewer-tools",
        )
        header = tag(
            "header", back_link(self.settings, language, root),
            tag("div", head, class_="v-viewer-title"), tools, class_="v-viewer-head",
        )  # fmt: skip
        main = tag(
            "main", *body, class_="v-notebook", data_list=f"{root}{NOTEBOOKS}",
            data_ended=say("accounts.ended", language),
            data_sign_in=say("accounts.enter", language),
            data_lost=say("notebooks.lost", language),
        )  # fmt: skip
        name = brand_title(self.settings.institution, title)
        return whole_page(name, (header, main), language, root=root)


def render_list(
    own: Sequence[QuoteNotebook],
    shared: Sequence[QuoteNotebook],
    frame: NotebookFrame,
) -> str:
    """The page with the notebooks of a person, and those that others share."""
    language = frame.language
    items = [tag("li", _listed(each, language)) for each in own]
    listed = (
        tag("ul", *items, class_="v-notebooks") if items else _facts("notebooks.none", language)
    )
    body = [
        tag("p", say("notebooks.intro", language), class_="v-lead"),
        listed,
        new_form(language),
    ]
    if shared:
        theirs = (tag("li", _listed(each, language, by=each.owner)) for each in shared)
        heading = tag("h2", say("notebooks.shared_title", language))
        body += [heading, tag("ul", *theirs, class_="v-notebooks")]
    title = say("notebooks.title", language)
    return frame.page(title, tag("h1", title), *body)


def render_notebook(
    notebook: QuoteNotebook,
    checked: Sequence[CheckedQuote],
    sharing: Html | None,
    frame: NotebookFrame,
    *,
    mine: bool,
) -> str:
    """The page of a notebook; only its owner (``mine``) changes it."""
    language = frame.language
    count = say("notebooks.quotes", language, count=len(checked))
    by = None if mine else say("notebooks.by", language, name=notebook.owner)
    facts = " · ".join(part for part in (count, by) if part)
    title = tag("div", tag("h1", notebook.title), tag("p", facts, class_="v-facts"))
    asked = [("", ""), *(each.kept.asked for each in checked)]
    items = (
        tag(
            "li",
            _question(each, language, before=asked[number - 1]),
            _quote(each, number, len(checked), language, mine=mine),
            id=f"quote-{each.kept.key}",
        )
        for number, each in enumerate(checked, 1)
    )
    body = [
        _tools(notebook, checked, language),
        _verdict(checked, language) if checked else _facts("notebooks.empty", language),
        tag("ol", *items, class_="v-kept-quotes"),
        *((sharing, own_forms(notebook, language)) if mine else ()),
    ]
    return frame.page(notebook.title, title, *body)


def render_refused(explanation: str, frame: NotebookFrame) -> str:
    """The page that says why a notebook cannot be shown."""
    title = say("notebooks.title", frame.language)
    said = tag("p", explanation, class_="v-lead", role="alert")
    root = "../" if "/" in frame.path else ""
    back = tag(
        "a", say("notebooks.all", frame.language), href=f"{root}{NOTEBOOKS}", class_="v-link"
    )
    return frame.page(title, tag("h1", title), said, back)


def _listed(notebook: QuoteNotebook, language: Language, by: str = "") -> Html:
    link = tag("a", notebook.title, href=f"{NOTEBOOKS}/{notebook.id}?lang={language}")
    facts = [say("notebooks.quotes", language, count=len(notebook.quotes))]
    facts += [say("notebooks.by", language, name=by)] if by else []
    facts += [reader_name(each, language) for each in notebook.readers] if not by else []
    return join((link, tag("span", " · ".join(facts), class_="v-facts")))


def _tools(notebook: QuoteNotebook, checked: Sequence[CheckedQuote], language: Language) -> Html:
    """The formats of export, and the link to copy."""
    cited = any(each.citation for each in checked)
    links = (
        tag(
            "li",
            tag(
                "a", _format_name(each.extension, language), download=True,
                href=f"{notebook.id}/export.{each.extension}?lang={language}",
            ),
        )
        for each in EXPORT_FORMATS
        if cited or not each.references
    )  # fmt: skip
    label = join((icon("export"), tag("span", say("exports.export", language))))
    menu = tag(
        "details", tag("summary", label, class_="v-button"), tag("ul", *links), class_="v-export"
    )
    copy = tag(
        "button", icon("link"), tag("span", say("notebooks.copy", language)), type="button",
        class_="v-button", data_link=f"../{NOTEBOOKS}/{notebook.id}",
        data_done=say("page.copied", language),
    )  # fmt: skip
    up = tag(
        "a", icon("left"), tag("span", say("notebooks.all", language)),
        href=f"../{NOTEBOOKS}?lang={language}", class_="v-button",
    )  # fmt: skip
    return tag("div", up, menu if checked else None, copy, class_="v-notebook-tools")


def _format_name(extension: str, language: Language) -> str:
    key = f"exports.as_{extension}_{language}" if extension == "txt" else f"exports.as_{extension}"
    return say(key, language)


def _verdict(checked: Sequence[CheckedQuote], language: Language) -> Html:
    """One line: whether all quotes stand today."""
    fallen = sum(each.citation is None for each in checked)
    key = "notebooks.some_fell" if fallen else "notebooks.all_stand"
    line = tag("span", say(key, language, count=fallen or len(checked)))
    name = "v-diff v-changed" if fallen else "v-diff v-good"
    return tag("p", icon("alert" if fallen else "check"), line, class_=name, role="status")


def _question(checked: CheckedQuote, language: Language, *, before: tuple[str, str]) -> Html | None:
    """The question that found a quote, unless it is that of the quote ``before``."""
    kept = checked.kept
    if not kept.question or kept.asked == before:
        return None
    heading = tag("h2", kept.question, class_="v-kept-question")
    taken = kept.understood and tag("p", understood(kept.understood, language), class_="v-facts")
    return join((heading, taken or None))


def _quote(
    checked: CheckedQuote, number: int, count: int, language: Language, *, mine: bool
) -> Html:
    kept, citation = checked.kept, checked.citation
    opening, closing = marks(language)
    words = tag("span", f"{opening}{kept.text}{closing}", lang=citation and citation.language)
    other = citation and language_note(citation, language)
    quote = tag(
        "blockquote", words, other and join((" ", other)), class_=None if citation else "v-fallen"
    )
    see = None
    if citation is not None:
        address = ViewerAddress(citation.document, citation.permalink, lang=language)
        see = tag("a", say("notebooks.see", language), href=f"../{VIEW}/{address.url}")
    where = " · ".join(_facts_of(checked, language))
    source = tag("p", where, see and join((" · ", see)), class_="v-facts")
    comment = tag("p", kept.comment, class_="v-comment") if kept.comment else None
    last = quote_form(kept, number, count, language) if mine else comment
    shown = (quote, source) if kept.text else ()
    return join((*shown, *_states(checked.found, language), last))


def _facts_of(checked: CheckedQuote, language: Language) -> list[str]:
    """What identifies the source of a quote: as it is now, or as it was while it stood."""
    kept, citation = checked.kept, checked.citation
    if citation is None:
        return [fact for fact in (kept.title, kept.place) if fact]
    date = day_or_undated(citation.date, language)
    where = place(citation.page, citation.page_label, language)
    return [fact for fact in (citation.title, checked.issuer, date, where) if fact]


def _states(found: Verification, language: Language) -> list[Html]:
    """What became of a quote, in its document and in the newer version of it."""
    good = stands(found)
    said = say(f"notebooks.{found.state}", language)
    lines = [tag("p", icon("check" if good else "alert"), tag("span", said), class_=_mood(good))]
    if found.state == "changed":
        lines.append(tag("blockquote", found.text, class_="v-now"))
    newer = found.newer
    if newer is not None and newer.document:
        same = stands(newer)
        key = "notebooks.newer_same" if same else "notebooks.newer_differs"
        address = ViewerAddress(newer.document, show=newer.page, lang=language)
        link = tag("a", newer.title, href=f"../{VIEW}/{address.url}")
        line = tag("span", say(key, language), " ", link)
        lines.append(tag("p", icon("check" if same else "alert"), line, class_=_mood(same)))
    return lines


def _mood(good: bool) -> str:
    return f"v-diff {'v-good' if good else 'v-changed'}"


def _facts(key: str, language: Language) -> Html:
    return tag("p", say(key, language), class_="v-facts")
