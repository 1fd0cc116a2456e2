"""Words of French and English text, with their offsets."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rag.records import LANGUAGES, Language

if TYPE_CHECKING:
    import Stemmer

# A word: a number with its inner points and commas ("1.5", "1,200"), or letters and digits
# with their combining accents. An apostrophe ends a word, so that "l'État" is "l" and "État",
# as in the index.
_WORD = re.compile(r"\d+(?:[.,]\d+)+|(?:[^\W_][\u0300-\u036f]*)+")
# A word as it is written, with its hyphens ("vice-président", "a-t-il", "2024-07"). An elided
# word keeps its apostrophe ("l’"), an English possessive its s ("reader's").
_WHOLE_WORD = re.compile(r"n°|\w+(?:-\w+)*['’]s\b|\w+(?:-\w+)*['’]?")
_FAMILY_LETTERS = 5
_LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "’": "'", "ʼ": "'"}
)

# The names of the stemmers, in Snowball and in tantivy.
STEMMERS: dict[Language, str] = {"fr": "french", "en": "english"}
STOP_WORDS: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        """
        a ai aie ainsi alors apres as au aucun aura aussi autre autres aux avait avant avec
        avez avoir avons ayant c ca car ce ceci cela celle celles celui ces cet cette ceux
        chez ci comme comment d dans de des desquelles desquels donc dont du duquel elle
        elles en entre es est et etaient etait etant ete etes etre eu eux fait faut font
        furent fut hors il ils j je jusqu l la laquelle le lequel les lesquelles lesquels
        leur leurs lors lorsqu lorsque lui m ma mais me meme memes mes mien moi mon n ne ni
        nos notre nous on ont ou par parce pas pendant peu peut peuvent plus pour
        pourquoi puis puisque qu quand que quel quelle quelles quels qui quoi s sa sans se
        sera seront ses si sien soi soit son sont sous sur t ta tandis te tels telle telles
        tel tes toi ton tous tout toute toutes tres tu un une vers voici voila vos votre
        vous y combien
        """.split()
    ),
    "en": frozenset(
        """
        a about after all also an and any are as at be because been before being between
        both but by can could did do does doing done during each either for from had has
        have having he her here hers him his how i if in into is it its itself me might
        more most must my no nor not of off on once one only or other our out over own per s
        same shall she should so some such t than that the their them then there these they
        this those through to too under until up upon very was we were what when where
        which while who whom whose why will with within would you your
        """.split()
    ),
}


class Word(NamedTuple):
    """A word of a text: ``text[start:end]``, and its folded form."""

    start: int
    end: int
    folded: str


def fold(text: str) -> str:
    """The text in lower case, without accents or ligatures, with straight apostrophes.

    The length may change: offsets into the text are not valid in its folded form.
    """
    if text.isascii():
        return text.lower()
    lowered = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    return "".join(c for c in lowered if not unicodedata.combining(c)).translate(_LIGATURES)


def plain_letters(text: str) -> str:
    """The text in lower case without accents, each character in its place; ligatures are kept."""
    return "".join(_plain_letter(letter) for letter in text)


@lru_cache(maxsize=4_096)
def _plain_letter(letter: str) -> str:
    folded = fold(letter)
    return folded if len(folded) == 1 else letter.lower()[:1]


@lru_cache(maxsize=65_536)
def _folded(word: str) -> str:
    return fold(word)


def words(text: str) -> list[Word]:
    """The words of a text in order, numbers with their inner points and commas as one word."""
    return _matched(_WORD, text)


def whole_words(text: str) -> list[Word]:
    """The words of a text in order, each with its hyphens and its apostrophe: "a-t-il", "l'"."""
    return _matched(_WHOLE_WORD, text)


def _matched(form: re.Pattern[str], text: str) -> list[Word]:
    """The words of a form without those that fold to nothing: a Japanese sound mark alone."""
    found = ((m.start(), m.end(), _folded(m.group())) for m in form.finditer(text))
    return [Word(start, end, folded) for start, end, folded in found if folded]


def is_stop_word(folded: str, language: Language) -> bool:
    """Whether a folded word has a grammatical function only, in that language."""
    return folded in STOP_WORDS[language]


def is_small_word(folded: str) -> bool:
    """Whether a folded word is a stop word of either language."""
    return any(folded in STOP_WORDS[language] for language in LANGUAGES)


def without_small_words(text: str) -> list[Word]:
    """The words of a text that are a stop word of neither language, in order."""
    return [word for word in words(text) if not is_small_word(word.folded)]


def content_words(text: str, language: Language) -> list[str]:
    """The folded words of a text that are not stop words, in order, with repeats."""
    return [word.folded for word in words(text) if not is_stop_word(word.folded, language)]


@lru_cache(maxsize=len(LANGUAGES))
def _stemmer(language: Language) -> Stemmer.Stemmer:
    import Stemmer

    # Without a cache of its own: ``stem`` has one.
    return Stemmer.Stemmer(STEMMERS[language], 0)


@lru_cache(maxsize=65_536)
def stem(folded: str, language: Language) -> str:
    """The stem of a folded word (Snowball, Porter 2001; French or English rules)."""
    return str(_stemmer(language).stemWord(folded))


def terms(text: str, language: Language) -> list[str]:
    """The stems of the words of a text that are not stop words, in order, with repeats."""
    return [stem(word, language) for word in content_words(text, language)]


def family(folded: str) -> str:
    """The first letters of a folded word, which related words share even if their stems differ.

    "préside", "président" and "présidence" are one family; so are "presides" and "presidency".
    """
    return folded[:_FAMILY_LETTERS]


@lru_cache(maxsize=8_192)
def read_families(text: str, language: Language) -> frozenset[str]:
    """The families of the content words of a text in that language."""
    return frozenset(family(word) for word in content_words(text, language))
