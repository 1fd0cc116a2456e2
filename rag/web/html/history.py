"""The history of a person, and how past answers differ from today's."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rag.messages import say
from rag.messages.answers import as_of, day
from rag.messages.scope import scope_line
from rag.records import Language, as_json
from rag.web.html.markup import Html, icon, join, tag
from rag.web.past_answers import AnswerDiff, History, PastAnswer, dump_past_answer


def render_history(
    stored: History, diffs: Sequence[AnswerDiff], language: Language, *, on_server: bool = False
) -> Html:
    """The watched questions with what changed, then the conversations.

    ``on_server`` says that the server keeps them, with the account of the person.
    """
    return tag(
        "div",
        _watched(diffs, language),
        _conversations(stored, language, on_server=on_server),
        class_="v-history",
    )


def render_diff(diff: AnswerDiff, language: Language) -> Html:
    """Whether the answer is still the same, or what changed in it since its day."""
    date = day(diff.past_answer.at, language)
    if diff.unchanged:
        line = tag("span", say("page.same_quotes", language, date=date))
        return tag("p", icon("check"), line, class_="v-diff v-good", lang=language)
    parts = [say("page.changed", language, date=date)]
    changes = {"kept": diff.kept, "left": diff.dropped, "gone": diff.lost, "new": diff.added}
    for name, places in changes.items():
        if places:
            parts.append(say(f"page.changed_{name}", language, count=len(places)))
    line = tag("span", " ".join(parts))
    return tag("p", icon("alert"), line, class_="v-diff v-changed", lang=language)


def _watched(diffs: Sequence[AnswerDiff], language: Language) -> Html:
    items = [tag("li", _watched_item(each, language), class_="v-history-item") for each in diffs]
    return tag(
        "section",
        tag("h2", say("page.watched", language)),
        tag(
            "p",
            say("page.watched_more" if items else "page.watched_empty", language),
            class_="v-facts",
        ),
        tag("ul", *items) if items else None,
    )


def _watched_item(diff: AnswerDiff, language: Language) -> Html:
    past = diff.past_answer
    if diff.unchanged:
        key = "page.unchanged" if diff.compared else "page.unasked"
        line = say(key, language, date=day(past.at, language))
        state = tag("span", line, class_="v-facts")
    else:
        state = render_diff(diff, language)
    question = past.question
    title = tag("p", question, lang=past.language, class_="v-history-question")
    limited = _limits(past, language)
    limits = limited and tag("span", limited, class_="v-facts")
    return join(
        (
            tag("div", title, limits or None, state),
            tag(
                "div",
                _reopen((past,), question, language),
                _local(
                    "unwatch",
                    "unwatch",
                    question,
                    language,
                    data_past_answer=dump_past_answer(past),
                ),
                class_="v-tools-row",
            ),
        )
    )


def _conversations(stored: History, language: Language, *, on_server: bool) -> Html:
    conversations, more = stored.conversations, "account" if on_server else "more"
    items = [
        tag("li", _conversation(id_, turns, language), class_="v-history-item")
        for id_, turns in conversations
    ]
    delete_all = tag(
        "button",
        say("page.delete_all", language),
        type="button",
        class_="v-tool",
        data_local="delete_all",
    )
    return tag(
        "section",
        tag(
            "div",
            tag("h2", say("page.history", language)),
            delete_all if conversations else None,
            class_="v-between",
        ),
        tag(
            "p",
            say(f"page.history_{more if conversations else 'empty'}", language),
            class_="v-facts",
        ),
        tag("ul", *items) if items else None,
    )


def _conversation(id_: str, turns: Sequence[PastAnswer], language: Language) -> Html:
    first = turns[0]
    facts = f"{day(first.at, language)} · {say('page.questions', language, count=len(turns))}"
    if limited := _limits(first, language):
        facts += f" · {limited}"
    title = tag("p", first.question, lang=first.language, class_="v-history-question")
    summary = tag("div", title, tag("span", facts, class_="v-facts"))
    reopen = _reopen(turns, first.question, language, conversation=id_)
    delete = _local("delete", "delete", first.question, language, data_conversation=id_)
    return join((summary, tag("div", reopen, delete, class_="v-tools-row")))


def _limits(past: PastAnswer, language: Language) -> str:
    """To which documents a question was limited, "" if to none."""
    lines = [
        "" if past.as_of is None else as_of(past.as_of, language),
        "" if past.scope is None else scope_line(past.scope, language),
    ]
    return " · ".join(filter(None, lines))


def _reopen(
    turns: Sequence[PastAnswer], question: str, language: Language, *, conversation: str = ""
) -> Html:
    label = say("page.reopen_n", language, question=question)
    past_answers = json.dumps([as_json(past) for past in turns], ensure_ascii=False)
    sent = None if conversation else past_answers
    return tag(
        "button", say("page.reopen", language), type="button", class_="v-tool", data_act="reopen",
        data_turns=sent, data_conversation=conversation or None, aria_label=label,
    )  # fmt: skip


def _local(name: str, action: str, question: str, language: Language, **attributes: object) -> Html:
    label = say(f"page.{name}_n", language, question=question)
    return tag(
        "button", say(f"page.{name}", language), type="button", class_="v-tool", data_local=action,
        aria_label=label, **attributes,
    )  # fmt: skip
