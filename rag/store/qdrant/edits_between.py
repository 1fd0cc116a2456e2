"""Whether two words differ by a typing error or two."""

from __future__ import annotations


def are_near(one: str, other: str, most: int) -> bool:
    """Whether at most so many letters differ, are missing, are added or change places.

    >>> are_near("brest", "brset", 1), are_near("brest", "best", 1), are_near("brest", "bret", 0)
    (True, True, False)
    """
    if abs(len(one) - len(other)) > most:
        return False
    before: list[int] = []
    last = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        row = [at]
        for place, theirs in enumerate(other, 1):
            best = min(last[place] + 1, row[-1] + 1, last[place - 1] + (letter != theirs))
            swapped = before and at > 1 < place and letter == other[place - 2]
            if swapped and one[at - 2] == theirs:
                best = min(best, before[place - 2] + 1)
            row.append(best)
        if min(row) > most:
            return False
        before, last = last, row
    return last[-1] <= most
