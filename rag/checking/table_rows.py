"""The rows of tables, whose first cell says what the others are about: "2 parts | 30 645 €"."""

from __future__ import annotations

import re

from rag.facts.compare import same_date
from rag.facts.facts import TextFacts
from rag.facts.figures import equal
from rag.facts.qualifiers import with_plain_bounds
from rag.language.figures.bounds import LOWER, UPPER
from rag.records import Language

_CELL = re.compile(r"\s\|\s")
_HEADER = re.compile(r"^[^|:]{1,80}:\s")


def is_other_row(claim: TextFacts, row: str, language: Language) -> bool:
    """Whether a text is the row of another figure or day than a claim is about.

    The first cell of the row has a figure or a date that the claim does not have, or is of a least
    figure, and the claim of a greatest. A number alone only counts the rows, and "one" may be an
    article in the claim.
    """
    cells = _CELL.split(row)
    label = _HEADER.sub("", cells[0]).strip()
    if len(cells) < 2 or not any(map(str.isalpha, label)):
        return False
    plain = with_plain_bounds(label, language)
    facts = plain.facts
    figures = any(
        one.value != 1 and not any(equal(one, own) for own in claim.facts.figures)
        for one in facts.figures
    )
    dates = bool(claim.facts.dates) and any(
        not any(same_date(one, own) for own in claim.facts.dates) for one in facts.dates
    )
    return figures or dates or _is_of_other_bound(claim.text, plain.text)


def _is_of_other_bound(claim: str, label: str) -> bool:
    """Whether a row is of the least of what a claim says is the most, or the other way round."""
    bounds = [{one for one in (UPPER, LOWER) if one in text} for text in (claim, label)]
    return all(len(one) == 1 for one in bounds) and bounds[0] != bounds[1]
