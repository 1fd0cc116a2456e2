"""Whether a sentence that a model wrote is carried by the quotes that it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.encoders import TextSimilarity
from rag.facts.compare import compare
from rag.facts.facts import TextFacts
from rag.language.sentences import sentences
from rag.language.words import terms
from rag.records import Citation, Language
from rag.records.drafts import Struck, Written

"""The cosines of a text with others."""

_MARK = re.compile(r"\s*\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]")
# A mark written after the full stop belongs to the sentence before it.
_LATE = re.compile(r"([.!?…])(\s*(?:\[\d{1,3}(?:\s*[,;]\s*\d{1,3})*\]\s*)+)")
_FOREIGN = re.compile(r"https?:|www\.|\w@\w|[<>{}|`\\]|\]\(|!\[|\*\*|^\s*#", re.IGNORECASE)
# The shares of a sentence's words that its quotes must hold, alone or with a like meaning, and
# the cosine that stands for shared words between two languages.
_WORDS, _FEW_WORDS, _LIKE, _ACROSS = 0.7, 0.5, 0.75, 0.6
_LEAST = 2  # words of content: less says nothing that could be held against a quote


def weigh(
    text: str, quotes: Sequence[Citation], language: Language, alike: TextSimilarity
) -> tuple[Written, ...]:
    """The sentences of a text in order, each with what struck it, "" where it stands."""
    moved = _LATE.sub(lambda m: f"{m[2].rstrip()}{m[1]} ", text)
    cut = [moved[start:end] for start, end in sentences(moved)]
    return tuple(_weighed(each, quotes, language, alike) for each in cut)


def _weighed(
    sentence: str, quotes: Sequence[Citation], language: Language, alike: TextSimilarity
) -> Written:
    numbers = [int(n) for mark in _MARK.findall(sentence) for n in re.split(r"\D+", mark) if n]
    marks = tuple(dict.fromkeys(numbers))
    said = _MARK.sub("", sentence).strip()
    cited = [quote for quote in quotes if quote.n in marks]
    if not marks or len(cited) != len(marks):
        return Written(said, (), "uncited")
    return Written(said, marks, _fault(said, cited, language, alike))


def _fault(
    said: str, cited: Sequence[Citation], language: Language, alike: TextSimilarity
) -> Struck:
    if _FOREIGN.search(said):
        return "foreign"
    if not _agrees(said, cited, language):
        return "contradicted"
    return "" if _carried(said, cited, language, alike) else "unsupported"


def _agrees(said: str, cited: Sequence[Citation], language: Language) -> bool:
    """Whether each figure, date and name stands in a quote, and none is denied or turned."""
    stated = TextFacts.of(said, language)
    held: dict[tuple[str, str], bool] = {}
    straight = False
    for quote in cited:
        source = TextFacts.of(f"{quote.quote}\n{quote.title}", quote.language)
        reasons = compare(stated, source, source)
        stances = [one for one in reasons if one.topic in ("denial", "opposite")]
        straight = straight or not stances
        for one in reasons:
            if one not in stances:
                key = (one.topic, one.claimed)
                held[key] = held.get(key, False) or one.outcome == "agrees"
    return straight and all(held.values())


def _carried(
    said: str, cited: Sequence[Citation], language: Language, alike: TextSimilarity
) -> bool:
    """Whether the quotes hold the words of the sentence, or its meaning in another language."""
    stated = set(terms(said, language))
    if len(stated) < _LEAST:
        return False
    same = [quote for quote in cited if quote.language == language]
    found = {term for quote in same for term in terms(quote.quote, language)}
    share = len(stated & found) / len(stated)
    if share >= _WORDS:
        return True
    cosines = alike(said, [quote.quote for quote in cited])
    like = max(cosines, default=0.0)
    if same:
        return share >= _FEW_WORDS and like >= _LIKE
    return like >= _ACROSS
