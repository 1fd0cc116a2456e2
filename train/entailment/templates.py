"""Facts written in both languages, from which claims and evidence are drawn."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from rag.records import LANGUAGES, Language
from train.entailment.rows import Row

SOURCE: Final = "template"
_AROUND = 0.4  # of the rows have a sentence about something else around their evidence


@dataclass(frozen=True, slots=True)
class Said:
    """Ways to say one thing in each language."""

    en: tuple[str, ...] = ()
    fr: tuple[str, ...] = ()

    def one(self, language: Language, rng: random.Random) -> str:
        """One of them with a capital; empty where there is none."""
        forms = self.en if language == "en" else self.fr
        text = rng.choice(forms) if forms else ""
        return text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class Probe:
    """A claim about a fact and its label."""

    label: str
    kind: str
    said: Said


@dataclass(frozen=True, slots=True)
class Fact:
    """Evidence with claims about it; ``above`` and ``before`` as in Row."""

    evidence: Said
    claims: Sequence[Probe]
    above: Said = field(default_factory=Said)
    before: Said = field(default_factory=Said)


def say(en: str | Sequence[str], fr: str | Sequence[str]) -> Said:
    """Ways to say one thing, given in one form or several."""
    return Said(*((each,) if isinstance(each, str) else tuple(each) for each in (en, fr)))


def rows(fact: Fact, group: str, rng: random.Random, around: Said | None = None) -> Iterator[Row]:
    """A row for each claim, in languages that are drawn; one language twice as often as two.

    ``around`` is by chance the sentence before the evidence, or one more sentence of it.
    """
    for claim in fact.claims:
        claimed = rng.choice(LANGUAGES)
        other: Language = "fr" if claimed == "en" else "en"
        language = rng.choice((claimed, claimed, other))
        evidence, before = fact.evidence.one(language, rng), fact.before.one(language, rng)
        beside = around.one(language, rng) if around and rng.random() < _AROUND else ""
        if beside and evidence.endswith(".") and rng.random() < 0.5:
            evidence = f"{evidence} {beside}"
        elif not before:
            before = beside
        yield Row(
            claim.said.one(claimed, rng), evidence, claimed, language, claim.label, claim.kind,
            SOURCE, fact.above.one(language, rng), before, group,
        )  # fmt: skip


_UNITS = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze "
    "seize dix-sept dix-huit dix-neuf vingt",
}
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}


def number(value: float, language: Language, rng: random.Random, *, words: bool = True) -> str:
    """A number as it is written; whole numbers up to twenty also in words."""
    if isinstance(value, int) and 2 <= value <= 20 and words and rng.random() < 0.5:
        return _UNITS[language].split()[value]
    if isinstance(value, int):
        text = f"{value:,}"
        return text if language == "en" else text.replace(",", rng.choice(("\u00a0", " ")))
    text = f"{value:g}"
    return text if language == "en" else text.replace(".", ",")


def day(date: tuple[int, int, int], language: Language) -> str:
    """A date (year, month, day) as it is written."""
    year, month, at = date
    name = MONTHS[language].split()[month - 1]
    if language == "en":
        return f"{at} {name} {year}"
    return f"{'1er' if at == 1 else at} {name} {year}"
