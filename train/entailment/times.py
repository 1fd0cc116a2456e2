"""Facts of time by template: durations in two units, amounts of a year, hours, dates."""

from __future__ import annotations

import random

from train.entailment.amounts import COUNTED
from train.entailment.rows import CONTRADICTS, NEUTRAL, SUPPORTS
from train.entailment.templates import Fact, Probe, Said, day, number, say

_LASTING = (
    ("the contract lasts", "le contrat dure"), ("the term of office is",
                                                "la durée du mandat est de"),
    ("records are kept for", "les registres sont conservés pendant"),
    ("the licence is valid for", "la licence est valable"),
    ("the guarantee runs for", "la garantie court pendant"),
    ("the trial period is", "la période d’essai est de"),
    ("members are elected for", "les membres sont élus pour"),
    ("the notice period is", "le préavis est de"),
)  # fmt: skip
_UNITS = (
    (12, ("year", "years"), ("month", "months"), ("an", "ans"), ("mois", "mois")),
    (7, ("week", "weeks"), ("day", "days"), ("semaine", "semaines"), ("jour", "jours")),
    (24, ("day", "days"), ("hour", "hours"), ("jour", "jours"), ("heure", "heures")),
    (2, ("year", "years"), ("half-year", "half-years"), ("an", "ans"), ("semestre", "semestres")),
)  # fmt: skip


def duration(rng: random.Random) -> Fact:
    """Durations in two units: 36 months are three years."""
    en, fr = rng.choice(_LASTING)
    factor, long, short, longue, courte = rng.choice(_UNITS)
    count = rng.randint(1, 6)

    def long_form(value: int) -> tuple[str, str]:
        return (
            f"{number(value, 'en', rng)} {long[value != 1]}",
            f"{number(value, 'fr', rng)} {longue[value != 1]}",
        )

    def short_form(value: int) -> tuple[str, str]:
        return (
            f"{number(value, 'en', rng)} {short[value != 1]}",
            f"{number(value, 'fr', rng)} {courte[value != 1]}",
        )

    def stated(value: tuple[str, str]) -> Said:
        return say(f"{en} {value[0]}.", f"{fr} {value[1]}.")

    one, two = (long_form, short_form) if rng.random() < 0.5 else (short_form, long_form)
    own, same = (count, count * factor) if one is long_form else (count * factor, count)
    other = rng.choice([each for each in (same - 1, same + 1, same + 2, same * 2) if each > 0])
    unlike = rng.choice([each for each in _LASTING if each[0] != en])
    claims = [
        Probe(SUPPORTS, "duration", stated(two(same))),
        Probe(CONTRADICTS, "duration", stated(two(other))),
        Probe(CONTRADICTS, "unit", stated(two(own))) if own != same else Probe(SUPPORTS,
                                                                               "duration",
                                                                               stated(two(same))),
        Probe(SUPPORTS, "number-same", stated(one(own))),
        Probe(CONTRADICTS, "number", stated(one(own + rng.choice((1, 2, 3))))),
        Probe(NEUTRAL, "other-subject", say(f"{unlike[0]} {two(same)[0]}.",
                                            f"{unlike[1]} {two(same)[1]}.")),
    ]  # fmt: skip
    return Fact(stated(one(own)), rng.sample(claims, 4))


_GRANTS = (
    ("the allowance", "l’indemnité", "is", "est de"),
    ("the entry fee", "le droit d’entrée", "is", "est de"),
    ("the subscription", "la cotisation", "is", "est de"),
    ("the daily rate", "le tarif journalier", "is", "est de"),
    ("the travel grant", "l’aide au transport", "amounts to", "s’élève à"),
    ("the fine", "l’amende", "is", "est de"),
)  # fmt: skip


def by_year(rng: random.Random) -> Fact:
    """An amount of one year says nothing about another year; the year may stand in the title."""
    en, fr, verb, verbe = rng.choice(_GRANTS)
    year = rng.randint(2015, 2026)
    elsewhere = year + rng.choice((-3, -2, -1, 1, 2))
    value, other = rng.sample(range(5, 400, 5), 2)

    def stated(when: int | None, amount: int) -> Said:
        at, en_at = (f"in {when}, ", f"en {when}, ") if when else ("", "")
        return say((f"{at}{en} {verb} {amount} euros.", f"{at}{en} {verb} €{amount}."),
                   (f"{en_at}{fr} {verbe} {amount} euros.",
                    f"{en_at}{fr} {verbe} {amount} €."))  # fmt: skip

    in_title = rng.random() < 0.5
    claims = [
        Probe(SUPPORTS, "own-year", stated(year, value)),
        Probe(CONTRADICTS, "number", stated(year, other)),
        Probe(NEUTRAL, "other-year", stated(elsewhere, value)),
        Probe(NEUTRAL, "other-year", stated(elsewhere, other)),
    ]  # fmt: skip
    above = (
        say((f"Rules {year}", f"{year} scale of charges"), (f"Règlement {year}", f"Barème {year}"))
        if in_title
        else Said()
    )
    return Fact(stated(None if in_title else year, value), claims, above=above)


def opening(rng: random.Random) -> Fact:
    """Hours and days, and what they leave out."""
    en, _, fr, _ = rng.choice(COUNTED[1:4])
    start, end = rng.randint(7, 11), rng.randint(15, 20)
    days_en = "Monday Tuesday Wednesday Thursday Friday Saturday".split()
    days_fr = "lundi mardi mercredi jeudi vendredi samedi".split()
    first, last = sorted(rng.sample(range(6), 2))
    inside = rng.randint(first, last)
    outside = rng.choice([each for each in range(6) if not first <= each <= last] or [first])
    evidence = say(
        (f"{en} is open from {days_en[first]} to {days_en[last]}, {start} a.m. to {end - 12} p.m.",
         f"opening hours ({en}): {days_en[first]} to {days_en[last]}, {start}:00–{end}:00"),
        (f"{fr} accueille le public du {days_fr[first]} au {days_fr[last]}, {start} h à {end} h.",
         f"horaires ({fr}) : du {days_fr[first]} au {days_fr[last]}, {start} h – {end} h"),
    )  # fmt: skip
    claims = [
        Probe(SUPPORTS, "hours", say(f"{en} opens at {start} o’clock.",
                                     f"{fr} ouvre à {start} heures.")),
        Probe(CONTRADICTS, "hours", say(f"{en} opens at {start + rng.choice((-1, 1, 2))} o’clock.",
                                        f"{fr} ouvre à {start + rng.choice((-1, 1, 2))} heures.")),
        Probe(SUPPORTS, "days", say(f"{en} is open on {days_en[inside]}.",
                                    f"On peut venir le {days_fr[inside]} ({fr}).")),
        Probe(CONTRADICTS, "hours",
              say(f"{en} closes at {end - 12 + rng.choice((-2, -1, 1))} p.m.",
                  f"{fr} ferme à {end + rng.choice((-2, -1, 1))} h.")),
        Probe(NEUTRAL, "other-subject", say("the car park is open on Sunday.",
                                            "Le stationnement est ouvert le dimanche.")),
    ]  # fmt: skip
    if not first <= outside <= last:
        claims.append(
            Probe(
                CONTRADICTS,
                "days",
                say(
                    f"{en} is open on {days_en[outside]}.",
                    f"On peut venir le {days_fr[outside]} ({fr}).",
                ),
            )
        )
    return Fact(evidence, rng.sample(claims, 3))


def event(rng: random.Random) -> Fact:
    """Two dated events: which came first, and how dates are written."""
    things = rng.sample((("the bridge opened", "le pont a ouvert"),
                         ("the school closed", "l’école a fermé"),
                         ("the charter was signed", "la charte a été signée"),
                         ("the mayor resigned", "le maire a démissionné"),
                         ("the hall burned down", "la halle a brûlé"),
                         ("the works began", "les travaux ont commencé")), 2)  # fmt: skip
    years = sorted(rng.sample(range(1890, 2026), 2))
    dates = [(each, rng.randint(1, 12), rng.randint(1, 28)) for each in years]
    (a_en, a_fr), (b_en, b_fr) = things
    parts = [
        (f"{en} on {day(date, 'en')}", f"{fr} le {day(date, 'fr')}")
        for (en, fr), date in zip(things, dates, strict=True)
    ]
    evidence = say(
        (f"{parts[0][0]} and {parts[1][0]}.", f"{parts[1][0]}; {parts[0][0]}."),
        (f"{parts[0][1]} et {parts[1][1]}.", f"{parts[1][1]} ; {parts[0][1]}."),
    )
    year, month, at = dates[0]
    claims = [
        Probe(SUPPORTS, "order", say((f"{a_en} before {b_en}.", f"{b_en} after {a_en}."),
                                     f"{a_fr} en premier, puis {b_fr}.")),
        Probe(CONTRADICTS, "order", say((f"{b_en} before {a_en}.", f"{a_en} after {b_en}."),
                                        f"{b_fr} en premier, puis {a_fr}.")),
        Probe(SUPPORTS, "date-same", say((f"{a_en} in {year}.",
            f"{a_en} on {year}-{month:02}-{at:02}."),
                                         (f"{a_fr} en {year}.",
                                          f"{a_fr} le {at:02}/{month:02}/{year}."))),
        Probe(CONTRADICTS, "date", say(f"{a_en} in {years[1]}.", f"{a_fr} en {years[1]}.")),
        Probe(SUPPORTS, "duration",
            say(f"{years[1] - year} years passed between {year}, when {a_en}, and {years[1]}.",
                f"{a_fr} en {year}, {years[1] - year} ans avant {years[1]}.")),
    ]  # fmt: skip
    return Fact(evidence, rng.sample(claims, 3))


TIMES = {duration: 4, by_year: 4, opening: 2, event: 2}
