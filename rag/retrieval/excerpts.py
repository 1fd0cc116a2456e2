"""The part of a passage that shows why it matches a search, with its words marked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rag.language.sentences import sentences
from rag.language.words import stem, words
from rag.records import Language, Offsets

LONGEST = 320  # characters: about four lines of the page


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of a text, ``text[start:end]``, and the spans of the words that are marked in it.

    ``held`` are the words searched for that the whole text holds.
    """

    start: int
    end: int
    marked: tuple[Offsets, ...]
    held: frozenset[str]


def excerpt(text: str, searched: Collection[str], language: Language | None = None) -> Excerpt:
    """Whole sentences around the one that holds most of the folded words, up to ``LONGEST``.

    ``language`` is that of the words, if the text is in it: then any form of a word counts. A
    longer sentence is cut between two words around its first marked word. Without any of the
    words, the text is shown from its start.
    """
    marked = _marked(text, searched, language)
    spans = sentences(text) or [(0, len(text))]
    best = max(range(len(spans)), key=lambda n: (_held(marked, spans[n]), -n))
    start, end = _cut(text, spans[best], marked)
    start, end = _with_neighbours(spans, best, start, end)
    inside = (span for span, _ in marked if start <= span[0] and span[1] <= end)
    return Excerpt(start, end, tuple(inside), frozenset(word for _, word in marked))


def _marked(
    text: str, searched: Collection[str], language: Language | None
) -> list[tuple[Offsets, str]]:
    """The spans of the words of a text that are searched for, each with the word searched for."""

    def form(word: str) -> str:
        return stem(word, language) if language else word

    wanted = {form(word): word for word in searched}
    found = ((word, wanted.get(form(word.folded))) for word in words(text))
    return [((word.start, word.end), one) for word, one in found if one is not None]


def _held(marked: Sequence[tuple[Offsets, str]], sentence: Offsets) -> int:
    """How many different words searched for a sentence holds."""
    start, end = sentence
    return len({word for (first, last), word in marked if start <= first and last <= end})


def _cut(text: str, sentence: Offsets, marked: Sequence[tuple[Offsets, str]]) -> Offsets:
    """The sentence, or the part of a long one around its first marked word."""
    start, end = sentence
    if end - start <= LONGEST:
        return sentence
    first = next((span[0] for span, _ in marked if start <= span[0] < end), start)
    wanted = max(start, min(first - LONGEST // 4, end - LONGEST))
    inside = [word for word in words(text[start:end]) if wanted <= start + word.start]
    kept = [word for word in inside if start + word.end <= wanted + LONGEST]
    return (start + kept[0].start, start + kept[-1].end) if kept else (wanted, wanted + LONGEST)


def _with_neighbours(spans: Sequence[Offsets], best: int, start: int, end: int) -> Offsets:
    """With the sentences after and before it, as long as the whole is short enough."""
    if (start, end) != spans[best]:
        return start, end
    after, before = best + 1, best - 1
    while after < len(spans) and spans[after][1] - start <= LONGEST:
        end, after = spans[after][1], after + 1
    while before >= 0 and end - spans[before][0] <= LONGEST:
        start, before = spans[before][0], before - 1
    return start, end
