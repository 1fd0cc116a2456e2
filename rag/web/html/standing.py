"""Whether an older answer still holds, in a line."""

from __future__ import annotations

from rag.messages import say
from rag.messages.answers import day
from rag.records import Language
from rag.web.html.icons import icon
from rag.web.html.markup import Html, tag
from rag.web.past_answers import Standing


def standing(shown: Standing, language: Language) -> Html:
    """The same answer, or what changed in it since its day."""
    date = day(shown.past.at, language)
    if shown.stands:
        line = tag("span", say("page.stands", language, date=date))
        return tag("p", icon("check"), line, class_="v-standing v-good", lang=language)
    parts = [say("page.changed", language, date=date)]
    for name in ("kept", "left", "gone", "new"):
        if count := len(getattr(shown, name)):
            parts.append(say(f"page.changed_{name}", language, count=count))
    line = tag("span", " ".join(parts))
    return tag("p", icon("alert"), line, class_="v-standing v-changed", lang=language)
