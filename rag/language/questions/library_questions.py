"""Questions about the library itself, as French and English ask them.

All are regular expressions on text without accents or capitals, with straight apostrophes and
simple blanks, that match a whole question without its final mark.
"""

from __future__ import annotations

import re
from typing import Literal

from rag.records import LANGUAGES, Language

LibraryQuestionKind = Literal[
    "count", "list", "about", "author", "issued", "signed", "pages", "all_pages", "changed", "new",
    "newest", "oldest", "languages", "page", "outline",
]  # fmt: skip
# What every library has, whatever its documents are.
GENERIC_NOUNS: dict[Language, str] = {
    "fr": r"documents?|fichiers?|textes?",
    "en": r"documents?|files?|texts?|docs?",
}
_LIBRARY: dict[Language, str] = {
    "fr": r"(?:dans|de|par|a)?\s?(?:l[ae]|cette|votre|ta|ton|ce|mes|mon|nos|vos)?\s?"
    r"(?:bibliotheque|base(?: documentaire| de donnees)?|collection|corpus|fonds(?: documentaire)?|"
    r"index|verbatim)",
    "en": r"(?:in|of|from)?\s?(?:the|this|your|my|our)?\s?"
    r"(?:library|collection|corpus|database|index|document base|verbatim)",
}
_HAVE: dict[Language, str] = {
    "fr": r"avez[- ]vous|as[- ]tu|que (?:vous avez|tu as)|possedez[- ]vous|connaissez[- ]vous|"
    r"est-ce que (?:vous avez|tu as|tu connais|vous connaissez)|"
    r"(?:sont|est) (?:disponibles?|indexe[es]*|enregistre[es]*|consultables?)|"
    rf"(?:contient|compte|a) {_LIBRARY['fr']}|ici",
    "en": r"do you (?:have|hold|know)|have you got|are (?:available|indexed|stored)|"
    rf"(?:does|do) {_LIBRARY['en']} (?:have|hold|contain)|here",
}
# Words that may also ask for the things of the world: "how many laws are there?"
_EXIST: dict[Language, str] = {
    "fr": r"y a[- ]t[- ]il|existe-t-il|en tout|au total|sont",
    "en": r"are there|there are|are|in total|altogether",
}
# After "avez-vous", of documents: "quelles conventions avez-vous signées ?"
_MADE: dict[Language, str] = {
    "fr": "(?:signe|conclu|passe|publie|adopte|redige)e?s?",
    "en": "signed|concluded|published|adopted",
}
# "Combien de documents avez-vous de 2023 ?": before the limits of what is counted.
HAVE_INSIDE: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r" (?:avez[- ]vous|as[- ]tu)(?= )"),
    "en": re.compile(r" (?:do you have|have you got|are there)(?= )"),
}
_THERE = {
    one: rf"(?:\s(?:{_EXIST[one]}))*"
    rf"(?P<there>(?:\s(?:{_HAVE[one]}|{_LIBRARY[one].strip()}))*)(?:\s(?:{_EXIST[one]}))*"
    rf"(?:(?<=vous) (?:{_MADE[one]}))?"
    for one in LANGUAGES
}
_THE_FR = r"(?:l'|l[ae]s? |du |des |de la |de l'|de |d'|ce(?:tte|t|s)? )?"
_THE_EN = r"(?:the |this |that |these )?"
_PLEASE_FR = (
    r"(?:(?:peux[- ]tu|pouvez[- ]vous|pourriez[- ]vous|tu peux|vous pouvez) )?(?:me |m'|nous )?"
)
_PLEASE_EN = r"(?:(?:can|could) you )?"
_DONE_FR = r"(?:modifie|mis a jour|mise a jour|change|actualise|revise|date)e?s?"
_DONE_EN = r"(?:changed|updated|modified|revised|edited|dated)"
_LAST_FR = r"(?: (?:pour la )?derniere(?: fois)?| en dernier(?: lieu)?)?"

_FORMS: dict[Language, tuple[tuple[LibraryQuestionKind, str], ...]] = {
    "fr": (
        ("page", r"(?:(?:que|qu'est-ce que) (?:dit|contient)|(?:donne[rz]?|montre[rz]?|"
                 r"affiche[rz]?|cite[rz]?)(?:[- ]moi)?|qu'y a[- ]t[- ]il (?:a|sur)) "
                 rf"(?:le texte de )?(?:la )?page (?P<page>\d{{1,4}}) {_THE_FR}(?P<document>.+)"),
        ("page", rf"page (?P<page>\d{{1,4}}) {_THE_FR}(?P<document>.+)"),
        ("all_pages", r"combien de pages (?:y a[- ]t[- ]il|(?:en )?avez[- ]vous|"
                      r"(?:ont|comptent|font) (?:les|tous les|ces|vos) documents)"
                      r"(?: (?:en tout|au total))?"),
        ("signed", rf"(?:qui (?:a|ont) signe|qui (?:est|sont) (?:le |la |les )?signataires?|"
                   rf"par qui (?:a|ont) ete signee?s?|de qui est la signature) {_THE_FR}"
                   r"(?P<document>.+)"),
        ("issued", r"quels (?:sont les )?(?:documents|textes|fichiers) (?:qui )?(?:ont ete |sont )?"
                   r"(?:emis|publies|edites|rediges|ecrits|produits|signes) par "
                   r"(?:l'|l[ae]s? )?(?P<topic>.+)"),
        ("languages", r"(?:dans |en )?quelles? langues? (?:sont|est)(?:[- ](?:ils|elles))?"
                      r"(?: (?:ecrits?|rediges?))? (?:les|ces|vos|tes) (?:documents|textes|"
                      r"fichiers)(?: (?:ecrits?|rediges?))?"),
        ("languages", r"(?:quelles sont les langues|langues) (?:des|de vos|de ces) documents"),
        ("newest", r"(?:quels? (?:est|sont) )?(?:le |la |les )?(?P<document>[a-z' -]+?) "
                   r"(?:les? |la )plus recente?s?"),
        ("newest", r"quels? (?:est|sont) (?:le |la |les )(?:derniere?s?|plus recente?s?) "
                   r"(?P<document>[a-z' -]+)"),
        ("oldest", r"quels? (?:est|sont) (?:le |la |les )plus (?:ancien(?:ne)?s?|vieux|vieille) "
                   r"(?P<document>[a-z' -]+)"),
        ("oldest", r"(?:quels? (?:est|sont) )?(?:le |la |les )?(?P<document>[a-z' -]+?) "
                   r"(?:les? |la )plus (?:ancien(?:ne)?s?|vieux|vieille)"),
        ("pages", r"quelle est la longueur (?:du |de la |de l'|de |d')(?P<document>"
                  r"(?:rapport|manuel|guide|document|fichier|compte[- ]rendu|etude|note)\b.*)"),
        ("pages", rf"combien (?:de|y a[- ]t[- ]il de) pages (?:compte|fait|a|contient|comporte|"
                  rf"dans|"
                  rf"y a[- ]t[- ]il dans|possede|fait-il|il y a dans) {_THE_FR}(?P<document>.+)"),
        ("pages", rf"(?:quel est )?(?:le )?nombre de pages {_THE_FR}(?P<document>.+)"),
        ("pages", rf"{_THE_FR}(?P<document>.+?) (?:fait|compte|a|contient) combien de pages"),
        ("count", rf"(?:il y a )?combien (?:de |d'|y a[- ]t[- ]il de )(?P<what>.+?){_THERE['fr']}"),
        ("count", rf"(?:quel est )?(?:le )?nombre (?:total )?(?:de |"
                  rf"d')(?P<what>.+?){_THERE['fr']}"),
        ("author", rf"qui (?:a|ont) (?:redige|ecrit|publie|emis|produit|edite) "
                   rf"{_THE_FR}(?P<document>.+)"),
        ("author", r"(?:(?:c'est )?qui (?:est |sont )?|quels? (?:est|sont) )(?:l'|les? "
                   r")(?:auteurs?|emetteurs?|"
                   r"editeurs?|"
                   rf"redacteurs?) {_THE_FR}(?P<document>.+)"),
        ("author", rf"par qui (?:a ete|est|ont ete) (?:redige|ecrit|publie|emis|edite)e?s? "
                   rf"{_THE_FR}(?P<document>.+)"),
        ("changed", rf"(?:quand|a quelle date|de quand) (?:a|ont) ete {_DONE_FR}{_LAST_FR} "
                    rf"{_THE_FR}(?P<document>.+)"),
        ("changed", rf"(?:quand|a quelle date) {_THE_FR}(?P<document>.+?) (?:a|ont)[- ]t[- "
                    rf"](?:il|elle|ils|elles) "
                    rf"ete {_DONE_FR}{_LAST_FR}"),
        ("changed", r"(?:quelle est )?la date (?:de publication )?"
                    r"(?:du |de la |de l'|de |d'|des )(?P<document>.+)"),
        ("changed", rf"de quand (?:date|datent) {_THE_FR}(?P<document>.+)"),
        ("changed", rf"(?:quelle est )?(?:la )?(?:date de (?:la )?)?derniere (?:mise a jour|"
                    rf"modification) {_THE_FR}(?P<document>.+)"),
        ("new", r"(?:quoi de (?:neuf|nouveau)|qu'y a[- ]t[- ]il de (?:neuf|nouveau)|qu'est-ce "
                r"qui (?:est nouveau|a change)|"
                r"(?:quelles )?(?:sont )?(?:les )?nouveautes|(?:quels sont )?(?:les "
                r")?(?:nouveaux|derniers) documents|"
                r"(?:quels|les)? ?documents (?:(?:ont ete |sont )?(?:ajoutes|modifies|arrives)))"
                r"(?: (?P<since>(?:depuis|cette|ce|aujourd'hui|hier).*))?"),
        ("about", r"(?:qu'(?:avez[- ]vous|as[- ]tu|est-ce que (?:vous avez|tu as))|que "
                  r"(?:savez[- ]vous|sais[- ]tu)|"
                  r"(?:avez[- ]vous|as[- ]tu) (?:quelque chose|des choses|des informations|des "
                  r"documents|un "
                  r"document)|"
                  r"(?:quels|liste[rz]? (?:tous )?les|trouve[rz]? les|montre[rz]?(?:-moi)? "
                  r"(?:tous )?les) documents "
                  r"(?:avez[- ]vous|as[- ]tu|existe-t-il|portent|portant)) "
                  r"(?:sur|a propos d[eu]s?|au sujet d[eu]s?|concernant) (?:l'|l[ae]s? "
                  r")?(?P<topic>.+)"),
        ("about", r"(?:quels?|dans quels?|combien de|liste[rz]? (?:tous )?les|trouve[rz]? les|"
                  r"montre[rz]?(?:-moi)? (?:tous )?les) (?:documents?|textes?|fichiers?) (?:qui )?"
                  r"(?:(?:parle|traite)(?:nt)?(?:-t-on|-t-il)? (?:d'|de l'|de la |d[eu]s? )|"
                  r"(?:mentionne|evoque|cite|concerne)(?:nt)? |porte(?:nt)? sur |sur )"
                  r"(?:l'|l[ae]s? )?(?P<topic>.+)"),
        ("list", rf"{_PLEASE_FR}(?:(?:faire|fais|faites|donne[rz]?|dresse[rz]?|affiche[rz]?|"
                 rf"montre[rz]?)(?:[- ]moi)? "
                 r"(?:la |une )?liste (?:complete )?d(?:e|es|u)|liste[rz]?(?:[- ]moi)?|"
                 r"enumere[rz]?(?:[- ]moi)?|montre[rz]?(?:[- ]moi)?|affiche[rz]?|"
                 r"(?:la )?liste (?:complete )?d(?:e|es|u))\s(?:toutes |tous )?(?:les |des |la |"
                 r"le )?"
                 rf"(?P<what>.+?){_THERE['fr']}"),
        ("list", rf"{_PLEASE_FR}(?:(?:donne[rz]?|liste[rz]?|montre[rz]?|affiche[rz]?|"
                 rf"enumere[rz]?)(?:[- ]moi)?|quels sont)? ?(?:tous )?(?:les )?(?:titres|noms) "
                 rf"(?:des |(?:de |d')(?:tous |toutes )?(?:les |vos |tes |ces )?)"
                 rf"(?P<what>.+?){_THERE['fr']}"),
        ("list", rf"quel(?:le)?s (?:sont (?:toutes |tous )?(?:les |vos |tes "
                 rf"))?(?P<what>.+?){_THERE['fr']}"),
        ("list", rf"(?:c'est quoi|quoi comme) (?:les |vos |tes )?(?P<what>.+?){_THERE['fr']}"),
        ("list", rf"(?:avez[- ]vous|as[- ]tu|(?:est-ce que )?(?:vous avez|tu as)) (?:d'autres |"
                 rf"des |les |un |une |tous les |toutes les )(?P<what>.+?){_THERE['fr']}"),
        ("list", rf"(?:toutes|tous) les (?P<what>.+?){_THERE['fr']}"),
        ("outline", rf"{_PLEASE_FR}(?:resume[rz]?(?:[- ]moi)?|(?:fai(?:s|tes|re)|"
                    rf"donne[rz]?)(?:[- ]moi)? (?:un (?:bref |court )?resume|une synthese|le plan|"
                    rf"le resume|le sommaire)|(?:un )?resume|(?:une )?synthese|synthetise[rz]?) "
                    rf"{_THE_FR}(?P<document>.+)"),
        ("outline", rf"(?:que (?:dit|contient)|qu'est-ce que (?:dit|contient)|que trouve-t-on dans|"
                    rf"qu'y a[- ]t[- ]il dans) {_THE_FR}(?P<document>\D+(?:\b(?:19|20)\d\d)?)"),
        ("outline", rf"de quoi (?:parle|traite|parlent|traitent) (?:vos |tes |tous )?"
                    rf"{_THE_FR}(?P<document>.+)"),
    ),
    "en": (
        ("page", r"(?:what (?:does|is on|is in)|(?:show|give|quote)(?: me)?) (?:the text of )?"
                 r"page (?P<page>\d{1,4}) (?:of|in|from) "
                 rf"{_THE_EN}(?P<document>.+?)(?: say| contain)?"),
        ("page", rf"page (?P<page>\d{{1,4}}) (?:of|in|from) {_THE_EN}(?P<document>.+)"),
        ("all_pages", r"how many pages (?:are there|do you have|do (?:the|all the|these|your) "
                      r"documents have)(?: (?:in total|altogether|in all|overall))?"),
        ("signed", rf"who (?:signed|has signed|is the signatory of|are the signatories of) "
                   rf"{_THE_EN}(?P<document>.+)"),
        ("signed", rf"(?:who was {_THE_EN}(?P<document>.+?) signed by)"),
        ("issued", r"(?:which|what) (?:documents|files|texts) (?:were |are |have been |has |did )?"
                   r"(?:issued|published|written|produced|signed|made) by (?:the )?(?P<topic>.+)"),
        ("languages", r"(?:in )?(?:what|which) languages? (?:are|is) (?:the|these|your|all the) "
                      r"(?:documents|files|texts)(?: (?:in|written)(?: in)?)?"),
        ("languages", r"(?:what are )?(?:the )?languages of (?:the|these|your) documents"),
        ("newest", r"(?:what|which) (?:is|are) (?:the |your )(?:latest|newest|most recent|last) "
                   r"(?P<document>[a-z' -]+)"),
        ("newest", r"(?:which|what) (?P<document>[a-z' -]+) is (?:the )?"
                   r"(?:latest|newest|most recent)"),
        ("oldest", r"(?:what|which) (?:is|are) (?:the |your )(?:oldest|earliest) "
                   r"(?P<document>[a-z' -]+)"),
        ("pages", rf"how long is {_THE_EN}(?P<document>(?=.*\b(?:manual|report|guide|handbook|"
                  r"document|file|minutes|memo|policy|study|survey|rules|brochure)\b).+)"),
        ("pages", rf"(?:what is )?the length of {_THE_EN}(?P<document>(?=.*\b(?:manual|report|"
                  r"guide|handbook|document|file|minutes|policy|study|survey)\b).+)"),
        ("pages", rf"how many pages (?:does|do|has|is|are (?:there )?in|in) "
                  rf"{_THE_EN}(?P<document>.+?)(?: have| contain| run(?: to)?| got)?"),
        ("pages", rf"(?:what is )?(?:the )?number of pages (?:of|in) {_THE_EN}(?P<document>.+)"),
        ("count", rf"how many (?P<what>.+?){_THERE['en']}"),
        ("count", rf"(?:what is )?(?:the )?(?:total )?number of (?P<what>.+?){_THERE['en']}"),
        ("author", rf"who (?:wrote|issued|published|authored|produced|drafted) "
                   rf"{_THE_EN}(?P<document>.+)"),
        ("author", rf"who (?:is|are) the (?:authors?|issuers?|publishers?|writers?) of "
                   rf"{_THE_EN}(?P<document>.+)"),
        ("author", rf"(?:by whom|by who) was {_THE_EN}(?P<document>.+?) (?:written|issued|"
                   rf"published|produced)"),
        ("author", rf"who was {_THE_EN}(?P<document>.+?) (?:written|issued|published|produced) by"),
        ("changed", rf"when (?:was|were|has|did) {_THE_EN}(?P<document>.+?) (?:been )?(?:last "
                    rf")?{_DONE_EN}(?: last)?"),
        ("changed", rf"(?:what is )?the date of {_THE_EN}(?P<document>.+)"),
        ("changed", rf"how (?:old|recent) is {_THE_EN}(?P<document>.+)"),
        ("changed", rf"(?:what is )?(?:the )?(?:date of the )?(?:last|latest) (?:update|change|"
                    rf"revision|modification) (?:of|to) {_THE_EN}(?P<document>.+)"),
        ("new", r"(?:what(?:'s| is| are)? (?:new|the news|the new documents)|what has changed|"
                r"(?:which|what|any|the)? ?(?:documents are new|new documents)|"
                r"(?:which |what )?documents (?:were )?(?:added|changed|updated))(?: "
                r"(?P<since>(?:since|this|today|yesterday|in the last|from).*))?"),
        ("about", r"(?:what (?:do|have) you (?:have|got|know)|do you have (?:anything|something|"
                  r"documents|any documents)|have you (?:got )?anything|"
                  r"(?:which|what|list (?:all )?(?:the )?|show (?:me )?(?:all )?(?:the "
                  r")?)\s?documents (?:do you have|are there)) "
                  rf"(?:on|about|regarding|concerning) {_THE_EN}(?P<topic>.+)"),
        ("about", r"(?:which|what|how many|list (?:all )?(?:the )?|show (?:me )?(?:all )?(?:the )?|"
                  r"find (?:all )?(?:the )?)\s?(?:documents?|files?|texts?) (?:that |which )?"
                  rf"(?:is |are )?(?:mention(?:s|ing)?|about|on|discuss(?:es|ing)?|"
                  rf"(?:talk|speak)(?:s|ing)? (?:about|of)|regarding|concerning|cover(?:s|ing)?|"
                  rf"deals? with) {_THE_EN}(?P<topic>.+)"),
        ("list", rf"{_PLEASE_EN}(?:list|show(?: me)?|give me(?: a list of)?|display|"
                 rf"enumerate)(?: all)?(?: of)? {_THE_EN}(?P<what>.+?){_THERE['en']}"),
        ("list", rf"{_PLEASE_EN}(?:(?:list|show(?: me)?|give me|what are) )?(?:all )?(?:the )?"
                 rf"(?:titles|names) of (?:all )?{_THE_EN}(?:your )?(?P<what>.+?){_THERE['en']}"),
        ("list", rf"(?:a )?list of (?:all )?{_THE_EN}(?P<what>.+?){_THERE['en']}"),
        ("list", rf"(?:which|what) (?!(?:is|was|were) )"
                 rf"(?:are (?:all )?(?:the |your ))?(?P<what>.+?){_THERE['en']}"),
        ("list", rf"do you have (?:any |the |all |other |an? )?(?P<what>.+?){_THERE['en']}"),
        ("list", rf"all (?:the )?(?P<what>.+?){_THERE['en']}"),
        ("outline", rf"{_PLEASE_EN}(?:summari[sz]e|sum up|(?:give|write)(?: me)? (?:a|the) "
                    rf"(?:short |brief )?(?:summary|outline|overview) of|(?:a )?(?:summary|"
                    rf"outline|overview) of|outline) {_THE_EN}(?P<document>.+)"),
        ("outline", rf"what (?:does|do) {_THE_EN}(?P<document>(?:(?:19|20)\d\d )?\D+?"
                    r"(?: (?:19|20)\d\d)?) (?:say|contain|cover)"),
        ("outline", rf"what is in {_THE_EN}(?P<document>(?:(?:19|20)\d\d )?\D+"
                    r"(?:\b(?:19|20)\d\d)?)"),
        ("outline", rf"what (?:is|are) (?:your )?{_THE_EN}(?P<document>.+?) about"),
    ),
}  # fmt: skip
LIBRARY_QUESTIONS: dict[Language, tuple[tuple[LibraryQuestionKind, re.Pattern[str]], ...]] = {
    language: tuple(
        (kind, re.compile(rf"(?:{form})"))
        # The forms of a count or a list take in those of all others.
        for kind, form in sorted(_FORMS[language], key=lambda pair: pair[0] in ("count", "list"))
    )
    for language in LANGUAGES
}
# Stretches of time before today, in days.
_STRETCHES: tuple[tuple[str, int], ...] = (
    (r"aujourd'hui|today", 0),
    (r"hier|yesterday", 1),
    (r"(?:la )?semaine (?:derniere|passee)|last week", 7),
    (r"(?:le )?mois (?:dernier|passe)|last month", 31),
    (r"(?:l')?(?:an dernier|annee derniere|annee passee)|last year", 365),
)
STRETCHES: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (re.compile(rf"\b(?:{form})\b"), days) for form, days in _STRETCHES
)
_UNITS: dict[str, int] = {
    "jours?|days?": 1, "semaines?|weeks?": 7, "mois|months?": 31, "ans?|annees?|years?": 365,
}  # fmt: skip
IN_UNITS: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (re.compile(rf"(?P<count>\d{{1,3}}) (?:derniers? |dernieres? |last )?(?:{unit})"), days)
    for unit, days in _UNITS.items()
)
THIS_PERIOD: tuple[tuple[re.Pattern[str], Literal["week", "month", "year"]], ...] = (
    (re.compile(r"cette semaine|this week"), "week"),
    (re.compile(r"ce mois(?:[- ]ci)?|this month"), "month"),
    (re.compile(r"cette annee|this year"), "year"),
)
