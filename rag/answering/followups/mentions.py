"""What a question speaks of: its noun phrases, found by their determiners and capitals.

There is no tagger here: a phrase runs from a determiner, a capital or a question word to the
first preposition, verb or mark after it, through "de" and "of".
"""

from __future__ import annotations

from dataclasses import dataclass

from rag.language.function_words import (
    ASKING,
    BEING,
    DETERMINERS,
    GENDERS,
    OF,
    PREPOSITIONS,
    PRONOUNS,
    SUPPORTS,
    VERBS,
    QuestionWord,
    tokens,
)
from rag.records import Language

_INVERTED = ("-il", "-elle", "-ils", "-elles", "-on", "-je", "-nous", "-vous", "-ce")


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
    words, place = tokens(text), 0
    while place < len(words):
        asked = _asks(words, place, language)
        opens = asked or _opens(text, words, place, language)
        end = _end(text, words, place + asked, language) if opens else place
        if end > place + asked:
            found.append(_mention(text, words, (place, place + asked, end), language))
        place = max(end, place + 1)
    return tuple(one for one in found if one.text)


def is_inverted(word: str) -> bool:
    """Whether a folded French word is a verb with its subject after it: "a-t-il", "est-ce"."""
    return word.endswith(_INVERTED)


def _opens(text: str, words: list[QuestionWord], place: int, language: Language) -> bool:
    """Whether a phrase begins here: a determiner, a name, or in English a noun after its verb."""
    word = words[place].folded
    if word in DETERMINERS[language] or _capital(text, words, place):
        return True
    if language == "fr" or place == 0 or words[place - 1].folded not in SUPPORTS | BEING:
        return False
    small = PRONOUNS | VERBS["en"] | PREPOSITIONS["en"] | ASKING["en"]
    return word not in small and not word.endswith("ed") and place + 1 < len(words)


def _asks(words: list[QuestionWord], place: int, language: Language) -> int:
    """How many words before the noun ask for it: "combien de", "how many", "quelle"; 0 for none."""
    here = words[place].folded
    after = words[place + 1].folded if place + 1 < len(words) else ""
    if language == "fr":
        if here == "combien" and after in ("de", "d'"):
            return 2
        return int(here in ("quel", "quelle", "quels", "quelles"))
    if here == "how" and after in ("many", "much"):
        return 2
    return int(here in ("what", "which"))


def _capital(text: str, words: list[QuestionWord], place: int) -> bool:
    """Whether a word is written as a name is; the first of the question may owe it to its place."""
    word = words[place]
    if not text[word.start].isupper() or word.folded.endswith("'") or word.folded == "i":
        return False
    if place == 0:
        after = text[words[1].start] if len(words) > 1 else ""
        return word.end - word.start > 1 and (
            text[word.start : word.end].isupper() or after.isupper()
        )
    return True


def _end(text: str, words: list[QuestionWord], place: int, language: Language) -> int:
    """The place of the word after the phrase that begins at a place."""
    first = place
    if place < len(words) and words[place].folded in DETERMINERS[language]:
        place += 1
    while place < len(words) and _goes_on(text, words, (first, place), language):
        place += 1
    while place > first and _hangs(words[place - 1].folded, language):
        place -= 1
    if language == "en" and _ends_in_verb(text, words, first, place):
        place -= 1
    return place


def _goes_on(
    text: str, words: list[QuestionWord], span: tuple[int, int], language: Language
) -> bool:
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
    if language == "en" and word.folded not in joined and place > first:
        named = text[words[place - 1].start].isupper() and place - 1 > first
        participle = word.folded.endswith("ed") and place - first > 1
        return not participle and (not named or not text[word.start].islower())
    return True


def _stops(word: str, language: Language) -> bool:
    """Whether a word in small letters ends a phrase: a verb, a preposition, a pronoun."""
    small = VERBS[language] | PREPOSITIONS[language] | ASKING[language]
    pronouns = PRONOUNS if language == "en" else frozenset[str]()
    return word in (small | pronouns) - OF[language] or is_inverted(word)


def _hangs(word: str, language: Language) -> bool:
    return word in OF[language] or word in DETERMINERS[language]


def _ends_in_verb(text: str, words: list[QuestionWord], first: int, end: int) -> bool:
    """Whether the last word is the verb of "does the term last": a support stands before."""
    supported = first > 0 and words[first - 1].folded in SUPPORTS
    last = words[end - 1]
    return supported and end - first > 2 and text[last.start].islower()


def _mention(
    text: str, words: list[QuestionWord], places: tuple[int, int, int], language: Language
) -> Mention:
    place, first, end = places
    asked = first > place
    if asked and language == "fr":
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


def _joins(words: list[QuestionWord], place: int, language: Language) -> bool:
    return place < len(words) and words[place].folded in OF[language]


def _gender(word: str, asked: bool) -> str:
    return "p" if asked and word in ("combien", "how") else GENDERS.get(word, "")
