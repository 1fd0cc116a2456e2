"""Whether two versions of a document say their figures of one thing, one of them in fewer words."""

from __future__ import annotations

from rag.facts.facts import Figure
from rag.facts.said_of import clause_after, said_of
from rag.facts.sources import FILLER, SourceFacts
from rag.language.any_language import any_word
from rag.language.statements.clause_words import AMOUNTS
from rag.language.statements.offices import DELIBERATING
from rag.language.words import terms

_DELIBERATING = any_word(DELIBERATING)


def are_said_of_one(one: SourceFacts, figure: Figure, other: SourceFacts, rival: Figure) -> bool:
    """Whether two versions may speak of one thing before two figures.

    One may leave out words that the other has, before its figure or after it: not both, as in "The
    council appoints three members of the board", and not what the thing is, as in "The committee of
    the council" and "The council".
    """
    before, rival_before = one.words_before(figure.start), other.words_before(rival.start)
    if not (before <= rival_before or rival_before <= before):
        return False
    after, rival_after = (_said_after(read, of.end) for read, of in ((one, figure), (other, rival)))
    if not (before and rival_before):
        everything = before | rival_before | (rival_after if rival_before else after)
        return (after if rival_before else rival_after) <= everything or before == rival_before
    if (before - rival_before and after - rival_after) or (
        rival_before - before and rival_after - after
    ):
        return False
    return _have_one_head(one, figure, other, rival) and not _are_two_bodies(
        one, other, before ^ rival_before
    )


def _said_after(read: SourceFacts, position: int) -> frozenset[str]:
    """The terms after a figure, to the next verb of its clause."""
    found = terms(
        clause_after(read.source.text, position, read.source.language), read.facts.language
    )
    return frozenset(one for one in found if not any(map(str.isdigit, one)))


def _have_one_head(one: SourceFacts, figure: Figure, other: SourceFacts, rival: Figure) -> bool:
    """Whether the things that two figures are said of are the same but for what limits them."""
    heads = [_head(read, of.start) for read, of in ((one, figure), (other, rival))]
    return not all(heads) or bool(heads[0] & heads[1])


def _head(read: SourceFacts, position: int) -> frozenset[str]:
    """The terms of what a figure is said of: "committee" of "the committee of the council".

    That of an amount is what it is the amount of.
    """
    language = read.source.language
    said = AMOUNTS[language].sub(
        " ", FILLER.sub(" ", said_of(read.source.text, position, language))
    )
    if language == "en":
        return frozenset(terms(said.partition(" of ")[0], language))
    return frozenset(terms(said, language)[:1])


def _are_two_bodies(one: SourceFacts, other: SourceFacts, apart: frozenset[str]) -> bool:
    """Whether words that one of two sources has say which body it is: "the youth council".

    A title or a heading may have them: then they are those of the document.
    """
    above = {
        term for read in (one, other) for term in terms(read.source.context, read.source.language)
    }
    bodies = any(word in _DELIBERATING for word in one.facts.words & other.facts.words)
    return bodies and bool(apart - above)
