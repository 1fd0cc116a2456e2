"""Which sentences may answer: not headings, questions, labels, short titles or lone numbers."""

from __future__ import annotations

import re

from rag.answering.lists import is_row, item_mark
from rag.language.any_language import any_word
from rag.language.documents.datelines import DATELINE_WORDS
from rag.language.figures.dates import find_dates
from rag.language.identifiers.marks import find_marks
from rag.language.sentences import Sentence
from rag.language.statements.dependent_sentences import SHORT_TITLE, TITLE_WORDS
from rag.language.words import words
from rag.records import Hit, Language, Passage

# A sentence that ends with a question; one that quotes somebody's question states something.
_QUESTION = re.compile(r"^.[^«“]*\?[\s»”\"’)]*$", re.DOTALL)
_ENDED = re.compile(r"[.!?…;:][»”\"’')\]\s]*$")
_WORD = re.compile(r"[^\W_]+")
# A word or an amount: a number alone is that of a paragraph, an article or a page.
_SAYS_SOMETHING = re.compile(r"[^\W\d_]{2,}|[%€$£]")
_DATELINE_WORDS = any_word(DATELINE_WORDS)
_LABEL_WORDS = 3  # "Tel.:", "For information:"
_HEADING_WORDS = 8  # of a line without an end, alone in its paragraph


def can_answer(sentence: Sentence, hit: Hit, *, asks_for_title: bool = False) -> bool:
    """Whether a sentence of a hit may answer a question.

    A heading, a question, a label without its list, a title of an Act, and a number or
    punctuation alone do not. ``asks_for_title`` says that the question asks for a title: then a
    title answers.
    """
    if not sentence.families or not _SAYS_SOMETHING.search(sentence.text):
        return False
    if _is_heading(sentence, hit) or _QUESTION.search(sentence.text):
        return False
    if not asks_for_title and _is_title(sentence, hit.passage.language):
        return False
    return not (_is_label(sentence, hit.passage) or _is_untitled_heading(sentence, hit.passage))


def is_fragment(sentence: Sentence, passage: Passage) -> bool:
    """Whether a sentence is cut by the border of a page, so that its page does not hold the rest.

    It opens a page in lower case, or it is the last of its passage and has no end. Items of lists
    and rows of tables are not fragments, nor is anything in a format without pages.
    """
    text = sentence.text
    if passage.page is None or item_mark(text) or is_row(text):
        return False
    if text[:1].islower() and passage.start == sentence.start == 0:
        return True
    after = passage.text[sentence.end :].strip()
    return not after and not _ENDED.search(text) and len(_WORD.findall(text)) > _HEADING_WORDS


def is_dateline(sentence: Sentence) -> bool:
    """Whether a sentence says nothing but a day of its document: "Adoptée le 20 novembre 2022"."""
    dates = [one for one in find_dates(sentence.text) if one.precision == "day"]
    if not dates:
        return False
    rest = (
        word.folded
        for word in words(sentence.text)
        if not any(one.start <= word.start < one.end for one in dates)
    )
    return all(word in _DATELINE_WORDS for word in rest)


def asks_for_title(folded: frozenset[str], language: Language) -> bool:
    """Whether the folded words of a question ask for a title."""
    return bool(folded & TITLE_WORDS[language])


def _is_heading(sentence: Sentence, hit: Hit) -> bool:
    """Whether a sentence is a heading or part of one: "Article 5. Durée du mandat" is two.

    A title that ends as sentences do is the first sentence of a document without a title.
    """
    text = sentence.text
    titled = text == hit.document.title and not text.endswith((".", "!", "…"))
    return titled or any(text in heading for heading in hit.passage.headings)


def _is_title(sentence: Sentence, language: Language) -> bool:
    """Whether a sentence gives the short title of an Act, or is a title or a number alone.

    Titles are in capitals and have no end: "NATIONAL PARKS ACT". A number identifies a text:
    "SOR/2024-237".
    """
    text = sentence.text
    if SHORT_TITLE.search(text):
        return True
    if text.isupper() and len(_WORD.findall(text)) > _LABEL_WORDS and not _ENDED.search(text):
        return not (item_mark(text) or is_row(text))
    marks = (mark for mark in find_marks(text, language) if mark.kind in ("code", "law", "number"))
    return any((mark.start, mark.end) == (0, len(text)) for mark in marks)


def _is_label(sentence: Sentence, passage: Passage) -> bool:
    """Whether a sentence is a few words and a colon, with nothing after them in the passage."""
    text = sentence.text.rstrip()
    if not text.endswith(":") or len(_WORD.findall(text)) > _LABEL_WORDS:
        return False
    return not passage.text[sentence.end :].strip()


def _is_untitled_heading(sentence: Sentence, passage: Passage) -> bool:
    """Whether a sentence looks like a heading that its format does not mark as one.

    It is a paragraph of its own and a few words long, without an end, a figure or a name, and
    text follows that is not its list.
    """
    text = sentence.text
    words = _WORD.findall(text)
    if len(words) > _HEADING_WORDS or _ENDED.search(text) or item_mark(text) or is_row(text):
        return False
    before, after = passage.text[: sentence.start], passage.text[sentence.end :]
    alone = (not before or before.endswith("\n\n")) and after.startswith("\n\n")
    plain = text[:1].isupper() and not any(
        word[:1].isupper() or not word.isalpha() for word in words[1:]
    )
    leads_in = bool(item_mark(after.lstrip()))
    return alone and plain and not leads_in and not {":", ",", "|"} & set(text)
