"""What a question speaks of: its noun phrases, found by their determiners and capitals.

There is no tagger here: a phrase runs from a determiner, a capital or a question word to the
first preposition, verb or mark after it, through "de" and "of".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rag.language.any_language import any_value, any_word
from rag.language.function_words import HOW_MANY, OF, PREPOSITIONS, QUESTION_WORDS, WHICH
from rag.language.noun_phrases import DETERMINERS, GENDERS, WORD_ORDER
from rag.language.pronouns import CAPITAL_PRONOUNS, PRONOUNS
from rag.language.verbs import AUXILIARIES, BE_FORMS, PARTICIPLE_ENDINGS, VERBS, is_inverted
from rag.language.words import Word, whole_words
from rag.records import LANGUAGES, Language

_GENDERS, _CAPITAL_PRONOUNS = any_value(GENDERS), any_word(CAPITAL_PRONOUNS)


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun phrase, ``text[start:end]``.

    ``gender`` is "m", "f", "p" for a plural, "" where nothing tells; ``proper`` where it holds
    a capital; ``asked`` where it is what the question asks for ("how many boxes"), given then
    without its question word.
    """

    start: int
    end: int
    text: str
    gender: str
    proper: bool
    asked: bool


def find_mentions(text: str, language: Language) -> tuple[Mention, ...]:
    """The noun phrases of a question, in order, none inside another."""
    found: list[Mention] = []
    words, place = whole_words(text), 0
    while place < len(words):
        asked = _asks(words, place, language)
        opens = asked or _opens(text, words, place, language)
        end = _end(text, words, place + asked, language) if opens else place
        if end > place + asked:
            found.append(_mention(text, words, (place, place + asked, end), language))
        place = max(end, place + 1)
    return tuple(one for one in found if one.text)


def _opens(text: str, words: list[Word], place: int, language: Language) -> bool:
    """Whether a phrase begins here: a determiner, a name, or in English a noun after its verb."""
    word = words[place].folded
    if word in DETERMINERS[language] or _capital(text, words, place):
        return True
    if place == 0 or words[place - 1].folded not in AUXILIARIES[language] | BE_FORMS[language]:
        return False
    no_noun = word in _closing_words(language) or word.endswith(PARTICIPLE_ENDINGS[language])
    return not no_noun and place + 1 < len(words)


def _asks(words: list[Word], place: int, language: Language) -> int:
    """How many words before the noun ask for it: "combien de", "how many", "quelle"; 0 for none."""
    here = words[place].folded
    after = words[place + 1].folded if place + 1 < len(words) else ""
    if after in HOW_MANY[language].get(here, ()):
        return 2
    return int(here in WHICH[language])


def _capital(text: str, words: list[Word], place: int) -> bool:
    """Whether a word is written as a name is; the first of the question may owe it to its place."""
    word = words[place]
    if (
        not text[word.start].isupper()
        or word.folded.endswith("'")
        or word.folded in _CAPITAL_PRONOUNS
    ):
        return False
    if place == 0:
        after = text[words[1].start] if len(words) > 1 else ""
        return word.end - word.start > 1 and (
            text[word.start : word.end].isupper() or after.isupper()
        )
    return True


def _end(text: str, words: list[Word], place: int, language: Language) -> int:
    """The place of the word after the phrase that begins at a place."""
    first = place
    if place < len(words) and words[place].folded in DETERMINERS[language]:
        place += 1
    while place < len(words) and _goes_on(text, words, (first, place), language):
        place += 1
    while place > first and _hangs(words[place - 1].folded, language):
        place -= 1
    if _ends_in_verb(text, words, (first, place), language):
        place -= 1
    return place


def _goes_on(text: str, words: list[Word], span: tuple[int, int], language: Language) -> bool:
    """Whether the word at the end of a span belongs to the phrase that begins with it."""
    first, place = span
    word, joined = words[place], OF[language] | DETERMINERS[language] | {"n°"}
    before = words[place - 1].folded if place > first else ""
    between = text[words[place - 1].end : word.start] if before else ""
    numbered = before in ("no", "n°") and text[word.start].isdigit()
    if set(between) & set(',;:?!.()«»“”"') and not numbered:
        return False
    if before in OF[language] and text[word.start].islower():
        return not is_inverted(word.folded)  # "l’école d’été": no verb comes after "de"
    if text[word.start].islower() and _stops(word.folded, language):
        return False
    if word.folded in DETERMINERS[language] - OF[language]:
        return place > first and words[place - 1].folded in OF[language]
    follows = WORD_ORDER[language].adjective_after_noun
    if not follows and word.folded not in joined and place > first:
        named = text[words[place - 1].start].isupper() and place - 1 > first
        participle = word.folded.endswith(PARTICIPLE_ENDINGS[language]) and place - first > 1
        return not participle and (not named or not text[word.start].islower())
    return True


def _stops(word: str, language: Language) -> bool:
    """Whether a word in small letters ends a phrase: a verb, a preposition, a pronoun."""
    return word in _closing_words(language) - OF[language] or is_inverted(word)


@lru_cache(maxsize=len(LANGUAGES))
def _closing_words(language: Language) -> frozenset[str]:
    """The words in small letters that end a phrase: verbs, prepositions, pronouns."""
    closing = VERBS[language] | PREPOSITIONS[language] | QUESTION_WORDS[language]
    return closing | PRONOUNS[language]


def _hangs(word: str, language: Language) -> bool:
    return word in OF[language] or word in DETERMINERS[language]


def _ends_in_verb(text: str, words: list[Word], span: tuple[int, int], language: Language) -> bool:
    """Whether the last word is the verb of "does the term last": a support stands before."""
    first, end = span
    supported = first > 0 and words[first - 1].folded in AUXILIARIES[language]
    last = words[end - 1]
    return supported and end - first > 2 and text[last.start].islower()


def _mention(
    text: str, words: list[Word], places: tuple[int, int, int], language: Language
) -> Mention:
    place, first, end = places
    asked = first > place
    if asked and WORD_ORDER[language].verb_after_asked_noun:
        # "Quelle résolution adopte le règlement": the noun, with what "de" joins to it.
        end = min(end, first + (3 if _joins(words, first + 1, language) else 1))
    start, stop = words[first].start, words[end - 1].end
    inside = words[first:end]
    return Mention(
        start,
        stop,
        text[start:stop],
        _gender(words[place].folded, asked),
        any(text[word.start].isupper() for word in inside),
        asked,
    )


def _joins(words: list[Word], place: int, language: Language) -> bool:
    return place < len(words) and words[place].folded in OF[language]


def _gender(word: str, asked: bool) -> str:
    asks_number = asked and any(word in words for words in HOW_MANY.values())
    return "p" if asks_number else _GENDERS.get(word, "")
