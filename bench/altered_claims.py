"""Sentences of the sample library with one fact changed: none should be supported.

    python -m bench.altered_claims [--sentences 160] [--seed 7] [--show] [--out bench/RESULTS.md]
    python -m bench.altered_claims --index INDEX --sentences 400       # another library

Sentences are drawn from the newest versions of the documents. Each is checked unchanged, and once
for every change that applies to it: a number in digits or in words, a month, an added negation, an
opposite, another unit, may for must, some for all, another person, roles turned round, a condition
stated. The changes follow rules, so they also find cases that nobody thought of; a change may by
accident state what another document says. --show prints the changed sentences that are supported.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import ROOT
from bench.natural_claims import VERDICTS
from bench.report import markdown_table, publish
from rag import Rag, Settings
from rag.citations.versions import successors
from rag.encoders import load_encoder
from rag.ingest import ingest
from rag.language.sentences import read_sentences
from rag.readers import format_of
from rag.records import Language
from rag.store import Store

LENGTHS = range(50, 220)  # characters of a sentence that is drawn
UNCHANGED = "unchanged"
NUMBERS: dict[Language, str] = {
    "fr": "deux trois quatre cinq six sept huit neuf dix douze quinze vingt trente",
    "en": "two three four five six seven eight nine ten twelve fifteen twenty thirty",
}
MONTHS: dict[Language, str] = {
    "fr": "janvier février mars avril juin juillet août septembre octobre novembre décembre",
    "en": "January February March April June July August September October November December",
}
NEGATIONS: dict[Language, dict[str, str]] = {
    "fr": {"est": "n’est pas", "sont": "ne sont pas", "peut": "ne peut pas", "doit": "ne doit pas"},
    "en": {"is": "is not", "are": "are not", "must": "must not", "may": "may not"},
}
NEGATED = re.compile(
    r"\b(?:not|no|ne|pas|jamais|aucune?|sans|without|never)\b|\bn[’']", re.IGNORECASE
)
OPPOSITES: dict[Language, dict[str, str]] = {
    "fr": {
        "avant": "après", "au plus": "au moins", "au moins": "au plus", "moins": "plus",
        "ouverte": "fermée", "ouvert": "fermé", "adopté": "rejeté", "premier": "dernier",
    },
    "en": {
        "before": "after", "at least": "at most", "at most": "at least", "more than": "less than",
        "open": "closed", "adopted": "rejected", "first": "last",
    },
}  # fmt: skip
MODALITIES: dict[Language, dict[str, str]] = {
    "fr": {"peut": "doit", "peuvent": "doivent", "doit": "peut", "doivent": "peuvent"},
    "en": {"may": "must", "can": "must", "must": "may", "shall": "may"},
}
QUANTIFIERS: dict[Language, dict[str, str]] = {
    "fr": {
        "tous les": "certains des", "toutes les": "certaines des", "Tous les": "Certains des",
        "Toutes les": "Certaines des", "chaque": "aucun", "Chaque": "Aucun", "Les": "Certains",
        "Aucun": "Chaque",
    },
    "en": {
        "all": "some of", "All": "Some of", "every": "no", "Every": "No", "each": "no",
        "Each": "No", "most of": "some of",
    },
}  # fmt: skip
UNITS: dict[Language, dict[str, str]] = {
    "fr": {
        "ans": "mois", "années": "semaines", "mois": "ans", "semaines": "mois", "jours": "heures",
        "jour": "mois", "heures": "jours", "minutes": "heures", "euros": "dollars", "€": "%",
        "km": "m", "kilomètres": "mètres", "mètres": "kilomètres", "millions": "milliards",
    },
    "en": {
        "years": "months", "year": "month", "months": "years", "weeks": "months", "days": "hours",
        "hours": "days", "minutes": "hours", "euros": "dollars", "km": "m",
        "kilometres": "metres", "metres": "kilometres", "million": "billion",
    },
}  # fmt: skip
_UNIT: dict[Language, re.Pattern[str]] = {
    language: re.compile(
        rf"(?:\d|\b(?:{'|'.join(NUMBERS[language].split())})\s)\s?"
        rf"(?P<unit>{'|'.join(units)})(?!\w)"
    )
    for language, units in UNITS.items()
}
SUPPOSED: dict[Language, str] = {"fr": "Si ", "en": "If "}
_PERSON = re.compile(r"(?<=[a-zà-ÿ,;:] )[A-ZÀ-Þ][a-zà-ÿ]{2,} [A-ZÀ-Þ][a-zà-ÿ]{2,}")
PEOPLE: dict[Language, tuple[str, ...]] = {
    "fr": ("Armand Delaunay", "Solange Mercier"), "en": ("Oliver Marsh", "Harriet Doyle"),
}  # fmt: skip
_ROLES: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        r"^((?:Le|La|Les|L’)\s?\w+) (informe|nomme|élit|désigne|consulte|contrôle|saisit|convoque|"
        r"remplace|assiste|adopte|fixe|approuve) ((?:le|la|les|l’)\s?\w+)"
    ),
    "en": re.compile(
        r"^(The \w+) (informs|appoints|elects|designates|consults|supervises|convenes|replaces|"
        r"assists|adopts|sets|approves) (the \w+)"
    ),
}
Alteration = Callable[[str, Language, random.Random], "str | None"]


def digits(text: str, language: Language, rng: random.Random) -> str | None:
    """Another number in digits."""
    found = re.search(r"\b\d+\b", text)
    if found is None:
        return None
    other = str(int(found[0]) + rng.choice((1, 2, 3, 10)))
    return text[: found.start()] + other + text[found.end() :]


def swapped(lists: dict[Language, str]) -> Alteration:
    """Another word of the same list."""

    def change(text: str, language: Language, rng: random.Random) -> str | None:
        names = lists[language].split()
        found = re.search(rf"\b(?:{'|'.join(names)})\b", text)
        if found is None:
            return None
        other = rng.choice([name for name in names if name not in text])
        return text[: found.start()] + other + text[found.end() :]

    return change


def replaced(pairs: dict[Language, dict[str, str]]) -> Alteration:
    """The first word that has a counterpart, replaced by it."""

    def change(text: str, language: Language, _: random.Random) -> str | None:
        found = re.search(rf"\b(?:{'|'.join(pairs[language])})\b", text)
        if found is None:
            return None
        return text[: found.start()] + pairs[language][found[0]] + text[found.end() :]

    return change


def negated(text: str, language: Language, rng: random.Random) -> str | None:
    """A negation, in a sentence without one."""
    return None if NEGATED.search(text) else replaced(NEGATIONS)(text, language, rng)


def other_unit(text: str, language: Language, _: random.Random) -> str | None:
    """Another unit after the first figure that has one: months for years."""
    found = _UNIT[language].search(text)
    if found is None:
        return None
    return text[: found.start("unit")] + UNITS[language][found["unit"]] + text[found.end() :]


def other_person(text: str, language: Language, rng: random.Random) -> str | None:
    """Another person in the place of one."""
    name = rng.choice(PEOPLE[language])
    return _PERSON.sub(name, text, count=1) if _PERSON.search(text) else None


def swapped_roles(text: str, language: Language, _: random.Random) -> str | None:
    """Who acts and who is acted on change places, where the first clause is that plain."""
    found = _ROLES[language].search(text)
    if found is None:
        return None
    doer, act, other = found.groups()
    clause = f"{other[0].upper()}{other[1:]} {act} {doer[0].lower()}{doer[1:]}"
    return clause + text[found.end() :]


def certain(text: str, language: Language, _: random.Random) -> str | None:
    """What a sentence supposes, stated: the condition alone, without its "if"."""
    start = SUPPOSED[language]
    clause = text.removeprefix(start).split(",")[0]
    if not text.startswith(start) or len(clause) < LENGTHS.start // 2 or clause == text:
        return None
    return f"{clause[0].upper()}{clause[1:]}."


CHANGES: dict[str, Alteration] = {
    "number in digits": digits,
    "number in words": swapped(NUMBERS),
    "month": swapped(MONTHS),
    "unit": other_unit,
    "negation": negated,
    "opposite": replaced(OPPOSITES),
    "modality": replaced(MODALITIES),
    "quantifier": replaced(QUANTIFIERS),
    "name": other_person,
    "role": swapped_roles,
    "hypothetical": certain,
}


def main() -> None:
    """Checks the sentences, unchanged and changed, and publishes the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sentences", type=int, default=160)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--show", action="store_true", help="changed sentences that are supported")
    parser.add_argument("--index", type=Path, help="of the sample library by default")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    counts: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        index = options.index or Path(folder)
        if not options.index:
            ingest([ROOT / "corpus"], index, load_encoder())
        rag = Rag.open(index, settings=Settings())
        drawn = sorted(set(sentences(rag, Store.open(index))))
        for text, language in rng.sample(drawn, min(options.sentences, len(drawn))):
            for kind, claim in claims(text, language, rng):
                verdict = rag.check(claim).verdict
                counts[kind, verdict] += 1
                if options.show and kind != UNCHANGED and verdict == "supported":
                    sys.stdout.write(f"{kind}: {claim}\n")
    text = section(counts, options)
    publish(text, "altered", options.out)


def sentences(rag: Rag, store: Store) -> Iterator[tuple[str, Language]]:
    """The sentences of the documents without a newer version."""
    older = successors(store.documents(), store.page)
    for document in rag.documents():
        numbers = (
            range(1, document.page_count + 1) if format_of(document.format).has_pages else (None,)
        )
        for number in () if document.id in older else numbers:
            for found in read_sentences(rag.page(document.id, number).text, document.language):
                text = " ".join(found.text.split())
                if len(text) in LENGTHS and text[0].isupper() and text.endswith("."):
                    yield text, document.language


def claims(text: str, language: Language, rng: random.Random) -> Iterator[tuple[str, str]]:
    """A sentence unchanged, and with each change that applies to it."""
    yield UNCHANGED, text
    for kind, change in CHANGES.items():
        if (changed := change(text, language, rng)) is not None:
            yield kind, changed


def section(counts: Counter[tuple[str, str]], options: argparse.Namespace) -> str:
    """The section of the results file."""
    kinds = (UNCHANGED, *CHANGES)
    rows = [
        (kind, *(str(counts[kind, verdict]) for verdict in VERDICTS), str(total))
        for kind in kinds
        if (total := sum(count for (of, _), count in counts.items() if of == kind))
    ]
    changed = sum(count for (kind, _), count in counts.items() if kind != UNCHANGED)
    supported = sum(counts[kind, "supported"] for kind in CHANGES)
    return (
        "### Sentences changed by rule\n\n"
        f"`python -m bench.altered_claims --sentences {options.sentences} --seed {options.seed}`: "
        f"sentences of the newest versions in {'a' if options.index else 'the sample'} library, "
        f"and the verdict of `Rag.check` on each. Of {changed} changed ones {supported} are "
        "supported.\n\n" + markdown_table(("", *VERDICTS, "claims"), rows)
    )


if __name__ == "__main__":
    main()
