"""Whether two sentences in one language say the same of the same thing, whatever the figure."""

from __future__ import annotations

from functools import lru_cache

from rag.language.statements.carried_subjects import find_subject
from rag.language.statements.predicates import find_predicate
from rag.language.words import stem, terms, words
from rag.records import Language

_Statement = tuple[frozenset[str], str]


def is_same_statement(claim: str, quote: str, language: Language) -> bool:
    """Whether two sentences have one subject and one verb: "the Council has twelve", "has nine".

    "The committee of the Council has five" has another subject. False if either names none.
    """
    claimed, quoted = (_statement(text, language) for text in (claim, quote))
    return claimed is not None and claimed == quoted


@lru_cache(maxsize=2_048)
def _statement(text: str, language: Language) -> _Statement | None:
    """The stems of the subject and the stem of the verb, ``None`` without both; cached."""
    subject = find_subject(text, language)
    about = frozenset(terms(subject, language))
    predicate = find_predicate(text, language, text.find(subject)) if about else None
    if predicate is None:
        return None
    return about, stem(words(text[predicate.start :])[0].folded, language)
