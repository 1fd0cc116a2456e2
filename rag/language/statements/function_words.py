"""The function words of French and English, folded: prepositions, conjunctions, question words."""

from __future__ import annotations

from rag.records import Language


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


OF: dict[Language, frozenset[str]] = {"fr": _set("de d' du des"), "en": _set("of")}
# The same words before a noun, as a regular expression on text that is not folded.
OF_FORMS: dict[Language, str] = {"fr": r"de\s|d['’]|(?=d(?:u|es)\s)", "en": r"of\s"}
PREPOSITIONS: dict[Language, frozenset[str]] = {
    "fr": _set("a au aux en dans pour par sur sous selon avec sans depuis avant apres chez vers "
               "entre pendant durant jusqu' contre lors hors"),
    "en": _set("in at on for by with from to since before after under over during within into "
               "about against between without per until through"),
}  # fmt: skip
# Prepositions that can replace each other in a question: "in 2023", "at the Institute".
PREPOSITION_KINDS: dict[Language, dict[str, str]] = {
    "fr": {
        **dict.fromkeys(("a", "au", "aux"), "a"),
        **dict.fromkeys(("en", "dans", "sur"), "in"),
        **dict.fromkeys(("de", "d'", "du", "des"), "of"),
    },
    "en": {**dict.fromkeys(("in", "at", "on", "within"), "in"), "of": "of"},
}
# Before a place: "in Paris", "à Rabat", with or without an article.
PLACE_PREPOSITIONS: dict[Language, str] = {
    "fr": r"à|a|en|aux?|dans|de|d['’]|vers|sur",
    "en": "in|at|from|to|near|on",
}
# Those that say where, folded.
SAYS_WHERE: dict[Language, frozenset[str]] = {
    "fr": _set("a au aux dans en chez vers"),
    "en": _set("in at within near into"),
}
ARTICLE_FORMS: dict[Language, str] = {"fr": "l[ea]s? |l['’]", "en": "the "}
# Before the owner of something: "the archives of the Institute".
OF_THE: dict[Language, str] = {"fr": r"du|des|de la|de l['’]", "en": "of the"}
# "from 74% to 81%"
FROM: dict[Language, str] = {"fr": "de", "en": "from"}
TO: dict[Language, str] = {"fr": "à", "en": "to"}
# Words that start another clause.
CLAUSE_WORDS: dict[Language, str] = {
    "fr": "et|mais|contre|dont|tandis",
    "en": "and|but|against|while",
}
QUESTION_WORDS: dict[Language, frozenset[str]] = {
    "fr": _set("qui que qu' quoi quel quelle quels quelles quand comment combien pourquoi ou "
               "lequel laquelle lesquels lesquelles"),
    "en": _set("who what which where when how why whose whom"),
}  # fmt: skip
# Question words that are a noun of another language, with the words of it that may follow then:
# "comment period", "comments". A verb or a pronoun follows "comment" in French.
ALSO_A_NOUN: dict[Language, dict[str, tuple[Language, frozenset[str]]]] = {
    "fr": {
        "comment": (
            "en",
            _set("period periods letter letters section sections box boxes form forms card "
                 "cards deadline deadlines thread threads field fields file files process "
                 "procedure procedures summary summaries response responses resolution template "
                 "templates policy policies submission submissions tracker window phase round "
                 "moderation guidelines rules log logs sheet"),
        )
    },
    "en": {},
}  # fmt: skip
WHICH: dict[Language, frozenset[str]] = {
    "fr": _set("quel quelle quels quelles"),
    "en": _set("what which"),
}
# Two words before a noun that ask for a number: the first, and what can follow it.
HOW_MANY: dict[Language, dict[str, frozenset[str]]] = {
    "fr": {"combien": _set("de d'")},
    "en": {"how": _set("many much")},
}
WHO: dict[Language, frozenset[str]] = {"fr": _set("qui"), "en": _set("who whom whose")}
# Letters that are words, with their accents.
LETTER_WORDS: dict[Language, frozenset[str]] = {"fr": frozenset("aàôy"), "en": frozenset("aio")}
