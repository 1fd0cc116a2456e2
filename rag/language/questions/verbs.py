"""Verb forms of French and English questions, folded: there is no tagger."""

from __future__ import annotations

import re

from rag.records import Language


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


# English auxiliaries before the subject of a question.
AUXILIARIES: dict[Language, frozenset[str]] = {
    "fr": frozenset(),
    "en": _set("do does did can could may might must will would shall should"),
}
# Before the subject of a question whose verb stands at its end.
DO_FORMS: dict[Language, frozenset[str]] = {"fr": frozenset(), "en": _set("do does did")}
FINAL_VERBS: dict[Language, frozenset[str]] = {
    "fr": frozenset(),
    "en": _set(
        "take cost last open close start end begin finish expire run work apply stay remain say "
        "mean contain include hold meet require need pay cover weigh measure happen arrive leave"
    ),
}
# Forms of "be" before the subject of a question. A French one has its subject after it: "est-il".
BE_FORMS: dict[Language, frozenset[str]] = {"fr": frozenset(), "en": _set("is are was were")}
# Adjectives that end a question as a verb does: "is the reading room open".
PREDICATES: dict[Language, frozenset[str]] = {
    "fr": frozenset(),
    "en": _set("open valid free long old closed worth due"),
}
# Verbs that their form alone identifies, and words before a verb.
VERBS: dict[Language, frozenset[str]] = {
    "fr": _set(
        "a ai ont avait avaient aura est sont etait etaient fut sera seront ete etre avoir doit "
        "doivent peut peuvent faut fait font va vont dit disent veut veulent c' s' n' ne se y "
        "compte comptent coute coutent dure durent signe signent preside dirige commande embarque "
        "emploie prend entre adopte decide recoit reçoit publie ouvre ferme donne tient"
    ),
    "en": AUXILIARIES["en"]
    | BE_FORMS["en"]
    | PREDICATES["en"]
    | _set(
        "be been being has have had not chairs signs holds keeps gives pays "
        "takes needs costs lasts meets decides leads runs owns carries commands presides adopts "
        "held paid kept made built given sent taken founded"
    ),
}
PARTICIPLE_ENDINGS: dict[Language, tuple[str, ...]] = {"fr": (), "en": ("ed",)}
# The subject after its verb: "a-t-il", "est-ce".
INVERTED_SUBJECTS: dict[Language, tuple[str, ...]] = {
    "fr": ("-il", "-elle", "-ils", "-elles", "-on", "-je", "-nous", "-vous", "-ce"),
    "en": (),
}
# Words after which a noun follows the whole verb: "qu'a-t-il fait", "qu'a fait le Conseil".
VERB_FIRST: dict[Language, frozenset[str]] = {"fr": _set("que qu'"), "en": frozenset()}
# Verbs whose participle or infinitive stands before that noun.
COMPOUND_VERBS: dict[Language, frozenset[str]] = {
    "fr": _set(
        "a ai ont avait avaient aura auront est sont etait etaient fut sera seront doit doivent "
        "devait devra peut peuvent pouvait pourra veut veulent va vont faut sait fait"
    ),
    "en": frozenset(),
}
# The verb before such a subject, with the pronouns before it: "l’a-t-" of "l’a-t-il". ``None``
# in a language where a noun can take the place of a pronoun.
INVERTED_VERB: dict[Language, re.Pattern[str] | None] = {
    "fr": re.compile(
        r"(?:\b(?:ne|se|y|en|les|la|le|lui|leur)\s|\b[nslmt]['’])*\b[^\W\d_]+(?:-t)?-$",
        re.IGNORECASE,
    ),
    "en": None,
}

_ENDINGS = tuple(ending for endings in INVERTED_SUBJECTS.values() for ending in endings)


def is_inverted(word: str) -> bool:
    """Whether a folded word is a verb with its subject after it: "a-t-il", "est-ce"."""
    return word.endswith(_ENDINGS)
