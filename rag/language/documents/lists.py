"""Lists in French and English: the marks of items, what ends them, questions that ask for all."""

from __future__ import annotations

import re

from rag.language.any_language import any_form
from rag.records import Language

# The mark of an item: a bullet, a number or a letter, or a bullet before one of these. Capitals
# only in brackets: "M. Dupont" is no item.
ITEM = re.compile(
    r"(?:(?P<bullet>[•▪▫●○◦■□➢➤❖✓✔‣⁃·*–—-])\s+)?"
    r"(?:(?P<open>\()?"
    r"(?P<number>\d{1,2}|[ivxl]{2,5}|[a-z]|[a-z]{2}(?=\))|(?:[A-Z]|[IVXL]{2,5})(?=\)))"
    r"(?P<close>\.[ºo°]|[.)°])\s+)?"
)
ROMAN = re.compile(r"[ivxl]+", re.IGNORECASE)
# Between the last two items of a list, after the first of them.
_LAST_ITEM_JOINTS: dict[Language, str] = {"fr": "et|ou|soit|et/ou", "en": "and|or|nor|and/or"}
ITEM_END = re.compile(rf"[;,](?:\s*(?:{any_form(_LAST_ITEM_JOINTS)}))?\s*$")
# The end of a line that introduces a list.
_INTRODUCING_WORDS: dict[Language, str] = {"fr": "désigne|savoir|si", "en": "means|namely|if"}
INTRODUCES = re.compile(rf"(?:[:—–]|\b(?:{any_form(_INTRODUCING_WORDS)}),?)\s*$", re.IGNORECASE)
# A sentence with an end that announces a list all the same: "Voici les quatre étapes."
_ANNOUNCING: dict[Language, str] = {
    "fr": r"voici|ci-dessous|ci-après|suivante?s",
    "en": r"here (?:are|is)|below|(?:the|as) follow(?:ing|s)",
}
ANNOUNCES = re.compile(rf"\b(?:{any_form(_ANNOUNCING)})\b[^.!?]*\.\s*$", re.IGNORECASE)
# Questions, folded, that ask for all items of a list.
_LIST_QUESTIONS: dict[Language, str] = {
    "fr": r"\b(?:les)?quel(?:le)?s\b|\b(?:citez|enumerez|listez|enumere|liste)\b|"
    r"\bqui sont les\b|\bse compose(?:nt)?\b|\bque (?:comprend|contient|comporte)\b|"
    r"\b(?:donne|dis|indique)[rz]?(?: |-)(?:moi )?les\b|"
    r"^qui (?:peut|peuvent|doit|doivent|a droit|ont droit|"
    r"est (?:tenu|autorise|concerne|exempte))\b",
    "en": r"\bwh(?:ich|at) (?!makes|happens|means|goes|counts|takes|costs|comes|applies|becomes)"
    r"(?:[\w-]+ ){0,2}(?!(?:is|was|has|does|this|its|as|us)\b)\w+(?<!s)s\b|"
    r"\b(?:what|which|who) (?:are|were)\b|\b(?:list|name|enumerate|give) (?:all|the|me)\b|"
    r"^who (?:may|can|must|has to|"
    r"is (?:allowed|authori[sz]ed|required|entitled|eligible|exempt))\b|"
    r"\bin (?:what|which) order\b|\bwhat does (?:[\w-]+ ){1,4}(?:include|comprise|contain)\b",
}
LIST_QUESTION = re.compile(any_form(_LIST_QUESTIONS))
