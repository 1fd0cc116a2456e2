"""A turn of the conversation: its question, what became of it, what can be done with it."""

from __future__ import annotations

import datetime as dt

from rag.errors import RagError
from rag.messages import say
from rag.messages.answers import as_of, understood
from rag.records import Answer, Language
from rag.web.html.answer import DocumentsById, found, plain
from rag.web.html.export import export_menu
from rag.web.html.icons import icon
from rag.web.html.markup import Html, join, tag
from rag.web.html.refusal import refusal
from rag.web.html.standing import standing
from rag.web.past_answers import link, remember, write
from rag.web.state import VERDICTS, PageTurn


def turn(shown: PageTurn, number: int, library: DocumentsById, language: Language) -> Html:
    """A turn, the ``number``-th from 1: its frame speaks the language of the question.

    ``language`` is the page's, for the names of the buttons.
    """
    outcome, past = shown.outcome, None
    if isinstance(outcome, Answer):
        known = remember(outcome, dt.date.today())
        past = write(known)
        said = found(outcome, library, language) if outcome.found else refusal(outcome, library)
        body = join(
            (
                outcome.understood and _understood(outcome),
                outcome.as_of and _line(as_of(outcome.as_of, outcome.language), outcome),
                shown.standing and standing(shown.standing, language),
                said,
                _actions(shown, number, language),
            )
        )
    elif isinstance(outcome, RagError):
        body = _error(outcome, shown.language)
    else:
        body = _pending(shown.language)
    heading = tag("h2", shown.question, id=f"turn-{number}", class_="v-question")
    return tag(
        "article", heading, body, class_="v-turn", lang=shown.language, data_past=past,
        aria_labelledby=f"turn-{number}",
    )  # fmt: skip


def _understood(told: Answer) -> Html:
    """How a question that leans on earlier ones was taken."""
    return _line(understood(told.understood, told.language), told)


def _line(sentence: str, told: Answer) -> Html:
    """A line above an answer, in its language."""
    return tag("p", sentence, class_="v-frame v-understood", lang=told.language)


def announcement(shown: PageTurn | None) -> str:
    """What a reader of screens says of the last turn, in the language of its question."""
    if shown is None:
        return ""
    outcome = shown.outcome
    if outcome is None:
        return say("page.searching", shown.language)
    if isinstance(outcome, RagError):
        return outcome.message(shown.language)
    if not outcome.found:
        return outcome.text
    return say("page.announced", outcome.language, count=len(outcome.citations))


def _pending(asked_in: Language) -> Html:
    dot = tag("span", class_="v-dot", aria_hidden="true")
    return tag("p", dot, say("page.searching", asked_in), class_="v-pending")


def _error(fault: RagError, asked_in: Language) -> Html:
    """One line, in the language of the question."""
    return tag("p", icon("alert"), tag("span", fault.message(asked_in)), class_="v-error")


def _actions(shown: PageTurn, number: int, language: Language) -> Html:
    """Copy, share, follow, judge."""
    assert isinstance(shown.outcome, Answer)
    address = link(remember(shown.outcome, dt.date.today()))
    copied = say("page.copied", language)
    tools = [
        _tool("copy", "copy", language, data_text=plain(shown.outcome), data_done=copied)
        if shown.outcome.found
        else None,
        _tool("share", "link", language, data_address=address, data_done=copied),
        _tool("watch", "watch", language, aria_pressed="false"),
        export_menu(shown.outcome, language),
    ]
    return tag(
        "footer",
        tag("div", *tools, class_="v-tools-row"),
        _verdicts(shown, number, language),
        class_="v-actions",
        lang=language,
    )


def _tool(name: str, drawn: str, language: Language, **attributes: object) -> Html:
    """A button that works in the browser alone."""
    return tag(
        "button",
        icon(drawn),
        tag("span", say(f"page.{name}", language)),
        type="button",
        class_="v-tool",
        data_local=name,
        **attributes,
    )


def _verdicts(shown: PageTurn, number: int, language: Language) -> Html:
    """What the person says of the answer; it is kept with the answer's trace."""
    answered = isinstance(shown.outcome, Answer) and shown.outcome.found
    buttons = (
        tag(
            "button", say(f"page.{verdict}", language), type="button", class_="v-tool",
            data_act="judge", data_turn=number, data_verdict=verdict,
            aria_pressed=str(verdict == shown.verdict).lower(),
        )
        for verdict in VERDICTS
        if answered or verdict != "wrong_page"
    )  # fmt: skip
    thanks = tag("span", say("page.thanks", language), role="status") if shown.verdict else None
    label = say("page.judge", language)
    return tag("div", *buttons, thanks, class_="v-tools-row", role="group", aria_label=label)
