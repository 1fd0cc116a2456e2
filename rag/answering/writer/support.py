"""Whether the sentences that a model wrote are supported by the quotes that they cite."""

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
from rag.weights import WEIGHTS

_MARK = re.compile(r"\s*\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]")
# Marks after a full stop belong to the sentence before it.
_MARKS_AFTER_STOP = re.compile(r"([.!?…])(\s*(?:\[\d{1,3}(?:\s*[,;]\s*\d{1,3})*\]\s*)+)")
_LINK_OR_MARKUP = re.compile(r"https?:|www\.|\w@\w|[<>{}|`\\]|\]\(|!\[|\*\*|^\s*#", re.IGNORECASE)
_LIMITS = WEIGHTS.writer
_MIN_TERMS = 2  # a shorter sentence has nothing to compare with a quote


def check_sentences(
    text: str, quotes: Sequence[Citation], language: Language, similarity: TextSimilarity
) -> tuple[Written, ...]:
    """The sentences of a text in order, each with the reason it is rejected, "" if it is kept."""
    moved = _MARKS_AFTER_STOP.sub(lambda match: f"{match[2].rstrip()}{match[1]} ", text)
    return tuple(
        _check(moved[start:end], quotes, language, similarity) for start, end in sentences(moved)
    )


def _check(
    written: str, quotes: Sequence[Citation], language: Language, similarity: TextSimilarity
) -> Written:
    numbers = [int(n) for mark in _MARK.findall(written) for n in re.split(r"\D+", mark) if n]
    marks = tuple(dict.fromkeys(numbers))
    sentence = _MARK.sub("", written).strip()
    cited = [quote for quote in quotes if quote.n in marks]
    if not marks or len(cited) != len(marks):
        return Written(sentence, (), "uncited")
    return Written(sentence, marks, _reason(sentence, cited, language, similarity))


def _reason(
    sentence: str, cited: Sequence[Citation], language: Language, similarity: TextSimilarity
) -> Struck:
    """The reason a sentence is rejected, "" if it is kept."""
    if _LINK_OR_MARKUP.search(sentence):
        return "foreign"
    if not _facts_agree(sentence, cited, language):
        return "contradicted"
    return "" if _is_supported(sentence, cited, language, similarity) else "unsupported"


def _facts_agree(sentence: str, cited: Sequence[Citation], language: Language) -> bool:
    """Whether each figure, date and name is in a quote, and a quote does not say the opposite."""
    claim = TextFacts.of(sentence, language)
    agrees: dict[tuple[str, str], bool] = {}
    without_opposite = False
    for quote in cited:
        source = TextFacts.of(f"{quote.text}\n{quote.title}", quote.language)
        reasons = compare(claim, source, source)
        facts = [one for one in reasons if one.topic not in ("denial", "opposite")]
        without_opposite = without_opposite or len(facts) == len(reasons)
        for one in facts:
            key = (one.topic, one.claimed)
            agrees[key] = agrees.get(key, False) or one.outcome == "agrees"
    return without_opposite and all(agrees.values())


def _is_supported(
    sentence: str, cited: Sequence[Citation], language: Language, similarity: TextSimilarity
) -> bool:
    """Whether the quotes have the terms of the sentence, or its meaning in another language."""
    wanted = set(terms(sentence, language))
    if len(wanted) < _MIN_TERMS:
        return False
    same_language = [quote for quote in cited if quote.language == language]
    found = {term for quote in same_language for term in terms(quote.text, language)}
    share = len(wanted & found) / len(wanted)
    if share >= _LIMITS.words:
        return True
    best = max(similarity(sentence, [quote.text for quote in cited]), default=0.0)
    if same_language:
        return share >= _LIMITS.fewer_words and best >= _LIMITS.similarity
    return best >= _LIMITS.similarity_across
