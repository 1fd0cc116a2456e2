"""Whether a sentence has another noun in the place of one of a claim, in the same words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from rag.facts.facts import TextFacts
from rag.language.statements.clause_words import BEFORE_NOUNS, PREPOSITION_NOUNS
from rag.language.statements.predicates import is_finite
from rag.language.words import Word, is_stop_word, stem, words
from rag.records import Language

_MOST = 2  # words in one place
_BEFORE = 2  # words in common before it


def has_other_noun(claim: TextFacts, quote: TextFacts) -> bool:
    """Whether a quote has another noun after the same words: "because of a fire", "of a slide".

    Two nouns may mean one thing, so that nothing is contradicted. Two texts in two languages have
    no words in common.
    """
    language = claim.facts.language
    if language != quote.facts.language:
        return False
    own, theirs = words(claim.text), words(quote.text)
    matcher = SequenceMatcher(
        None, [one.folded for one in own], [one.folded for one in theirs], autojunk=False
    )
    for (before, first, until, *_), (kind, start, end, *there) in pairwise(matcher.get_opcodes()):
        same_before = before == "equal" and until - first >= _BEFORE
        if kind != "replace" or not same_before or not _is_before_noun(own[start - 1], language):
            continue
        replaced, replacing = own[start:end], theirs[slice(*there)]
        if _are_prepositions(replaced, language) and _are_prepositions(replacing, language):
            continue
        if _are_nouns(replaced, quote.facts.terms, language) and _are_nouns(
            replacing, claim.facts.terms, language
        ):
            return True
    return False


def _are_prepositions(found: Sequence[Word], language: Language) -> bool:
    """Whether words only join others: the "conformity" of "in conformity with"."""
    return all(one.folded in PREPOSITION_NOUNS[language] for one in found)


def _is_before_noun(word: Word, language: Language) -> bool:
    return word.folded in BEFORE_NOUNS[language]


def _are_nouns(found: Sequence[Word], others: Collection[str], language: Language) -> bool:
    """Whether words are nouns, as far as their forms say, which the other text has not at all."""
    return 0 < len(found) <= _MOST and not any(
        is_stop_word(one.folded, language)
        or not one.folded.isalpha()
        or is_finite(one.folded, language)
        or stem(one.folded, language) in others
        for one in found
    )
