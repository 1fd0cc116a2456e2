"""The noun phrases of a question, found by their determiners and capitals.

There is no tagger: a phrase runs from a determiner, a capital or a question word to the first
preposition, verb or punctuation mark after it, and includes "de" and "of".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rag.language.any_language import any_value, any_word
from rag.language.questions.verbs import (
    AUXILIARIES,
    BE_FORMS,
    DO_FORMS,
    FINAL_VERBS,
    PARTICIPLE_ENDINGS,
    VERBS,
    is_inverted,
)
from rag.language.statements.function_words import HOW_MANY, OF, PREPOSITIONS, QUESTION_WORDS, WHICH
from rag.language.statements.noun_phrases import DETERMINERS, GENDERS, WORD_ORDER
from rag.language.statements.pronouns import CAPITAL_PRONOUNS, PRONOUNS
from rag.language.words import Word, whole_words
from rag.records import LANGUAGES, Language

_ASKING = any_word(QUESTION_WORDS)
_GENDERS, _CAPITAL_PRONOUNS = any_value(GENDERS), any_word(CAPITAL_PRONOUNS)


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun phrase, ``text[start:end]``.

    ``gender`` is "m", "f", "p" for a plural, or "" if unknown. ``proper`` is true of a phrase
    with a capital. ``asked`` is true of what the question asks for ("how many boxes"); the
    phrase is then without its question word.
    """

    start: int
    end: int
    text: str
    gender: str
    proper: bool
    asked: bool


def find_mentions(text: str, language: Language) -> tuple[Mention, ...]:
    """The noun phrases of a question in order, none inside another."""
    found: list[Mention] = []
    words, position = whole_words(text), 0
    while position < len(words):
        question_words = _question_words(words, position, language)
        noun = position + question_words
        starts = question_words or _starts(text, words, position, language)
        end = _end(text, words, noun, language) if starts else position
        if end > noun:
            found.append(_mention(text, words, (position, noun, end), language))
        position = max(end, position + 1)
    return tuple(one for one in found if one.text)


def _starts(text: str, words: list[Word], position: int, language: Language) -> bool:
    """Whether a phrase starts here: a determiner, a name, or in English a noun after its verb."""
    word = words[position].folded
    if word in DETERMINERS[language] or _is_name(text, words, position, language):
        return True
    verbs = AUXILIARIES[language] | BE_FORMS[language]
    if position == 0 or words[position - 1].folded not in verbs:
        return False
    no_noun = word in _closing_words(language) or word.endswith(PARTICIPLE_ENDINGS[language])
    return not no_noun and position + 1 < len(words)


def _question_words(words: list[Word], position: int, language: Language) -> int:
    """How many words here ask for the noun after them: "combien de", "how many", "quelle"."""
    here = words[position].folded
    after = words[position + 1].folded if position + 1 < len(words) else ""
    if after in HOW_MANY[language].get(here, ()):
        return 2
    return int(here in WHICH[language])


def _is_name(text: str, words: list[Word], position: int, language: Language) -> bool:
    """Whether a word has the capital of a name, not only that of the start of the question."""
    word = words[position]
    elided_or_pronoun = word.folded.endswith("'") or word.folded in _CAPITAL_PRONOUNS
    # "Qui" in what was understood of a question before: "(Qui a signé ?)".
    asks = word.folded in _ASKING and not text[word.start : word.end].isupper()
    if elided_or_pronoun or asks or not text[word.start].isupper():
        return False
    if position > 0:
        return True
    if word.folded in AUXILIARIES[language]:
        return False  # "Can Ms Aubry", "Do I"
    next_capital = len(words) > 1 and text[words[1].start].isupper()
    all_capitals = text[word.start : word.end].isupper()
    return word.end - word.start > 1 and (all_capitals or next_capital)


def _end(text: str, words: list[Word], first: int, language: Language) -> int:
    """The position after the last word of the phrase that starts at a position."""
    end = first
    if end < len(words) and words[end].folded in DETERMINERS[language]:
        end += 1
    while end < len(words) and _continues(text, words, (first, end), language):
        end += 1
    while end > first and words[end - 1].folded in OF[language] | DETERMINERS[language]:
        end -= 1
    if _ends_in_verb(text, words, (first, end), language):
        end -= 1
    return end


def _continues(text: str, words: list[Word], span: tuple[int, int], language: Language) -> bool:
    """Whether the word after a span belongs to the phrase in the span."""
    first, position = span
    word, lower_case = words[position], text[words[position].start].islower()
    before = words[position - 1].folded if position > first else ""
    if before and _is_separated(text, words[position - 1], word):
        return False
    if before in OF[language] and lower_case:
        return not is_inverted(word.folded)  # "l’école d’été": no verb follows "de"
    if lower_case and _ends_phrase(word.folded, language):
        return False
    if word.folded in DETERMINERS[language] - OF[language]:
        return before in OF[language]
    if before and not WORD_ORDER[language].adjective_after_noun:
        return _continues_before_noun(text, words, span, language)
    return True


def _is_separated(text: str, before: Word, word: Word) -> bool:
    """Whether a punctuation mark separates two words; not in "no. 12"."""
    numbered = before.folded in ("no", "n°") and text[word.start].isdigit()
    return bool(set(text[before.end : word.start]) & set(',;:?!.()«»“”"')) and not numbered


def _continues_before_noun(
    text: str, words: list[Word], span: tuple[int, int], language: Language
) -> bool:
    """The same in a language without adjectives after the noun.

    There, a common word after a name, or a participle after a noun, is past the phrase.
    """
    first, position = span
    word = words[position]
    if word.folded in OF[language] | DETERMINERS[language] | {"n°"}:
        return True
    length = position - first
    after_name = length > 1 and text[words[position - 1].start].isupper()
    participle = length > 1 and word.folded.endswith(PARTICIPLE_ENDINGS[language])
    return not participle and not (after_name and text[word.start].islower())


def _ends_phrase(word: str, language: Language) -> bool:
    """Whether a lower-case word ends a phrase: a verb, a preposition, a pronoun."""
    return word in _closing_words(language) - OF[language] or is_inverted(word)


@lru_cache(maxsize=len(LANGUAGES))
def _closing_words(language: Language) -> frozenset[str]:
    closing = VERBS[language] | PREPOSITIONS[language] | QUESTION_WORDS[language]
    return closing | PRONOUNS[language]


def _ends_in_verb(text: str, words: list[Word], span: tuple[int, int], language: Language) -> bool:
    """Whether the last word is the verb of an auxiliary before the phrase: "does the term last".

    Words may stand between the two, if the verb ends the question: "does a permit for it take".
    """
    first, end = span
    if end == len(words) and end - first > 1 and words[end - 1].folded in FINAL_VERBS[language]:
        return any(word.folded in DO_FORMS[language] for word in words[:first])
    after_auxiliary = first > 0 and words[first - 1].folded in AUXILIARIES[language]
    if not (after_auxiliary and end - first > 2 and text[words[end - 1].start].islower()):
        return False
    has_verb = end < len(words) and words[end].folded in VERBS[language]
    return not has_verb and words[end - 2].folded not in OF[language] | DETERMINERS[language]


def _mention(
    text: str, words: list[Word], positions: tuple[int, int, int], language: Language
) -> Mention:
    question_word, noun, end = positions
    asked = noun > question_word
    if asked and WORD_ORDER[language].verb_after_asked_noun:
        # Of "quelle résolution adopte le règlement", the noun alone, or with its "de" and a word.
        has_of = noun + 1 < len(words) and words[noun + 1].folded in OF[language]
        end = min(end, noun + (3 if has_of else 1))
    start, stop = words[noun].start, words[end - 1].end
    return Mention(
        start,
        stop,
        text[start:stop],
        _gender(words[question_word].folded, asked),
        any(text[word.start].isupper() for word in words[noun:end]),
        asked,
    )


def _gender(word: str, asked: bool) -> str:
    """The gender of a phrase by its determiner or question word; a plural after "how many"."""
    asks_number = asked and any(word in words for words in HOW_MANY.values())
    return "p" if asks_number else _GENDERS.get(word, "")
