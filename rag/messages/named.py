"""What a question or a document names, as a sentence of a message writes it."""

from __future__ import annotations

import re
from functools import lru_cache

from rag.messages.catalogue import say
from rag.records import LANGUAGES, Language

_DATE = re.compile(
    r"(?P<end>[^\W\d].*? )?(?:(?P<article>le|the) )?(?:(?P<day>[0-9]{1,2})(?:er|st|nd|rd|th)? "
    r"(?:of )?)?(?P<month>[^\W\d]+) (?P<year>[0-9]{4})",
    re.IGNORECASE,
)
_FIRST_WORD = re.compile(r"[^\W\d_]+")


def with_article(text: str, language: Language) -> str:
    """An identifier with the article of its noun, if it has a noun: "l'article 12"."""
    noun = text.partition(" ")[0].casefold()
    for form in ("elided", "feminine", "masculine"):
        if noun in say(f"words.nouns_{form}", language).split():
            return say(f"words.named_{form}", language, named=text[:1].lower() + text[1:])
    return text


def period(text: str, language: Language) -> str:
    """A period in the words of a language: "le 19 juin 2023", "la période avant 2022".

    Words that do not go on from "la période", as those of another language, are quoted.
    """
    match = _DATE.fullmatch(" ".join(text.split()))
    number = _months().get(match["month"].casefold()) if match else None
    if match and number and not match["end"]:
        month, day = say(f"words.month_{number}", language), match["day"]
        if not day:
            return f"{month} {match['year']}"
        written = say("words.first_day", language) if day.lstrip("0") == "1" else day
        said = say("words.day", language, day=written, month=month, year=match["year"])
        return say("words.on_day", language, day=said)
    is_open = text[:1].isalpha() and not number
    is_open = is_open or bool(match and match["end"])
    if not is_open:
        return text
    openings = say("words.period_openings", language).split()
    first = _FIRST_WORD.match(text.casefold())
    fits = first is not None and first[0] in openings
    written = text if fits else say("words.quoted", language, text=text)
    return say("words.open_period", language, text=written)


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """The numbers of the months by their names in every language."""
    return {
        say(f"words.month_{number}", language).casefold(): number
        for number in range(1, 13)
        for language in LANGUAGES
    }
