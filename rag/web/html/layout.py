"""The header of the page, the welcome with its examples, and what surrounds a conversation."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from rag.config import Institution
from rag.messages import say
from rag.records import LANGUAGES, Language
from rag.server import EngineLoader
from rag.web.html.brand import render_brand
from rag.web.html.markup import Html, icon, join, tag
from rag.web.routes import GUIDE, LOGOUT


def head(
    loader: EngineLoader,
    language: Language,
    institution: Institution,
    *,
    name: str = "",
    account: str = "",
    notebooks: bool = False,
) -> Html:
    """The brand, the state of the library, both switches, and a button to log ``name`` out.

    ``account`` is the identity of the account of that name. With ``notebooks``, a link leads to
    them.
    """
    brand = render_brand(institution)
    heading = tag(
        "div", brand, tag("p", say("page.tagline", language), class_="v-motto"), class_="v-name"
    )
    skip = tag(
        "button", say("page.skip", language), type="button", class_="v-skip", data_local="skip"
    )
    log_out = _log_out(name, language) if name else None
    tools = tag(
        "div", status(loader, language), _notebooks(language) if notebooks else None,
        _guide(language), log_out,
        _languages(language), theme_button(language), class_="v-tools",
    )  # fmt: skip
    return tag(
        "div", skip, heading, tools,
        class_="v-head", data_language=language, data_account=account or None,
        data_earlier_account=_earlier_key(name),
        data_close_source=say("page.close_source", language),
        data_source=say("page.source", language),
        data_restarted=say("page.restarted", language),
        data_connection_lost=say("page.connection_lost", language),
        data_not_changed=say("page.history_failed", language) if name else None,
        data_session_ended=say("accounts.ended", language) if name else None,
        data_sign_in=say("accounts.enter", language) if name else None,
    )  # fmt: skip


def status(loader: EngineLoader, language: Language) -> Html:
    """One line on the library; screen readers announce its changes."""
    state = loader.state
    if state == "ready":
        engine = loader.engine()
        count = len(engine.documents())
        line = engine.notice(language) or say("page.ready", language, count=count)
    else:
        line = say(f"page.{state}", language)
    if state == "failed" and loader.error is not None:
        return tag(
            "details", tag("summary", line), tag("p", loader.error.message(language)),
            class_="v-status v-status-failed",
        )  # fmt: skip
    return tag("p", line, class_=f"v-status v-status-{state}", role="status")


def welcome(language: Language) -> Html:
    """The introduction of the page."""
    hero = tag("h2", say("page.welcome", language), class_="v-hero")
    more = tag("p", say("page.welcome_more", language), class_="v-hero-more")
    return tag("section", hero, more, class_="v-welcome")


def options(language: Language) -> Html:
    """The options of a question, collapsed: the day of the documents that it is about."""
    label = tag("label", say("page.as_of", language), for_="v-day")
    day = tag("input", type="date", id="v-day", aria_describedby="v-day-more")
    today = tag(
        "button", say("page.as_of_none", language), type="button", class_="v-link",
        data_local="clear_day", hidden=True,
    )  # fmt: skip
    more = tag("p", say("page.as_of_more", language), id="v-day-more", class_="v-facts")
    inside = tag("div", label, day, today, more, class_="v-as-of")
    return tag("details", tag("summary", say("page.options", language)), inside, class_="v-options")


def examples(questions: Mapping[Language, Sequence[str]], language: Language) -> Html:
    """Questions to try, those in the language of the page first."""
    order = sorted(LANGUAGES, key=lambda each: each != language)
    sections = [_examples(questions[each], each, language) for each in order if each in questions]
    return tag("div", *sections, class_="v-examples") if sections else Html()


def _examples(questions: Sequence[str], example_language: Language, language: Language) -> Html:
    heading = tag("h3", say(f"page.examples_{example_language}", language), class_="v-label")
    items = (
        tag("li", tag("button", question, type="button", data_act="ask")) for question in questions
    )
    return tag("section", heading, tag("ul", *items, lang=example_language))


def conversation(turns: Sequence[Html], announcement: str, language: Language) -> Html:
    """The turns after a status line for screen readers; the welcome if there are none."""
    body = join(turns) if turns else welcome(language)
    status = tag("p", announcement, role="status", class_="v-visually-hidden")
    label = say("page.conversation", language)
    return tag("section", status, body, class_="v-conversation", aria_label=label)


def _languages(language: Language) -> Html:
    buttons = (
        tag(
            "button", each.upper(), type="button", lang=each, data_act="language", data_to=each,
            aria_pressed=str(each == language).lower(), aria_label=say("page.this_language", each),
        )
        for each in LANGUAGES
    )  # fmt: skip
    return tag(
        "div",
        *buttons,
        class_="v-languages",
        role="group",
        aria_label=say("page.language", language),
    )


def _earlier_key(name: str) -> str | None:
    """What an earlier release stored the questions of an account under."""
    return hashlib.sha256(name.encode()).hexdigest()[:16] if name else None


def _notebooks(language: Language) -> Html:
    """The link to the notebooks; the buttons that keep a quote have their words from it."""
    return tag(
        "a", icon("keep"), tag("span", say("notebooks.title", language)),
        href=f"notebooks?lang={language}", class_="v-button v-to-notebooks",
        data_failed=say("notebooks.not_kept", language),
    )  # fmt: skip


def _guide(language: Language) -> Html:
    """The link to the help page."""
    href, words = f"{GUIDE.lstrip('/')}?lang={language}", say("guide.title", language)
    return tag("a", tag("span", words), href=href, class_="v-button v-to-guide")


def _log_out(account: str, language: Language) -> Html:
    """A form, since a link to log out could be followed by mistake or from another site."""
    words = tag("span", say("accounts.leave", language))
    button = tag("button", icon("leave"), words, type="submit", class_="v-button v-leave")
    said = tag("span", say("accounts.account", language), " ", class_="v-visually-hidden")
    name = tag("span", said, account, class_="v-account", title=account)
    return tag("form", name, button, method="post", action=LOGOUT.lstrip("/"), class_="v-sign-out")


def theme_button(language: Language) -> Html:
    """The switch between light and dark."""
    label = say("page.theme", language)
    return tag(
        "button", icon("theme"), type="button", class_="v-theme", data_local="theme",
        aria_label=label, title=label,
    )  # fmt: skip
