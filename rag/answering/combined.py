"""Several answers as one: its parts in order, their citations numbered through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.records import Answer, Citation, Hit, Language, Statement


def combine(
    question: str, language: Language, parts: Sequence[Answer], *, note: str = ""
) -> Answer:
    """An answer of several parts, each under its own question, found if one of them is.

    The first hits of all parts come first. The confidence is that of the surest part found.
    """
    numbered = _numbered(parts)
    found = [part for part in numbered if part.found]
    return Answer(
        question=question,
        language=language,
        found=bool(found),
        text="\n".join(f"{part.question} {part.text}" for part in numbered),
        statements=tuple(each for part in numbered for each in part.statements),
        citations=tuple(each for part in numbered for each in part.citations),
        hits=_hits(numbered),
        confidence=max(part.confidence for part in found or numbered),
        index_id=parts[0].index_id,
        timings_ms=_timings(numbered),
        withheld=sum(part.withheld for part in numbered),
        conflicts=tuple(each for part in numbered for each in part.conflicts),
        note=note,
        parts=tuple(numbered),
    )


def _numbered(parts: Sequence[Answer]) -> list[Answer]:
    """The parts with their citations numbered from the first part on."""
    numbered: list[Answer] = []
    before = 0
    for part in parts:
        numbered.append(_shifted(part, before))
        before += len(part.citations)
    return numbered


def _shifted(part: Answer, by: int) -> Answer:
    """A part whose citation numbers all grow."""
    statements = [
        Statement(said.text, tuple(n + by for n in said.citations)) for said in part.statements
    ]
    return replace(
        part,
        text=said_with_numbers(statements) or part.text,
        statements=tuple(statements),
        citations=tuple(replace(cited, n=cited.n + by) for cited in part.citations),
        conflicts=tuple(
            replace(one, first=one.first + by, second=one.second + by) for one in part.conflicts
        ),
    )


def led_by(answer: Answer, place: int) -> Answer:
    """An answer with one of its citations first, the others after it, numbered in that order."""
    order = [place, *(each for each in range(len(answer.citations)) if each != place)]
    number = {answer.citations[old].n: new for new, old in enumerate(order, start=1)}
    said = [
        Statement(each.text, tuple(number[n] for n in each.citations)) for each in answer.statements
    ]
    said.sort(key=lambda each: min(each.citations, default=0))
    return replace(
        answer,
        text=said_with_numbers(said) if said else answer.text,
        statements=tuple(said),
        citations=tuple(
            replace(answer.citations[old], n=number[answer.citations[old].n]) for old in order
        ),
        conflicts=tuple(
            replace(one, first=number[one.first], second=number[one.second])
            for one in answer.conflicts
        ),
    )


def said_with_numbers(statements: Sequence[Statement]) -> str:
    """The statements in reading order, each followed by its citation: "... [1] ... [2]"."""
    return " ".join(
        f"{said.text} {''.join(f'[{n}]' for n in said.citations)}" for said in statements
    )


def quoting(question: str, language: Language, cited: Sequence[Citation], index_id: str) -> Answer:
    """An answer of citations alone, as a part of an outline."""
    statements = tuple(Statement(each.text, (each.n,)) for each in cited)
    return Answer(
        question=question,
        language=language,
        found=bool(cited),
        text=said_with_numbers(statements),
        statements=statements,
        citations=tuple(cited),
        hits=(),
        confidence=1.0,
        index_id=index_id,
        timings_ms={},
    )


def _hits(parts: Sequence[Answer]) -> tuple[Hit, ...]:
    """The hits of all parts, the best of each first, without repeats."""
    most = max(len(part.hits) for part in parts)
    ranked = [part.hits[rank] for rank in range(most) for part in parts if rank < len(part.hits)]
    first: dict[object, Hit] = {}
    for hit in ranked:
        first.setdefault(hit.passage, hit)
    return tuple(list(first.values())[:most])


def _timings(parts: Sequence[Answer]) -> dict[str, float]:
    """The milliseconds of each step, of all parts together."""
    names = dict.fromkeys(name for part in parts for name in part.timings_ms)
    return {name: sum(part.timings_ms.get(name, 0.0) for part in parts) for name in names}
