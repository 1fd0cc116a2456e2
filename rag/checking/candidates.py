"""The sentences that a claim may be judged by, each with the text that says what it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.checking.entailment import Premise
from rag.checking.lead_ins import LeadIns, introduces
from rag.checking.page_furniture import states_nothing
from rag.citations.quotes import Quote
from rag.language.documents.lists import ITEM, ITEM_END
from rag.language.rows import rows_as_read
from rag.language.sentences import sentences
from rag.language.words import content_words, fold
from rag.records import Hit, Offsets

# "• (1)", "12 (a)", "§ 3", "4.2": what marks a paragraph or an item says nothing.
_MARKS = re.compile(
    r"(?:[•▪▫●○◦■□➢➤❖✓✔‣⁃·*–—-]\s+)?"
    r"(?:(?:§\s?)?\d{1,3}(?:\.\d{1,3})*[.)]?\s+(?=[(A-ZÀ-Þ«“])|\([0-9a-zA-Z]{1,5}(?:\.\d+)?\)\s+)*"
)
_STATES = re.compile(r"[.!?;:…,|][»”\"’')\]]*\s*$|[|:]|\d")
_LONGEST_HEADING = 12  # words


@dataclass(frozen=True, slots=True)
class ClaimCandidate:
    """A sentence of a passage: its quote, and what the network and the rules read.

    ``lead_in`` introduces the list that the sentence is an item of, "" elsewhere. ``marked`` is
    the sentence with its marks.
    """

    quote: Quote
    premise: Premise
    lead_in: str = ""
    marked: str = ""

    @property
    def text(self) -> str:
        """The sentence with its lead-in, without marks: what it states."""
        return self.premise.text

    @property
    def marked_text(self) -> str:
        """The same with its marks, which the rules compare with "article 5"."""
        return self.premise.text if self.lead_in else self.marked

    @property
    def context(self) -> str:
        """The title, the headings, the lead-in and the sentence before, a line each."""
        passage = self.quote.hit.passage
        parts = (self.quote.hit.document.title, *passage.headings, self.lead_in)
        return "\n".join((*parts, self.premise.before))


def candidates_of(hit: Hit) -> list[ClaimCandidate]:
    """The sentences of a passage that state something; titles and date lines never do."""
    passage, title = hit.passage, hit.document.title
    headings = {_plain(each) for each in (title, *passage.headings)}
    above = " › ".join(dict.fromkeys(each for each in (title, *passage.headings) if each))
    found: list[ClaimCandidate] = []
    before, leads = "", LeadIns()
    form = rows_as_read(passage.text, passage.headings)
    for start, end in sentences(form.text):
        text = form.text[start:end]
        if _plain(text) in headings or not content_words(text, passage.language):
            continue
        item = _is_item(form.text, (start, end))
        if not item and (_is_heading(text) or states_nothing(text, passage.language)):
            before = text
            continue
        lead_in = leads.of(text) if item else leads.clear()
        quote = _quote(hit, form.original(start), form.original(end))
        stated = unmarked(text)
        whole = f"{lead_in} {stated}" if lead_in else stated
        found.append(
            ClaimCandidate(quote, Premise(whole, above, "" if lead_in else before), lead_in, text)
        )
        if introduces(text, form.text[end:]):
            leads.add(stated)
        before = stated
    return found


def _quote(hit: Hit, start: int, end: int) -> Quote:
    """The words of a passage between two offsets of its text."""
    passage = hit.passage
    words = passage.text[start:end]
    return Quote(hit, passage.start + start, passage.start + end, words, hit.score)


def unmarked(text: str) -> str:
    """A sentence without the bullets and numbers before it."""
    match = _MARKS.match(text)
    return text[match.end() :] if match and match.end() < len(text) else text


def _is_item(text: str, span: Offsets) -> bool:
    """Whether a sentence opens with the mark of an item, or closes as one does."""
    start, end = span
    opens = start == 0 or text[start - 1] == "\n"
    mark = ITEM.match(text, start, end)
    return opens and bool((mark and mark.end() > start) or ITEM_END.search(text, start, end))


def _is_heading(text: str) -> bool:
    """Whether a line is a heading that its format does not mark: short, without end or figure."""
    return len(text.split()) <= _LONGEST_HEADING and not _STATES.search(text)


def _plain(text: str) -> str:
    return fold(" ".join(text.split())).strip(" .:#*")
