"""The question inside a message: without greetings, thanks, signature and the letter around it."""

from __future__ import annotations

import re

from rag.language.any_language import any_form, any_word
from rag.language.questions.courtesies import (
    ABOUT_THE_WRITER,
    CLOSINGS,
    GREETED,
    NAMED_FIRST,
    PLEASE,
    REQUESTS,
    SALUTATIONS,
    THANKS,
    WHETHER,
)
from rag.language.questions.double_questions import ASKS_YES_OR_NO, LIST_ITEM
from rag.language.questions.fragments import CONTINUATIONS
from rag.language.questions.verbs import is_inverted
from rag.language.sentences import sentences
from rag.language.statements.function_words import QUESTION_WORDS
from rag.language.statements.pronouns import REFERRING_WORDS
from rag.language.words import is_small_word, whole_words, without_small_words, words
from rag.messages.typography import capitalised
from rag.records import LANGUAGES, Language

_MARKS = " \u00a0\u202f\t\r\n,.;:!–—-…"
_BEFORE_A_QUESTION = " \u00a0\u202f,;"
_BLANKS = re.compile(r" {2,}")
_GAP = r"[ \u00a0\u202f\t]*"
# Sentences: a message of more is a letter with a question in it.
_LONGEST_QUESTION = 3
_LONGEST_THANKS = 10  # words
# A question of fewer content words leans on the sentence before it.
_ENOUGH_WORDS = 2


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_OPENING = _form(
    rf"^(?:{any_form(SALUTATIONS)})\b(?:{_GAP}(?:{any_form(GREETED)})\b)*"
    rf"(?:{_GAP}(?-i:[A-ZÀ-Þ])[\w.'’-]*(?:{_GAP}(?-i:[A-ZÀ-Þ])[\w.'’-]*)?(?={_GAP}[,\n]))?"
    rf"(?:{_GAP}[,.!:;…\n–-]+\s*|\s*$|(?={_GAP}(?P<next>[^\W\d_]+)))"
)
_THANKS = any_form(THANKS)
_LAST_THANKS = _form(rf"(?:^|[\s,.;!?(–-])\(?(?:{_THANKS}){_GAP}[.!,;:)…]*$")
_CLOSING = _form(
    rf"(?:^|[\n.!?,;])\s*(?:(?:{_THANKS})(?:{_GAP},)?{_GAP})?(?:{any_form(CLOSINGS)})\b"
)
_SEPARATOR = re.compile(r"\n-- ?\n|\n_{5,}\n")
_QUOTED_LINE = re.compile(r"^>.*$", re.MULTILINE)
_STARTS_WITH_THANKS = _form(rf"^(?:{_THANKS})(?!\w)")
_ABOUT_THE_WRITER = _form(rf"^(?:{any_form(ABOUT_THE_WRITER)})\b")
_REQUEST = _form(rf"^(?:{any_form(REQUESTS)})\s*,?\s*")
_WHETHER = _form(rf"^(?:{any_form(WHETHER)})")
_PLEASE = _form(rf"(?:{_GAP},)?{_GAP}(?:{any_form(PLEASE)}){_GAP}(?:,(?=\s))?")
_COURTESIES = {
    one: _form(rf"\b(?:{SALUTATIONS[one]}|{THANKS[one]}|{CLOSINGS[one]})\b") for one in LANGUAGES
}
_QUESTION_WORDS = any_word(QUESTION_WORDS)


def extract_question(message: str) -> str:
    """The question inside a message, "" if it only greets, thanks or closes a letter.

    The message itself, to the letter, if nothing stands around its question. A sentence before
    the question is kept if the question leans on it ("peut-elle ... ?").
    """
    whole = message.strip()
    text = _without_opening(_without_signature(_QUOTED_LINE.sub("", whole).strip()))
    found = [text[start:end] for start, end in sentences(text)]
    kept = [each for each in found if not _is_courtesy(each)]
    is_letter = text != whole or len(kept) < len(found) or len(found) > _LONGEST_QUESTION
    polite = [_without_politeness(each) for each in kept]
    if not is_letter and polite == kept:
        return whole
    polite = [each for each in polite if words(each)]
    if not polite and not any(form.search(whole) for form in _COURTESIES.values()):
        return whole
    asking = [number for number, each in enumerate(polite) if _asks(each)]
    if not (is_letter and asking):
        return _joined(polite, whole)
    return _joined([_with_context(polite, number, asking) for number in asking], whole)


def _joined(kept: list[str], message: str) -> str:
    """Sentences as one text, each on its own line if that is how the message has them."""
    lines = [line.rstrip() for line in message.splitlines()]
    on_lines = all(any(line.endswith(each) for line in lines) for each in kept)
    return ("\n" if on_lines else " ").join(kept)


def courtesy_language(message: str, default: Language) -> Language:
    """The language of a message that only greets or thanks."""
    return next((one for one in LANGUAGES if _COURTESIES[one].search(message)), default)


def _without_opening(text: str) -> str:
    """The text after its greetings, with a person whom the question names first."""
    while (match := _OPENING.match(text)) and not NAMED_FIRST.match(text):
        after = match["next"]
        if after and not _can_follow(after):
            break
        rest = text[match.end() :].lstrip(_MARKS)
        if rest == text:
            break
        text = rest
    return text


def _can_follow(word: str) -> bool:
    """Whether a word after a greeting starts a question; "Bonjour tristesse" is a title."""
    folded = word.lower()
    return folded in _QUESTION_WORDS or is_small_word(folded)


def _without_signature(text: str) -> str:
    """The text before its closing words and what follows them, unless a question follows."""
    text = _SEPARATOR.split(text)[0]
    for match in _CLOSING.finditer(text):
        before = text[: match.start() + 1].rstrip()
        if "?" not in text[match.end() :] and words(before):
            text = before
            break
    before = None
    while before != text:
        before = text
        text = _LAST_THANKS.sub(_mark_before, text).rstrip()
    return text


def _mark_before(thanks: re.Match[str]) -> str:
    """The mark before thanks at the end, which belongs to the question."""
    return thanks[0][0] if thanks[0][:1] in ("?", ".", "!") else ""


def _is_courtesy(sentence: str) -> bool:
    """Whether a sentence thanks, or is about the writer, and asks for nothing."""
    if sentence.rstrip().endswith("?") or _REQUEST.match(sentence):
        return False
    if _STARTS_WITH_THANKS.match(sentence):
        return len(words(sentence)) <= _LONGEST_THANKS
    return bool(_ABOUT_THE_WRITER.match(sentence))


def _without_politeness(sentence: str) -> str:
    """The sentence without "please", and without the request around an indirect question."""
    text = _without_opening(sentence)
    if _PLEASE.search(text):
        text = _BLANKS.sub(" ", _PLEASE.sub(" ", text)).strip(_BEFORE_A_QUESTION)
    match = _REQUEST.match(text)
    rest = "" if match is None else text[match.end() :].rstrip(" ,;.")
    if not words(rest):
        return text
    rest = _WHETHER.sub("", rest)
    return capitalised(rest)


def _asks(sentence: str) -> bool:
    """Whether a sentence asks: by its mark, its first word or its verb, or as one of a list."""
    if sentence.rstrip(" \u00a0\u202f").endswith("?"):
        return True
    if LIST_ITEM.match(sentence) or ASKS_YES_OR_NO.match(sentence):
        return True
    found = whole_words(sentence)
    return bool(found) and (
        found[0].folded in _QUESTION_WORDS or any(is_inverted(word.folded) for word in found[:3])
    )


def _with_context(kept: list[str], number: int, asking: list[int]) -> str:
    """A question, after the sentence before it if it leans on that one."""
    question, before = kept[number], number - 1
    if before < 0 or before in asking or not _leans(question):
        return question
    return f"{kept[before].rstrip()} {question}"


def starts_in_context(question: str) -> bool:
    """Whether a question goes on from the one before it: "et ...", "its ...", "why?"."""
    return (
        any(form.match(question) for form in CONTINUATIONS.values())
        or any(form.search(question) for one in LANGUAGES for form, _ in REFERRING_WORDS[one])
        or not without_small_words(question)
    )


def _leans(question: str) -> bool:
    """Whether a question refers to something before it, or has hardly a word of its own."""
    if any(form.search(question) for one in LANGUAGES for form, _ in REFERRING_WORDS[one]):
        return True
    return len(without_small_words(question)) < _ENOUGH_WORDS
