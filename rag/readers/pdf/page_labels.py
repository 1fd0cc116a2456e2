"""The label of each page: what the file states, put right by what is printed on the pages."""

from __future__ import annotations

from collections.abc import Sequence

_FEWEST = 3  # pages with a printed number that show that all are counted from elsewhere


def page_labels(
    stated: Sequence[str] | None, printed: Sequence[str | None]
) -> Sequence[str | None]:
    """The labels of the pages, from the first.

    Stated labels come first. If the numbers printed on the pages differ from them by one constant,
    as in a chapter taken out of a book, the printed ones are those that people see and cite.
    """
    if stated is None:
        return printed
    pairs = [(_number(one), _number(other)) for one, other in zip(stated, printed, strict=False)]
    shifts = [other - one for one, other in pairs if one is not None and other is not None]
    counted = sum(one is not None for one, _ in pairs)
    sure = len(shifts) >= max(_FEWEST, (counted + 1) // 2) and len(set(shifts)) == 1
    if not sure or not shifts[0]:
        return stated
    return [_shifted(label, shifts[0]) for label in stated]


def _number(label: str | None) -> int | None:
    return int(label) if label is not None and label.isascii() and label.isdecimal() else None


def _shifted(label: str, shift: int) -> str:
    number = _number(label)
    return label if number is None or number + shift < 1 else str(number + shift)
