"""How two questions are joined in one sentence: "où et quand", "le montant et le délai"."""

from __future__ import annotations

import re

from rag.language.any_language import any_form
from rag.records import Language

_QUESTION_JOINTS: dict[Language, str] = {"fr": "et|ainsi que|puis", "en": "and|as well as"}
# A question word with the preposition before it. "Où" is never written "ou" here: that is "or".
_ASKING: dict[Language, str] = {
    "fr": r"(?:(?:à|de|dans|en|pour|sur|sous|par|avec|depuis|chez|contre|vers)\s|d['’]|"
    r"jusqu['’]à\s)?(?:quel(?:le)?s?|qui|quoi|quand|où|comment|combien|pourquoi|"
    r"lequel|laquelle|lesquel(?:le)?s)\b",
    "en": r"(?:(?:to|by|in|at|for|from|on|with|since|until|of|under|within)\s)?"
    r"(?:who(?:m|se)?|what|when|where|how|why|which)\b",
}
# "... et quand ... ?": the second question starts at its question word.
AND_A_QUESTION = re.compile(
    rf"(?<!\s)(?:\s*,)?\s+(?P<and>{any_form(_QUESTION_JOINTS)})\s+(?={any_form(_ASKING)})",
    re.IGNORECASE,
)
STARTS_ASKING = re.compile(rf"\W*(?:{any_form(_ASKING)})", re.IGNORECASE)
# A question for yes or no, up to its verb: "puis-je", "la piscine est-elle", "may I".
_YES_OR_NO: dict[Language, str] = {
    "fr": r"est-ce\squ(?:e\b|['’])|[^?,]*?[^\W\d_]-(?:t-)?(?:je|ils?|elles?|on|nous|vous)\b",
    "en": r"(?:is|are|was|were|do|does|did|can|could|may|must|should|will|has|have)\b",
}
ASKS_YES_OR_NO = re.compile(rf"\W*(?:{any_form(_YES_OR_NO)})", re.IGNORECASE)
ENDS_ASKING = re.compile(rf"\b(?:{any_form(_ASKING)})\W*$", re.IGNORECASE)
# Words that ask at the start of a clause, but join it to a noun inside one.
RELATIVES = frozenset("qui où who whom whose which when where".split())
# "Quel est le montant et le délai ...": only these nouns make two questions of it. Two other
# nouns are one thing: "les droits et les devoirs".
_MASCULINE_FACTS = (
    "montant|tarif|prix|coût|taux|plafond|seuil|nombre|quorum|budget|délai|horaire|lieu|siège|"
    "téléphone|numéro|objet|rôle|titulaire|président|directeur|auteur|effectif|mandat|âge|"
    "chiffre d['’]affaires|loyer"
)
_FEMININE_FACTS = (
    "durée|date|échéance|heure|adresse|composition|mission|présidente|directrice|superficie|"
    "sanction|amende|majorité|condition|fonction|recette|dépense|capacité|population"
)
_FACTS: dict[Language, str] = {
    "fr": f"{_MASCULINE_FACTS}|{_FEMININE_FACTS}",
    "en": "amount|fee|price|cost|rate|ceiling|limit|threshold|number|quorum|budget|deadline|"
    "duration|length|date|time|hour|address|place|seat|phone|composition|purpose|role|mission|"
    "holder|chair|president|director|author|size|area|term|penalty|fine|majority|age|condition|"
    "revenue|turnover|income|expenditure|headcount|workforce|capacity|population|rent",
}
# The singular and the plural of the verb.
BE: dict[Language, tuple[tuple[str, str], ...]] = {
    "fr": (("est", "sont"), ("était", "étaient"), ("sera", "seront")),
    "en": (("is", "are"), ("was", "were"), ("will be", "will be")),
}
_BE = {
    language: "|".join(form for pair in forms for form in pair) for language, forms in BE.items()
}
_THE_FR = r"(?:l['’]|(?:le|la|les)\s)"
TWO_FACTS: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        rf"^(?P<ask>quel(?:le)?s?)\s(?P<be>{_BE['fr']})\s"
        rf"(?P<one>{_THE_FR}(?:{_FACTS['fr']})s?\b(?P<of>[^?,]*?))\s+et\s+"
        rf"(?P<two>{_THE_FR}(?:{_FACTS['fr']})s?)\b(?P<rest>[^?]*)\??\s*$",
        re.IGNORECASE,
    ),
    "en": re.compile(
        rf"^(?P<ask>what)\s(?P<be>{_BE['en']})\s"
        rf"(?P<one>the\s(?:[\w-]+\s){{0,2}}?(?:{_FACTS['en']})s?\b(?P<of>[^?,]*?))\s+and\s+"
        rf"(?P<two>(?:the\s)?(?:[\w-]+\s){{0,2}}?(?:{_FACTS['en']})s?)\b(?P<rest>[^?]*)\??\s*$",
        re.IGNORECASE,
    ),
}
_NOT_OF = r"(?!(?:of|for|in)\b)[\w-]+"  # a word, with no blank: two of them share none
# "le tarif, la durée et la caution": a list of nouns after "quels sont".
FACT_LIST: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        rf"^(?P<ask>quel(?:le)?s?)\s(?P<be>{_BE['fr']})\s"
        rf"(?P<first>{_THE_FR}[^?,]+(?:,\s+{_THE_FR}[^?,]+)+),?\s+et\s+"
        rf"(?P<last>{_THE_FR}(?:[\w-]+))\b(?P<rest>[^?,]*)\??\s*$",
        re.IGNORECASE,
    ),
    "en": re.compile(
        rf"^(?P<ask>what)\s(?P<be>{_BE['en']})\s(?P<first>the\s[^?,]+(?:,\s+[^?,\s][^?,]*)+),?\s+and\s+"
        rf"(?P<last>(?:the\s)?{_NOT_OF}(?:\s{_NOT_OF})*?)(?P<rest>\s?(?:(?:of|for|in)\s[^?,]*)?)"
        r"\??\s*$",
        re.IGNORECASE,
    ),
}
IS_FACT: dict[Language, re.Pattern[str]] = {
    one: re.compile(rf"\b(?:{_FACTS[one]})s?\b", re.IGNORECASE) for one in ("fr", "en")
}
THE: dict[Language, str] = {"fr": "", "en": "the "}
# A noun above, or the number of one thing: "nombre d'agents".
_BARE: dict[Language, str] = {
    "fr": rf"(?:{_THE_FR})?(?:nombre\sd(?:e\s|['’])[\w-]+|(?:{_FACTS['fr']})s?)",
    "en": rf"(?:the\s)?(?:number\sof\s[\w-]+|(?:[\w-]+\s)?(?:{_FACTS['en']})s?)",
}
# "Budget et effectifs de l'Office en 2022 ?", "price, hours and address of the pool": no verb.
BARE_FACTS: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        rf"^(?P<first>{_BARE['fr']}(?:,\s+{_BARE['fr']})*)\s+et\s+(?P<last>{_BARE['fr']})"
        r"(?P<rest>(?:\s(?:d(?:e|u|es)|en|pour|au|aux|à|sur|fin|[12]\d{3})\b|\sd['’])[^?,]*)?$",
        re.IGNORECASE,
    ),
    "en": re.compile(
        rf"^(?!terms\sand\sconditions\b)"
        rf"(?P<first>{_BARE['en']}(?:,\s+{_BARE['en']})*),?\s+and\s+(?P<last>{_BARE['en']})"
        r"(?P<rest>\s(?:(?:of|for|in|at|on|from|to|since|[12]\d{3})\b)[^?,]*)?$",
        re.IGNORECASE,
    ),
}
# "le montant de la caution et de la franchise": one of the nouns above, of two things.
# Without a verb, each has its article: "date de naissance et de décès" is of one person.
_BARE_FR = (
    rf"(?={_THE_FR}?\w+\s(?:du|des|de\sla|de\sl['’]|d['’]une?)\b.*"
    r"\set\s(?:du|des|de\sla|de\sl['’]|d['’]une?)\b)"
    rf"{_THE_FR}?"
)
_BARE_EN = (
    r"(?=.*\s(?:of|for)\s(?:an?|the)\s.*\sand\s(?:of|for)\s(?:an?|the)\s)(?:the\s)?(?:[\w-]+\s)?"
)
OF_EACH: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        rf"^(?P<lead>(?:quel(?:le)?s?\s(?:{_BE['fr']})\s{_THE_FR}|{_BARE_FR})(?:{_FACTS['fr']})s?)\s"
        r"(?P<of>d(?:e|u|es)\s(?!\d)[^?,]+?|d['’][^?,]+?)\s+et\s+"
        r"(?P<other>d(?:e|u|es)\s(?!\d)[^?,]+|d['’][^?,]+)$",
        re.IGNORECASE,
    ),
    "en": re.compile(
        rf"^(?P<lead>(?:what\s(?:{_BE['en']})\sthe\s(?:[\w-]+\s){{0,2}}?|{_BARE_EN})"
        rf"(?:{_FACTS['en']})s?)\s"
        r"(?P<of>(?P<by>of|for|in)\s[^?,]+?)\s+and\s+(?P<other>(?P=by)\s[^?,]+)$",
        re.IGNORECASE,
    ),
}
# A noun with its article. "La" also marks a noun of both genders: "la titulaire".
FEMININE_FACT = re.compile(rf"la\s|(?:l['’]|les\s)(?:{_FEMININE_FACTS})s?\b", re.IGNORECASE)
PLURAL_FACT: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"les\s", re.IGNORECASE),
    "en": re.compile(
        rf"(?:the\s)?(?:[\w-]+\s){{0,2}}?(?:{_FACTS['en']})(?P<plural>s)?\b", re.IGNORECASE
    ),
}
# A line or an item that asks for one of the nouns above, without a verb: "prix de la visite".
STARTS_WITH_FACT: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(rf"(?:{_THE_FR})?(?:{_FACTS['fr']})s?\b", re.IGNORECASE),
    "en": re.compile(rf"(?:the\s)?(?:[\w-]+\s){{0,2}}?(?:{_FACTS['en']})s?\b", re.IGNORECASE),
}
# The number or letter of an item in a line of several: "1) ... 2) ...".
ITEM_NUMBER = re.compile(r"(?:(?<=\s)|^)\(?(?P<number>\d|[a-h])(?:\)|(?<=\d)\s?\.)\s+(?=\S)")
# An item of a list of questions, one a line: "1) ...", "- ...".
LIST_ITEM = re.compile(r"^\s*(?:\d{1,2}\s?[.)]|[-–•*]|[a-h]\))\s+(?=\S)")
# "PS:" before a question says nothing.
MARK_BEFORE = re.compile(
    r"^\W*(?:p\.?[\s-]?s\.?|n\.?\s?b\.?|post-?scriptum)\s*[:,–-]\s*", re.IGNORECASE
)
# A second question that is whole although it is short: "... et qui est le maire ?".
_WHOLE: dict[Language, str] = {
    "fr": r"(?:qui|quand|où|comment|pourquoi|quel(?:le)?s?)\s(?:est|sont|était|étaient|sera|"
    r"seront)\s\S|qui\s\w+\s(?:l['’]|(?:le|la|les|un|une|des)\s)|"
    r"(?:quand|où|comment|pourquoi|combien)\s[\w-]+-(?:je|on|nous)\s\S",
    "en": r"(?:who|when|where|how|why|what)\s(?:is|are|was|were|will\sbe)\s"
    r"(?!(?:it|they|he|she|that|this)\b)\S|"
    r"(?:when|where|how|why|what)\s(?:do|can|may|must|should)\s(?:i|we|you|one)\s\S",
}
IS_WHOLE = re.compile(rf"(?:{any_form(_WHOLE)})", re.IGNORECASE)
# "le tarif de la piscine et celui du stationnement": the noun is said once for both.
_OF_WITH_DETERMINER = (
    r"(?:de\s(?:la|cette|notre|votre|leur|son|sa)\s|de\sl['’]|du\s|des\s|de\s(?=\d)|"
    r"(?-i:de\s(?=[A-ZÀ-Þ])))"
)
AND_THAT_OF: dict[Language, tuple[re.Pattern[str], ...]] = {
    "fr": tuple(
        re.compile(
            rf"^(?P<lead>.+?)\s(?P<of>{of}.+?),?\s+(?:et|ainsi\sque)\s+"
            r"(?:celui|celle|ceux|celles)\s+(?P<other>(?:d[eu]|des)\s.+|d['’].+)$",
            re.IGNORECASE,
        )
        for of in (_OF_WITH_DETERMINER, r"(?:de\s|d['’])")
    ),
    "en": (
        re.compile(
            r"^(?P<lead>.+?)\s(?P<of>(?:of|for|in)\s.+?),?\s+(?:and|as\swell\sas)\s+"
            r"(?:that|those|the\sones?)\s+(?P<other>(?:of|for|in)\s.+)$",
            re.IGNORECASE,
        ),
    ),
}
# Both sides are needed for one answer.
COMPARES = re.compile(
    r"\b(?:entre|différences?|écarts?|compar\w+|rapport|between|differences?|gap)\b", re.IGNORECASE
)
# A question after another one that asks for nothing more: "est-ce vrai ?", "right?".
_ASKS_NOTHING: dict[Language, str] = {
    "fr": r"(?:est-ce|c['’]est) (?:bien |vraiment )?(?:vrai|exact|correct|juste|ça|le cas)|"
    r"vraiment|n['’]est-ce pas|ah bon|oui ou non|qu['’]en (?:pensez-vous|penses-tu)|"
    r"pouvez-vous (?:m['’]aider|me répondre|confirmer|le confirmer)|vrai ou faux|"
    r"pourquoi(?: (?:donc|cela|ça))?|comment (?:ça|cela)",
    "en": r"is (?:that|this|it) (?:really )?(?:true|right|correct|so|the case)|really|right|"
    r"correct|is(?:n['’]t| not) it|yes or no|true or false|what do you think|any ideas?|"
    r"can you (?:help|confirm)(?: me| that| this)?|why(?: (?:is that|so|not))?|how come",
}
ASKS_NOTHING = re.compile(
    rf"\W*(?:(?:et|mais|alors|and|but|so)\s)?(?:{any_form(_ASKS_NOTHING)})\W*", re.IGNORECASE
)
