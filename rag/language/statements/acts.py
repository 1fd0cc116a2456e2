"""The words around a verb that say who acts and who is acted on, folded."""

from __future__ import annotations

from dataclasses import dataclass

from rag.records import Language


@dataclass(frozen=True, slots=True)
class ActWords:
    """The words of a language.

    ``be`` make a participle passive, and ``by`` is before who acts. A word after one of
    ``before_nouns`` is no verb. ``next_phrase`` ends the words after "by". With one of ``both`` the
    two sides do the same. ``symmetric`` are verbs that mean the same the other way round, or
    say nothing of direction ("met", "leases"), or that may follow what is said ("said").
    """

    be: frozenset[str]
    by: str
    before_nouns: frozenset[str]
    next_phrase: frozenset[str]
    both: frozenset[str]
    pronouns: frozenset[str]
    symmetric: frozenset[str]


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


ACTS: dict[Language, ActWords] = {
    "fr": ActWords(
        be=_set("est sont etait etaient fut furent sera seront ete etre soit soient"),
        by="par",
        before_nouns=_set("le la les l un une des du de d ce cet cette ces son sa ses leur leurs "
                          "au aux chaque tout toute tous toutes en par sur"),
        next_phrase=_set("a au aux le la les l en dans pour sur avec avant apres lors et ou qui "
                         "que dont puis sous depuis"),
        both=_set("entre reciproquement mutuellement ensemble"),
        pronouns=_set("il elle ils elles"),
        symmetric=_set("dit declare explique affirme precise ajoute indique souligne estime "
                       "rencontre rencontrent rencontrer epouse epouser marie maries accorde "
                       "accordent accord collabore collaborent coopere cooperent differe "
                       "different ressemble egale loue louent louer rejoint rejoignent "
                       "correspond discute discutent negocie negocient signe signent signer"),
    ),
    "en": ActWords(
        be=_set("is are was were be been being"),
        by="by",
        before_nouns=_set("the a an of this that these those its his her their our any each every "
                          "no some all by in on"),
        next_phrase=_set("to the a an in at on for from with before after during and or who which "
                         "that under since"),
        both=_set("between mutually together each other"),
        pronouns=_set("he she it they"),
        symmetric=_set("said says stated declared explained added noted "
                       "meet meets met marry marries married agree agrees agreed border "
                       "borders equal equals resemble resembles differ differs join joins "
                       "joined cooperate cooperates correspond corresponds lease leases "
                       "leased rent rents rented hire hires hired discuss discussed "
                       "negotiate negotiated sign signs signed share shares shared"),
    ),
}  # fmt: skip
