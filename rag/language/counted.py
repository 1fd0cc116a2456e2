"""What figures count, in French and English words: years, members, seats."""

from __future__ import annotations

from functools import lru_cache

from rag.language.words import fold, stem

# The same things in French and English, as they are counted in institutions.
_PAIRS = """
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


@lru_cache(maxsize=1)
def _things() -> dict[str, frozenset[int]]:
    """The numbers of the pairs that each stem stands in."""
    found: dict[str, frozenset[int]] = {}
    for number, pair in enumerate(_PAIRS.replace("\n", " ").split(";")):
        french, _, english = pair.partition("=")
        for names, language in ((french, "fr"), (english, "en")):
            for name in names.split():
                key = stem(fold(name), "fr" if language == "fr" else "en")
                found[key] = found.get(key, frozenset()) | {number}
    return found


def same_thing(one: str, other: str) -> bool | None:
    """Whether two stems of two languages name the same thing; ``None`` where nothing tells."""
    if not one or not other:
        return None
    things = _things()
    if one in things and other in things:
        return bool(things[one] & things[other])
    return True if len(one) > 3 and one[:4] == other[:4] else None
