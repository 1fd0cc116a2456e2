"""The rules that make French questions from French official text."""

from __future__ import annotations

import re

from train.reader.rules_en import QuestionRule

_COUNT = (
    r"(?:\d+|un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|quatorze|quinze|vingt|"
    r"vingt et un|trente|quarante-cinq|quarante-huit|soixante|quatre-vingt-dix)"
)
_UNIT = r"(?:jours?(?: ouvrables| francs)?|semaines?|mois|ans?|années?|heures?|minutes?)"
_TIME = rf"{_COUNT} {_UNIT}\b"
_OPENS = r"(?:Le |La |L’|L'|Les |Tout |Toute |Un |Une |Chaque )"
_SUBJECT = rf"(?P<s>{_OPENS}[^,;:()]{{2,70}}?)"
_CLAUSE = rf"(?P<s>{_OPENS}[^;:()]{{10,130}}?)"
_SUM = r"\d[\d  ]*(?:,\d+)? ?(?:\$|%|€|dollars|pour cent|p\. 100)"
_PRICED = (
    r"droits?|prix|redevances?|taxes?|montant|loyer|taux|amende|pénalité|frais|prime|indemnité|"
    r"cotisation|pourcentage|tarif|coût|allocation"
)
_WHO = (
    r"(?:ministre|gouverneur|conseil|commission|tribunal|cour|agence|directeur|registraire|comité|"
    r"agent|personne|inspecteur|exploitant|titulaire|gestionnaire|autorité|capitaine|compagnie|juge|"
    r"propriétaire|employeur|employé|producteur|importateur|demandeur|médecin|pilote|transporteur|"
    r"institution|partie|fabricant|office|président|greffier)\w*"
)
_MONTH = r"(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)"
_HOLDS = (
    r"contenir|comporter|inclure|préciser|indiquer|fournir|conserver|présenter|comprendre|énoncer"
)
_HOLD = r"contient|comporte|inclut|précise|indique|comprend|énonce|fournit|conserve"
_QUE = re.compile(r"^Que (?=[aeiouyéèêh])")
_ELIDES = re.compile(r"^[aeiouhâêîôûéèœ]", re.IGNORECASE)

RULES = (
    QuestionRule(
        "definition",
        re.compile(
            r"^(?P<x>[a-zà-ÿœ][^A-ZÀ-Ý,.;:()]{1,50}?) "
            r"(?P<a>(?:S’entend|Personne|Toute?|Quiconque|Selon|Le|La|Les|L’|Un|Une|Ensemble|Partie"
            r"|Document|Produit|Appareil|Substance|Navire|Dispositif) ?[^:]{12,}?)[.;]?$"
        ),
        (
            "Que signifie « {x} » ?", "Qu'entend-on par « {x} » ?", "Que désigne le terme {x} ?",
            "définition de {x}", "C'est quoi, {x} ?", "Comment est défini le terme « {x} » ?",
        ),
    ),
    QuestionRule(
        "deadline",
        re.compile(
            rf"^{_CLAUSE} (?:dans les|dans un délai de|au plus tard) (?P<a>{_TIME})"
        ),
        (
            "Dans quel délai {que}{s} ?", "{s} : dans quel délai ?",
            "Sous combien de temps {que}{s} ?",
        ),
    ),
    QuestionRule(
        "notice",
        re.compile(rf"^{_CLAUSE} au moins (?P<a>{_TIME}) avant\b"),
        ("Combien de temps à l'avance {que}{s} ?",),
    ),
    QuestionRule(
        "duration",
        re.compile(
            rf"^{_CLAUSE} (?:pendant (?:une (?:période|durée) )?|pour une (?:période|durée) )"
            rf"(?:maximale |minimale )?(?:de |d’)?(?:au moins |au plus )?(?P<a>{_TIME})"
        ),
        ("Pendant combien de temps {que}{s} ?", "Pour combien de temps {que}{s} ?"),
    ),
    QuestionRule(
        "validity",
        re.compile(rf"^{_SUBJECT} est valide pendant (?:au plus |au moins )?(?P<a>{_TIME})"),
        ("Combien de temps {que}{s} est valide ?", "durée de validité : {s}"),
    ),
    QuestionRule(
        "amount",
        re.compile(
            rf"^(?P<s>{_OPENS}?[^,;:()]{{0,60}}?\b(?:{_PRICED})\b[^,;:()]{{0,110}}?) "
            rf"(?:est|sont|s’élève)(?: fixée?s?| égale?s?)?(?: de| à)? (?P<a>{_SUM})"
        ),
        ("À combien {rises} {s} ?", "{s} : combien ?", "À quel montant {rises} {s} ?"),
    ),
    QuestionRule(
        "limit",
        re.compile(
            rf"^{_SUBJECT} ne (?:peut|doit|dépasse|excède)(?: pas)? ?"
            r"(?:dépasser|excéder|être supérieure? à)? ?(?:pas )?"
            rf"(?P<a>{_SUM}|\d[\d  ,]* ?[a-zA-Z°]+)"
        ),
        ("Quel est le maximum pour {s} ?", "{s} : quelle limite ?"),
    ),
    QuestionRule(
        "agent",
        re.compile(
            rf"^{_SUBJECT} (?P<m>est|sont|doit être|doivent être|peut être) "
            rf"(?P<v>\w+(?:ée?s?|ue?s?|ise?s?)) par "
            rf"(?P<a>(?:le |la |l’|les |un |une )(?:[\w’-]+ ){{0,3}}?{_WHO}"
            r"(?: en conseil)?)(?=[.,;]| |$)"
        ),
        ("Par qui {que}{s} {m} {v} ?", "{s} : {v} par qui ?"),
    ),
    QuestionRule(
        "who",
        re.compile(
            rf"^(?P<a>{_OPENS}[^,;:()]{{0,50}}?{_WHO}(?: en conseil)?) "
            r"(?P<m>doit|peut|est tenue? de) "
            r"(?P<v>[a-zà-ÿ][^;:()]{15,120}?)[.;,]?$"
        ),
        ("Qui {m} {v} ?", "Quelle personne ou quel organisme {m} {v} ?"),
    ),
    QuestionRule(
        "what",
        re.compile(
            rf"^{_SUBJECT} (?P<v>(?:doit|doivent) (?:{_HOLDS})|{_HOLD}) "
            r"(?P<a>[^:]{10,300}?)[.;]?$"
        ),
        ("Que {v} {s} ?", "Qu'est-ce que {s} {v} ?"),
    ),
    QuestionRule(
        "condition",
        re.compile(
            rf"^{_SUBJECT} (?P<m>peut|peuvent|doit|doivent) (?P<v>[a-zà-ÿ][^;:()]{{3,110}}?),? "
            r"(?P<a>(?:si|s’il|s’ils|sauf si|à moins que|à condition que|lorsque) "
            r"[^:]{10,300}?)[.;]?$"
        ),
        (
            "À quelle condition {que}{s} {m} {v} ?", "Dans quel cas {que}{s} {m} {v} ?",
            "Quand {que}{s} {m} {v} ?",
        ),
    ),
    QuestionRule(
        "condition",
        re.compile(
            rf"^{_SUBJECT} ne (?P<m>peut|peuvent) (?P<v>[a-zà-ÿ][^;:()]{{3,110}}?) que "
            r"(?P<a>(?:si|s’il|s’ils|dans) [^:]{10,300}?)[.;]?$"
        ),
        ("À quelle condition {que}{s} {m} {v} ?", "Dans quel cas {que}{s} {m} {v} ?"),
    ),
    QuestionRule(
        "case",
        re.compile(
            r"^(?P<a>(?:Si|S’il|Lorsque|Lorsqu’|Dans le cas où) ?[^,:;]{20,200}), "
            r"(?P<s>(?:le |la |l’|les |tout |toute )[^;:()]{10,130}?)[.;]?$"
        ),
        ("Dans quel cas {que}{s} ?", "Quand {que}{s} ?"),
    ),
    QuestionRule(
        "date",
        re.compile(
            rf"^{_SUBJECT} (?P<v>entre en vigueur|entrent en vigueur|cesse d’avoir effet) "
            rf"le (?P<a>\d{{1,2}}(?:er)? {_MONTH} \d{{4}})"
        ),
        ("Quand {que}{s} {v} ?", "À quelle date {que}{s} {v} ?"),
    ),
    QuestionRule(
        "purpose",
        re.compile(
            r"^(?P<s>(?:Le |La |L’|Les )[^,;:()]{4,70}?) (?:a|ont) pour (?P<v>objet|but|objectif) "
            r"(?P<a>d[e’] ?[^:]{10,300}?)[.;]?$"
        ),
        ("À quoi sert {s} ?",),
    ),
)  # fmt: skip


def worded(way: str, groups: dict[str, str]) -> str:
    """A way to ask with the groups of a sentence in it; ``{que}`` becomes "est-ce que"."""
    fitted = dict(groups)
    if "s" in fitted:
        fitted["s"] = fitted["s"][0].lower() + fitted["s"][1:]
        fitted["rises"] = "s'élèvent" if fitted["s"].startswith("les ") else "s'élève"
        fitted["que"] = "est-ce qu'" if _ELIDES.match(fitted["s"]) else "est-ce que "
    if fitted.get("m", "").startswith("est tenu"):
        fitted["m"] = "est tenu de"
    text = _QUE.sub("Qu'", way.format(**fitted))
    return text[0].upper() + text[1:] if text.endswith("?") else text
