"""What a question wants the price of, in French and English; for folded text."""

from __future__ import annotations

import re

from rag.language.any_language import any_form
from rag.records import Language

_ARTICLE_FR = r"(?:d'un |d'une |de la |de l'|de |d'|du |des |pour (?:un |une |le |la |les |l')?)"
_END_FR = r"(?=\s(?:a |au |aux |en |pour |dans |par |pendant |le |la |les |chez |l')|[?,.;:(]|$)"
_END_EN = r"(?=\s(?:at|in|on|for|per|to|with|during|from|cost|costs)\b|[?,.;:(]|$)"
# "Quel est le prix du ticket de cantine ?": the thing is in the group of that name.
PRICES_ASKED: tuple[re.Pattern[str], ...] = (
    re.compile(rf"\b(?:prix|tarifs?|couts?)\s{_ARTICLE_FR}(?P<thing>.+?){_END_FR}"),
    re.compile(
        rf"\bcombien (?:coute|coutent|vaut)(?:-t-(?:il|elle))?\s(?:l'|(?:le|la|les|un|une|des)\s)?"
        rf"(?P<thing>.+?){_END_FR}"
    ),
    re.compile(rf"\b(?:price|cost|fee|fare)s? (?:of|for) (?:an? |the )?(?P<thing>.+?){_END_EN}"),
    re.compile(rf"^\W*(?:prix|tarifs?|couts?) (?!(?:sont|est|et)\b)(?P<thing>[a-z].+?){_END_FR}"),
    re.compile(
        r"^\W*(?:(?:what (?:is|are|'s)|and) )?(?:the )?(?P<thing>(?:[a-z'-]+ ){1,3}?)"
        r"(?:prices?|fares?|fees?|costs?|charges?)\W*$"
    ),
    # "How much do I owe?" asks for the price of nothing that it names.
    re.compile(
        r"\bhow much (?:does|do|is|are) (?!(?:i|we|you|they|he|she|it|one)\b)(?:an? |the )?"
        rf"(?P<thing>.+?){_END_EN}"
    ),
)
# A question for a sum of money, and the words of a text that gives none: free, paid by others.
_MONEY_ASKED: dict[Language, str] = {
    "fr": r"\bcombien\b[^?]*\bcout(?:e|ent|ait|aient|era|eront|er|ee?s?)\b"
    r"|\bquel(?:le)?s? (?:est|sont|etait|etaient|sera) (?:le |les )?(?:prix|couts?)\b",
    "en": r"\bhow much\b[^?]*\bcosts?\b"
    r"|\bwhat (?:is|was|are|were|will be) the (?:prices?|costs?)\b",
}
MONEY_ASKED = re.compile(any_form(_MONEY_ASKED))
_WITHOUT_MONEY: dict[Language, str] = {
    "fr": r"gratuit\w*|offerte?s?|compris\w*|inclus\w*|charge|pris en|rembours\w+|tarifs?|prix"
    r"|fois|double|moitie|tiers|cout\w*|budget\w*|frais|depens\w+|cheres?|onere\w+",
    "en": r"free|included|includes|charge[ds]?|refund\w*|reimburs\w+|prices?|fees?|times|double"
    r"|half|third|costs?|budget\w*|expens\w+|spen[dt]\w*|cheap\w*",
}
WITHOUT_MONEY = re.compile(rf"\b(?:{any_form(_WITHOUT_MONEY)})\b")
# What a price is, and not of what: "annual fee", "tarif réduit".
OF_ANY_PRICE = frozenset(
    "annual yearly monthly weekly daily hourly total average full reduced half current new "
    "standard basic annuel mensuel journalier total moyen plein reduit actuel nouveau unitaire "
    "normal applicable applicables place places emplacement spot space".split()
)
# Between a thing and what it is of: "location d'un violon", "hire of a room".
OF_A_THING = re.compile(
    r"\s*(?:(?:de la|de l'|du|des|de|d')(?:\s?(?:une?|les?|la) | )?|of (?:an? |the )?)",
    re.IGNORECASE,
)
# A question for what somebody is paid, and what only an answer to it has; for folded text. One on
# what becomes of wages, or for whom, is another question.
_PAY_FR = r"(?:salaires?|remunerations?|traitement mensuel)"
_PAY_EN = r"(?:salar(?:y|ies)|wages?|pay)"
PAY_ASKED = re.compile(
    rf"^\W*(?:(?:et |and )?(?:quel(?:le)?s? (?:est|sont|etait|etaient|sera) )?"
    rf"(?:(?:le|la|les|l') ?)?{_PAY_FR} (?:de|du|des|d')|"
    rf"(?:what (?:is|are|was|were) )?(?:the )?(?:\w+ ){{0,2}}{_PAY_EN} of)\b"
    r"|\bcombien (?:gagne|touche(?!-t-on\b))(?:nt|-t-\w+)?\b"
    r"|\bhow much (?:does|do|did|is|are|was|were) .+ (?:earn|paid)\W*$"
)
PAY = re.compile(
    r"\b(?:smic|benevol\w*|unpaid|indiciaire|salaires?|remuner\w+|salar(?:y|ies)|wages?|pay)\b"
)
# What else asks for pay in a question.
PAY_VERBS = re.compile(r"\b(?:how much|combien|earn\w*|paid|gagne\w*|touche\w*)\b")
_SUMS = (
    r"[€$£¥]|\b(?:eur|euros?|gbp|usd|cad|pounds?|pence|dollars?|francs?|livres?"
    r"|(?<!per )(?<!pour )cents?)\b"
)
SUM_OF_MONEY = re.compile(_SUMS)
MONEY = re.compile(rf"%|{_SUMS}")
