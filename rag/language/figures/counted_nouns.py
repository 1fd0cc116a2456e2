"""Nouns that figures count in institutional documents, each in French and in English."""

from __future__ import annotations

from functools import lru_cache

from rag.language.noun_tables import read_nouns
from rag.language.words import fold, stem
from rag.records import LANGUAGES, Language

# One entry for each thing, its nouns in the order of LANGUAGES.
_TRANSLATIONS = """
an année = year; mois = month; semaine = week; jour = day; heure = hour; minute = minute;
membre = member; siège place = seat; personne = person people; agent salarié = staff employee;
chercheur scientifique = researcher scientist; doctorant = student; élève = pupil; page = page;
article = article paper; voix vote = vote; voté = vote; ouvrage livre = book; visite = visit;
mètre = metre meter; kilomètre = kilometre kilometer; tonne = ton tonne; pays = country;
ville = city town; laboratoire = laboratory; session = session; centre = centre center;
pilier = pillar; document = document; boîte = box; bouée = buoy; stagiaire = trainee;
thèse = thesis theses; cours = course; procuration = proxy; séance réunion = meeting;
femme = woman women; homme = man men; enfant = child children; habitant = inhabitant resident;
école = school; bâtiment = building; projet = project; emploi = job; victime = victim
"""
# Nouns for anybody: "402 members of staff" may be "402 agents".
_ANYBODY = "membre personne agent"
_PEOPLE = f"{_ANYBODY} chercheur doctorant élève stagiaire femme homme enfant habitant victime"


# Stems of who is counted where nothing more is said of them.
ANYONE: dict[Language, frozenset[str]] = {
    "fr": frozenset(stem(noun, "fr") for noun in ("personnes", "gens")),
    "en": frozenset(stem(noun, "en") for noun in ("people", "persons")),
}


@lru_cache(maxsize=1)
def _entries_by_stem() -> dict[str, frozenset[int]]:
    """The numbers of the entries that each stem is in."""
    found: dict[str, frozenset[int]] = {}
    for number, _, key in read_nouns(_TRANSLATIONS):
        found[key] = found.get(key, frozenset()) | {number}
    return found


@lru_cache(maxsize=2)
def _entries_of(nouns: str) -> frozenset[int]:
    """The numbers of the entries of some nouns in the first language."""
    stems = (stem(fold(noun), LANGUAGES[0]) for noun in nouns.split())
    return frozenset[int]().union(*(_entries_by_stem()[one] for one in stems))


def may_be_counted(noun: str, language: Language) -> bool:
    """Whether a folded word is one of the nouns above, or has the ending of a plural."""
    return noun.endswith(("s", "x")) or stem(noun, language) in _entries_by_stem()


def same_noun(one: str, other: str) -> bool | None:
    """Whether two stems of two languages mean the same thing; ``None`` if unknown."""
    if not one or not other:
        return None
    entries = _entries_by_stem()
    if one in entries and other in entries:
        if entries[one] & entries[other]:
            return True
        people, anybody = _entries_of(_PEOPLE), _entries_of(_ANYBODY)
        both = entries[one] & people and entries[other] & people
        return None if both and (entries[one] | entries[other]) & anybody else False
    return True if len(one) > 3 and one[:4] == other[:4] else None
