"""Facts of amounts by template: rounding, limits, shares, changes, sums."""

from __future__ import annotations

import random

from train.entailment.rows import CONTRADICTS, NEUTRAL, SUPPORTS
from train.entailment.templates import Fact, Probe, Said, number, say

_SPENT = (
    ("the renovation of the library", "la rénovation de la bibliothèque"),
    ("the new bridge", "le nouveau pont"), ("the festival", "le festival"),
    ("school meals", "la restauration scolaire"), ("road works", "la voirie"),
    ("public lighting", "l’éclairage public"), ("the archives", "les archives"),
    ("the training of staff", "la formation du personnel"), ("water treatment", "l’assainissement"),
)  # fmt: skip
COUNTED = (
    ("the town", "inhabitants", "la commune", "habitants"),
    ("the school", "pupils", "l’école", "élèves"),
    ("the library", "readers", "la bibliothèque", "lecteurs"),
    ("the museum", "visitors", "le musée", "visiteurs"),
    ("the association", "members", "l’association", "adhérents"),
    ("the firm", "employees", "l’entreprise", "salariés"),
    ("the archive", "maps", "le fonds", "cartes"), ("the park", "trees", "le parc", "arbres"),
    ("the fleet", "vehicles", "le parc automobile", "véhicules"),
    ("the district", "shops", "le quartier", "commerces"),
)  # fmt: skip


def de(french: str) -> str:
    """A French plural noun after "de"."""
    return f"d’{french}" if french[0] in "aeéhiou" else f"de {french}"


def rounding(rng: random.Random) -> Fact:
    """An amount of millions against about, over, nearly, and amounts that are others."""
    en, fr = rng.choice(_SPENT)
    whole = rng.randint(2, 60)
    tenths = rng.choice((1, 2, 7, 8, 9))
    value = whole + tenths / 10
    nearest = whole if tenths < 5 else whole + 1
    over = nearest < value
    written = rng.choice((f"{value:g}", f"{value:.1f}0"))
    evidence = say(
        (f"€{written} million was spent on {en}.", f"{en} cost {round(value * 1_000_000):,} euros.",
         f"{en}: €{round(value * 1000):,}k"),
        (f"{written.replace('.', ',')} millions d’euros ont été consacrés à {fr}.",
         f"Le coût total ({fr}) est de {round(value * 1_000_000):,} euros.".replace(",", " "),
         f"{fr} : {round(value * 1000):,} k€".replace(",", " ")),
    )  # fmt: skip

    def claim(word: str, mot: str, amount: float) -> Said:
        return say((f"{word} {amount:g} million euros went to {en}.",
                    f"{en} cost {word} €{amount:g} million."),
                   (f"{mot} {amount:g} millions d’euros ont financé {fr}.",
                    f"{fr} : {mot} {amount:g} M€."))  # fmt: skip

    more, less = ("more than", "plus de"), ("less than", "moins de")
    true, false = (more, less) if over else (less, more)
    near = ("just over", "un peu plus de") if over else ("nearly", "près de")
    other = nearest + max(2, nearest // 4) * rng.choice((1, 2, 3))
    claims = [
        Probe(SUPPORTS, "rounding", claim("about", "environ", nearest)),
        Probe(SUPPORTS, "rounding", claim(*near, nearest)),
        Probe(SUPPORTS, "limit", claim(*true, nearest)),
        Probe(CONTRADICTS, "limit", claim(*false, nearest)),
        Probe(CONTRADICTS, "rounding", claim("about", "environ", other)),
        Probe(CONTRADICTS, "unit", claim("about", "environ", nearest * 10)),
    ]
    year = rng.randint(2018, 2026)
    return Fact(evidence, rng.sample(claims, 3), above=say(f"Accounts {year}", f"Comptes {year}"))


def counted(rng: random.Random) -> Fact:
    """A number of people or things against bounds, dozens, hundreds and other numbers."""
    en, things, fr, choses = rng.choice(COUNTED)
    value = rng.choice((rng.randint(21, 98), rng.randint(110, 990), rng.randint(1_100, 98_000)))
    unit = 10 ** (len(str(value)) - 1)
    low, high = value // unit * unit, (value // unit + 1) * unit

    def has(word: str, mot: str, amount: int) -> Said:
        some = f"{word} {number(amount, 'en', rng)} {things}".strip()
        tant = f"{mot} {number(amount, 'fr', rng)} {choses}".strip()
        return say(
            (f"{en} has {some}.", f"there are {some} ({en})."),
            (f"{fr} compte {tant}.", f"{fr} a {tant}."),
        )

    claims = [
        Probe(SUPPORTS, "limit", has("more than", "plus de",
                                     low if low < value else low - unit // 10)),
        Probe(SUPPORTS, "limit", has("fewer than", "moins de", high)),
        Probe(CONTRADICTS, "limit", has("more than", "plus de", high)),
        Probe(CONTRADICTS, "limit", has("at least", "au moins", high)),
        Probe(CONTRADICTS, "number", has("", "",
                                         value + rng.choice((1, 2, 5, 10)) * max(1, unit // 10))),
        Probe(SUPPORTS, "number-same", has("", "", value)),
    ]  # fmt: skip
    if value < 100 and value % 12 == 0:
        claims.append(
            Probe(
                SUPPORTS,
                "dozen",
                has(f"{value // 12} dozen, that is", f"{value // 12} douzaines, soit", value),
            )
        )
    other = rng.choice([each for each in COUNTED if each[0] != en])
    claims.append(Probe(NEUTRAL, "other-subject", say(
        f"{other[0]} has {number(value, 'en', rng)} {other[1]}.",
        f"{other[2]} compte {number(value, 'fr', rng)} {other[3]}.")))  # fmt: skip
    return Fact(has("", "", value), rng.sample(claims, 4))


_SHARES = (
    (50, "half", "la moitié"), (25, "a quarter", "un quart"),
    (75, "three quarters", "les trois quarts"),
    (33, "a third", "un tiers"), (66, "two thirds", "les deux tiers"),
    (20, "one in five", "un cinquième"),
    (10, "one tenth", "un dixième"),
)  # fmt: skip


def share(rng: random.Random) -> Fact:
    """Percentages and fractions."""
    _, things, _, choses = rng.choice(COUNTED[:6])
    verb, verbe = rng.choice((("voted", "ont voté"), ("answered", "ont répondu"),
                              ("come by bus", "viennent en bus"),
                              ("live in the centre", "habitent le centre"),
                              ("paid by card", "ont payé par carte")))  # fmt: skip
    (percent, en, fr), (_, other, autre) = rng.sample(_SHARES, 2)
    shift = rng.choice((0, 0, -1, 1, 2))
    value = percent + shift
    evidence = say((f"{value}% of {things} {verb}.", f"{value} per cent of the {things} {verb}."),
                   (f"{value} % des {choses} {verbe}.",
                    f"Parmi les {choses}, {value} % {verbe}."))  # fmt: skip
    about, environ = ("", "") if not shift and percent not in (33, 66) else ("about ", "environ ")
    most = value > 51
    claims = [
        Probe(SUPPORTS, "share", say(f"{about}{en} of the {things} {verb}.",
                                     f"{environ}{fr} des {choses} {verbe}.")),
        Probe(CONTRADICTS, "share", say(f"{other} of the {things} {verb}.",
                                        f"{autre} des {choses} {verbe}.")),
        Probe(SUPPORTS if most else CONTRADICTS, "share", say(
            f"a majority of the {things} {verb}.", f"une majorité des {choses} {verbe}."))
        if abs(value - 50) > 2 else
        Probe(CONTRADICTS, "quantifier", say(f"nearly all the {things} {verb}.",
                                             f"presque tous les {choses} {verbe}.")),
        Probe(CONTRADICTS, "quantifier", say(f"all the {things} {verb}.",
                                             f"tous les {choses} {verbe}.")),
    ]  # fmt: skip
    return Fact(evidence, rng.sample(claims, 3))


def change(rng: random.Random) -> Fact:
    """Two values and how the second stands to the first."""
    en, things, fr, choses = rng.choice(COUNTED)
    first = rng.randint(12, 90) * rng.choice((10, 20, 100))
    factor = rng.choice((2, 3, 0.5, 1.1, 1.25, 0.9, 0.75))
    second = round(first * factor)
    year, later = sorted(rng.sample(range(2001, 2026), 2))
    a_en, b_en, a_fr, b_fr = (
        number(v, lang, rng) for lang in ("en", "fr") for v in (first, second)
    )
    evidence = say(
        (f"the number of {things} went from {a_en} in {year} to {b_en} in {later}.",
         f"{en} had {a_en} {things} in {year} and {b_en} in {later}."),
        (f"le nombre {de(choses)} est passé de {a_fr} en {year} à {b_fr} en {later}.",
         f"{fr} comptait {a_fr} {choses} en {year} et {b_fr} en {later}."),
    )  # fmt: skip
    words = {
        2: ("has doubled", "a doublé"), 3: ("has tripled", "a triplé"),
        0.5: ("has halved", "a diminué de moitié"),
        1.1: ("rose by 10%", "a augmenté de 10 %"),
        1.25: ("rose by a quarter", "a augmenté d’un quart"),
        0.9: ("fell by 10%", "a baissé de 10 %"),
        0.75: ("fell by a quarter", "a baissé d’un quart"),
    }  # fmt: skip
    wrong = rng.choice([each for at, each in words.items() if at != factor])
    up = second > first
    rose, fell = ("has risen", "a augmenté"), ("has fallen", "a diminué")
    right, left = (rose, fell) if up else (fell, rose)
    gap = abs(second - first)

    def claim(word: str, mot: str) -> Said:
        return say(f"the number of {things} {word} between {year} and {later}.",
                   f"le nombre {de(choses)} {mot} entre {year} et {later}.")  # fmt: skip

    claims = [
        Probe(SUPPORTS, "ratio", claim(*words[factor])), Probe(CONTRADICTS, "ratio", claim(*wrong)),
        Probe(SUPPORTS, "change", claim(*right)), Probe(CONTRADICTS, "change", claim(*left)),
        Probe(SUPPORTS, "difference", claim(
            f"{'rose' if up else 'fell'} by {number(gap, 'en', rng)}",
            f"a {'augmenté' if up else 'diminué'} de {number(gap, 'fr', rng)}")),
        Probe(CONTRADICTS, "number", say(f"in {later}, there were {a_en} {things}.",
                                         f"en {later}, on comptait {a_fr} {choses}.")),
        Probe(SUPPORTS, "number-same", say(f"in {later}, there were {b_en} {things}.",
                                           f"en {later}, on comptait {b_fr} {choses}.")),
        Probe(NEUTRAL, "other-year", say(f"in {year - 3}, there were {a_en} {things}.",
                                         f"en {year - 3}, on comptait {a_fr} {choses}.")),
    ]  # fmt: skip
    return Fact(evidence, rng.sample(claims, 4))


def total(rng: random.Random) -> Fact:
    """Parts and their sum; a range and what lies in it."""
    en, _, fr, _ = rng.choice(COUNTED[1:6])
    men, women = rng.sample(range(3, 60), 2)
    evidence = say(
        (f"{en} employs {men} men and {women} women.", f"staff of {en}: {women} women, {men} men"),
        (
            f"{fr} emploie {men} hommes et {women} femmes.",
            f"effectif ({fr}) : {women} femmes, {men} hommes",
        ),
    )
    more, fewer = ("more", "plus"), ("fewer", "moins")
    right, wrong = (more, fewer) if women > men else (fewer, more)
    whole, other = men + women, men + women + rng.choice((-3, -2, 2, 3, 10))
    claims = [
        Probe(SUPPORTS, "sum", say(f"{en} employs {whole} people.",
                                   f"{fr} emploie {whole} personnes.")),
        Probe(CONTRADICTS, "sum", say(f"{en} employs {other} people.",
                                      f"{fr} emploie {other} personnes.")),
        Probe(SUPPORTS, "compared", say(f"{en} employs {right[0]} women than men.",
                                        f"{fr} emploie {right[1]} de femmes que d’hommes.")),
        Probe(CONTRADICTS, "compared", say(f"{en} employs {wrong[0]} women than men.",
                                           f"{fr} emploie {wrong[1]} de femmes que d’hommes.")),
        Probe(CONTRADICTS, "role", say(f"{en} employs {women} men and {men} women.",
                                       f"{fr} emploie {women} hommes et {men} femmes.")),
        Probe(NEUTRAL, "other-subject", say(f"{en} employs {men} trainees.",
                                            f"{fr} emploie {men} stagiaires.")),
    ]  # fmt: skip
    return Fact(evidence, rng.sample(claims, 4))


AMOUNTS = {rounding: 4, counted: 3, share: 3, change: 4, total: 2}
