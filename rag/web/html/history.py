"""What a browser keeps: its conversations, and the questions that are watched."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rag.messages import say
from rag.messages.answers import as_of, day
from rag.records import Language, as_json
from rag.web.html.markup import Html, join, tag
from rag.web.html.standing import standing
from rag.web.past_answers import History, PastAnswer, Standing


def history(album: History, standings: Sequence[Standing], language: Language) -> Html:
    """The watched questions with what changed, then the conversations by day."""
    return tag(
        "div",
        _watched(standings, language),
        _conversations(album, language),
        class_="v-history",
    )


def _watched(standings: Sequence[Standing], language: Language) -> Html:
    items = [tag("li", _watch(each, language), class_="v-kept") for each in standings]
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


def _watch(shown: Standing, language: Language) -> Html:
    past = shown.past
    if shown.stands:
        key = "page.unchanged" if shown.asked else "page.unasked"
        line = say(key, language, date=day(past.at, language))
        state = tag("span", line, class_="v-facts")
    else:
        state = standing(shown, language)
    question = past.question
    title = tag("p", question, lang=past.language, class_="v-kept-title")
    then = past.as_of and tag("span", as_of(past.as_of, language), class_="v-facts")
    return join(
        (
            tag("div", title, then, state),
            tag(
                "div",
                _reopen((past,), question, language),
                _local("unwatch", "unwatch", question, language, data_question=question),
                class_="v-tools-row",
            ),
        )
    )


def _conversations(album: History, language: Language) -> Html:
    kept = album.conversations
    items = [
        tag("li", _conversation(name, turns, language), class_="v-kept") for name, turns in kept
    ]
    wipe = tag(
        "button",
        say("page.delete_all", language),
        type="button",
        class_="v-tool",
        data_local="wipe",
    )
    return tag(
        "section",
        tag(
            "div",
            tag("h2", say("page.history", language)),
            wipe if kept else None,
            class_="v-between",
        ),
        tag(
            "p",
            say("page.history_more" if kept else "page.history_empty", language),
            class_="v-facts",
        ),
        tag("ul", *items) if items else None,
    )


def _conversation(name: str, turns: Sequence[PastAnswer], language: Language) -> Html:
    first = turns[0]
    facts = f"{day(first.at, language)} · {say('page.questions', language, count=len(turns))}"
    if first.as_of is not None:
        facts += f" · {as_of(first.as_of, language)}"
    title = tag("p", first.question, lang=first.language, class_="v-kept-title")
    told = tag("div", title, tag("span", facts, class_="v-facts"))
    again = _reopen(turns, first.question, language)
    forget = _local("delete", "forget", first.question, language, data_conversation=name)
    return join((told, tag("div", again, forget, class_="v-tools-row")))


def _reopen(turns: Sequence[PastAnswer], question: str, language: Language) -> Html:
    label = say("page.reopen_n", language, question=question)
    asked = json.dumps([as_json(past) for past in turns], ensure_ascii=False)
    return tag(
        "button", say("page.reopen", language), type="button", class_="v-tool", data_act="reopen",
        data_turns=asked, aria_label=label,
    )  # fmt: skip


def _local(name: str, action: str, question: str, language: Language, **attributes: object) -> Html:
    label = say(f"page.{name}_n", language, question=question)
    return tag(
        "button", say(f"page.{name}", language), type="button", class_="v-tool", data_local=action,
        aria_label=label, **attributes,
    )  # fmt: skip
