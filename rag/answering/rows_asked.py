"""The row of a table that counts what a question asks for, in whatever words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.answering.kind_asked import bodies_named, names_a_body
from rag.citations.quotes import Quote
from rag.language.questions.measures import EMPLOYS, MEASURES_ASKED, ROW_LABELS
from rag.language.rows import SEPARATOR
from rag.language.words import fold
from rag.questions.aboutness import Aboutness
from rag.questions.named_things import NamedThings


def row_of_period(
    found: Sequence[tuple[Quote, Aboutness]], asked: NamedThings, threshold: float
) -> Quote | None:
    """The row that counts what is asked for in its period, sure enough to be shown.

    ``found`` are the quotes, best first, each with how surely it is of the period. ``None`` if no
    row counts it, or another quote of the period is sure. "Headcount | 204 | 212" is little like
    "Effectifs fin 2024 ?" in what confidence is computed from.
    """
    best, level = found[0]
    if level != Aboutness.OTHER and best.score >= threshold:
        return None
    own = [quote for quote, aboutness in found if aboutness >= Aboutness.NEAR]
    bodies = bodies_named(asked, [quote.hit for quote, _ in found])
    rows = _rows_of_measure(own, asked, bodies)
    return replace(rows[0], score=max(best.score, threshold)) if rows else None


def _rows_of_measure(
    quotes: Sequence[Quote], asked: NamedThings, bodies: Sequence[frozenset[str]]
) -> list[Quote]:
    """The rows whose label is what a question counts: "Headcount | 204 | 212" for "effectifs".

    Only those of the ``bodies``, by the words of their names, if there are any.
    """
    question = fold(asked.text).strip()
    wanted = [name for name, form in MEASURES_ASKED.items() if form.search(question)]
    wanted += ["staff"] if EMPLOYS.search(question) else []
    return [
        one
        for one in quotes
        if _label_is(one.text, wanted) and (not bodies or names_a_body(one.hit, bodies))
    ]


def _label_is(text: str, measures: Sequence[str]) -> bool:
    label, bar, _ = text.partition(SEPARATOR)
    return bool(bar) and any(ROW_LABELS[one].match(fold(label).strip()) for one in measures)
