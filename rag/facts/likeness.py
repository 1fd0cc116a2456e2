"""How alike two sources are, and whether each is the one of its document that is most alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rag.facts.facts import read_facts
from rag.facts.sources import Source
from rag.facts.subjects import has_other_period


class Likeness:
    """The likeness of sources by their positions; ``cosine`` is used across languages."""

    def __init__(
        self, sources: Sequence[Source], cosine: Callable[[int, int], float] | None
    ) -> None:
        self._sources, self._cosine = sources, cosine
        self._known: dict[tuple[int, int], float] = {}

    def of(self, one: int, other: int) -> float:
        """The share of the words of both that both have, or the cosine across languages.

        -1 if there is no cosine.
        """
        pair = min(one, other), max(one, other)
        if pair not in self._known:
            self._known[pair] = self._likeness(*pair)
        return self._known[pair]

    def are_nearest(self, one: int, other: int) -> bool:
        """Whether no other source of either document is more like the other source.

        Only sources with a figure or a date count: what a sentence says is compared with them.
        "19 euros for a meal" is compared with what another document says of meals, not of hotels.
        """
        return self._is_nearest(one, other) and self._is_nearest(other, one)

    def _is_nearest(self, one: int, other: int) -> bool:
        likeness, rival = self.of(one, other), self._sources[other]
        return not any(
            self.of(one, position) > likeness
            for position, source in enumerate(self._sources)
            if position not in (one, other)
            and source.document == rival.document != ""
            and not has_other_period(source, self._sources[one])
            and self._has_facts(source)
        )

    def _likeness(self, one: int, other: int) -> float:
        first, second = self._sources[one], self._sources[other]
        if first.language != second.language:
            return -1.0 if self._cosine is None else self._cosine(one, other)
        left, right = (set(read_facts(s.text, s.language).terms) for s in (first, second))
        return len(left & right) / max(len(left | right), 1)

    @staticmethod
    def _has_facts(source: Source) -> bool:
        facts = read_facts(source.text, source.language)
        return bool(facts.figures or facts.dates)
