"""Quotes that stand by themselves: a sentence of a page with the text that it needs.

A lead-in takes its items, an item its lead-in, a row its column heads, a cut sentence its rest, a
sentence led by a pronoun the one that names its subject, and a rule the exception that follows it.
All of it is text of the same page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answering.lists import (
    Line,
    introduced,
    introducing,
    is_row,
    item_mark,
    last_sentence,
    line_at,
    read_lines,
)
from rag.language.documents.lists import LIST_QUESTION
from rag.language.sentences import Sentence, read_sentences, sentences
from rag.language.statements.dependent_sentences import (
    LIMITS_WHAT_IS_BEFORE,
    PRONOUN_LED,
    SUMS_UP,
    WITHOUT_TERM,
)
from rag.language.words import content_words, family, fold
from rag.records import Language, Offsets, Page, Passage

# In characters, and items: what a reader takes in at a glance. A longer list is cut between items.
LONGEST_LIST, MOST_ITEMS = 1_500, 40
_SENTENCES_BACK = 3  # that are searched for the subject of a pronoun
_LONGEST_MARK = 12  # characters: "• (viii) "
_ENDED = re.compile(r"[.!?…:;][»”\"’')\]\s]*$")
_WHOLE_SENTENCE = re.compile(r"\W*(?:\w{1,3}[.)°]\s)?[A-ZÀ-Þ0-9«“].{25,}[.!?…][»”\"’')\]\s]*", re.S)


def asks_for_list(question: str) -> bool:
    """Whether a question, in any language, asks for all items of a list."""
    return LIST_QUESTION.search(fold(question)) is not None


def stand_alone(
    page: Page, passage: Passage, sentence: Offsets, *, whole_list: bool = False
) -> tuple[Offsets, ...]:
    """The spans of a page that make a sentence of a passage stand by itself.

    They are in reading order and apart; one of them holds the sentence. With ``whole_list`` an
    item takes its list, not only the lead-in.
    """
    text = page.text
    completed = _completed(text, passage, sentence)
    lines = read_lines(page, completed)
    number = line_at(lines, completed[0])
    if number is None:
        return (completed,)
    spans = [completed, *_list_spans(text, lines, number, completed, whole_list)]
    for start, _ in (completed, *_lead_ins(text, lines, number)):
        spans += _subject(text, passage, start, lines)
    spans += _term(text, lines, number, completed, passage.language)
    spans += _limit(passage, completed)
    short = [one for one in spans if one == completed or one[1] - one[0] <= LONGEST_LIST]
    return joined(text, short)


def _list_spans(
    text: str, lines: Sequence[Line], number: int, completed: Offsets, whole_list: bool
) -> list[Offsets]:
    """What a sentence needs of the list that it introduces or belongs to."""
    line, spans = lines[number], []
    items = introduced(lines, number)
    if items and (whole_list or completed[1] >= last_sentence(text, line)[1]):
        spans += _through(completed[0], lines, items)
    if not line.mark or completed[0] > line.start:
        return spans  # a later sentence of an item stands by itself
    above = introducing(lines, number)
    for each in above:
        if not _is_needless(text, lines[each], completed):
            spans.append(_introduction(text, lines[each]))
    if whole_list and above:
        opening = _introduction(text, lines[above[-1]])[0]
        whole = _through(opening, lines, introduced(lines, above[-1]))
        spans += [span for span in whole if span[1] >= completed[1]]
    return spans


def _lead_ins(text: str, lines: Sequence[Line], number: int) -> list[Offsets]:
    """The sentences that introduce a line, without headings."""
    above = [lines[n] for n in introducing(lines, number)]
    return [last_sentence(text, line) for line in above if line.heading is None]


def _introduction(text: str, line: Line) -> Offsets:
    """The part of a line that introduces a list; column heads are taken whole."""
    return (line.start, line.end) if line.heading else last_sentence(text, line)


def _is_needless(text: str, line: Line, completed: Offsets) -> bool:
    """Whether a line is a heading above a whole sentence, which stands without it."""
    heading = line.heading is not None and not line.has_column_heads
    return heading and _WHOLE_SENTENCE.fullmatch(text, *completed) is not None


def _through(start: int, lines: Sequence[Line], items: Sequence[int]) -> list[Offsets]:
    """From an offset to the end of the last item within the limits; nothing if none is."""
    ends = [lines[n].end for n in items[:MOST_ITEMS]]
    fitting = [end for end in ends if end - start <= LONGEST_LIST]
    return [(start, end) for end in fitting[-1:]]


def _completed(text: str, passage: Passage, sentence: Offsets) -> Offsets:
    """A sentence with the parts of it that a border of a passage or a line end has cut off."""
    start, end = sentence
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    if start == passage.start or end == passage.end:
        for left, right in sentences(text[line_start : line_end if line_end >= 0 else len(text)]):
            if line_start + left < sentence[1] and sentence[0] < line_start + right:
                start, end = min(start, line_start + left), max(end, line_start + right)
    if end - start > LONGEST_LIST:
        return sentence
    whole = _start_in_line_before(text, start, line_start), _end_in_line_after(text, end)
    return whole if whole[1] - whole[0] <= LONGEST_LIST else sentence


def _start_in_line_before(text: str, start: int, line_start: int) -> int:
    """The start of a sentence that opens a line in lower case: in the line before, if it is cut."""
    if start > line_start + 1 or not text[start].islower() or item_mark(text[start:]):
        return start
    before = text[:start].rstrip()
    opening = before.rfind("\n") + 1
    line = before[opening:]
    if not line.strip() or _ENDED.search(line) or is_row(line):
        return start
    return opening + sentences(line)[-1][0]


def _end_in_line_after(text: str, end: int) -> int:
    """The end of a sentence without one: in the next line, if that goes on in lower case."""
    after = text[end:]
    following = end + len(after) - len(after.lstrip())
    if following == len(text) or "\n" not in text[end:following] or _ENDED.search(text, 0, end):
        return end
    line = text[following:].split("\n", 1)[0]
    if not line[0].islower() or item_mark(line) or is_row(line):
        return end
    return following + sentences(line)[0][1]


def _subject(text: str, passage: Passage, start: int, lines: Sequence[Line]) -> list[Offsets]:
    """The sentence that names the subject of one that leans on it, if its passage holds it.

    Such a sentence is led by a pronoun, or sums up what was said: "malgré cette démarche".
    """
    pronoun = PRONOUN_LED[passage.language]
    start += len(item_mark(text[start : start + _LONGEST_MARK]))
    after = text[start : passage.end]
    if not passage.start < start < passage.end:
        return []
    if not (pronoun.search(after) or _sums_up(after, passage.language)):
        return []
    before = [
        one
        for one in read_sentences(passage.text, passage.language)
        if passage.start + one.end <= start and not _is_part_of_list(lines, passage, one)
    ]
    for one in before[: -_SENTENCES_BACK - 1 : -1]:
        if not _names_something(one):
            return []
        if not pronoun.search(one.text[len(item_mark(one.text)) :]):
            return [(passage.start + one.start, passage.start + one.end)]
    return []


def _sums_up(text: str, language: Language) -> bool:
    """Whether the first sentence of a text has "this request" and no request before it."""
    (first, *_) = read_sentences(text, language) or (None,)
    if first is None:
        return False
    found = SUMS_UP[language].search(first.text)
    before = content_words(first.text[: found.start()], language) if found else []
    return found is not None and family(fold(found[1])) not in map(family, before)


def _limit(passage: Passage, completed: Offsets) -> list[Offsets]:
    """The next sentence of the passage, if it limits the one that is quoted."""
    for one in read_sentences(passage.text, passage.language):
        start, end = passage.start + one.start, passage.start + one.end
        if start >= completed[1]:
            limits = LIMITS_WHAT_IS_BEFORE[passage.language].search(one.text)
            return [(start, end)] if limits and _ENDED.search(one.text) else []
    return []


def _names_something(sentence: Sentence) -> bool:
    """Whether a sentence has an end and content words; headings and questions do not count."""
    ended = _ENDED.search(sentence.text) is not None and not sentence.text.rstrip().endswith("?")
    return ended and len(sentence.families) > 1


def _is_part_of_list(lines: Sequence[Line], passage: Passage, sentence: Sentence) -> bool:
    """Whether a sentence is an item without a full stop: a part of a longer sentence."""
    number = line_at(lines, passage.start + sentence.start)
    return number is not None and bool(lines[number].mark) and not lines[number].ended


def _term(
    text: str, lines: Sequence[Line], number: int, completed: Offsets, language: Language
) -> list[Offsets]:
    """The term above a definition that does not repeat it: "means a person who ..."."""
    if number == 0 or completed[0] > lines[number].start:
        return []
    if not WITHOUT_TERM[language].search(text[completed[0] : completed[1]]):
        return []
    above = lines[number - 1]
    ended = _ENDED.search(text[above.start : above.end])
    return [] if ended and above.heading is None else [(above.start, above.end)]


def joined(text: str, spans: Sequence[Offsets]) -> tuple[Offsets, ...]:
    """Spans in order, joined where only blanks are between them."""
    joined: list[Offsets] = []
    for start, end in sorted(spans):
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return tuple(joined)
