"""A turn of the conversation: its question, its outcome, and the tools below it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from rag.errors import RagError
from rag.messages import say
from rag.messages.answers import absent, as_of
from rag.messages.scope import scope_line
from rag.records import Answer, Language
from rag.web.html.answer import DocumentsById, as_plain_text, render_answer
from rag.web.html.export import export_menu
from rag.web.html.history import render_diff
from rag.web.html.markup import Html, icon, join, tag
from rag.web.html.parts import render_listed, render_named, render_parts, render_understood
from rag.web.html.refusal import render_refusal
from rag.web.html.wording import in_language
from rag.web.past_answers import dump_past_answer, share_query, to_past_answer, watch_key
from rag.web.state import VERDICTS, PageTurn


def render_turn(
    turn: PageTurn,
    number: int,
    library: DocumentsById,
    language: Language,
    watched: Collection[str] = (),
) -> Html:
    """Turn ``number`` (from 1), in the language of the page but for its question and its quotes.

    ``watched`` are the keys of the questions that the person watches, as far as the server knows.
    """
    outcome, past, spoken = turn.outcome, turn.past_answer(dt.date.today()), language
    if isinstance(outcome, Answer):
        outcome = in_language(outcome, language)
        spoken = outcome.language
        body = join(
            (
                *_absent(outcome),
                _taken(outcome, number, language),
                outcome.as_of and _line(as_of(outcome.as_of, outcome.language), outcome),
                outcome.scope and _line(scope_line(outcome.scope, outcome.language), outcome),
                render_named(outcome, number, language),
                turn.diff and render_diff(turn.diff, language),
                outcome.note and _line(outcome.note, outcome),
                _content(outcome, number, library, language),
                _actions(turn, number, watched, language) if _is_answer(outcome) else None,
            )
        )
    elif isinstance(outcome, RagError):
        body = _error(outcome, language)
    else:
        body = _pending(language)
    heading = tag("h2", turn.question, id=f"turn-{number}", class_="v-question", lang=turn.language)
    return tag(
        "article", heading, body, class_="v-turn", lang=spoken,
        data_past_answer=past and dump_past_answer(past), data_conversation=turn.conversation,
        data_again=turn.past is not None or None, data_recorded=turn.recorded or None,
        aria_labelledby=f"turn-{number}",
    )  # fmt: skip


def _content(answer: Answer, number: int, library: DocumentsById, language: Language) -> Html:
    """What an answer shows: its parts, its list, its quotes, or that there are none."""
    if answer.parts:
        return render_parts(answer, number, library, language)
    if answer.citations:
        return render_answer(answer, library, language)
    return render_listed(answer) if answer.found else render_refusal(answer, library)


def _is_answer(answer: Answer) -> bool:
    """Whether there is something to copy, watch or rate: not in the reply to a greeting."""
    return bool(answer.citations or answer.parts or answer.listed) or not answer.found


def _taken(answer: Answer, number: int, language: Language) -> Html | None:
    """How a question was taken, if not as it was typed, with a button to take it so."""
    if answer.exact:
        return _line(say("page.exactly", answer.language), answer)
    return render_understood(answer, number, language)


def _absent(answer: Answer) -> list[Html]:
    """What the question names and the library lacks; a refusal says it itself."""
    lacking = answer.absent if answer.found else ()
    return [_line(absent(one, answer.language), answer) for one in lacking]


def _line(sentence: str, answer: Answer) -> Html:
    """A line above an answer."""
    return tag("p", sentence, class_="v-note v-understood", lang=answer.language)


def announcement(turn: PageTurn | None, language: Language) -> str:
    """The status line for screen readers on the last turn, in the language of the page."""
    if turn is None:
        return ""
    outcome = turn.outcome
    if outcome is None:
        return say("page.searching", language)
    if isinstance(outcome, RagError):
        return outcome.message(language)
    outcome = in_language(outcome, language)
    if not outcome.citations:
        return outcome.text
    return say("page.announced", outcome.language, count=len(outcome.citations))


def _pending(language: Language) -> Html:
    dot = tag("span", class_="v-dot", aria_hidden="true")
    return tag("p", dot, say("page.searching", language), class_="v-pending")


def _error(error: RagError, language: Language) -> Html:
    """One line."""
    return tag("p", icon("alert"), tag("span", error.message(language)), class_="v-error")


def _actions(turn: PageTurn, number: int, watched: Collection[str], language: Language) -> Html:
    """Buttons to copy, share, watch, export and rate the answer."""
    assert isinstance(turn.outcome, Answer)
    shown = to_past_answer(turn.outcome, dt.date.today())
    address, pressed = share_query(shown), str(watch_key(shown) in watched).lower()
    dumped = dump_past_answer(shown)
    copied, plain = say("page.copied", language), as_plain_text(in_language(turn.outcome, language))
    tools = [
        _tool("copy", "copy", language, data_text=plain, data_done=copied)
        if turn.outcome.found
        else None,
        _tool("share", "link", language, data_address=address, data_done=copied),
        _tool("watch", "watch", language, aria_pressed=pressed, data_past_answer=dumped),
        export_menu(turn.outcome, language),
    ]
    return tag(
        "footer",
        tag("div", *tools, class_="v-tools-row"),
        _feedback(turn, number, language),
        class_="v-actions",
        lang=language,
    )


def _tool(name: str, icon_name: str, language: Language, **attributes: object) -> Html:
    """A button that page.js handles in the browser."""
    return tag(
        "button",
        icon(icon_name),
        tag("span", say(f"page.{name}", language)),
        type="button",
        class_="v-tool",
        data_local=name,
        **attributes,
    )


def _feedback(turn: PageTurn, number: int, language: Language) -> Html:
    """Buttons for feedback, which is stored with the trace of the answer."""
    has_answer = isinstance(turn.outcome, Answer) and bool(turn.outcome.citations)
    buttons = (
        tag(
            "button", say(f"page.{verdict}", language), type="button", class_="v-tool",
            data_act="rate", data_turn=number, data_verdict=verdict,
            aria_pressed=str(verdict == turn.verdict).lower(),
        )
        for verdict in VERDICTS
        if has_answer or verdict != "wrong_page"
    )  # fmt: skip
    thanks = tag("span", say("page.thanks", language), role="status") if turn.verdict else None
    label = say("page.judge", language)
    return tag("div", *buttons, thanks, class_="v-tools-row", role="group", aria_label=label)
