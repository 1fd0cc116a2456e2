"""What a quote limits that a claim does not: then it never confirms the claim."""

from __future__ import annotations

import pytest

from rag.facts.limits import limits_more
from rag.facts.qualifiers import with_plain_bounds
from rag.records import Language


@pytest.mark.parametrize(
    ("claim", "quote", "language", "limited"),
    [
        ("Luxury lighters resist children.", "All lighters, other than luxury ones, do.", "en", 1),
        ("La date peut être le 1er mai.", "Un jour férié autre que le 1er mai convient.", "fr", 1),
        ("All institutions answered.", "Almost all institutions answered.", "en", 1),
        ("Le prêt est ouvert à tous.", "Le prêt est réservé aux inscrits.", "fr", 1),
        ("The dredging is put off.", "If the grant is refused, the dredging is put off.", "en", 1),
        ("When it is refused, it is put off.", "If it is refused, it is put off.", "en", 0),
        ("It costs $70 a day.", "It costs $70 a month.", "en", 1),
        ("It ran for a quarter of an hour.", "It ran for 15 minutes.", "en", 0),
        ("It costs $70 an hour.", "It costs $70.", "en", 1),
        ("It is not only for readers.", "It is only for readers.", "en", 1),
        ("It is not only for readers.", "It is not only for readers, but for all.", "en", 0),
        (
            "Il n'est pas seulement pour les lecteurs.",
            "Il est seulement pour les lecteurs.",
            "fr",
            1,
        ),
        # An annual report is of no rate, an annual fee is.
        ("It has 388 staff, says its annual report.", "It has 388 staff.", "en", 0),
        ("The annual fee is $70.", "The fee is $70.", "en", 1),
        ("Il a 388 agents selon son rapport annuel.", "Il a 388 agents.", "fr", 0),
        ("La cotisation annuelle est de 70 euros.", "La cotisation est de 70 euros.", "fr", 1),
        ("It costs $70 a month.", "The monthly price is $70.", "en", 0),
        ("Le parking coûte 1,80 euro par jour.", "L'heure coûte 1,80 euro.", "fr", 1),
        ("Ferry traffic doubled.", "Ferry traffic went from 32 to 48 thousand.", "en", 1),
        ("The motion was adopted unanimously.", "The motion was adopted.", "en", 1),
        ("The opinion was unfavourable.", "The opinion was favourable.", "en", 1),
        ("L'avis est défavorable.", "L'avis est favorable.", "fr", 1),
        (
            "The budget for 2024 was 1.2 million.",
            "1.2 million for 2025, 0.9 for 2024.",
            "en",
            1,
        ),
        (
            "The budget for 2025 was 1.2 million.",
            "1.2 million for 2025, 0.9 for 2024.",
            "en",
            0,
        ),
        ("En 2021, un repas valait 19 euros.", "Repas | 2021: 16 euros | 2024: 19 euros", "fr", 1),
        ("En 2024, un repas valait 19 euros.", "Repas | 2021: 16 euros | 2024: 19 euros", "fr", 0),
        # A condition or an exception with an elision.
        ("Le prêt est gratuit.", "Le prêt est gratuit s’il dure un mois.", "fr", 1),
        ("Le prêt est gratuit.", "Le prêt est gratuit lorsqu'il dure un mois.", "fr", 1),
        ("Le port ferme.", "Le port ferme, à moins qu'un navire n'attende.", "fr", 1),
        ("Le port ferme.", "Le port ferme, sauf s’il reste un navire.", "fr", 1),
        ("Le port ferme.", "En cas d’orage, le port ferme.", "fr", 1),
        ("Le port ferme.", "Le port ferme dès qu’un orage vient.", "fr", 1),
        ("Le port est ouvert.", "Le port n'est ouvert qu'aux pêcheurs.", "fr", 1),
        ("Le port est ouvert.", "Le port ne s’ouvre pas avant que le jour ne vienne.", "fr", 0),
        ("Le port ferme.", "Le port est si petit que le bac ne vient pas, et il ferme.", "fr", 0),
        ("Le site est ouvert.", "Le site est ouvert, si bien que chacun vient.", "fr", 0),
        ("Le port ferme.", "Le port ferme si le vent se lève.", "fr", 1),
        ("The harbour is open.", "The harbour is open as long as the tide is high.", "en", 1),
        # What the claim says of the condition, and what a quote only adds.
        (
            "In a board of nine, five are a quorum.",
            "Where a board has nine, five are.",
            "en",
            0,
        ),
        ("In a board of six, five are a quorum.", "Where a board has nine, five are.", "en", 1),
        ("The list of 2018 had 100 tasks.", "When we published it in 2018, it had 100.", "en", 1),
        ("A list is due.", "A list is due, including of jobs other than ours.", "en", 0),
        (
            "Un plan est dû.",
            "Un plan est dû, notamment des postes autres que les nôtres.",
            "fr",
            0,
        ),
        # What a quote adds ends at a comma, or after one aside within it.
        ("All boats pay.", "All boats, including those of members, pay, except ferries.", "en", 1),
        ("All boats pay.", "All boats pay, such as yachts, unless they are moored.", "en", 1),
        ("All boats pay.", "All boats pay, including, in summer, yachts, except ferries.", "en", 1),
        ("All boats pay.", "All boats pay, including (except in May) yachts.", "en", 0),
        (
            "A permit is due.",
            "A permit is due, including, for boats other than yachts, a mooring.",
            "en",
            0,
        ),
        (
            "Tous les bateaux paient.",
            "Tous les bateaux paient, y compris ceux des membres, sauf les bacs.",
            "fr",
            1,
        ),
        (
            "Le prêt est gratuit.",
            "Le prêt est gratuit, notamment en été, s’il dure un mois.",
            "fr",
            1,
        ),
        (
            "Un permis est dû.",
            "Un permis est dû, notamment, pour les bateaux autres que les yachts, au port.",
            "fr",
            0,
        ),
        # The bound of a figure in a condition.
        (
            "For a stay of at most 3 nights, a deposit is due.",
            "Where the stay exceeds 3 nights, a deposit is due.",
            "en",
            1,
        ),
        (
            "For a stay of 3 nights, a deposit is due.",
            "Where the stay is longer than 3 nights, a deposit is due.",
            "en",
            1,
        ),
        (
            "For a stay of at least 3 nights, a deposit is due.",
            "Where the stay exceeds 3 nights, a deposit is due.",
            "en",
            1,
        ),
        (
            "For a stay over 3 nights, a deposit is due.",
            "Where the stay exceeds 3 nights, a deposit is due.",
            "en",
            0,
        ),
        (
            "For a stay of 3 nights, a deposit is due.",
            "Where the stay is of at least 3 nights, a deposit is due.",
            "en",
            0,
        ),
        (
            "For a stay of 3 nights or fewer, a deposit is due.",
            "Where the stay is of at most 3 nights, a deposit is due.",
            "en",
            0,
        ),
        (
            "Pour un séjour d’au plus 3 nuits, une caution est due.",
            "Si le séjour dépasse 3 nuits, une caution est due.",
            "fr",
            1,
        ),
        (
            "Pour un séjour de moins de 3 nuits, une caution est due.",
            "Si le séjour est supérieur à 3 nuits, une caution est due.",
            "fr",
            1,
        ),
        (
            "Pour un séjour de plus de 3 nuits, une caution est due.",
            "Si le séjour excède 3 nuits, une caution est due.",
            "fr",
            0,
        ),
        (
            "Pour un séjour de 3 nuits, une caution est due.",
            "Si le séjour est d’au moins 3 nuits, une caution est due.",
            "fr",
            0,
        ),
        ("Stays of at most 3 nights are free.", "Stays of more than 3 nights are free.", "en", 1),
        (
            "Les séjours de plus de 3 nuits sont gratuits.",
            "Les séjours de 3 nuits au plus sont gratuits.",
            "fr",
            1,
        ),
        # A negated bound is the other one.
        ("The wall is at least 3 metres.", "The wall must not be less than 3 metres.", "en", 0),
        ("The wall is under 3 metres.", "The wall must not be less than 3 metres.", "en", 1),
        ("The wall is over 3 metres.", "The wall must never exceed 3 metres.", "en", 1),
        ("Walls are at most 3 metres.", "Walls do not exceed 3 metres.", "en", 0),
        ("Members are under 18.", "No member is under 18.", "en", 1),
        ("Nobody under 18 may vote.", "Persons under 18 may not vote.", "en", 0),
        ("Fees are in excess of 9 euros.", "Fees are under 9 euros.", "en", 1),
        ("Le mur fait au moins 3 mètres.", "Le mur ne peut être inférieur à 3 mètres.", "fr", 0),
        (
            "Le mur fait moins de 3 mètres.",
            "La hauteur ne peut être inférieure à 3 mètres.",
            "fr",
            1,
        ),
        (
            "Le mur fait plus de 3 mètres.",
            "Le mur est d’une hauteur non supérieure à 3 mètres.",
            "fr",
            1,
        ),
        ("Le mur monte à plus de 3 mètres.", "Le mur monte sans dépasser 3 mètres.", "fr", 1),
        ("Le mur fait plus de 3 mètres.", "Le mur ne fait pas plus de 3 mètres.", "fr", 1),
        ("Le mur est au-dessus de 3 mètres.", "Le mur est au-dessous de 3 mètres.", "fr", 1),
        # "Declines to" is no fall, "went down" is one, and "has to" reports nothing.
        (
            "A member who declines to vote is fined.",
            "A member who refuses to vote is fined.",
            "en",
            0,
        ),
        ("The price fell by 3%.", "The price went down by 3%.", "en", 0),
        ("The owner has two days.", "The owner shall have two days.", "en", 0),
        ("The owner has paid.", "The owner shall pay.", "en", 1),
        # What a figure is for, after a slash.
        ("Le bac va à 30 km/h.", "Le bac va à 30 km.", "fr", 1),
        ("Le bac va à 30 km à l’heure.", "Le bac va à 30 km / h.", "fr", 0),
        ("Le quai coûte 30 €/mois.", "Le quai coûte 30 €/an.", "fr", 1),
        ("Le quai coûte 30 € par mois.", "Le quai coûte 30 €/mois.", "fr", 0),
        ("The berth costs £30/month.", "The berth costs £30/week.", "en", 1),
        ("The ferry does 30 km an hour.", "The ferry does 30 km/h.", "en", 0),
        # The time that a figure is for stands after it.
        ("It costs $70 a day.", "A $70 a month server sends a million emails a day.", "en", 1),
        ("It costs $70 a month.", "A $70 a month server sends a million emails a day.", "en", 0),
        ("Le fonds verse 90 euros par an.", "Il verse 90 euros, soit 30 euros par an.", "fr", 1),
        ("Le fonds verse 30 euros par an.", "Il verse 90 euros, soit 30 euros par an.", "fr", 0),
        ("Le fonds verse 90 euros par an.", "Chaque année, il verse 90 euros.", "fr", 0),
        # A plan is no fact, and the first of some is not the first of all.
        ("New pumps have cut costs.", "New pumps should cut costs.", "en", 1),
        ("The port has opened a school.", "The port plans to open a school.", "en", 1),
        ("The port will open a school.", "The port will open a school.", "en", 0),
        ("The port opened a school.", "The port has opened a school.", "en", 0),
        ("Le port a ouvert une école.", "Le port prévoit d’ouvrir une école.", "fr", 1),
        ("Le port a ouvert une école.", "Le port ouvrira une école.", "fr", 1),
        ("Le port a ouvert une école.", "Le port a bien ouvert une école.", "fr", 0),
        (
            "It is the first school in Kelso.",
            "It is the first pilot school in Kelso.",
            "en",
            1,
        ),
        ("It is the first school in Kelso.", "It is the first school in Kelso.", "en", 0),
        ("Every boat pays a fee.", "Every boat above ten metres pays a fee.", "en", 1),
        ("Every boat must pay a fee.", "Every boat must pay a fee at the port office.", "en", 0),
        (
            "C’est la première école de Brest.",
            "C’est la première école navale de Brest.",
            "fr",
            1,
        ),
        ("C’est la première école de Brest.", "C’est la première école de Brest.", "fr", 0),
        ("L’arrêté est abrogé en entier.", "L’article 4 de l’arrêté est abrogé.", "fr", 1),
        ("The act was repealed in full.", "Section 4 of the act was repealed.", "en", 1),
        ("The council meets in Rabat.", "The council meets in Rabat each year.", "en", 0),
        ("Le conseil siège à Rabat.", "Le conseil siège à Rabat chaque année.", "fr", 0),
    ],
)
def test_a_quote_that_states_less(claim: str, quote: str, language: Language, limited: int) -> None:
    texts = [with_plain_bounds(text, language) for text in (claim, quote)]
    assert limits_more(*texts) == bool(limited)
