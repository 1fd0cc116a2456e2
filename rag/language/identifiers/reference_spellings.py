"""The words that an identifier is written with, in all its spellings."""

from __future__ import annotations

import re

from rag.language.identifiers.references import Reference


def search_phrases(reference: Reference) -> tuple[str, ...]:
    """The words that a search for an identifier needs, in the ways in which it is written.

    "l123-4" may be "L. 123-4" or "L123-4", "12bis" "12 bis", and article 1 "article premier".
    """
    value = reference.value
    if reference.kind == "phone":
        pairs = re.findall("..?", value)
        forms = [[value], pairs, ["33", value[1:2], *pairs[1:]]]
        forms += [[value[:a], value[a:-b], value[-b:]] for a in (3, 4, 5) for b in (3, 4)]
        forms += [["44", form[0][1:], *form[1:]] for form in forms[3:]]
    else:
        groups = re.findall(r"[a-z]+|[0-9]+", re.split("[(:]", value)[0])
        others = _number_and_year(reference.plain)
        glued = ["".join(groups[:2]), *groups[2:]]
        forms = [groups, glued, [*groups[:-2], "".join(groups[-2:])], ["".join(groups)]]
        forms += others
        if groups[0].isalpha() and len("".join(groups[1:])) > 2:
            forms.append(groups[1:])  # "ISO/IEC 27001", "DORS/99-467" in the other language
    written = [" ".join(form) for form in forms]
    if reference.is_part and value.isdecimal():
        written += [*(["premier", "1er"] if value == "1" else []), _to_roman(int(value))]
    return tuple(dict.fromkeys(filter(None, written)))


def _number_and_year(plain: str) -> list[list[str]]:
    """The number of a year in both orders, with and without zeros: "2022 18", "018 2022"."""
    match = re.fullmatch(r"((?:19|20)[0-9]{2})-([0-9]{1,3})", plain)
    if match is None:
        return []
    year, number = match.groups()
    numbers = dict.fromkeys(number.zfill(width) for width in (1, 2, 3, 4))
    return [form for one in numbers for form in ([year, one], [one, year])]


def _to_roman(number: int) -> str:
    """A number from 1 to 89 in Roman numerals, "" for any other."""
    if not 0 < number < 90:
        return ""
    tens, units = divmod(number, 10)
    fifty, rest = divmod(tens, 5)
    high = "xl" if tens == 4 else "l" * fifty + "x" * rest
    return high + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[units]
