"""Roles and numbers that a question asks for, in the words of both languages; folded."""

from __future__ import annotations

import re

# The words of one role in both languages.
_ROLES: dict[str, str] = {
    "head": r"directeurs?|directrices?|direction generale|dirig\w+|directors?|head(?:s|ed)?|"
    r"chief executive|managers?|gerante?s?",
    "chair": r"presid\w+|chair(?:s|ed|ing|man|woman|person)?",
    "secretary": r"secretaires?|secretar(?:y|ies)",
    "treasurer": r"tresori\w+|treasurers?",
    "mayor": r"maires?|mayors?",
}
# Who stands in for the holder of a role holds another one: "vice-chair", "directeur adjoint".
_DEPUTY_BEFORE = (
    r"(?:(?:vice|sous)-|(?:vice|deputy|assistant|associate) |adjointe?s? (?:au |a la |du |de la ))"
)
_DEPUTY_AFTER = r" (?:adjoint|suppleant)e?s?\b"
_NO_DEPUTY_BEFORE = "".join(
    rf"(?<!{before})"
    for before in (
        "vice[- ]", "sous-", "deputy ", "assistant ", "associate ", "adjoint au ", "adjointe au ",
        "adjoints au ", "adjoint du ", "adjointe du ",
    )
)  # fmt: skip
ROLE_FORMS: dict[str, re.Pattern[str]] = {
    name: re.compile(rf"\b{_NO_DEPUTY_BEFORE}(?:{form})\b(?!{_DEPUTY_AFTER})")
    for name, form in _ROLES.items()
} | {
    f"deputy {name}": re.compile(rf"\b(?:{_DEPUTY_BEFORE}(?:{form})\b|(?:{form}){_DEPUTY_AFTER})")
    for name, form in _ROLES.items()
}


def roles_named(folded: str) -> frozenset[str]:
    """The names of the roles in a folded text, of either language: "head", "deputy chair"."""
    return frozenset(name for name, form in ROLE_FORMS.items() if form.search(folded))


# A question for the holder of a role: "Who was the chair?", "Qui préside le conseil ?".
HOLDER_ASKED = re.compile(
    r"^\W*(?:who(?: is| was|'s| are| were| has| has been)?(?: currently| now)?"
    r"(?: (?:the|its|our))?(?: (?:current|new|present))?"
    r"|qui(?: est| etait| fut| sont| a| a ete)?(?: actuellement)?"
    r"(?: (?:les?|la|son|sa|notre)| l')?(?: (?:actuel(?:le)?|nouveau|nouvelle))?"
    r"|(?:quel(?:le)?s?|which|what) (?:est|etait|is|was) (?:le |the )?(?:nom|name) "
    r"(?:du |de la |de l'|of (?:the )?))\W*$"
)
# What says who holds a role without a name: "she is the chair", "is a judge", "by a magistrate".
NAMELESS_HOLDERS = re.compile(
    r"\b(?:he|she|they|it|il|elle|ils|elles|lui|celui-ci|celle-ci|je|i|par|by"
    r"|(?:est|sont|is|are|was|etait) (?:une?|des|an?|le|la|les|the|l'|de droit))\b"
)
# Verbs of leading anything: "dirigé par un président" also says who leads.
LEADS = re.compile(r"\b(?:dirig\w+|head(?:s|ed)?|l(?:ead|ed|eads))\b")
# "Who runs the library?", "Qui gère le port ?": a question for whoever leads something.
LEADER_ASKED = re.compile(
    r"^\W*(?:who(?: is| was|'s)?(?: currently| now)? "
    r"(?:runs?|ran|running|leads?|led|leading|heads?|headed|heading|manag\w+|in charge)\b"
    r"|qui (?:dirig\w+|gere\w*|pilot\w+|est (?:le |la )?(?:responsable|patronn?e?)"
    r"|est (?:a la tete|en charge))\b)"
)
# What says who leads without a role of its own: "à la tête de", "is in charge of".
IN_CHARGE = re.compile(
    r"\b(?:responsables?|tete|chefs?|patron\w*|gere\w*|gestion|pilot\w+|anim\w+|conduit\w*|"
    r"command\w+|fond\w+|in charge|chiefs?|leaders?|bosse?s?|runs?|manag\w+|found\w+|"
    r"command\w+|acting|interim\w*|ceo|pdg|dg)\b"
)
# The head of a part does not lead the whole: "Head of Collections", "directrice des finances".
LEADS_A_PART = re.compile(
    r"\b(?:directeurs?|directrices?|responsables?|chef(?:fe)?s?|directors?|heads?|managers?|leads?)\s"
    r"(?:of(?: the)?|for(?: the)?|de la|de l'|du|des|de|d')\s?"
    r"(?P<part>(?:[a-z]+ )?(?:collections?|finances?|human|ressources|communications?|marketing"
    r"|sections?|services?|departe?ments?|units?|unites?|teams?|equipes?|poles?|programmes?|programs?"
    r"|projets?|projects?|operations?|informatique|juridique|legal|fundraising|education|recherche"
    r"|research|securite|security|safety|achats|procurement|accueil|publics?|staff|personnel"
    r"|training|formation))\b"
)
# "What is the name of the director?": only a name answers.
NAME_ASKED = re.compile(
    r"^\W*(?:(?:what|which) (?:is|was|'s) the (?:full |sur)?name of (?:the )?"
    r"|quel (?:est|etait) le (?:pre)?nom (?:du |de la |de l'|de ))"
)
# Before a name that is no person's: "in our Leeds office", "dans nos bureaux de Lyon".
IN_A_PLACE = re.compile(
    r"\b(?:in|at|à|en|dans|near|chez|vers)\s(?:(?:our|the|its|their|a|le|la|les|l['’]|nos|notre|ses"
    r"|leurs?|un|une)\s?)?(?:\w+\s(?:de|d['’]|of)\s?)?$"
)
# A question without a verb for a number: "Headcount of the Board in 2024?"
NUMBER_ASKED = re.compile(
    r"\W*(?:le |la |les |l'|the )?(?:effectifs?|headcount|workforce|budgets?|recettes|revenues?|"
    r"turnover|chiffre d'affaires|population)"
    r"(?=\W*$| (?:(?:de|du|des|en|au|fin|a|of|for|in|on|at)\b|\d|d'))"
)
# Questions whose number need not be one: "how often", "how old".
WITHOUT_NUMBER_ASKED = re.compile(
    r"\b(?:combien de fois|combien de temps|tous les combien|age"
    r"|how (?:often|old|fast|many times))\b"
)
# Words of an office that is held, with no noun of its own: "est en fonction depuis 2021".
IN_OFFICE = frozenset("fonction fonctions poste office post elu elue elected".split())
