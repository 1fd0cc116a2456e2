"""Facts of institutions by template: who was there, what was decided, who does what for whom."""

from __future__ import annotations

import random
from collections.abc import Callable

from train.entailment.rows import CONTRADICTS, NEUTRAL, SUPPORTS
from train.entailment.templates import Claim, Fact, Said, day, number, say

SURNAMES = (
    "Adam Bellamy Besson Brunel Calder Carver Chabrol Colin Dacosta Delmas Draper Dufour Eames "
    "Esnault Fabre Farrow Ferrand Garnier Goddard Guillon Hamon Haskell Humbert Ivory Jaffre "
    "Jarvis Kaplan Keller Lacroix Lambert Langley Lefort Mallet Marsh Mercier Nadeau Norris "
    "Okafor Olivier Pascal Pelham Perrin Quentin Ramsay Renaud Rousset Sabatier Selby Sorel "
    "Tanguy Thorne Urbain Vasseur Vidal Wallace Weber Yorke Zeller"
).split()
_BODIES = (
    ("Harbour", "du port"), ("Orchard", "des vergers"), ("Valley", "de la vallée"),
    ("Lakeside", "des lacs"), ("Northern", "du nord"), ("Riverside", "des rives"),
    ("Hillside", "des collines"), ("Cathedral", "de la cathédrale"), ("Forest", "de la forêt"),
    ("Island", "de l’île"), ("Mill Street", "de la rue du moulin"), ("Castle", "du château"),
)  # fmt: skip
_KINDS = (
    ("Foundation", "Fondation", "la"), ("Commission", "Commission", "la"), ("Council", "Conseil", "le"),
    ("Committee", "Comité", "le"), ("Federation", "Fédération", "la"), ("Institute", "Institut", "l’"),
    ("Office", "Office", "l’"), ("Association", "Association", "l’"), ("Museum", "Musée", "le"),
    ("Library", "Bibliothèque", "la"), ("University", "Université", "l’"), ("Agency", "Agence", "l’"),
)  # fmt: skip
_DUTIES = (
    ("publishes its accounts every year", "publie ses comptes chaque année"),
    ("lends its rooms free of charge", "prête ses salles gratuitement"),
    ("keeps a register of its members", "tient un registre de ses membres"),
    ("reports to the minister twice a year", "rend compte au ministre deux fois par an"),
    ("may borrow up to half of its capital", "peut emprunter jusqu’à la moitié de son capital"),
    ("must answer complaints within a month", "doit répondre aux réclamations sous un mois"),
    ("refunds the travel of volunteers", "rembourse les trajets des bénévoles"),
    ("elects its chair for three years", "élit son président pour trois ans"),
    ("may not sell its buildings", "ne peut pas vendre ses immeubles"),
    ("meets in public", "siège en public"),
    ("is an agent of the State", "est un mandataire de l’État"),
    ("accepts gifts and legacies", "accepte les dons et les legs"),
)  # fmt: skip
_NOT = (
    ("publishes", "does not publish", "publie", "ne publie pas"),
    ("lends", "does not lend", "prête", "ne prête pas"),
    ("keeps", "does not keep", "tient", "ne tient pas"),
    ("reports", "does not report", "rend compte", "ne rend pas compte"),
    ("may borrow", "may not borrow", "peut emprunter", "ne peut pas emprunter"),
    ("must answer", "need not answer", "doit répondre", "n’est pas tenu de répondre"),
    ("refunds", "does not refund", "rembourse", "ne rembourse pas"),
    ("elects", "does not elect", "élit", "n’élit pas"),
    ("may not sell", "may sell", "ne peut pas vendre", "peut vendre"),
    ("meets", "does not meet", "siège", "ne siège pas"),
    ("is an agent", "is not an agent", "est un mandataire", "n’est pas un mandataire"),
    ("accepts", "does not accept", "accepte", "n’accepte pas"),
)  # fmt: skip


def person(rng: random.Random) -> tuple[str, str, bool]:
    """A person in English and in French, and whether she is a woman."""
    name, woman = rng.choice(SURNAMES), rng.random() < 0.5
    return (f"Ms {name}", f"Mme {name}", True) if woman else (f"Mr {name}", f"M. {name}", False)


def people(rng: random.Random, count: int) -> list[tuple[str, str, bool]]:
    """Different people."""
    names = rng.sample(SURNAMES, count)
    return [
        (f"Ms {name}", f"Mme {name}", True) if rng.random() < 0.5
        else (f"Mr {name}", f"M. {name}", False)
        for name in names
    ]  # fmt: skip


def body(rng: random.Random) -> tuple[tuple[str, str], tuple[str, str], tuple[str, str]]:
    """A body: its name, what it is called in its own rules, another body of the same kind."""
    kind, genre, article = rng.choice(_KINDS)
    (own, propre), (other, autre) = rng.sample(_BODIES, 2)
    article += "" if article.endswith("’") else " "
    return (
        (f"the {own} {kind}", f"{article}{genre} {propre}"),
        (f"the {kind}", f"{article}{genre}"),
        (f"the {other} {kind}", f"{article}{genre} {autre}"),
    )


def of(french: str) -> str:
    """A French noun with its article after "de"."""
    return f"du {french[3:]}" if french.startswith("le ") else f"de {french}"


def attendance(rng: random.Random) -> Fact:
    """A list of who was present or absent: its label is what is said of each of its items."""
    named = people(rng, rng.randint(2, 5))
    (en, fr, woman), e = rng.choice(named), ""
    e = "e" if woman else ""
    absent, stranger = rng.random() < 0.6, people(rng, 1)[0]
    items_en, items_fr = (", ".join(each[at] for each in named) for at in (0, 1))
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
        Claim(CONTRADICTS if absent else SUPPORTS, "list-label", there),
        Claim(SUPPORTS if absent else CONTRADICTS, "list-label", away),
    ]
    if all(stranger[0][3:] not in each[0] for each in named):
        claims.append(Claim(NEUTRAL, "list-other", say(
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
              ("the minutes", "le procès-verbal", ""), ("the proposal", "la proposition", "e"))  # fmt: skip
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
        (f"{en} {was} {done} by {yes} votes to {no}.", f"by {yes} votes to {no}, the assembly {done} {en}.",
         f"The council {done} {en} ({yes} for, {no} against)."),
        (f"{fr} est {fait}{e} par {yes} voix contre {no}.", f"Par {yes} voix contre {no}, l’assemblée a {fait} {fr}.",
         f"{cap_fr} a été {fait}{e} ({yes} pour, {no} contre)."),
    ) if passed else say(
        (f"{en} {was} {done}, with {yes} votes for and {no} against.",),
        (f"{fr} est {fait}{e}, avec {yes} voix pour et {no} contre.",),
    )  # fmt: skip
    claims = [
        Claim(SUPPORTS, "vote", say((f"{en} {was} {done}.", f"The members {done} {en}."),
                                    (f"{fr} a été {fait}{e}.", f"Les membres ont {fait} {fr}."))),
        Claim(CONTRADICTS, "vote", say((f"{en} {was} {undone}.", f"The members {undone} {en}."),
                                       (f"{fr} a été {defait}{e}.", f"Les membres ont {defait} {fr}."))),
        Claim(CONTRADICTS, "vote-number", say(f"{yes + off} members voted for {en}.",
                                              f"{yes + off} membres ont voté pour {fr}.")),
        Claim(SUPPORTS, "vote-number", say(f"{no} members voted against {en}.",
                                           f"{no} membres ont voté contre {fr}.")),
        Claim(CONTRADICTS, "quantifier", say(
            (f"{en} {was} {done} unanimously.", f"Everyone voted {'for' if passed else 'against'} {en}."),
            (f"{fr} a été {fait}{e} à l’unanimité.", f"Tous ont voté {'pour' if passed else 'contre'} {fr}."))),
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
        (f"{en1} {verb} {en2} {on}.", f"{on}, {en1} {verb} {en2}.", f"{en2} was {verb} by {en1} {on}.",
         f"the {noun} of {en2} by {en1} took place {on}."),
        (f"{fr1} a {verbe} {fr2} {le}.", f"{le}, {fr1} a {verbe} {fr2}.", f"{fr2} a été {verbe}{e} par {fr1} {le}.",
         f"{le_nom} de {fr2} par {fr1} a eu lieu {le}."),
    )  # fmt: skip
    other = (date[0], date[1] % 12 + 1, date[2])
    claims = [
        Claim(SUPPORTS, "voice", say((f"{en2} was {verb} by {en1}.", f"It was {en1} who {verb} {en2}."),
                                     (f"{fr2} a été {verbe}{e} par {fr1}.", f"C’est {fr1} qui a {verbe} {fr2}."))),
        Claim(CONTRADICTS, "role", say((f"{en2} {verb} {en1}.", f"{en1} was {verb} by {en2}."),
                                       (f"{fr2} a {verbe} {fr1}.", f"C’est {fr2} qui a {verbe} {fr1}."))),
        Claim(CONTRADICTS, "name", say((f"{en2} was {verb} by {en3}.", f"It was {en3} who {verb} {en2}."),
                                       (f"{fr2} a été {verbe}{e} par {fr3}.", f"C’est {fr3} qui a {verbe} {fr2}."))),
        Claim(NEUTRAL, "other-subject", say(f"{en3} was {verb} {on}.", f"{fr3} a été {verbe} {le}.")),
        Claim(SUPPORTS, "nominalisation", say(f"the {noun} of {en2} dates from {day(date, 'en')}.",
                                              f"{le_nom} de {fr2} date du {day(date, 'fr')}.")),
        Claim(CONTRADICTS, "date", say(f"{en2} was {verb} on {day(other, 'en')}.",
                                       f"{fr2} a été {verbe}{e} le {day(other, 'fr')}.")),
        Claim(CONTRADICTS, "negation", say(f"{en1} never {verb} {en2}.", f"{fr1} n’a jamais {verbe} {fr2}.")),
    ]  # fmt: skip
    return Fact(active, rng.sample(claims, 4))


def duty(rng: random.Random) -> Fact:
    """What the rules of a body say of it, and not of another; hypotheses state nothing."""
    (own, propre), (short, court), (other, autre) = body(rng)
    place = rng.randrange(len(_DUTIES))
    does, fait = _DUTIES[place]
    plain, nope, clair, non = _NOT[place]
    not_en, not_fr = does.replace(plain, nope), fait.replace(clair, non)
    title = say((f"Rules of {own}", f"{own} Act", f"Statutes of {own}"),
                (f"Règlement {of(propre)}", f"Loi sur {propre}", f"Statuts {of(propre)}"))  # fmt: skip
    claims = [
        Claim(SUPPORTS, "own-body", say(f"{own} {does}.", f"{propre} {fait}.")),
        Claim(NEUTRAL, "other-body", say(f"{other} {does}.", f"{autre} {fait}.")),
        Claim(CONTRADICTS, "negation", say(f"{own} {not_en}.", f"{propre} {not_fr}.")),
        Claim(NEUTRAL, "other-body", say(f"{other} {not_en}.", f"{autre} {not_fr}.")),
    ]
    return Fact(say(f"{short} {does}.", f"{court} {fait}."), claims, above=title)


def supposed(rng: random.Random) -> Fact:
    """What is supposed, asked or wished is not stated; "as if" says that it is not so."""
    (own, propre), _, _ = body(rng)
    place = rng.randrange(len(_DUTIES))
    does, fait = _DUTIES[place]
    plain, nope, clair, non = _NOT[place]
    not_en, not_fr = does.replace(plain, nope), fait.replace(clair, non)
    yes, no = (
        say(f"{own} {does}.", f"{propre} {fait}."),
        say(f"{own} {not_en}.", f"{propre} {not_fr}."),
    )
    forms = say(
        (f"If {own} {does}, the grant is paid in June.", f"Does it follow that {own} {does}?",
         f"Members asked whether {own} {does}.", f"A member proposed that it be checked whether {own} {does}.",
         f"Unless {own} {does}, section 4 applies.", f"Whether {own} {does} will be examined in May."),
        (f"Si {propre} {fait}, la subvention est versée en juin.", f"Est-ce que {propre} {fait} ?",
         f"Des membres ont demandé si {propre} {fait}.", f"Il reste à vérifier si {propre} {fait}.",
         f"Dans l’hypothèse où {propre} {fait}, l’article 4 s’applique.",
         f"La question de savoir si {propre} {fait} sera examinée en mai."),
    )  # fmt: skip
    if rng.random() < 0.5:
        return Fact(
            forms, [Claim(NEUTRAL, "hypothetical", yes), Claim(NEUTRAL, "hypothetical", no)]
        )
    deny = rng.random() < 0.5
    agent_en, agent_fr = "an agent of the State", "un mandataire de l’État"
    n_en, n_fr = ("not ", "n’était pas") if deny else ("", "était")
    evidence = say(
        (f"{own} is liable as if it were {n_en}{agent_en}.",
         f"Proceedings may be brought as if {own} were {n_en}{agent_en}."),
        (f"{propre} répond de ses actes comme s’il {n_fr} {agent_fr}.",
         f"L’action peut être intentée comme si {propre} {n_fr} {agent_fr}."),
    )  # fmt: skip
    is_agent = say(f"{own} is {agent_en}.", f"{propre} est {agent_fr}.")
    is_none = say(f"{own} is not {agent_en}.", f"{propre} n’est pas {agent_fr}.")
    first, second = (SUPPORTS, CONTRADICTS) if deny else (CONTRADICTS, SUPPORTS)
    return Fact(
        evidence,
        [Claim(first, "counterfactual", is_agent), Claim(second, "counterfactual", is_none)],
    )


def table(rng: random.Random) -> Fact:
    """A row of a table: a cell is said of its row and its column."""
    things = rng.sample((("Swimming pool", "Piscine"), ("Library card", "Carte de bibliothèque"),
                         ("Museum", "Musée"), ("Ice rink", "Patinoire"), ("Room hire", "Location de salle"),
                         ("Parking", "Parking")), 2)  # fmt: skip
    columns = rng.sample((("adults", "adultes"), ("children", "enfants"), ("students", "étudiants"),
                          ("members", "adhérents"), ("residents", "habitants")), 2)  # fmt: skip
    one, two = rng.sample(range(2, 60), 2)
    (en, fr), (other, autre) = things
    (a_en, a_fr), (b_en, b_fr) = columns
    evidence = say(
        (f"{en} | {a_en}: €{one} | {b_en}: €{two}", f"{en}: {a_en} €{one}, {b_en} €{two}"),
        (f"{fr} | {a_fr} : {one} € | {b_fr} : {two} €", f"{fr} : {a_fr} {one} €, {b_fr} {two} €"),
    )

    def price(thing: str, chose: str, of_en: str, of_fr: str, value: int) -> Said:
        return say((f"{thing}: {of_en} pay {value} euros.", f"for {of_en}, the price ({thing.lower()}) is €{value}."),
                   (f"{chose} : les {of_fr} paient {value} euros.",
                    f"pour les {of_fr}, le tarif ({chose.lower()}) est de {value} €."))  # fmt: skip

    claims = [
        Claim(SUPPORTS, "table", price(en, fr, a_en, a_fr, one)),
        Claim(SUPPORTS, "table", price(en, fr, b_en, b_fr, two)),
        Claim(CONTRADICTS, "table", price(en, fr, a_en, a_fr, two)),
        Claim(CONTRADICTS, "table", price(en, fr, b_en, b_fr, one)),
        Claim(NEUTRAL, "table", price(other, autre, a_en, a_fr, one)),
    ]
    year = rng.randint(2019, 2026)
    return Fact(evidence, rng.sample(claims, 3), above=say(f"Prices {year}", f"Tarifs {year}"))


def repealed(rng: random.Random) -> Fact:
    """An article that is no longer in force, or is worded otherwise."""
    article, other = rng.sample(range(2, 40), 2)
    old, new = rng.sample(range(5, 60, 5), 2)
    if rng.random() < 0.5:
        return Fact(
            say((f"Article {article} is repealed.", f"Section {article} of these Rules is revoked."),
                (f"L’article {article} est abrogé.", f"Est abrogé l’article {article} du présent règlement.")),
            [Claim(SUPPORTS, "repealed", say(f"Article {article} no longer applies.", f"L’article {article} ne s’applique plus.")),
             Claim(CONTRADICTS, "repealed", say(f"Article {article} is still in force.", f"L’article {article} est toujours en vigueur.")),
             Claim(NEUTRAL, "repealed", say(f"Article {other} is repealed.", f"L’article {other} est abrogé."))],
        )  # fmt: skip
    return Fact(
        say((f"In article {article}, “{old} days” is replaced by “{new} days”.",
             f"Article {article} is amended: the time limit of {old} days becomes {new} days."),
            (f"À l’article {article}, les mots « {old} jours » sont remplacés par « {new} jours ».",
             f"L’article {article} est modifié : le délai de {old} jours est porté à {new} jours.")),
        [Claim(SUPPORTS, "amended", say(f"the time limit of article {article} is now {new} days.", f"le délai de l’article {article} est désormais de {new} jours.")),
         Claim(CONTRADICTS, "amended", say(f"the time limit of article {article} is still {old} days.", f"le délai de l’article {article} est toujours de {old} jours.")),
         Claim(NEUTRAL, "amended", say(f"the time limit of article {other} is now {new} days.", f"le délai de l’article {other} est désormais de {new} jours."))],
    )  # fmt: skip


def reported(rng: random.Random) -> Fact:
    """What somebody says, with the speaker; the words of another are not theirs."""
    (en1, fr1, _), (en2, fr2, _) = people(rng, 2)
    things = (("the hall is too small", "la salle est trop petite"), ("the works are finished", "les travaux sont terminés"),
              ("rents will rise next year", "les loyers augmenteront l’an prochain"),
              ("the school must stay open", "l’école doit rester ouverte"), ("the figures are wrong", "les chiffres sont faux"))  # fmt: skip
    (en, fr), (en_o, fr_o) = rng.sample(things, 2)
    evidence = say((f"{en1} said that {en}.", f"According to {en1}, {en}.", f"“{en[0].upper()}{en[1:]},” said {en1}."),
                   (f"{fr1} a déclaré que {fr}.", f"Selon {fr1}, {fr}.", f"« {fr[0].upper()}{fr[1:]} », a dit {fr1}."))  # fmt: skip
    claims = [
        Claim(SUPPORTS, "speaker", say(f"{en1} stated that {en}.", f"{fr1} a affirmé que {fr}.")),
        Claim(NEUTRAL, "speaker", say(f"{en2} stated that {en}.", f"{fr2} a affirmé que {fr}.")),
        Claim(CONTRADICTS, "speaker", say(f"{en1} denied that {en}.", f"{fr1} a nié que {fr}.")),
        Claim(
            NEUTRAL, "speaker", say(f"{en1} stated that {en_o}.", f"{fr1} a affirmé que {fr_o}.")
        ),
    ]
    return Fact(evidence, rng.sample(claims, 3))


def count_phrase(rng: random.Random) -> Fact:
    """Two sentences that support a claim only together."""
    (own, propre), (short, court), _ = body(rng)
    staff, rooms, other = rng.sample(range(3, 21), 3)
    first = say(
        f"{own} has {number(staff, 'en', rng)} employees.",
        f"{propre} compte {number(staff, 'fr', rng)} salariés.",
    )
    second = say(
        f"{short} has {number(rooms, 'en', rng)} rooms.",
        f"{court} dispose de {number(rooms, 'fr', rng)} salles.",
    )
    together = Said(*(tuple(f"{a[0].upper()}{a[1:]} {b[0].upper()}{b[1:]}" for a, b in zip(x, y, strict=True))
                      for x, y in ((first.en, second.en), (first.fr, second.fr))))  # fmt: skip

    def claim(a: int, b: int) -> Said:
        return say(f"{own} has {number(a, 'en', rng)} employees and {number(b, 'en', rng)} rooms.",
                   f"{propre} compte {number(a, 'fr', rng)} salariés et {number(b, 'fr', rng)} salles.")  # fmt: skip

    claims = [
        Claim(SUPPORTS, "joined", claim(staff, rooms)),
        Claim(CONTRADICTS, "joined-changed", claim(staff, other)),
        Claim(CONTRADICTS, "joined-changed", claim(rooms, staff)),
    ]
    if rng.random() < 0.3:
        return Fact(first, [Claim(NEUTRAL, "joined-half", claim(staff, rooms))])
    return Fact(together, claims)


FACTS: dict[Callable[[random.Random], Fact], int] = {
    attendance: 5, vote: 3, appointment: 4, duty: 4, supposed: 4, table: 3, repealed: 2,
    reported: 2, count_phrase: 2,
}  # fmt: skip
