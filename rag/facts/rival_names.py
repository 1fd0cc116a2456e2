"""Two names in one place of two sentences: "chaired by Anna Bell", "chaired by Carl Dunn"."""

from __future__ import annotations

import re

from rag.facts.contradictions import continue_alike
from rag.facts.facts import has_name, read_facts
from rag.facts.figures import equal
from rag.facts.sources import SourceFacts
from rag.language.any_language import any_form, any_word
from rag.language.names import Name
from rag.language.statements.clause_words import OWN_VOICE
from rag.language.statements.offices import COMMON_NAMES, OFFICES
from rag.language.words import stem

_COMMON = any_word(OFFICES) | any_word(COMMON_NAMES)
_FIRST_PERSON = re.compile(rf"\b(?:{any_form(OWN_VOICE)})\b")
_LEAST_LETTERS = 3  # of a word that names somebody; "A1" and "D1E" are codes


def shared_without_names(one: SourceFacts, other: SourceFacts) -> float:
    """The share of the shorter text's terms in the other, but for those of names, in 0..1."""
    left, right = _plain_terms(one), _plain_terms(other)
    return len(left & right) / max(min(len(left), len(right)), 1)


def rival_names(one: SourceFacts, other: SourceFacts) -> tuple[Name, Name] | None:
    """The one name of each text that the other does not have, after the same words in both.

    A name that the title or a heading of its document has is what the document is about, and
    "the Council", "this Act" name nobody: neither is a rival of another name.
    """
    if _FIRST_PERSON.search(f"{one.source.text}\n{other.source.text}"):
        return None  # two people speak, each of themselves
    own = [name for name in one.facts.names if _is_missing(name, other)]
    theirs = [name for name in other.facts.names if _is_missing(name, one)]
    if len(own) != 1 or len(theirs) != 1:
        return None
    name, rival = own[0], theirs[0]
    before = one.words_before(name.start)
    if not before or before != other.words_before(rival.start):
        return None
    if not continue_alike(one, name, other, rival) or not _have_one_value(one, other):
        return None
    return (name, rival) if _names_one(one, name) and _names_one(other, rival) else None


def _is_missing(name: Name, read: SourceFacts) -> bool:
    """Whether a text has not a name, which the "M." before one is not."""
    is_title = all(len(part) < _LEAST_LETTERS and part.isalpha() for part in name.parts)
    return not is_title and not has_name(read.facts, name)


def _have_one_value(one: SourceFacts, other: SourceFacts) -> bool:
    """Whether each figure of one text is in the other: "140 euros in Paris, 110 in Lyon"."""
    left, right = one.facts.figures, other.facts.figures
    return all(any(equal(a, b) for b in right) for a in left) and len(left) == len(right)


def _names_one(read: SourceFacts, name: Name) -> bool:
    """Whether a name says who or where, and is not what the document is about."""
    parts = {part for part in name.parts if len(part) >= _LEAST_LETTERS and part.isalpha()}
    context = read_facts(read.source.context, read.facts.language).words
    return bool(parts - _COMMON) and not parts & context


def _plain_terms(read: SourceFacts) -> frozenset[str]:
    language = read.facts.language
    in_names = {stem(part, language) for name in read.facts.names for part in name.parts}
    return frozenset(read.facts.terms) - in_names
