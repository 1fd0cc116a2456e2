"""The records of notebooks, and the changes that are made to one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

EVERYBODY = "*"  # no account can have this name


@dataclass(frozen=True, slots=True)
class KeptQuote:
    """A quote that was kept: its permalink, its text then, and the question that found it.

    ``key`` tells it apart inside its notebook. ``understood`` is the question as it was completed
    from earlier turns, "" if it was taken as typed. ``title`` and ``place`` are those of its
    document when it was kept, for the day when the document is gone.
    """

    key: str
    permalink: str
    text: str
    title: str
    place: str
    question: str = ""
    comment: str = ""
    understood: str = ""

    @property
    def asked(self) -> tuple[str, str]:
        """The question as typed and as understood: quotes of the same one stand together."""
        return self.question, self.understood


@dataclass(frozen=True, slots=True)
class QuoteNotebook:
    """A notebook: its quotes in order, and the accounts that may read it, or ``EVERYBODY``."""

    id: str
    owner: str
    title: str
    created: dt.datetime
    readers: tuple[str, ...] = ()
    quotes: tuple[KeptQuote, ...] = ()

    def with_comment(self, key: str, comment: str) -> QuoteNotebook:
        """The notebook with a comment on a quote, "" for none."""
        changed = (
            replace(each, comment=comment) if each.key == key else each for each in self.quotes
        )
        return replace(self, quotes=tuple(changed))

    def without(self, key: str) -> QuoteNotebook:
        """The notebook without a quote."""
        return replace(self, quotes=tuple(each for each in self.quotes if each.key != key))

    def moved(self, key: str, step: int) -> QuoteNotebook:
        """The notebook with a quote ``step`` places later, as far as there are places."""
        at = next((at for at, each in enumerate(self.quotes) if each.key == key), None)
        if at is None:
            return self
        quotes = list(self.quotes)
        quotes.insert(max(0, at + step), quotes.pop(at))
        return replace(self, quotes=tuple(quotes))

    def shared_with(self, reader: str) -> QuoteNotebook:
        """The notebook with another reader."""
        others = [each for each in self.readers if each.casefold() != reader.casefold()]
        return replace(self, readers=(*others, reader))

    def kept_from(self, reader: str) -> QuoteNotebook:
        """The notebook without a reader."""
        return replace(self, readers=tuple(each for each in self.readers if each != reader))
