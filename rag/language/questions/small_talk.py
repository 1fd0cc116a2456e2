"""What people say to a person, not to documents, as regular expressions.

They match a whole sentence without accents or capitals, and without its final mark.
"""

from __future__ import annotations

import re
from typing import Literal

from rag.records import LANGUAGES, Language

SmallTalkForm = Literal["who", "help", "how_are_you", "goodbye"]
_FORMS: dict[Language, tuple[tuple[SmallTalkForm, str], ...]] = {
    "fr": (
        ("who", r"(?:qui|tu|vous|t|que) ?(?:es[- ]tu|etes[- ]vous|t'es qui|es qui|etes qui)|qui "
                r"(?:es|est)[- ](?:tu|verbatim)|"
                r"c'est quoi (?:verbatim|ce site|cet outil)|(?:est-ce que )?(?:es[- ]tu|"
                r"etes[- ]vous|tu es|vous etes) (?:bien )?(?:un |une |l')?(?:robot|humain|ia|"
                r"intelligence artificielle|personne|machine|programme|chatbot|chat ?gpt|gpt\S*|"
                r"claude|gemini|copilot|mistral|siri|alexa|modele de langage)|"
                r"comment (?:t'appelles[- ]tu|vous appelez[- ]vous)|presente-toi|presentez-vous"),
        ("goodbye", r"au revoir|a (?:bientot|plus|demain|la prochaine)|bonne (?:nuit|journee|"
                    r"soiree|fin de journee|semaine|continuation)|bon week[- ]?end"),
        ("help", r"(?:a l')?aide|que (?:peux[- ]tu|pouvez[- ]vous|sais[- ]tu|savez[- ]vous) "
                 r"faire|comment (?:ca (?:marche|fonctionne)|tu fonctionnes|"
                 r"vous fonctionnez|t'utiliser|vous utiliser)|que (?:fais[- ]tu|faites[- ]vous)|"
                 r"(?:a )?quoi (?:sers[- ]tu|servez[- ]vous)|test|"
                 r"que puis-je (?:(?:te|vous) )?(?:demander|faire(?: ici)?)|que demander"),
        ("how_are_you", r"(?:comment )?(?:ca va|vas[- ]tu|allez[- ]vous)(?: bien)?"),
    ),
    "en": (
        ("who", r"who are you|what are you|what is your name|what(?:'s| is) verbatim|are you "
                r"(?:really )?(?:a |an )?(?:robot|human|bot|chatbot|ai|person|real|machine|"
                r"program|chat ?gpt|gpt\S*|claude|gemini|copilot|mistral|siri|alexa|"
                r"(?:large )?language model)|introduce yourself"),
        ("goodbye", r"(?:good)?bye(?: bye)?|see you(?: soon| later)?|good night|"
                    r"have a (?:nice|good|great) "
                    r"(?:day|evening|week|weekend|one)"),
        ("help", r"help(?: me)?|what can you do|how (?:does (?:this|it) work|do you work|do i "
                 r"use (?:this|you))|what do you do|test(?:ing)?|what (?:can|may) i ask"
                 r"(?: you)?|what can i do(?: here)?"),
        ("how_are_you", r"how are you(?: doing| today)?|how(?:'s| is) it going"),
    ),
}  # fmt: skip
SMALL_TALK: dict[Language, tuple[tuple[SmallTalkForm, re.Pattern[str]], ...]] = {
    language: tuple((kind, re.compile(form)) for kind, form in _FORMS[language])
    for language in LANGUAGES
}
# In a message that is a courtesy and nothing else.
THANKING: dict[Language, str] = {"fr": "merci|remercie", "en": "thank|cheers"}
