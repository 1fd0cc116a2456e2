"""Facts of bodies by template: duties, suppositions, tables of prices, rules that are amended."""

from __future__ import annotations

import random

from train.entailment.rows import CONTRADICTS, NEUTRAL, SUPPORTS
from train.entailment.templates import Fact, Probe, Said, number, say

_BODIES = (
    ("Harbour", "du port"), ("Orchard", "des vergers"), ("Valley", "de la vallée"),
    ("Lakeside", "des lacs"), ("Northern", "du nord"), ("Riverside", "des rives"),
    ("Hillside", "des collines"), ("Cathedral", "de la cathédrale"), ("Forest", "de la forêt"),
    ("Island", "de l’île"), ("Mill Street", "de la rue du moulin"), ("Castle", "du château"),
)  # fmt: skip
_KINDS = (
    ("Foundation", "Fondation", "la"), ("Commission", "Commission", "la"),
    ("Council", "Conseil", "le"),
    ("Committee", "Comité", "le"), ("Federation", "Fédération", "la"),
    ("Institute", "Institut", "l’"),
    ("Office", "Office", "l’"), ("Association", "Association", "l’"), ("Museum", "Musée", "le"),
    ("Library", "Bibliothèque", "la"), ("University", "Université", "l’"),
    ("Agency", "Agence", "l’"),
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


def duty(rng: random.Random) -> Fact:
    """What the rules of a body say of it, and not of another; hypotheses state nothing."""
    (own, propre), (short, court), (other, autre) = body(rng)
    place = rng.randrange(len(_DUTIES))
    does, fait = _DUTIES[place]
    plain, nope, clair, non = _NOT[place]
    not_en, not_fr = does.replace(plain, nope), fait.replace(clair, non)
    title = say((f"Rules of {own}", f"{own} Act", f"Statutes of {own}"),
                (f"Règlement {of(propre)}", f"Loi sur {propre}",
                 f"Statuts {of(propre)}"))  # fmt: skip
    claims = [
        Probe(SUPPORTS, "own-body", say(f"{own} {does}.", f"{propre} {fait}.")),
        Probe(NEUTRAL, "other-body", say(f"{other} {does}.", f"{autre} {fait}.")),
        Probe(CONTRADICTS, "negation", say(f"{own} {not_en}.", f"{propre} {not_fr}.")),
        Probe(NEUTRAL, "other-body", say(f"{other} {not_en}.", f"{autre} {not_fr}.")),
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
         f"Members asked whether {own} {does}.",
         f"A member proposed that it be checked whether {own} {does}.",
         f"Unless {own} {does}, section 4 applies.",
         f"Whether {own} {does} will be examined in May."),
        (f"Si {propre} {fait}, la subvention est versée en juin.", f"Est-ce que {propre} {fait} ?",
         f"Des membres ont demandé si {propre} {fait}.", f"Il reste à vérifier si {propre} {fait}.",
         f"Dans l’hypothèse où {propre} {fait}, l’article 4 s’applique.",
         f"La question de savoir si {propre} {fait} sera examinée en mai."),
    )  # fmt: skip
    if rng.random() < 0.5:
        return Fact(
            forms, [Probe(NEUTRAL, "hypothetical", yes), Probe(NEUTRAL, "hypothetical", no)]
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
        [Probe(first, "counterfactual", is_agent), Probe(second, "counterfactual", is_none)],
    )


def table(rng: random.Random) -> Fact:
    """A row of a table: a cell is said of its row and its column."""
    things = rng.sample((("Swimming pool", "Piscine"), ("Library card", "Carte de bibliothèque"),
                         ("Museum", "Musée"), ("Ice rink", "Patinoire"),
                         ("Room hire", "Location de salle"),
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
        return say((f"{thing}: {of_en} pay {value} euros.",
                    f"for {of_en}, the price ({thing.lower()}) is €{value}."),
                   (f"{chose} : les {of_fr} paient {value} euros.",
                    f"pour les {of_fr}, le tarif ({chose.lower()}) est de {value} €."))  # fmt: skip

    claims = [
        Probe(SUPPORTS, "table", price(en, fr, a_en, a_fr, one)),
        Probe(SUPPORTS, "table", price(en, fr, b_en, b_fr, two)),
        Probe(CONTRADICTS, "table", price(en, fr, a_en, a_fr, two)),
        Probe(CONTRADICTS, "table", price(en, fr, b_en, b_fr, one)),
        Probe(NEUTRAL, "table", price(other, autre, a_en, a_fr, one)),
    ]
    year = rng.randint(2019, 2026)
    return Fact(evidence, rng.sample(claims, 3), above=say(f"Prices {year}", f"Tarifs {year}"))


def repealed(rng: random.Random) -> Fact:
    """An article that is no longer in force, or is worded otherwise."""
    article, other = rng.sample(range(2, 40), 2)
    old, new = rng.sample(range(5, 60, 5), 2)
    if rng.random() < 0.5:
        return Fact(
            say((f"Article {article} is repealed.",
                 f"Section {article} of these Rules is revoked."),
                (f"L’article {article} est abrogé.",
                 f"Est abrogé l’article {article} du présent règlement.")),
            [Probe(SUPPORTS, "repealed", say(f"Article {article} no longer applies.",
                                             f"L’article {article} ne s’applique plus.")),
             Probe(CONTRADICTS, "repealed", say(f"Article {article} is still in force.",
                                                f"L’article {article} est toujours en vigueur.")),
             Probe(NEUTRAL, "repealed", say(f"Article {other} is repealed.",
                                            f"L’article {other} est abrogé."))],
        )  # fmt: skip
    return Fact(
        say((f"In article {article}, “{old} days” is replaced by “{new} days”.",
             f"Article {article} is amended: the time limit of {old} days becomes {new} days."),
            (f"À l’article {article}, les mots « {old} jours » sont remplacés par « {new} jours ».",
             f"L’article {article} est modifié : le délai passe de {old} à {new} jours.")),
        [Probe(SUPPORTS, "amended",
               say(f"the time limit of article {article} is now {new} days.",
                   f"le délai de l’article {article} est désormais de {new} jours.")),
         Probe(CONTRADICTS, "amended",
             say(f"the time limit of article {article} is still {old} days.",
                 f"le délai de l’article {article} est toujours de {old} jours.")),
         Probe(NEUTRAL, "amended",
               say(f"the time limit of article {other} is now {new} days.",
                   f"le délai de l’article {other} est désormais de {new} jours."))],
    )  # fmt: skip


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
    together = say(
        f"{first.one('en', rng)} {second.one('en', rng)}",
        f"{first.one('fr', rng)} {second.one('fr', rng)}",
    )

    def claim(a: int, b: int) -> Said:
        return say(f"{own} has {number(a, 'en', rng)} employees and {number(b, 'en', rng)} rooms.",
                   f"{propre} compte {number(a, 'fr', rng)} salariés "
                   f"et {number(b, 'fr', rng)} salles.")  # fmt: skip

    claims = [
        Probe(SUPPORTS, "joined", claim(staff, rooms)),
        Probe(CONTRADICTS, "joined-changed", claim(staff, other)),
        Probe(CONTRADICTS, "joined-changed", claim(rooms, staff)),
    ]
    if rng.random() < 0.3:
        return Fact(first, [Probe(NEUTRAL, "joined-half", claim(staff, rooms))])
    return Fact(together, claims)


BODIES = {duty: 4, supposed: 4, table: 3, repealed: 2, count_phrase: 2}
