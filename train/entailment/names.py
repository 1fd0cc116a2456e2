"""Names of people, places and offices, and others that may stand in their place."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable

from rag.records import Language
from train.entailment.words import PEOPLE

_NAME = r"[A-ZÀ-Ý][\w’'-]*[a-zà-ÿ](?: (?:of |de |du |la )?[A-ZÀ-Ý][\w’'-]*[a-zà-ÿ])*"
# A name after a preposition; the same preposition takes another of the same sort most often.
_AFTER = {
    "en": re.compile(rf"\b(?P<by>in|at|from|near|by|to|with|of) (?P<name>{_NAME})"),
    "fr": re.compile(rf"\b(?P<by>à|en|par|de|vers|avec|chez) (?P<name>{_NAME})"),
}
# A subject of two words: one word that begins a sentence is seldom a name.
_FULL = r"[A-ZÀ-Ý][\w’'-]*[a-zà-ÿ](?: (?:of |de |du |la )?[A-ZÀ-Ý][\w’'-]*[a-zà-ÿ])+"
_EVERYDAY = ("Paul", "Julie", "Karim", "Emma", "Lucas", "Nadia")  # in the place of PEOPLE
_FIRST = {
    "en": re.compile(
        rf"(?P<name>{_FULL}) (?=(?:is|was|has|had|became|won|received|died|wrote|signed|built)\b)"),
    "fr": re.compile(
        rf"(?P<name>{_FULL}) (?=(?:est|était|a|fut|devient|reçoit|remporte|meurt|écrit)\b)"),
}  # fmt: skip
_NO_NAMES = re.compile(
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|The|This|It|He|She|They|In|At|On|"
    r"There|These|His|Her|Its|Il|Elle|Le|La|Les|Ce|Cette|En|On|One|God|Section|Act|Part|Loi|"
    r"Earth|Some|Many|Most|Tom|Mary|What|Who|That|Which)\b)"
)
_OFFICES: dict[Language, tuple[str, ...]] = {
    "en": (
        "the Minister", "the Commission", "the Board", "the Tribunal", "the Registrar",
        "the Director", "the Court", "the employer", "the applicant", "the owner", "the master",
        "the inspector", "the operator", "the licensee", "the Governor in Council",
        "the Commissioner", "the manufacturer", "the importer", "the Bank", "the Chairperson",
    ),
    "fr": (
        "le ministre", "le directeur", "le registraire", "le greffier", "le tribunal",
        "le propriétaire", "le capitaine", "le demandeur", "le titulaire", "le président",
        "le transporteur", "le commissaire", "le fabricant", "le maire", "le préfet", "le juge",
        "le locataire", "le salarié", "le bailleur", "le notaire",
    ),
}  # fmt: skip


class Names:
    """The names that stand in texts, each with others that stand in the same way."""

    def __init__(self, texts: Iterable[tuple[str, Language]]) -> None:
        found: defaultdict[tuple[Language, str], set[str]] = defaultdict(set)
        for text, language in texts:
            for match in _AFTER[language].finditer(text):
                if not _NO_NAMES.match(match["name"]):
                    found[language, match["by"]].add(match["name"])
            first = _FIRST[language].match(text)
            if first and not _NO_NAMES.match(first["name"]):
                found[language, ""].add(first["name"])
        self._pools = {key: sorted(names) for key, names in found.items()}

    def other_name(self, text: str, language: Language, rng: random.Random) -> str | None:
        """A sentence in which a name, not the first word, is another."""
        places = [
            each for each in _AFTER[language].finditer(text) if not _NO_NAMES.match(each["name"])
        ]
        if not places:
            return None
        place = rng.choice(places)
        return self._put(text, place, (language, place["by"]), rng)

    def other_subject(self, text: str, language: Language, rng: random.Random) -> str | None:
        """A sentence that says the same of another subject."""
        for person in PEOPLE:
            if text.startswith(f"{person} "):
                return text.replace(person, rng.choice(_EVERYDAY))
        place = _FIRST[language].match(text)
        if place is None or _NO_NAMES.match(place["name"]):
            return None
        return self._put(text, place, (language, ""), rng)

    def _put(
        self, text: str, place: re.Match[str], key: tuple[Language, str], rng: random.Random
    ) -> str | None:
        own = set(re.findall(r"\w{3,}", text.lower()))
        for other in rng.sample(self._pools.get(key, []), min(4, len(self._pools.get(key, [])))):
            if not own & set(re.findall(r"\w{3,}", other.lower())):
                return text[: place.start("name")] + other + text[place.end("name") :]
        return None


def other_office(
    text: str, language: Language, rng: random.Random, *, first: bool = False
) -> str | None:
    """A sentence in which an office that is spoken of is another.

    ``first``: the one that the sentence begins with, of which it says something.
    """
    offices = _OFFICES[language]
    found = re.search(rf"(?<![\w’-])(?:{'|'.join(offices)})(?![\w’'-])", text, re.I if first else 0)
    if found is None or (found.start() == 0) != first:
        return None
    others = [each for each in offices if each.lower() not in text.lower()]
    other = rng.choice(others)
    other = other[0].upper() + other[1:] if first else other
    return text[: found.start()] + other + text[found.end() :]
