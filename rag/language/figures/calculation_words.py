"""Words by which a figure is calculated from others: in total, more than, has doubled, against."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from rag.language.any_language import any_form
from rag.records import Language

Direction = Literal["more", "less"]
_TOTALS: dict[Language, str] = {
    "fr": r"au total|en tout|ensemble|total(?:e|es|aux)? de|cumulée?s?|à eux deux|à elles deux|"
    r"additionn\w+|réunie?s?|totalis\w+",
    "en": r"in total|a total of|all told|altogether|in all|combined|together|overall|adds? up|"
    r"totall?\w*",
}
# Before the figure of a part: "388 agents, dont 120 à temps partiel".
BEFORE_A_PART: dict[Language, str] = {
    "fr": r"dont|parmi|y compris",
    "en": r"of wh(?:ich|om)|including|among",
}
# Between the figure of a part and that of the whole: "3 des 12 membres", "3 of the 12".
OF_THE_WHOLE: dict[Language, str] = {
    "fr": r"(?:parmi|sur) (?:ses|les|leurs|ces)|des|sur",
    "en": r"(?:of|among|out of) (?:its|the|their|these)|out of",
}
# After one of these, the figure of the whole: "3 parmi ses 12 membres", "3 among the 12".
BEFORE_THE_WHOLE: dict[Language, str] = {"fr": r"ses|leurs|ces", "en": r"its|their|these|the"}
_DIRECTIONS: dict[Direction, dict[Language, str]] = {
    "more": {
        "fr": r"de plus|(?:en |une |la )?hausse|augment\w+|progress\w+|gagn\w+|gain|s['’]accro\w+|"
        r"grimp\w+|supplémentaires?|crû|croissance|excède|devance",
        "en": r"more than|rose|risen|rises?|rising|increas\w+|grew|grown|grow\w*|gain\w*|up by|up|"
        r"additional|extra|climb\w*|ahead",
    },
    "less": {
        "fr": r"de moins|(?:en |une |la )?baisse\w*|diminu\w+|recul\w*|perd\w*|perte|chut\w+|"
        r"réduit\w*|réduction|repli",
        "en": r"fewer than|less than|fell|fallen|falls?|decreas\w+|declin\w+|drop\w*|los[te]\w*|"
        r"down by|down|reduc\w+|shrank|cut",
    },
}
_MULTIPLES: dict[Language, dict[str, str]] = {
    "fr": {
        "2": r"doubl(?:é|ée|és|ées|e|ent|ait|er)|multipli\w+ par deux|deux fois plus",
        "3": r"tripl(?:é|ée|és|ées|e|ent|ait|er)|multipli\w+ par trois|trois fois plus",
        "4": r"quadrupl\w+|multipli\w+ par quatre|quatre fois plus",
        "5": r"quintupl\w+|multipli\w+ par cinq|cinq fois plus",
        "10": r"décupl\w+|multipli\w+ par dix|dix fois plus",
        "0.5": r"divis\w+ par deux|(?:réduit|baissé|diminué|chuté|reculé|réduite?s?)\w* de moitié|"
        r"deux fois moins",
    },
    "en": {
        "2": r"doubl(?:ed|es|e|ing)|twice as (?:many|much|high|large)|twofold",
        "3": r"tripl(?:ed|es|e|ing)|trebl\w+|three times as (?:many|much|high|large)|threefold",
        "4": r"quadrupl\w+|four times as (?:many|much|high|large)|fourfold",
        "5": r"quintupl\w+|five times as (?:many|much|high|large)|fivefold",
        "10": r"ten times as (?:many|much|high|large)|tenfold",
        "0.5": r"halv(?:ed|es|e|ing)|half as (?:many|much)|"
        r"(?:fell|fallen|dropped|cut|reduced) by half",
    },
}
# Before the figure of an earlier time: "388, contre 342 un an plus tôt".
COMPARED_TO: dict[Language, str] = {
    "fr": r"contre|par rapport à|comparée?s? à",
    "en": r"against|(?:compared|as compared) (?:with|to)|up from|down from|versus",
}
_INSTEAD: dict[Language, str] = {"fr": r"au lieu d(?:e|['’])", "en": "instead of"}
_AGAINST = {language: f"{form}|{_INSTEAD[language]}" for language, form in COMPARED_TO.items()}
# What was so before a change: "used to sail seven times", "nine times, instead of seven".
FORMERLY = {
    "fr": re.compile(
        r"\b(?:auparavant|autrefois|jadis|naguère|anciennement|précédemment|jusqu['’](?:ici|alors))\b",
        re.IGNORECASE,
    ),
    "en": re.compile(r"\b(?:used to|previously|formerly|until (?:now|then))\b", re.IGNORECASE),
}
# "44 of the 88 members".
_SHARE_OF: dict[Language, str] = {
    "fr": r"(?:(?:sur|parmi)(?: les| un total de)?|des)",
    "en": r"(?:out of|of)(?: the| a total of| all)?",
}
_BLANK = r"[ \u00a0\u202f]"
TOTALS = {
    language: re.compile(rf"(?<!\w)(?:{form})(?!\w)", re.IGNORECASE)
    for language, form in _TOTALS.items()
}
AGAINST = {
    language: re.compile(rf"[^.;\d]{{0,40}}?(?<!\w)(?:{form}){_BLANK}?", re.IGNORECASE)
    for language, form in _AGAINST.items()
}
_SAME_PERIOD: dict[Language, str] = {
    "fr": r"(?:sur|pour|pendant|durant|à|dans) la même période (?:de|en)",
    "en": r"(?:in|for|over|during) the same (?:period|months?|quarter) (?:of|in)",
}
# "512 articles, contre 468 en 2022": the figure of another year beside that of the sentence.
AGAINST_OF_YEAR = {
    language: re.compile(
        rf"(?<!\w)(?:{form}){_BLANK}?(?P<figure>[€$£]?\d[^;()]{{0,30}}?){_BLANK}"
        rf"(?:en|in|pour|for|{any_form(_SAME_PERIOD)}){_BLANK}(?P<year>(?:19|20)\d{{2}})\b",
        re.IGNORECASE,
    )
    for language, form in COMPARED_TO.items()
}
# "1,800 more than in 2023": how far the figure of another year is from that of the sentence.
_THAN_YEAR: dict[Language, str] = {
    "fr": r"de (?P<side>plus|moins) qu['’](?:en|à la fin de|fin)",
    "en": r"(?P<side>more|fewer|less) than (?:in|at the end of)",
}
_MORE_THAN_YEAR = {
    language: re.compile(
        rf"{_BLANK}(?:[^\W\d_]+{_BLANK})?{form}{_BLANK}(?P<year>(?:19|20)\d{{2}})\b", re.IGNORECASE
    )
    for language, form in _THAN_YEAR.items()
}
_SIDES: dict[str, Direction] = {"plus": "more", "moins": "less", "fewer": "less"}
OUT_OF_WHOLE = {
    language: re.compile(
        rf"(?:{_BLANK}[^\W\d_][\w'’-]*){{0,3}}?{_BLANK}{form}{_BLANK}", re.IGNORECASE
    )
    for language, form in _SHARE_OF.items()
}
_DIRECTION_FORMS: dict[Language, dict[Direction, re.Pattern[str]]] = {
    language: {
        direction: re.compile(rf"(?<!\w)(?:{forms[language]})(?!\w)", re.IGNORECASE)
        for direction, forms in _DIRECTIONS.items()
    }
    for language in _TOTALS
}
_MULTIPLE_FORMS: dict[Language, list[tuple[re.Pattern[str], Decimal]]] = {
    language: [
        (re.compile(rf"(?<!\w)(?:{form})(?!\w)", re.IGNORECASE), Decimal(factor))
        for factor, form in forms.items()
    ]
    for language, forms in _MULTIPLES.items()
}


def find_direction(text: str, language: Language) -> Direction | None:
    """Whether a text says that something is more or less, ``None`` if it says neither or both."""
    found = [name for name, form in _DIRECTION_FORMS[language].items() if form.search(text)]
    return found[0] if len(found) == 1 else None


def than_year(text: str, end: int, language: Language) -> tuple[Direction, int] | None:
    """What follows a figure that ends there, "more than in 2023": the direction and the year."""
    match = _MORE_THAN_YEAR[language].match(text, end)
    if match is None:
        return None
    side = match["side"].lower()
    return _SIDES.get(side, "more" if side == "more" else "less"), int(match["year"])


def find_multiple(text: str, language: Language) -> tuple[re.Match[str], Decimal] | None:
    """The words that say how many times as much something has become, and how many times."""
    for form, factor in _MULTIPLE_FORMS[language]:
        if match := form.search(text):
            return match, factor
    return None
