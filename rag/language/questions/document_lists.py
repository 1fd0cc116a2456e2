"""Questions for the documents of a date, a language, an issuer or a topic, in French and English.

All are regular expressions on text without accents or capitals, with straight apostrophes and
simple blanks, that match a whole question without its final mark. One without a group for its
subject is about all documents.
"""

from __future__ import annotations

import re

from rag.language.questions.document_kinds import DOCUMENT_NOUNS
from rag.language.questions.library_questions import GENERIC_NOUNS, LibraryQuestionKind
from rag.language.questions.library_words import AFTER_SUCCESSIVE_KINDS, SUCCESSIVE_KINDS
from rag.records import LANGUAGES, Language

_Forms = dict[Language, tuple[tuple[LibraryQuestionKind, str], ...]]
_LIBRARIES_FR = r"bibliotheque|base(?: documentaire| de donnees)?|collection|corpus|fonds|index"
_LIBRARIES_EN = r"library|collection|corpus|database|index|document base"
_PLEASE_FR = r"(?:(?:peux[- ]tu|pouvez[- ]vous) )?"
_PLEASE_EN = r"(?:(?:can|could) you )?"
_KINDS = {one: rf"(?:{GENERIC_NOUNS[one]}|{DOCUMENT_NOUNS[one]})" for one in LANGUAGES}
# "Communiqués de presse", "annual reports": several documents of a kind that follow each other.
_SEVERAL = {
    one: rf"(?:{SUCCESSIVE_KINDS[one]})(?: (?:{AFTER_SUCCESSIVE_KINDS[one]}))?" for one in LANGUAGES
}
# "The word “quorum”", but not "the term of office".
_WORD_FR = r"(?:le |les |l'|du |un )?(?:mots?|termes?|expressions?) (?!d[eu]s? |d')(?P<topic>.+)"
_WORD_EN = r"(?:the |a )?(?:words?|terms?|expressions?|phrases?) (?!(?:of|and|for) )(?P<topic>.+?)"
_FIRST: _Forms = {
    "fr": (
        ("about", rf"(?:quels?|combien de|liste[rz]? (?:tous )?les|trouve[rz]? (?:tous )?les|"
                  rf"(?:montre[rz]?|donne[rz]?)(?:[- ]moi)? (?:tous )?les|les) "
                  rf"(?:{GENERIC_NOUNS['fr']}) (?:qui )?(?:contien(?:t|nent)|contenant|"
                  r"comport(?:ent?|ant)|utilis(?:ent?|ant)|emploi(?:ent?)|employant|"
                  rf"mentionn(?:ent?|ant)|avec|ont|ou (?:figure|apparait|se trouve)) {_WORD_FR}"),
        ("about", rf"(?:dans quels? (?:{GENERIC_NOUNS['fr']})|ou) (?:(?:trouve|lit|voit)-t-on|"
                  rf"figure|apparait|se trouve|est employe|est utilise) {_WORD_FR}"),
        ("list", r"(?:que contien(?:t|nent)|qu'(?:y a[- ]t[- ]il|est-ce qu'il y a) dans) "
                 rf"(?:l[ae]s?|cette|ce|votre|vos|ta|ton) (?:{_LIBRARIES_FR})"),
        ("outline", rf"{_PLEASE_FR}(?:resume[rz]?|synthetise[rz]?)(?:[- ]moi)?(?: (?:le |la )?"
                    r"(?:tout|tous les documents))?"),
        ("list", rf"(?:quels sont (?:tous )?les |quels |tous les |les )?"
                 rf"(?P<noun>{GENERIC_NOUNS['fr']})(?: qui)?(?: (?:sont|ont ete))?"
                 r"(?: (?:ecrits?|rediges?|datent|dates?|datant|parus?|publies?))?"
                 r" (?P<limits>.+)"),
        ("list", rf"(?:(?:tous |toutes )?les )?(?P<kind>{_SEVERAL['fr']}),?"
                 r"(?: (?:dates?|datant|parus?|parues?|publiee?s?))? (?P<limits>.+)"),
    ),
    "en": (
        ("about", rf"(?:which|what|how many|(?:list|show(?: me)?|find|give me) (?:all )?(?:the )?|"
                  rf"all (?:the )?|the )\s?(?:{GENERIC_NOUNS['en']}) (?:that |which )?"
                  r"(?:contain(?:s|ing)?|have|has|having|us(?:es?|ing)|with|mention(?:s|ing)?|"
                  rf"includ(?:es?|ing)) {_WORD_EN}"),
        ("about", rf"(?:in (?:which|what) (?:{GENERIC_NOUNS['en']})|where) (?:does|do|is|are) "
                  rf"{_WORD_EN} (?:appear|occur|stand|used|found|mentioned)"),
        ("list", rf"what(?:'s| is|'s there| is there) in (?:the|this|your) (?:{_LIBRARIES_EN})"),
        ("list", rf"what does (?:the|this|your) (?:{_LIBRARIES_EN}) (?:contain|have|hold)"),
        ("outline", rf"{_PLEASE_EN}(?:summari[sz]e|sum up)(?: (?:everything|it all|all|them all|"
                    r"all (?:of )?(?:the |your )?documents))?"),
        ("list", rf"(?:(?:what|which) are (?:all )?the |which |what |all the |all |the )?"
                 rf"(?P<noun>{GENERIC_NOUNS['en']})(?: that| which)?(?: are| were| have been)?"
                 r"(?: (?:written|date|dated|published))? (?P<limits>.+)"),
        ("list", rf"(?:all (?:the )?|the )?(?P<kind>{_SEVERAL['en']}),?"
                 r"(?: (?:dated|issued|published))? (?P<limits>.+)"),
    ),
}  # fmt: skip
_LAST: _Forms = {
    "fr": (
        ("issued", rf"(?:quels sont (?:tous )?les |tous les |les )?(?:{GENERIC_NOUNS['fr']})"
                   r"(?: (?:emis|publies?|edites?|rediges?|ecrits?|produits?|adoptes?))?"
                   r" (?:par (?:la |les? |l')?|(?:de la |du |des |de l'|de |d')(?=\S+ \S))"
                   r"(?P<topic>.+)"),
        ("newest", r"(?:quel(?:le)?s? (?:est|sont) )?(?:le |la |les |l')?"
                   r"(?:derniere?s?|plus recente?s?) (?P<document>[a-z' -]+)"),
        ("oldest", r"(?:quel(?:le)?s? (?:est|sont) )?(?:le |la |les )?"
                   r"plus (?:ancien(?:ne)?s?|vieux|vieille) (?P<document>[a-z' -]+)"),
        ("about", r"(?:y a[- ]t[- ]il|existe[- ]t[- ]il|il (?:y a|existe))"
                  rf"(?: (?:un|des|d'autres))? (?:{GENERIC_NOUNS['fr']}) (?:sur|concernant|"
                  r"(?:a propos|au sujet) d[eu]s?) (?:l'|l[ae]s? )?(?P<topic>.+)"),
        ("changed", rf"quand (?:l'|l[ae]s? )?(?P<document>(?:{_KINDS['fr']})\b.*?) "
                    r"(?:a|ont)[- ]t[- ](?:ils?|elles?) ete (?:publie|emis|redige|ecrit)e?s?"),
        ("changed", r"quand (?:a|ont) ete (?:publie|emis|redige|ecrit)e?s? (?:l'|l[ae]s? )?"
                    rf"(?P<document>(?:{_KINDS['fr']})\b.*)"),
    ),
    "en": (
        ("issued", rf"(?:(?:what|which) are (?:all )?the |all the |all |the )?"
                   rf"(?:{GENERIC_NOUNS['en']})(?: (?:issued|published|written|produced|made))?"
                   r" (?:by (?:the )?|(?:of|from) (?:the )?(?=\S+ \S))(?P<topic>.+)"),
        ("newest", r"(?:(?:what|which) (?:is|are) )?(?:the |your )?"
                   r"(?:latest|newest|most recent|last) (?P<document>[a-z' -]+)"),
        ("oldest", r"(?:(?:what|which) (?:is|are) )?(?:the |your )?(?:oldest|earliest) "
                   r"(?P<document>[a-z' -]+)"),
        ("about", rf"(?:is|are) there (?:an? |any |some )?(?:{GENERIC_NOUNS['en']}) "
                  r"(?:on|about|regarding|concerning) (?:the )?(?P<topic>.+)"),
        ("changed", rf"when (?:was|were) (?:the |this |that )?(?P<document>(?=.*\b"
                    rf"{_KINDS['en']}\b).+?) (?:issued|published|written)"),
    ),
}  # fmt: skip


def _compiled(
    forms: _Forms,
) -> dict[Language, tuple[tuple[LibraryQuestionKind, re.Pattern[str]], ...]]:
    return {
        language: tuple((kind, re.compile(rf"(?:{form})")) for kind, form in forms[language])
        for language in LANGUAGES
    }


# "Que contient la base ?", "documents de mai 2024": before the forms that take any words.
WHOLE_OR_LIMITED = _compiled(_FIRST)
# "documents by the Harbour Office", "latest report": after all other forms.
FURTHER_LISTS = _compiled(_LAST)
