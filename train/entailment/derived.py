"""Rows made by rule from documents: what is changed, said in fewer words, or left out."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rag.records import Language
from train.entailment.changes import CHANGES
from train.entailment.documents import TrainingDocument
from train.entailment.names import Names, other_office
from train.entailment.rows import CONTRADICTS, NEUTRAL, SUPPORTS, Row

# How often each change is tried first: what the published rows have little of is tried most.
_WEIGHTS = {
    "number": 4, "number-word": 4, "date": 6, "modality": 0.8, "quantifier": 6, "opposite": 2,
    "negation": 0.8, "affirmed": 4, "role": 20, "name": 6, "office": 6,
}  # fmt: skip
# Many sentences can be changed in these ways only: they would crowd out the others.
_KEPT = {"modality": 0.6, "negation": 0.6}
_ACROSS = 0.65  # of the rows of translated sentences have claim and evidence in two languages
_NEAR = 0.5  # words that two sentences share at most when one says nothing about the other
_DETAIL = 15  # characters that a claim says beyond its evidence, for it not to be supported
_OPENINGS: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"(?:The|An?|No|Every|Any|Each|All|These|Persons?|Subject|Where|If)\b"),
    "fr": re.compile(r"(?:L[ea]s?|L[’']|Une?|Toute?s?|Il|Nul|Quiconque|Si|Sauf|Lorsqu|Est|Sont)"),
}
_CONNECTIVES: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"(?:However|In addition|Moreover|Furthermore|Also|For example|Additionally|Therefore|"
        r"For instance|As a result|Consequently|In particular|Finally|Thus), "),
    "fr": re.compile(
        r"(?:Toutefois|En outre|De plus|Par ailleurs|Par exemple|Ainsi|Enfin|En effet|"
        r"Cependant|Par conséquent|En particulier|Notamment), "),
}  # fmt: skip
_ASIDE = re.compile(r"\s?\([^()]{3,}\)")
_TAIL: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r", (?:which|who|where|including|such as|especially|for example)\b[^,;]*\.$"),
    "fr": re.compile(r", (?:qui|dont|où|notamment|y compris|par exemple|comme)\b[^,;]*\.$"),
}
_SUPPOSED: dict[Language, tuple[str, ...]] = {
    "en": ("If {}, the matter is closed.", "It was asked whether {}.",
           "The question is whether {}.", "Nobody has examined whether {}.",
           "The bill under which {} was withdrawn.", "Unless {}, the rule does not apply."),
    "fr": ("On a demandé si {}.", "La question est de savoir si {}.",
           "Personne n’a examiné si {}.", "Il reste à vérifier si {}.",
           "Le projet selon lequel {} a été retiré."),
}  # fmt: skip
# A condition cannot be asked in turn, and "si il" is no French.
_CONDITIONS = re.compile(r"If|Where|Subject|Si\b|Sauf|Lorsqu|Ils?\b")
_JOINED: dict[Language, str] = {"en": "{} and {}.", "fr": "{} et {}."}
_UNDER: dict[Language, tuple[str, ...]] = {
    "en": ("Under the {}, {}", "According to the {}, {}", "The {} say that {}"),
    "fr": ("Selon {}, {}", "D’après {}, {}", "En vertu {}, {}"),
}
_TITLED = re.compile(r"(Règlement|Décret|Tarif|Règles|Ordonnance|Arrêté|Proclamation)\b")
_ARTICLES = {"Règles": "les ", "Ordonnance": "l’", "Arrêté": "l’", "Proclamation": "la "}
Made = Iterator[Row]


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence of a document, and the languages of the claim and of the evidence."""

    document: TrainingDocument
    at: int
    claimed: Language
    language: Language

    @property
    def claim(self) -> str:
        """The sentence in the language of the claim."""
        return self.document.sentences[self.at][self.claimed]

    @property
    def evidence(self) -> str:
        """The sentence in the language of the evidence."""
        return self.document.sentences[self.at][self.language]

    @property
    def before(self) -> str:
        """The sentence before; empty where there is none."""
        return self.document.sentences[self.at - 1].get(self.language, "") if self.at else ""


class Maker:
    """Makes rows of a place; ``titles`` are those of other documents in each language."""

    def __init__(self, names: Names, titles: dict[Language, list[str]], rng: random.Random) -> None:
        self._rng = rng
        self._titles = titles
        self._names = names
        self.changes = {**CHANGES, "name": names.other_name, "office": other_office}

    def __call__(self, document: TrainingDocument, at: int) -> Made:
        """Rows of a sentence: a changed one, and by chance a true one and an unsupported one."""
        sentence = document.sentences[at]
        claimed = self._rng.choice(sorted(sentence))
        others = sorted(set(sentence) - {claimed})
        language = others[0] if others and self._rng.random() < _ACROSS else claimed
        place = Place(document, at, claimed, language)
        yield from self.changed(place)
        if self._rng.random() < 0.6:
            yield from self._rng.choice((self.as_it_is, self.as_it_is, self.joined))(place)
        if self._rng.random() < 0.75:
            makers: tuple[Callable[[Place], Made], ...] = (
                self.neighbour, self.neighbour, self.before_only, self.heading_only,
                self.supposed, self.of_another, self.of_another,
            )  # fmt: skip
            yield from self._rng.choice(makers)(place)
        yield from self.shorter(place)
        yield from self.under_title(place)

    def changed(self, place: Place) -> Made:
        """The sentence against itself with one thing changed."""
        names = sorted(self.changes, key=lambda name: self._rng.random() ** (1 / _WEIGHTS[name]))
        for name in reversed(names):
            if (other := self.changes[name](place.claim, place.claimed, self._rng)) is None:
                continue
            if self._rng.random() >= _KEPT.get(name, 1.0):
                return
            claim, evidence = other, self._window(place)
            if place.claimed == place.language and self._rng.random() < 0.35:
                claim, evidence = place.claim, other
            yield self._row(place, claim, evidence, CONTRADICTS, name)
            return

    def as_it_is(self, place: Place) -> Made:
        """The sentence as it is, or translated."""
        kind = "in-passage" if place.claimed == place.language else "translation"
        yield self._row(place, place.claim, self._window(place), SUPPORTS, kind)

    def shorter(self, place: Place) -> Made:
        """The sentence without asides, connectives and relative clauses, and the reverse."""
        text = _ASIDE.sub("", _CONNECTIVES[place.claimed].sub("", place.claim))
        text = _TAIL[place.claimed].sub(".", text)
        if text != place.claim and len(text) > 30:
            text = text[0].upper() + text[1:]
            yield self._row(place, text, self._window(place), SUPPORTS, "shorter")
            if place.claimed == place.language and len(place.claim) > len(text) + _DETAIL:
                yield self._row(place, place.claim, text, NEUTRAL, "detail-added")

    def joined(self, place: Place) -> Made:
        """Two sentences as one claim: both supported, one changed, or one unsupported."""
        first = Place(place.document, place.at - 1, place.claimed, place.language)
        if not place.at or place.claimed not in first.document.sentences[first.at]:
            return
        if place.language not in first.document.sentences[first.at]:
            return
        parts = (first.claim, place.claim)
        both = f"{first.evidence} {place.evidence}"
        if len(both) > 320 or not _OPENINGS[place.claimed].match(parts[1]):
            return
        yield self._row(place, _and(*parts, place.claimed), both, SUPPORTS, "joined", bare=True)
        if self._rng.random() < 0.4:
            own = self._rng.choice((first.evidence, place.evidence))
            claim = _and(*parts, place.claimed)
            yield self._row(place, claim, own, NEUTRAL, "joined-half", bare=True)
        for change in ("number", "negation", "modality", "opposite"):
            at = self._rng.randrange(2)
            other = CHANGES[change](parts[at], place.claimed, self._rng)
            if other is not None:
                claim = _and(*((other, parts[1]) if at == 0 else (parts[0], other)), place.claimed)
                yield self._row(place, claim, both, CONTRADICTS, "joined-changed", bare=True)
                return

    def neighbour(self, place: Place) -> Made:
        """Another sentence of the document, most often the one that shares most words."""
        own = _content(place.claim)
        others = [
            each[place.claimed]
            for each in place.document.sentences
            if place.claimed in each and each[place.claimed] != place.claim
        ]
        likely = [each for each in others if _alike(own, _content(each)) < _NEAR]
        if not likely:
            return
        claim = max(likely, key=lambda each: _alike(own, _content(each)))
        if self._rng.random() < 0.3:
            claim = self._rng.choice(likely)
        if self._rng.random() < 0.3:
            claim = CHANGES["negation"](claim, place.claimed, self._rng) or claim
        yield self._row(place, claim, place.evidence, NEUTRAL, "neighbour")

    def before_only(self, place: Place) -> Made:
        """What only the sentence before the evidence says."""
        if not place.at:
            return
        earlier = place.document.sentences[place.at - 1]
        if place.claimed in earlier and place.language in earlier:
            claim = earlier[place.claimed]
            if _alike(_content(claim), _content(place.claim)) < _NEAR:
                row = self._row(place, claim, place.evidence, NEUTRAL, "before-only")
                yield row.about(row.above, place.before)

    def heading_only(self, place: Place) -> Made:
        """A title or heading, which supports nothing."""
        titles = place.document.title, place.document.note
        found = [text for each in titles if (text := each.get(place.language))]
        if found:
            row = self._row(place, place.claim, self._rng.choice(found), NEUTRAL, "heading-only")
            yield row.about(self._rng.choice(("", found[0])))

    def supposed(self, place: Place) -> Made:
        """A question, condition or proposal, which states nothing."""
        if not _OPENINGS[place.language].match(place.evidence) or len(place.evidence) > 200:
            return
        if _CONDITIONS.match(place.evidence):
            return
        evidence = self._rng.choice(_SUPPOSED[place.language]).format(_inner(place.evidence))
        claim = place.claim
        if self._rng.random() < 0.3:
            claim = CHANGES["negation"](claim, place.claimed, self._rng) or claim
        yield self._row(place, claim, evidence, NEUTRAL, "hypothetical")

    def of_another(self, place: Place) -> Made:
        """The same said of another person, body or place."""
        other = self._names.other_subject(place.claim, place.claimed, self._rng) or other_office(
            place.claim, place.claimed, self._rng, first=True
        )
        if other:
            yield self._row(place, other, place.evidence, NEUTRAL, "other-subject")

    def under_title(self, place: Place) -> Made:
        """The sentence as one of its own document, and as one of another."""
        titles = place.document.title
        if len(titles) < 2 or self._rng.random() < 0.5:
            return
        if not _OPENINGS[place.claimed].match(place.claim):
            return
        own, row = titles[place.claimed], self._row(place, "", place.evidence, SUPPORTS, "own-body")
        row = row.about(place.document.above(place.language))
        other = self._rng.choice(self._titles[place.claimed])
        if _alike(_content(own), _content(other)) > _NEAR:
            return
        for title, label, kind in ((own, SUPPORTS, "own-body"), (other, NEUTRAL, "other-body")):
            if claim := _under(title, place.claim, place.claimed, self._rng):
                yield Row(claim, row.evidence, row.claimed, row.language, label, kind, row.source,
                          row.above, group=row.group)  # fmt: skip

    def _window(self, place: Place) -> str:
        """The evidence, one time in four with the sentence after or before it."""
        around = [
            each.get(place.language, "")
            for each in place.document.sentences[max(0, place.at - 1) : place.at + 2]
        ]
        if self._rng.random() > 0.25 or len(around) < 2:
            return place.evidence
        here = 1 if place.at else 0
        pair = around[here - 1 : here + 1] if here and self._rng.random() < 0.5 else around[here:]
        return " ".join(each for each in pair if each)

    def _row(
        self, place: Place, claim: str, evidence: str, label: str, kind: str, *, bare: bool = False
    ) -> Row:
        """A row with what stands around the evidence, by chance."""
        above = place.document.above(place.language) if self._rng.random() < 0.6 else ""
        before = place.before if self._rng.random() < 0.35 and not bare else ""
        if before and before in evidence:
            before = ""
        return Row(
            claim, evidence, place.claimed, place.language, label, kind, place.document.source,
            above, before, place.document.group,
        )  # fmt: skip


def _inner(text: str) -> str:
    """A sentence as a part of another."""
    return (text[0].lower() + text[1:]).rstrip(". ")


def _and(first: str, second: str, language: Language) -> str:
    return _JOINED[language].format(first.rstrip(". "), _inner(second))


def _under(title: str, claim: str, language: Language, rng: random.Random) -> str | None:
    form = rng.choice(_UNDER[language])
    if language == "en":
        return form.format(title, _inner(claim) + ".")
    found = _TITLED.match(title)
    if found is None:
        return None
    named = _ARTICLES.get(found[1], "le ") + title[0].lower() + title[1:]
    if form.startswith("En vertu"):
        de = {"le ": "du ", "les ": "des "}.get(article := _ARTICLES.get(found[1], "le "))
        named = (de or f"de {article}") + title[0].lower() + title[1:]
    return form.format(named, _inner(claim) + ".")


def _content(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w{4,}", text.lower()))


def _alike(one: frozenset[str], two: frozenset[str]) -> float:
    return len(one & two) / max(1, min(len(one), len(two)))
