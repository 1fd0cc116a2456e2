"""The small words of French and English questions, folded, and how a question is cut into them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.language.words import fold
from rag.records import Language

# A word with its hyphens ("vice-président", "a-t-il", "2024-07"); an elided one keeps its
# apostrophe ("l’"), an English possessive its s ("reader's").
_TOKEN = re.compile(r"n°|\w+(?:-\w+)*['’]s\b|\w+(?:-\w+)*['’]?")


@dataclass(frozen=True, slots=True)
class QuestionWord:
    """A word of a question: ``text[start:end]``, and its folded form."""

    start: int
    end: int
    folded: str


def tokens(text: str) -> list[QuestionWord]:
    """The words of a text in order."""
    return [QuestionWord(m.start(), m.end(), fold(m.group())) for m in _TOKEN.finditer(text)]


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


# What a determiner says of its noun: masculine, feminine, plural, or nothing.
GENDERS: dict[str, str] = {
    **dict.fromkeys("le un du au ce cet quel".split(), "m"),
    **dict.fromkeys("la une cette quelle".split(), "f"),
    **dict.fromkeys("les des aux ces quels quelles".split(), "p"),
}
DETERMINERS: dict[Language, frozenset[str]] = {
    "fr": _set("le la l' les un une du au des aux ce cet cette ces chaque"),
    "en": _set("the a an this that these those each every all my your our"),
}
OF: dict[Language, frozenset[str]] = {"fr": _set("de d' du des"), "en": _set("of")}
PREPOSITIONS: dict[Language, frozenset[str]] = {
    "fr": _set("a au aux en dans pour par sur sous selon avec sans depuis avant apres chez vers "
               "entre pendant durant jusqu' contre lors hors"),
    "en": _set("in at on for by with from to since before after under over during within into "
               "about against between without per until through"),
}  # fmt: skip
ASKING: dict[Language, frozenset[str]] = {
    "fr": _set("qui que qu' quoi quel quelle quels quelles quand comment combien pourquoi ou "
               "lequel laquelle lesquels lesquelles"),
    "en": _set("who what which where when how why whose whom"),
}  # fmt: skip
# Verbs that are told by their form alone. In English also those that carry a question.
SUPPORTS = _set("do does did can could may might must will would shall should")
# Adjectives that end a question as a verb does: "is the reading room open".
PREDICATES = _set("open valid free long old closed worth due")
BEING = _set("is are was were")
PRONOUNS = _set(
    "i you he she it we they me him us her them there one ones any some not "
    "his its their your my our"
)
VERBS: dict[Language, frozenset[str]] = {
    "fr": _set(
        "a ai ont avait avaient aura est sont etait etaient fut sera seront ete etre avoir doit "
        "doivent peut peuvent faut fait font va vont dit disent veut veulent c' s' n' ne se y "
        "compte comptent coute coutent dure durent signe signent preside dirige commande embarque "
        "emploie prend entre adopte decide recoit reçoit publie ouvre ferme donne tient"
    ),
    "en": SUPPORTS
    | _set(
        "is are was were be been being has have had not chairs signs holds keeps gives pays "
        "takes needs costs lasts meets decides leads runs owns carries commands presides adopts "
        "held paid kept made built given sent taken founded"
    )
    | PREDICATES,
}
PERSONS = _set("who qui whom whose")
"""Words that ask for a person."""


_CONTRACTED = {"du": "le ", "des": "les ", "au": "le ", "aux": "les ", "de": ""}


def uncontracted(text: str) -> str:
    """A French phrase with the article that "du", "des" or "aux" hides, and without its "de"."""
    for hidden, article in _CONTRACTED.items():
        if text.lower().startswith(f"{hidden} "):
            return article + text[len(hidden) + 1 :]
    return re.sub(r"^d['’]", "", text)
