"""The questions of one message, in order: several sentences, or two questions in one."""

from __future__ import annotations

import re

from rag.language.questions.double_questions import (
    AND_A_QUESTION,
    AND_THAT_OF,
    ASKS_NOTHING,
    ASKS_YES_OR_NO,
    BARE_FACTS,
    BE,
    COMPARES,
    ENDS_ASKING,
    FACT_LIST,
    FEMININE_FACT,
    IS_FACT,
    IS_WHOLE,
    ITEM_NUMBER,
    LIST_ITEM,
    MARK_BEFORE,
    OF_EACH,
    PLURAL_FACT,
    RELATIVES,
    STARTS_ASKING,
    STARTS_WITH_FACT,
    THE,
    TWO_FACTS,
)
from rag.language.questions.fragments import QUESTION_MARK
from rag.language.words import is_stop_word, whole_words, words
from rag.messages.typography import capitalised
from rag.records import Language

_END = " \u00a0\u202f\n?"
_AROUND = " \u00a0\u202f\n,;"
# A second half of fewer content words only asks for a detail: "et en quelle année ?".
_ENOUGH_WORDS = 2
# Not inside a quotation: « Qui est-ce ? »
_AFTER_MARK = re.compile(r"(?<=\?)\s+(?![»”\")\]])")


def split_questions(text: str, language: Language, *, short: bool = False) -> tuple[str, ...]:
    """The questions of a message without its greetings, each in its own words.

    A question that leaves out what the one before it says ("et le délai ?") is not completed
    here. One that asks for nothing of its own ("est-ce vrai ?") is left out. ``short`` also
    splits off the end of a sentence that only asks for a further detail ("..., and since
    when?"), which one quote often answers with the rest. The message alone if it asks one thing.
    """
    items = _listed(text) or _numbered(text) or _on_lines(text, language) or _asked(text)
    found = [part for item in items for part in _halves(item, language, short=short)]
    asking = [part for part in found if not ASKS_NOTHING.fullmatch(part)] or found
    distinct = tuple(dict.fromkeys(map(capitalised, asking)))
    if len(distinct) > 1:
        return distinct
    return (text,) if len(asking) == len(found) else distinct


def _listed(text: str) -> list[str]:
    """The items of a list of questions, one a line; none if the message is no list."""
    lines = [line for line in text.splitlines() if line.strip()]
    items = [LIST_ITEM.sub("", line).strip() for line in lines if LIST_ITEM.match(line)]
    return items if len(items) > 1 and len(items) >= len(lines) - 1 else []


def _numbered(text: str) -> list[str]:
    """The items of a list in one line, "1) ... 2) ...", numbered from the first on; else none.

    What stands before the first one only announces them: "Mes questions : ".
    """
    marks = list(ITEM_NUMBER.finditer(text))
    lead = text[: marks[0].start()].strip() if marks else ""
    if len(marks) < 2 or (lead and lead[-1] not in ".:?!"):
        return []
    start = ord("1" if marks[0]["number"].isdigit() else "a")
    if any(ord(mark["number"]) != start + place for place, mark in enumerate(marks)):
        return []
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    items = [text[mark.end() : end].strip(_AROUND) for mark, end in zip(marks, ends, strict=True)]
    before = _asked(lead) if lead.endswith("?") else []
    return [*before, *items] if all(map(words, items)) else []


def _on_lines(text: str, language: Language) -> list[str]:
    """The lines of a message, if each asks something of its own; else none."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if lines and lines[0].endswith(":"):
        lines = lines[1:]
    each = all(_asks_something(line, language) for line in lines)
    return lines if len(lines) > 1 and each else []


def _asks_something(line: str, language: Language) -> bool:
    """Whether a line alone is a question, with or without its mark, or a noun that is asked for."""
    forms = STARTS_ASKING, ASKS_YES_OR_NO, STARTS_WITH_FACT[language]
    return line.endswith("?") or any(form.match(line) for form in forms)


def _asked(text: str) -> list[str]:
    """The pieces that end in a question mark, each with the statements before it.

    What follows the last one goes with it. The message alone if it has one question mark.
    """
    pieces = [piece for piece in _AFTER_MARK.split(text) if words(piece)]
    asking = [piece for piece in pieces if piece.rstrip(_END[:-1]).endswith("?")]
    if len(asking) < 2:
        return [text]
    parts = asking if asking == pieces else [*asking[:-1], f"{asking[-1]} {pieces[-1]}"]
    return [LIST_ITEM.sub("", MARK_BEFORE.sub("", part)) for part in parts]


def _halves(question: str, language: Language, *, short: bool) -> list[str]:
    """The two questions that one sentence asks, or the sentence alone."""
    facts = _listed_facts(question, language) or _two_facts(question, language)
    facts = facts or _bare_facts(question, language) or _two_things(question, language)
    return facts or _two_clauses(question, language, short=short) or [question]


def _two_facts(question: str, language: Language) -> list[str]:
    """ "Quel est le montant et le délai de l'aide ?" as two questions about the same thing."""
    match = TWO_FACTS[language].match(question)
    if match is None:
        return []
    of, rest = match["of"].strip(), match["rest"].rstrip(_END)
    mark = QUESTION_MARK[language]
    # "of" is said once for both, after the second or after the first.
    one = f"{match['one']}{'' if of else rest}"
    two = f"{match['two']}{rest}" + (f" ({of})" if of and rest else f" {of}" if of else "")
    return [
        f"{_asking(match['ask'], match['be'], noun, language)} {noun.strip()}{mark}"
        for noun in (one, two)
    ]


def _listed_facts(question: str, language: Language) -> list[str]:
    """ "Quels sont le tarif, la durée et la caution ?" as three questions, and so of more."""
    match = FACT_LIST[language].match(question)
    if match is None:
        return []
    nouns = [each.strip() for each in (*match["first"].split(","), match["last"])]
    if not any(map(IS_FACT[language].search, nouns)):
        return []
    the, rest, mark = THE[language], match["rest"].strip(_END), QUESTION_MARK[language]
    rest = rest and f" {rest}"
    nouns = [each if each.lower().startswith(the) else f"{the}{each}" for each in nouns]
    return [
        f"{_asking(match['ask'], match['be'], noun, language)} {noun}{rest}{mark}" for noun in nouns
    ]


def _bare_facts(question: str, language: Language) -> list[str]:
    """ "Budget et effectifs de l'Office en 2022 ?" as two questions, and so of more."""
    match = BARE_FACTS[language].match(question.rstrip(_END))
    if match is None:
        return []
    mark = question[len(question.rstrip(_END)) :].rstrip()
    nouns = [each.strip() for each in (*match["first"].split(","), match["last"])]
    return [f"{noun}{match['rest'] or ''}{mark}" for noun in nouns]


def _two_things(question: str, language: Language) -> list[str]:
    """ "le tarif de la piscine et celui du stationnement" as two questions, not if it compares."""
    starts = STARTS_ASKING, STARTS_WITH_FACT[language]
    if not any(form.match(question) for form in starts) or COMPARES.search(question):
        return []
    plain, mark = question.rstrip(_END), QUESTION_MARK[language]
    for form in (*AND_THAT_OF[language], OF_EACH[language]):
        if match := form.match(plain):
            lead = match["lead"]
            return [f"{lead} {match['of']}{mark}", f"{lead} {match['other']}{mark}"]
    return []


def _asking(ask: str, be: str, noun: str, language: Language) -> str:
    """How a question begins before a noun with its article, in number and French gender."""
    found = PLURAL_FACT[language].match(noun)
    plural = found is not None and found.groupdict().get("plural", "s") is not None
    pair = next(forms for forms in BE[language] if be.lower() in forms)
    if language == "fr":
        ask = f"Quel{'le' if FEMININE_FACT.match(noun) else ''}{'s' if plural else ''}"
    return f"{ask} {pair[plural]}"


def _two_clauses(question: str, language: Language, *, short: bool) -> list[str]:
    """ "Qui a fondé X, et quand ?", "Où et quand X ?" as two questions."""
    for joint in AND_A_QUESTION.finditer(question):
        before, after = question[: joint.start()], question[joint.start() :].lstrip(" ,")
        start = STARTS_ASKING.match(before)
        if start is None and not _asks_yes_or_no(before):
            continue
        first = words(question[joint.end() :])[0].folded
        if first in RELATIVES and any(word.folded == first for word in words(before)[1:]):
            continue  # "the people who sign and who check"
        mark = QUESTION_MARK[language]
        asked = whole_words(before[start.end() :]) if start else []
        if start and len(asked) <= 1:  # "où et quand ...", "quel montant et quel délai ..."
            second = question[joint.end() :]
            rest = _without_question_word(second, nouns=len(asked)).strip(_END)
            return [f"{before.strip()} {rest}{mark}", capitalised(second)] if rest else []
        if not short and not _is_enough(question[joint.end() :], language):
            continue
        return [f"{before.rstrip()}{mark}", capitalised(after)]
    return []


def _asks_yes_or_no(clause: str) -> bool:
    return ASKS_YES_OR_NO.match(clause) is not None and ENDS_ASKING.search(clause) is None


def _is_enough(clause: str, language: Language) -> bool:
    """Whether the second half of a sentence is a question of its own."""
    content = len(_content(clause, language))
    return content >= _ENOUGH_WORDS or (content > 0 and IS_WHOLE.match(clause) is not None)


def _without_question_word(clause: str, *, nouns: int) -> str:
    """What follows the question word of a clause and the ``nouns`` words after it."""
    match = STARTS_ASKING.match(clause)
    rest = clause if match is None else clause[match.end() :].strip()
    return rest.split(maxsplit=nouns)[nouns] if len(rest.split()) > nouns else ""


def _content(text: str, language: Language) -> list[str]:
    """The folded words of a text that have a meaning of their own."""
    return [word.folded for word in whole_words(text) if not is_stop_word(word.folded, language)]
