"""What is said around the sentences of a model, apart from the quotes."""

from __future__ import annotations

from rag.messages.answers import quoted
from rag.records import Language
from rag.records.drafts import Draft, DraftFault, Struck

_NBSP = "\u00a0"
_FAULTS: dict[DraftFault, dict[Language, str]] = {
    "slow": {
        "fr": "Le modèle {model} a mis trop de temps. Les citations seules font réponse.",
        "en": "The model {model} took too long. The quotations alone are the answer.",
    },
    "failed": {
        "fr": "Le modèle {model} n’a pas répondu. Les citations seules font réponse.",
        "en": "The model {model} did not answer. The quotations alone are the answer.",
    },
    "unsupported": {
        "fr": "Rien de ce qu’a écrit le modèle {model} n’est porté par les citations, "
        "qui seules font réponse.",
        "en": "Nothing that the model {model} wrote is borne out by the quotations, "
        "which alone are the answer.",
    },
    "withheld": {
        "fr": "Les passages cités donnent des ordres à un modèle{nbsp}: ils n’ont pas été montrés "
        "au modèle {model}.",
        "en": "The quoted passages give orders to a model: they were not shown to the model "
        "{model}.",
    },
}
_WRITTEN: dict[Language, str] = {
    "fr": "Rédigé par un modèle ({model}) d’après les citations{nbsp}; chaque phrase a été "
    "comparée à la sienne{nbsp}:",
    "en": "Written by a model ({model}) from the quotations; each sentence was held against its "
    "own:",
}
_STRUCK: dict[Struck, dict[Language, str]] = {
    "uncited": {"fr": "ne cite aucun passage", "en": "cites no passage"},
    "foreign": {"fr": "contient un lien ou du balisage", "en": "holds a link or markup"},
    "contradicted": {
        "fr": "un chiffre, une date, un nom ou une négation n’est pas dans sa citation",
        "en": "a figure, a date, a name or a denial is not in its quotation",
    },
    "unsupported": {
        "fr": "sa citation ne le dit pas",
        "en": "its quotation does not say so",
    },
}


def by_model(draft: Draft, language: Language) -> str:
    """The line over what a model wrote, or why nothing of it is shown."""
    told = _FAULTS[draft.fault][language] if draft.fault else _WRITTEN[language]
    return told.format(model=draft.model, nbsp=_NBSP)


def struck_lines(draft: Draft, language: Language) -> list[str]:
    """A line for each sentence that was struck: its words and why."""
    start = f"Phrase retirée{_NBSP}:" if language == "fr" else "Sentence struck:"
    return [
        f"{start} {quoted(one.text, language)} ({_STRUCK[one.struck][language]})"
        for one in draft.sentences
        if one.struck
    ]
