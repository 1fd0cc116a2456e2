"""A quotation that other quotations are compared with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from rag.facts.facts import Facts, read_facts
from rag.facts.said_of import CLAUSE_END, said_of
from rag.language.any_language import any_form
from rag.language.statements.clause_words import FILLERS
from rag.language.words import terms
from rag.records import Language

FILLER = re.compile(rf"(?<!\w)(?:{any_form(FILLERS)})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence of a document, with the text around it that names its subject.

    ``context`` is the title, the headings and the sentence before. ``title`` is that of the
    document, ``document`` its id, and ``family`` that of its newest version; "" if unknown.
    """

    text: str
    language: Language
    context: str = ""
    title: str = ""
    document: str = ""
    family: str = ""


class SourceFacts(NamedTuple):
    """A source with the facts in it."""

    source: Source
    facts: Facts

    @classmethod
    def of(cls, source: Source) -> SourceFacts:
        """A source with its facts."""
        return cls(source, read_facts(source.text, source.language))

    @property
    def about(self) -> frozenset[str]:
        """The terms of the source and of its context, which name its subject."""
        in_context = read_facts(self.source.context, self.facts.language).terms
        return frozenset({*self.facts.terms, *in_context})

    def words_before(self, position: int) -> frozenset[str]:
        """The terms that say what the fact at a position is said of, without fillers, numbers."""
        said = said_of(self.source.text, position, self.source.language)
        return self._terms(FILLER.sub(" ", said))

    def words_after(self, position: int) -> frozenset[str]:
        """The same after a position."""
        return self._terms(FILLER.sub(" ", self.clause_after(position)))

    def clause_after(self, position: int) -> str:
        """The text after a position to the end of its clause."""
        return CLAUSE_END.split(self.source.text[position:])[0]

    def _terms(self, text: str) -> frozenset[str]:
        found = terms(text, self.facts.language)
        return frozenset(term for term in found if not any(map(str.isdigit, term)))
