"""Words of French and English text, with offsets that hold on the text as given."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rag.records import Language

if TYPE_CHECKING:
    import Stemmer

# A word: a number with its inner points and commas ("1.5", "1,200"), or letters and digits
# with the combining accents they carry. Apostrophes end a word, so that "l'État" is "l"
# and "État", as in the index.
_WORD = re.compile(r"\d+(?:[.,]\d+)+|(?:[^\W_][\u0300-\u036f]*)+")
_LETTERS = 5
_LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "’": "'", "ʼ": "'"}
)

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
    """The text in lower case, without accents or ligatures, apostrophes made one.

    The length may change: never carry an offset over a fold.
    """
    if text.isascii():
        return text.lower()
    lowered = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    return "".join(c for c in lowered if not unicodedata.combining(c)).translate(_LIGATURES)


@lru_cache(maxsize=65_536)
def _folded(word: str) -> str:
    return fold(word)


def words(text: str) -> list[Word]:
    """The words of a text in order, numbers with their inner points and commas as one word."""
    return [Word(m.start(), m.end(), _folded(m.group())) for m in _WORD.finditer(text)]


def is_stop_word(folded: str, language: Language) -> bool:
    """Whether a folded word carries grammar only, in that language."""
    return folded in STOP_WORDS[language]


@lru_cache(maxsize=2)
def _stemmer(language: Language) -> Stemmer.Stemmer:
    import Stemmer

    # No cache of its own: ``stem`` keeps what it was given.
    return Stemmer.Stemmer("french" if language == "fr" else "english", 0)


@lru_cache(maxsize=65_536)
def stem(folded: str, language: Language) -> str:
    """The stem of a folded word (Snowball, Porter 2001; French or English rules)."""
    return str(_stemmer(language).stemWord(folded))


def family(folded: str) -> str:
    """The first letters of a folded word: they bring together what stems keep apart.

    "préside", "président" and "présidence" are one family; so are "presides" and "presidency".
    """
    return folded[:_LETTERS]


def terms(text: str, language: Language) -> list[str]:
    """The stems of the words of a text that are not stop words, in order, with repeats."""
    folded = (word.folded for word in words(text))
    return [stem(word, language) for word in folded if not is_stop_word(word, language)]
