"""Numbers and dates as a spreadsheet shows them, from their values and their formats.

The codes are those of ECMA-376, part 1, 18.8.31. What depends on the settings of a computer
(decimal mark, separator of thousands, names of months) follows a language.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from rag.messages import say
from rag.records import Language

_SECTIONS = re.compile(r'(?:"[^"]*"|\\.|[^;])+')
_PARTS = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.'
    r"|(?P<digits>[#0?][#0?,.]*(?:E[+-]0+)?)|(?P<other>.)"
)
_DATE = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[(?P<elapsed>h+|m+|s+)\]|\[[^\]]*\]|_.|\*.'
    r"|(?P<noon>AM/PM|A/P)|(?P<code>y+|m+|d+|h+|s+)|(?P<other>.)",
    re.IGNORECASE,
)
_LONGEST = 200  # characters of a format
_MOST_DECIMALS = 30  # as many as programs allow
_DIGITS = 10  # significant digits of a number without a format
_PLAIN = ("general", "@", "standard", "")


def shown_number(value: float, code: str, language: Language) -> str:
    """A number in a format such as ``#,##0.00 "€"``; a code that is not understood is ignored."""
    sections = _SECTIONS.findall(code[:_LONGEST])
    if code.lower() in _PLAIN or not sections:
        return _general(value, language)
    negative = value < 0 and len(sections) > 1
    section = sections[1] if negative else sections[0]
    if value == 0 and len(sections) > 2:
        section = sections[2]
    if section.lower() in _PLAIN or "/" in section:
        return _general(value, language)
    return "".join(_parts(abs(value) if negative else value, section, language)).strip()


def shown_date(
    value: dt.datetime | dt.date | dt.time | dt.timedelta, code: str, language: Language
) -> str:
    """A date or a time in a format such as ``dd/mm/yyyy``."""
    if isinstance(value, dt.timedelta):
        return _elapsed(value)
    section = next(iter(_SECTIONS.findall(code[:_LONGEST])), "")
    parts = [found for found in _DATE.finditer(section) if found.lastgroup]
    if not any(found["code"] or found["elapsed"] for found in parts):
        return value.isoformat(sep=" ") if isinstance(value, dt.datetime) else value.isoformat()
    moment = _moment(value)
    half = any(found["noon"] for found in parts)
    written = (_date_part(found, at, parts, moment, half, language) for at, found in
               enumerate(parts))  # fmt: skip
    return "".join(written).strip()


def _moment(value: dt.datetime | dt.date | dt.time) -> dt.datetime:
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, dt.time):
        return dt.datetime.combine(dt.date(1900, 1, 1), value)
    return dt.datetime.combine(value, dt.time())


def _elapsed(value: dt.timedelta) -> str:
    minutes, seconds = divmod(int(value.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"


def _general(value: float, language: Language) -> str:
    if isinstance(value, int) or value.is_integer():
        return f"{value:.0f}" if abs(value) < 1e15 else f"{value:g}"
    return f"{value:.{_DIGITS}g}".replace(".", say("words.decimal", language))


def _parts(value: float, section: str, language: Language) -> Iterator[str]:
    """The number among the words, signs and currencies of its format."""
    found = [part for part in _PARTS.finditer(section) if part.lastgroup]
    percents = sum(part["other"] == "%" for part in found)
    placed = False
    for part in found:
        if part["digits"] and not placed:
            yield _digits(Decimal(repr(value)).scaleb(2 * percents), part["digits"], language)
            placed = True
        elif part.lastgroup != "digits":
            yield part[part.lastgroup or 0]


def _digits(value: Decimal, code: str, language: Language) -> str:
    """The digits of a number as ``#,##0.00`` says."""
    if "E" in code:
        return f"{value:.{len(code.partition('E')[0].partition('.')[2])}E}"
    whole, _, decimals = code.partition(".")
    scaled = value.scaleb(-3 * (len(code) - len(code.rstrip(","))))
    most = min(len(decimals.rstrip(",")), _MOST_DECIMALS)
    rounded = scaled.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP)
    text = f"{abs(rounded):{',' if ',' in whole.rstrip(',') else ''}f}"
    left, _, right = text.partition(".")
    fewest = decimals.count("0")
    while len(right) > fewest and right.endswith("0"):
        right = right[:-1]
    left = left.replace(",", say("words.thousands", language)).rjust(whole.count("0"), "0")
    sign = "-" if rounded < 0 else ""
    return f"{sign}{left}{say('words.decimal', language)}{right}" if right else f"{sign}{left}"


def _date_part(
    part: re.Match[str],
    at: int,
    parts: Sequence[re.Match[str]],
    moment: dt.datetime,
    half: bool,
    language: Language,
) -> str:
    if part["noon"]:
        return "AM" if moment.hour < 12 else "PM"
    code = (part["code"] or part["elapsed"] or "").lower()
    if not code:
        return part[part.lastgroup or 0]
    if code[0] == "m" and _is_minute(at, parts):
        return f"{moment.minute:0{min(len(code), 2)}}"
    if code[0] == "m":
        return _month(moment.month, len(code), language)
    hour = (moment.hour - 1) % 12 + 1 if half else moment.hour
    number = {"d": moment.day, "h": hour, "s": moment.second, "y": moment.year}[code[0]]
    if code[0] == "y":
        return f"{number:04}" if len(code) > 2 else f"{number % 100:02}"
    return _weekday(moment, language) if len(code) > 2 else f"{number:0{len(code)}}"


def _is_minute(at: int, parts: Sequence[re.Match[str]]) -> bool:
    """Whether an "m" means minutes: after hours or before seconds."""
    codes = [(n, (p["code"] or p["elapsed"] or "").lower()) for n, p in enumerate(parts)]
    before = next((code for n, code in reversed(codes) if n < at and code), "")
    after = next((code for n, code in codes if n > at and code), "")
    return before.startswith("h") or after.startswith("s")


def _month(number: int, length: int, language: Language) -> str:
    """A month as digits, or its whole name: short names depend on the program."""
    return f"{number:0{length}}" if length < 3 else say(f"words.month_{number}", language)


def _weekday(moment: dt.datetime, language: Language) -> str:
    return say(f"words.weekday_{moment.weekday() + 1}", language)
