"""The quotes that say the kind of thing that a question asks for, of the body that it names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from rag.answering.holders_asked import of_holder
from rag.answering.limits_asked import of_limit_asked
from rag.answering.prices_asked import of_priced_thing
from rag.answering.question import answer_kind
from rag.citations.quotes import Quote
from rag.language.figures.dates import find_months
from rag.language.figures.how_long import says_how_long
from rag.language.figures.how_many import asks_for_things, says_how_many, says_how_many_things
from rag.language.figures.periods import find_periods
from rag.language.figures.shares import asks_for_share, says_share
from rag.language.identifiers.marks import find_marks
from rag.language.names import find_names
from rag.language.questions.contacts_asked import (
    DIGIT_RUN,
    EMAIL,
    EMAIL_ASKED,
    NUMBER_OF_THING_ASKED,
    PHONE_ASKED,
)
from rag.language.questions.questions import YEAR_ASKED
from rag.language.questions.roles_asked import NUMBER_ASKED, WITHOUT_NUMBER_ASKED
from rag.language.questions.tenses import asks_for_future, says_only_since
from rag.language.words import fold, words
from rag.questions.named_things import NamedThings
from rag.records import Hit, Language, Offsets


def of_kind_asked(quotes: Sequence[Quote], asked: NamedThings) -> list[Quote]:
    """The quotes without those that cannot answer: no number, no time, another role or body.

    A number is answered by one that is no date, how many things by a number of things, a share by a
    share, how long by a length of time, a year by a date, unless the document has one, who held a
    role by a sentence that does not name another role instead, an address by one, the number of
    a telephone or a file by figures, the most of something not by the least, and when something
    will be not by since when something is.
    """
    kept = of_limit_asked(quotes, asked)
    kind, question = answer_kind(asked.text, asked.language), fold(asked.text)
    is_count = kind == "count" or NUMBER_ASKED.match(question) is not None
    if asks_for_share(question, asked.language):
        kept = [one for one in kept if _leads_in(one) or says_share(*_said(one))]
    elif is_count and not WITHOUT_NUMBER_ASKED.search(question):
        things = asks_for_things(question, asked.language)
        says = says_how_many_things if things else says_how_many
        kept = [one for one in kept if _has_number(one, says)]
    if kind == "duration":
        kept = [one for one in kept if _leads_in(one) or says_how_long(*_said(one))]
    if kind == "time" and asks_for_future(question, asked.language):
        kept = [one for one in kept if not says_only_since(fold(one.text), _said(one)[1])]
    if YEAR_ASKED[asked.language].search(question):
        kept = [one for one in kept if one.hit.document.date or _leads_in(one) or _is_dated(one)]
    if kind == "person":
        kept = of_holder(kept, asked)
    if EMAIL_ASKED.search(question):
        kept = _with_contact(kept, lambda text: EMAIL.search(text) is not None)
    elif PHONE_ASKED.search(question) or NUMBER_OF_THING_ASKED.search(question):
        kept = _with_contact(kept, lambda text: DIGIT_RUN.search(_undated(text)) is not None)
    return of_priced_thing(_of_body(kept, asked), asked)


def _has_number(quote: Quote, says: Callable[[str, Language], bool]) -> bool:
    """Whether a quote has a number, or words for one, besides its dates; or leads a list in.

    A number that identifies something counts nothing: "n° 2024-07", "article 5".
    """
    text, language = _said(quote)
    text = _without(_undated(text), [(one.start, one.end) for one in find_marks(text, language)])
    return _leads_in(quote) or says(text, language)


def _with_contact(quotes: Sequence[Quote], says: Callable[[str], bool]) -> list[Quote]:
    """The quotes with a number or an address, as sure as another one beside it in its passage.

    Each line of a letterhead is like the next in all that confidence is computed from.
    """
    kept = [one for one in quotes if _leads_in(one) or says(one.text)]
    if kept and kept[0].hit.passage == quotes[0].hit.passage:
        return [replace(kept[0], score=quotes[0].score), *kept[1:]]
    return kept


def _undated(text: str) -> str:
    """A text with blanks for its dates."""
    return _without(text, [(one.start, one.end) for one in find_periods(text)])


def _without(text: str, places: Sequence[Offsets]) -> str:
    letters = list(text)
    for start, end in places:
        letters[start:end] = " " * (end - start)
    return "".join(letters)


def _is_dated(quote: Quote) -> bool:
    """Whether a quote has a figure or a month."""
    return any(map(str.isdigit, quote.text)) or bool(find_months(quote.text))


def _leads_in(quote: Quote) -> bool:
    return quote.text.rstrip().endswith(":")


def _said(quote: Quote) -> tuple[str, Language]:
    return quote.text, quote.hit.passage.language


def _of_body(quotes: Sequence[Quote], asked: NamedThings) -> list[Quote]:
    """The quotes without those of the documents of another issuer than the body that is named.

    Only if a quote is of a document of that body. A document in the other language may call it
    otherwise, and one that names it speaks of it.
    """
    bodies = bodies_named(asked, [one.hit for one in quotes])
    return [one for one in quotes if not is_of_another_body(one.hit, asked, bodies)]


def bodies_named(asked: NamedThings, hits: Sequence[Hit]) -> list[frozenset[str]]:
    """The names in a question that are part of the name of an issuer of the hits, as words."""
    issuers = [_words(hit.document.issuer) for hit in hits if hit.document.issuer]
    names = [one.parts for one in find_names(asked.text, asked.language)]
    return [name for name in names if any(name <= issuer for issuer in issuers)]


def is_of_another_body(hit: Hit, asked: NamedThings, bodies: Sequence[frozenset[str]]) -> bool:
    """Whether a hit is of an issuer that no body is a part of, and does not name any."""
    if not bodies or not hit.document.issuer or hit.passage.language != asked.language:
        return False
    return not names_a_body(hit, bodies)


def names_a_body(hit: Hit, bodies: Sequence[frozenset[str]]) -> bool:
    """Whether the issuer, the title, a heading or the text of a hit has the name of a body."""
    document, passage = hit.document, hit.passage
    text = " ".join((document.issuer or "", document.title, *passage.headings, passage.text))
    return any(name <= _words(text) for name in bodies)


def _words(text: str) -> frozenset[str]:
    return frozenset(word.folded for word in words(text))
