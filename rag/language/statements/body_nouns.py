"""Nouns for bodies, each in French and in English: what may act, record, employ or decide."""

from __future__ import annotations

from functools import lru_cache

from rag.language.noun_tables import read_nouns
from rag.language.words import stem
from rag.records import LANGUAGES, Language

# One entry for each kind of body, its nouns in the order of LANGUAGES.
_TRANSLATIONS = """
musée = museum; bibliothèque médiathèque = library; archives = archives; laboratoire labo =
laboratory lab; centre = centre center; université = university; école lycée collège = school
college; faculté = faculty; conseil = council board; comité = committee; commission = commission;
assemblée = assembly; parlement = parliament; sénat = senate; tribunal cour = court tribunal;
ministère = ministry department; département direction = department directorate; agence = agency;
autorité = authority; office bureau = office bureau board; fondation = foundation; association
syndicat = association society union; société compagnie entreprise = company society firm; banque
= bank; hôpital = hospital; clinique = clinic; théâtre = theatre theater; orchestre = orchestra;
galerie = gallery; observatoire = observatory; académie = academy; fédération = federation; ville
commune municipalité = city town municipality; région = region; secrétariat = secretariat;
consortium = consortium; piscine = pool; patinoire = rink; conservatoire = conservatory; directoire
= directorate board; port = port harbour harbor; crèche = nursery; atelier = workshop;
aéroport = airport
"""
# What says which body of a kind: "the supervisory board", "the ethics committee".
_QUALIFIERS = """
surveillance = supervisory; exécutif direction gestion
directoire = executive management; administration =
directors trustees governors; municipal = municipal town city; éthique = ethics ethical; recherche =
research; scientifique = scientific; finances = finance; urbanisme planification = planning; santé =
health; sciences = science; droit = law
"""
# Nouns by which a text calls a body that it has named, folded.
GENERIC_BODIES: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        "institut institution etablissement organisme organisation structure equipe".split()
    ),
    "en": frozenset(
        "institute institution establishment organisation organization body team".split()
    ),
}


@lru_cache(maxsize=4_096)
def kinds_of_body(folded: str, language: Language) -> frozenset[int]:
    """The numbers of the kinds of body that a folded word names; empty for other words."""
    return _kinds(_TRANSLATIONS)[language].get(stem(folded, language), frozenset())


@lru_cache(maxsize=4_096)
def kinds_of_qualifier(stemmed: str, language: Language) -> frozenset[int]:
    """The same for the stem of a word that says which body it is, "supervisory"."""
    return _kinds(_QUALIFIERS)[language].get(stemmed, frozenset())


@lru_cache(maxsize=2)
def _kinds(table: str) -> dict[Language, dict[str, frozenset[int]]]:
    found: dict[Language, dict[str, frozenset[int]]] = {one: {} for one in LANGUAGES}
    for number, language, key in read_nouns(table):
        found[language][key] = found[language].get(key, frozenset()) | {number}
    return found
