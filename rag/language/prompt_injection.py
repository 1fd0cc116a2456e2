"""Text that gives orders to a language model instead of informing a reader."""

from __future__ import annotations

import re

from rag.language.any_language import any_form
from rag.records import Language

# "Ignore the instructions above": the verbs, and what the model must ignore.
_IGNORE: dict[Language, str] = {
    "fr": r"ignore[rz]?|oubli(?:e|ez|er)|contourne[rz]?|ne\s+tiens\s+pas\s+compte|"
    r"ne\s+tenez\s+pas\s+compte",
    "en": r"ignore|disregard|forget|override|bypass|do\s+not\s+follow",
}
_INSTRUCTIONS: dict[Language, str] = {
    "fr": r"instructions?|consignes?|règles|prompts?|précéden\w+|ci-dessus",
    "en": r"instructions?|rules|prompts?|above|previous",
}
# The roles of a chat: "system:", "user>".
_ROLES: dict[Language, str] = {
    "fr": r"syst[eè]me|assistant|développeur|utilisateur",
    "en": r"system|assistant|developer|user",
}
_NEW_ROLE: dict[Language, str] = {
    "fr": r"tu\s+es\s+(?:désormais|maintenant)|vous\s+êtes\s+(?:désormais|maintenant)|"
    r"nouvelles?\s+(?:instructions?|consignes?)|prompt\s+syst[eè]me|mode\s+développeur",
    "en": r"you\s+are\s+now|act\s+as|pretend\s+to\s+be|new\s+instructions?|system\s+prompt|"
    r"jailbreak|developer\s+mode",
}
# "The language model must answer": what a model is called, and what it must do.
_MODELS: dict[Language, str] = {
    "fr": r"modèles?\s+de\s+langue|assistants?\s+virtuels?|"
    r"intelligences?\s+artificielles?\s+qui\s+lis\w+",
    "en": r"(?:AI|language)\s+models?|LLMs?|chatbots?",
}
_MODEL_NAMES = r"ChatGPT|Claude|Mistral"
_ORDERS: dict[Language, str] = {
    "fr": r"doi\w+|devez|veuillez|répond\w*|écri\w+|dites?",
    "en": r"must|should|shall|please|answer|respond|write|say|reveal|output",
}
# "Answer only with: …": the verbs, and the last word before the text to repeat.
_SAY: dict[Language, str] = {
    "fr": r"répond(?:s|ez)|répét(?:e|ez)|affich(?:e|ez)|écri(?:s|vez)|imprim(?:e|ez)",
    "en": r"respond|reply|answer|output|print|repeat",
}
_EXACTLY: dict[Language, str] = {
    "fr": r"seulement|uniquement|exactement|par|ceci|que",
    "en": r"only|with|exactly",
}
_CHAT_MARKUP = (
    r"<\|?/?\s*(?:im_start|im_end|system|assistant|user|passage|s|inst)\b|\[/?INST\]|###\s*\w+\s*:"
)
_LINKS = r"!\[[^\]]*\]\(|\]\(\s*\w+:|https?://\S*[?&=]|data:\w+/|javascript:"
PROMPT_INJECTION = re.compile(
    rf"\b(?:{any_form(_IGNORE)})\b.{{0,60}}\b(?:{any_form(_INSTRUCTIONS)})\b|"
    rf"\b(?:{any_form(_ROLES)})\s*(?:prompt|message)?\s*[:>\]]|"
    rf"\b(?:{any_form(_NEW_ROLE)})\b|"
    rf"\b(?:{any_form(_MODELS)}|{_MODEL_NAMES})\b.{{0,80}}\b(?:{any_form(_ORDERS)})\b|"
    rf"\b(?:{any_form(_SAY)})\b.{{0,24}}\b(?:{any_form(_EXACTLY)})\b\s*[:«\"“'’]|"
    rf"{_CHAT_MARKUP}|{_LINKS}",
    re.IGNORECASE,
)
