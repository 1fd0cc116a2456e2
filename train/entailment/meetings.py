"""Facts of people by template: who was there, what was decided, who did and said what."""

from __future__ import annotations

import random

from train.entailment.rows import CONTRADICTS, NEUTRAL, SUPPORTS
from train.entailment.templates import Fact, Probe, Said, day, say

SURNAMES = (
    "Adam Bellamy Besson Brunel Calder Carver Chabrol Colin Dacosta Delmas Draper Dufour Eames "
    "Esnault Fabre Farrow Ferrand Garnier Goddard Guillon Hamon Haskell Humbert Ivory Jaffre "
    "Jarvis Kaplan Keller Lacroix Lambert Langley Lefort Mallet Marsh Mercier Nadeau Norris "
    "Okafor Olivier Pascal Pelham Perrin Quentin Ramsay Renaud Rousset Sabatier Selby Sorel "
    "Tanguy Thorne Urbain Vasseur Vidal Wallace Weber Yorke Zeller"
).split()


def people(rng: random.Random, count: int) -> list[tuple[str, str, bool]]:
    """Different people."""
    names = rng.sample(SURNAMES, count)
    return [
        (f"Ms {name}", f"Mme {name}", True) if rng.random() < 0.5
        else (f"Mr {name}", f"M. {name}", False)
        for name in names
    ]  # fmt: skip


def attendance(rng: random.Random) -> Fact:
    """A list of who was present or absent: its label is what is said of each of its items."""
    named = people(rng, rng.randint(2, 5))
    en, fr, woman = rng.choice(named)
    e = "e" if woman else ""
    absent, stranger = rng.random() < 0.6, people(rng, 1)[0]
    items_en = ", ".join(each for each, _, _ in named)
    items_fr = ", ".join(each for _, each, _ in named)
    labels = (
        (("Absent", "Apologies", "Apologies for absence", "Absent with apologies"),
         ("Absents", "Absents excusés", "Excusés", "Étaient absents"))
        if absent else
        (("Present", "In attendance", "Members present"),
         ("Présents", "Étaient présents", "Membres présents"))
    )  # fmt: skip
    label_en, label_fr = rng.choice(labels[0]), rng.choice(labels[1])
    there = say(
        (f"{en} was present at the meeting.", f"{en} attended the meeting.",
         f"{en} took part in the meeting."),
        (f"{fr} était présent{e} à la réunion.", f"{fr} a assisté à la séance.",
         f"{fr} a participé à la séance."),
    )  # fmt: skip
    away = say(
        (f"{en} was absent from the meeting.", f"{en} did not attend the meeting.",
         f"{en} was not at the meeting."),
        (f"{fr} était absent{e} à la réunion.", f"{fr} n’a pas assisté à la séance.",
         f"{fr} n’était pas présent{e}."),
    )  # fmt: skip
    claims = [
        Probe(CONTRADICTS if absent else SUPPORTS, "list-label", there),
        Probe(SUPPORTS if absent else CONTRADICTS, "list-label", away),
    ]
    if all(stranger[0][3:] not in each[0] for each in named):
        claims.append(Probe(NEUTRAL, "list-other", say(
            (f"{stranger[0]} was present at the meeting.", f"{stranger[0]} attended the meeting."),
            (f"{stranger[1]} a assisté à la séance.", f"{stranger[1]} a participé à la réunion."),
        )))  # fmt: skip
    whole = say(
        (f"{label_en}: {items_en}", f"{label_en}: {items_en}."),
        (f"{label_fr} : {items_fr}", f"{label_fr} : {items_fr}."),
    )
    if rng.random() < 0.35:  # an item of a list, its label before it
        return Fact(say(en, fr), claims[:2], before=say(f"{label_en}:", f"{label_fr} :"))
    return Fact(whole, claims, above=say("Minutes of the meeting", "Procès-verbal de la séance"))


def vote(rng: random.Random) -> Fact:
    """The outcome of a vote."""
    things = (("the budget", "le budget", ""), ("the report", "le rapport", ""),
              ("the motion", "la motion", "e"), ("the agreement", "la convention", "e"),
              ("the minutes", "le procès-verbal", ""),
              ("the proposal", "la proposition", "e"))  # fmt: skip
    en, fr, e = rng.choice(things)
    was = "were" if en.endswith("minutes") else "was"
    passed = rng.random() < 0.65
    high, low = rng.randint(11, 30), rng.randint(2, 9)
    yes, no = (high, low) if passed else (low, high)
    done, fait = ("adopted", "adopté") if passed else ("rejected", "rejeté")
    undone, defait = ("rejected", "rejeté") if passed else ("adopted", "adopté")
    off = rng.choice((1, 2, 4, 7))
    cap_fr = fr[0].upper() + fr[1:]
    evidence = say(
        (f"{en} {was} {done} by {yes} votes to {no}.",
         f"by {yes} votes to {no}, the assembly {done} {en}.",
         f"The council {done} {en} ({yes} for, {no} against)."),
        (f"{fr} est {fait}{e} par {yes} voix contre {no}.",
         f"Par {yes} voix contre {no}, l’assemblée a {fait} {fr}.",
         f"{cap_fr} a été {fait}{e} ({yes} pour, {no} contre)."),
    ) if passed else say(
        (f"{en} {was} {done}, with {yes} votes for and {no} against.",),
        (f"{fr} est {fait}{e}, avec {yes} voix pour et {no} contre.",),
    )  # fmt: skip
    claims = [
        Probe(SUPPORTS, "vote", say((f"{en} {was} {done}.", f"The members {done} {en}."),
                                    (f"{fr} a été {fait}{e}.", f"Les membres ont {fait} {fr}."))),
        Probe(CONTRADICTS, "vote", say((f"{en} {was} {undone}.", f"The members {undone} {en}."),
                                       (f"{fr} a été {defait}{e}.",
                                        f"Les membres ont {defait} {fr}."))),
        Probe(CONTRADICTS, "vote-number", say(f"{yes + off} members voted for {en}.",
                                              f"{yes + off} membres ont voté pour {fr}.")),
        Probe(SUPPORTS, "vote-number", say(f"{no} members voted against {en}.",
                                           f"{no} membres ont voté contre {fr}.")),
        Probe(CONTRADICTS, "quantifier", say(
            (f"{en} {was} {done} unanimously.",
             f"Everyone voted {'for' if passed else 'against'} {en}."),
            (f"{fr} a été {fait}{e} à l’unanimité.",
             f"Tous ont voté {'pour' if passed else 'contre'} {fr}."))),
    ]  # fmt: skip
    return Fact(evidence, rng.sample(claims, 3))


def appointment(rng: random.Random) -> Fact:
    """Who appointed, elected or replaced whom: voice, nominalisation, roles and names."""
    (en1, fr1, _), (en2, fr2, woman), (en3, fr3, _) = people(rng, 3)
    e = "e" if woman else ""
    date = (rng.randint(2008, 2025), rng.randint(1, 12), rng.randint(1, 28))
    on, le = f"on {day(date, 'en')}", f"le {day(date, 'fr')}"
    verb, verbe, noun, nom = rng.choice((
        ("appointed", "nommé", "appointment", "nomination"),
        ("dismissed", "révoqué", "dismissal", "révocation"),
        ("promoted", "promu", "promotion", "promotion"),
        ("recruited", "recruté", "recruitment", "recrutement"),
    ))  # fmt: skip
    le_nom = f"le {nom}" if nom == "recrutement" else f"la {nom}"
    active = say(
        (f"{en1} {verb} {en2} {on}.", f"{on}, {en1} {verb} {en2}.",
         f"{en2} was {verb} by {en1} {on}.",
         f"the {noun} of {en2} by {en1} took place {on}."),
        (f"{fr1} a {verbe} {fr2} {le}.", f"{le}, {fr1} a {verbe} {fr2}.",
         f"{fr2} a été {verbe}{e} par {fr1} {le}.",
         f"{le_nom} de {fr2} par {fr1} a eu lieu {le}."),
    )  # fmt: skip
    other = (date[0], date[1] % 12 + 1, date[2])
    claims = [
        Probe(SUPPORTS, "voice", say((f"{en2} was {verb} by {en1}.",
                                      f"It was {en1} who {verb} {en2}."),
                                     (f"{fr2} a été {verbe}{e} par {fr1}.",
                                      f"C’est {fr1} qui a {verbe} {fr2}."))),
        Probe(CONTRADICTS, "role", say((f"{en2} {verb} {en1}.", f"{en1} was {verb} by {en2}."),
                                       (f"{fr2} a {verbe} {fr1}.",
                                        f"C’est {fr2} qui a {verbe} {fr1}."))),
        Probe(CONTRADICTS, "name", say((f"{en2} was {verb} by {en3}.",
                                        f"It was {en3} who {verb} {en2}."),
                                       (f"{fr2} a été {verbe}{e} par {fr3}.",
                                        f"C’est {fr3} qui a {verbe} {fr2}."))),
        Probe(NEUTRAL, "other-subject", say(f"{en3} was {verb} {on}.",
                                            f"{fr3} a été {verbe} {le}.")),
        Probe(SUPPORTS, "nominalisation", say(f"the {noun} of {en2} dates from {day(date, 'en')}.",
                                              f"{le_nom} de {fr2} date du {day(date, 'fr')}.")),
        Probe(CONTRADICTS, "date", say(f"{en2} was {verb} on {day(other, 'en')}.",
                                       f"{fr2} a été {verbe}{e} le {day(other, 'fr')}.")),
        Probe(CONTRADICTS, "negation", say(f"{en1} never {verb} {en2}.",
                                           f"{fr1} n’a jamais {verbe} {fr2}.")),
    ]  # fmt: skip
    return Fact(active, rng.sample(claims, 4))


def reported(rng: random.Random) -> Fact:
    """What somebody says, with the speaker; the words of another are not theirs."""
    (en1, fr1, _), (en2, fr2, _) = people(rng, 2)
    things = (("the hall is too small", "la salle est trop petite"),
              ("the works are finished", "les travaux sont terminés"),
              ("rents will rise next year", "les loyers augmenteront l’an prochain"),
              ("the school must stay open", "l’école doit rester ouverte"),
              ("the figures are wrong", "les chiffres sont faux"))  # fmt: skip
    (en, fr), (en_o, fr_o) = rng.sample(things, 2)
    evidence = say((f"{en1} said that {en}.", f"According to {en1}, {en}.",
                    f"“{en[0].upper()}{en[1:]},” said {en1}."),
                   (f"{fr1} a déclaré que {fr}.", f"Selon {fr1}, {fr}.",
                    f"« {fr[0].upper()}{fr[1:]} », a dit {fr1}."))  # fmt: skip
    claims = [
        Probe(SUPPORTS, "speaker", say(f"{en1} stated that {en}.", f"{fr1} a affirmé que {fr}.")),
        Probe(NEUTRAL, "speaker", say(f"{en2} stated that {en}.", f"{fr2} a affirmé que {fr}.")),
        Probe(CONTRADICTS, "speaker", say(f"{en1} denied that {en}.", f"{fr1} a nié que {fr}.")),
        Probe(
            NEUTRAL, "speaker", say(f"{en1} stated that {en_o}.", f"{fr1} a affirmé que {fr_o}.")
        ),
    ]
    return Fact(evidence, rng.sample(claims, 3))


def membership(rng: random.Random) -> Fact:
    """A list of the members of something, or of others: its label is what each of them is."""
    named = people(rng, rng.randint(3, 5))
    (en, fr, _), (out_en, out_fr, _) = named.pop(), named.pop()
    named.append((en, fr, False))
    group_en, group_fr = rng.choice(_GROUPS)
    (role_en, role_fr, is_en, is_fr), other = rng.sample(_ROLES, 2)
    items_en = ", ".join(each for each, _, _ in named)
    items_fr = ", ".join(each for _, each, _ in named)

    def states(who_en: str, who_fr: str, en: str, fr: str) -> Said:
        return say(f"{who_en} {en} {group_en}.", f"{who_fr} {fr} {group_fr}.")

    claims = [
        Probe(SUPPORTS, "list-label", states(en, fr, is_en, is_fr)),
        Probe(CONTRADICTS, "list-label", states(en, fr, *_not(is_en, is_fr))),
        Probe(NEUTRAL, "list-other", states(out_en, out_fr, is_en, is_fr)),
        Probe(NEUTRAL, "list-other", states(out_en, out_fr, other[2], other[3])),
    ]
    label_en, label_fr = f"{role_en} {group_en}", f"{role_fr} {group_fr}"
    if rng.random() < 0.3:
        return Fact(say(en, fr), claims, before=say(f"{label_en}:", f"{label_fr} :"))
    return Fact(say(f"{label_en}: {items_en}", f"{label_fr} : {items_fr}"), claims)


def _not(en: str, fr: str) -> tuple[str, str]:
    """What a person is not: "is a member of", "est membre" denied."""
    return en.replace("is ", "is not ", 1), fr.replace("est ", "n’est pas ", 1)


_GROUPS = (
    ("the jury", "du jury"), ("the board", "du bureau"),
    ("the working group", "du groupe de travail"),
    ("the ethics committee", "du comité d’éthique"), ("the delegation", "de la délégation"),
)  # fmt: skip
_ROLES = (
    ("Members of", "Membres", "is a member of", "est membre"),
    ("Substitutes on", "Suppléants", "is a substitute on", "est membre suppléant"),
    ("Secretaries of", "Secrétaires", "is a secretary of", "est secrétaire"),
    ("Observers on", "Observateurs auprès", "is an observer on", "est observateur auprès"),
)
MEETINGS = {attendance: 5, membership: 3, vote: 3, appointment: 4, reported: 2}
