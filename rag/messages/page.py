"""What the web page says, in French and in English.

The French is written here with plain spaces; ``say`` puts those that do not break where French
typography wants them. Quotes from documents never pass through here: they stay verbatim.
"""

from __future__ import annotations

import re

from rag.errors import RagError
from rag.records import Language

_NARROW, _NBSP = "\u202f", "\u00a0"

_SENTENCES: dict[str, dict[Language, str]] = {
    # The frame of the page
    "tagline": {
        "fr": "Vos documents répondent, mot pour mot, à la page près.",
        "en": "Your documents answer, word for word, to the page.",
    },
    "language": {"fr": "Langue de la page", "en": "Language of the page"},
    "theme": {"fr": "Passer du clair au sombre", "en": "Switch between light and dark"},
    "skip": {"fr": "Aller à la question", "en": "Skip to the question"},
    "opening": {"fr": "Ouverture de la bibliothèque…", "en": "Opening the library…"},
    "ready_one": {"fr": "1 document consultable", "en": "1 document to search"},
    "ready": {"fr": "{count} documents consultables", "en": "{count} documents to search"},
    "failed": {"fr": "Bibliothèque indisponible", "en": "Library unavailable"},
    "tab_ask": {"fr": "Demander", "en": "Ask"},
    "tab_library": {"fr": "Bibliothèque", "en": "Library"},
    # The question
    "question": {"fr": "Votre question", "en": "Your question"},
    "placeholder": {
        "fr": "Posez une question",
        "en": "Ask a question",
    },
    "ask": {"fr": "Demander", "en": "Ask"},
    "clear": {"fr": "Nouvelle conversation", "en": "New conversation"},
    "welcome": {"fr": "Que voulez-vous vérifier ?", "en": "What do you want to verify?"},
    "welcome_more": {
        "fr": "Demandez en français ou en anglais. Chaque phrase affichée est une citation "
        "exacte, relue dans le document, avec sa page. Sans réponse dans les documents, "
        "Verbatim le dit.",
        "en": "Ask in French or in English. Every sentence shown is an exact quotation, read "
        "again in the document, with its page. Where the documents do not answer, Verbatim "
        "says so.",
    },
    "examples_fr": {"fr": "Essayez en français", "en": "Try in French"},
    "examples_en": {"fr": "Essayez en anglais", "en": "Try in English"},
    "options": {"fr": "Options", "en": "Options"},
    "as_of": {"fr": "En l'état des documents au", "en": "As the documents stood on"},
    "as_of_more": {
        "fr": "Ce qui est daté d'après ce jour ne compte pas.",
        "en": "What is dated after that day does not count.",
    },
    "as_of_none": {"fr": "Tous les documents", "en": "All documents"},
    "conversation": {"fr": "Questions et réponses", "en": "Questions and answers"},
    # An answer
    "searching": {"fr": "Recherche dans les documents…", "en": "Searching the documents…"},
    "found_one": {"fr": "Un document répond :", "en": "One document answers:"},
    "found": {"fr": "{count} documents répondent :", "en": "{count} documents answer:"},
    "sources": {"fr": "Sources", "en": "Sources"},
    "source_n": {"fr": "Source {n} : {where}", "en": "Source {n}: {where}"},
    "quote_fr": {"fr": "en français", "en": "in French"},
    "quote_en": {"fr": "en anglais", "en": "in English"},
    "announced_one": {"fr": "Réponse trouvée : une citation.", "en": "Answer: one quotation."},
    "announced": {
        "fr": "Réponse trouvée : {count} citations.",
        "en": "Answer: {count} quotations.",
    },
    "copy": {"fr": "Copier avec les références", "en": "Copy with references"},
    "share": {"fr": "Copier le lien", "en": "Copy the link"},
    "copied": {"fr": "Copié", "en": "Copied"},
    "watch": {"fr": "Suivre cette question", "en": "Watch this question"},
    "judge": {"fr": "Votre avis sur cette réponse", "en": "Your verdict on this answer"},
    "helpful": {"fr": "Utile", "en": "Helpful"},
    "wrong_page": {"fr": "Mauvaise page", "en": "Wrong page"},
    "wrong_answer": {"fr": "Mauvaise réponse", "en": "Wrong answer"},
    "thanks": {"fr": "Noté, merci.", "en": "Noted, thank you."},
    # An answer against an older one
    "stands": {
        "fr": "La réponse du {date} tient toujours, citation pour citation.",
        "en": "The answer of {date} still stands, quotation for quotation.",
    },
    "changed": {
        "fr": "La réponse n'est plus celle du {date}.",
        "en": "The answer is no longer that of {date}.",
    },
    "changed_kept_one": {"fr": "Une citation demeure.", "en": "One quotation remains."},
    "changed_kept": {"fr": "{count} citations demeurent.", "en": "{count} quotations remain."},
    "changed_left_one": {"fr": "Une n'est plus retenue.", "en": "One is no longer chosen."},
    "changed_left": {
        "fr": "{count} ne sont plus retenues.",
        "en": "{count} are no longer chosen.",
    },
    "changed_gone_one": {
        "fr": "Une venait d'un document modifié ou retiré.",
        "en": "One came from a document that was changed or removed.",
    },
    "changed_gone": {
        "fr": "{count} venaient de documents modifiés ou retirés.",
        "en": "{count} came from documents that were changed or removed.",
    },
    "changed_new_one": {"fr": "Une est nouvelle.", "en": "One is new."},
    "changed_new": {"fr": "{count} sont nouvelles.", "en": "{count} are new."},
    # A refusal
    "refusal": {"fr": "Pas de réponse dans les documents", "en": "No answer in the documents"},
    "searched": {"fr": "Ce qui a été cherché", "en": "What was searched"},
    "searched_documents": {
        "fr": "{count} documents, dont {fr} en français et {en} en anglais",
        "en": "{count} documents, {fr} in French and {en} in English",
    },
    "searched_terms": {"fr": "Mots cherchés : {terms}", "en": "Words searched for: {terms}"},
    "nearest": {
        "fr": "Passages les plus proches, qui ne répondent pas",
        "en": "Nearest passages, which do not answer",
    },
    "read_passage": {"fr": "Lire ce passage", "en": "Read this passage"},
    # The source
    "source": {"fr": "Source", "en": "Source"},
    "source_empty": {
        "fr": "Choisissez un numéro de source : le passage s'ouvre ici, "
        "dans sa page, la citation surlignée.",
        "en": "Choose a source number: the passage opens here, in its page, "
        "with the quotation highlighted.",
    },
    "in_context": {"fr": "Le passage dans son contexte", "en": "The passage in context"},
    "page_text": {"fr": "Texte de la page", "en": "Text of the page"},
    "page_image": {"fr": "{place} de « {title} »", "en": "{place} of “{title}”"},
    "page_image_marked": {
        "fr": "{place} de « {title} », citation surlignée",
        "en": "{place} of “{title}”, quotation highlighted",
    },
    "previous": {"fr": "Page précédente", "en": "Previous page"},
    "next": {"fr": "Page suivante", "en": "Next page"},
    "back": {"fr": "Revenir à la citation", "en": "Back to the quotation"},
    "original": {"fr": "Ouvrir l'original", "en": "Open the original"},
    "new_tab": {"fr": "dans un nouvel onglet", "en": "in a new tab"},
    "page_n": {"fr": "Page {n}", "en": "Page {n}"},
    "of_pages": {"fr": "sur {count}", "en": "of {count}"},
    "verified": {"fr": "Citation vérifiée", "en": "Quotation verified"},
    "fingerprint": {"fr": "Empreinte du fichier", "en": "Fingerprint of the file"},
    "shortened": {"fr": "début ou fin de page non montrés", "en": "page shown in part"},
    # What this browser keeps
    "tab_history": {"fr": "Historique", "en": "History"},
    "history": {"fr": "Vos conversations", "en": "Your conversations"},
    "history_more": {
        "fr": "Gardées dans ce navigateur seulement. Rouvrir une conversation repose ses "
        "questions et dit si les réponses tiennent toujours.",
        "en": "Kept in this browser only. Opening a conversation asks its questions again "
        "and says whether the answers still stand.",
    },
    "history_empty": {
        "fr": "Aucune conversation pour l'instant. La première sera gardée ici.",
        "en": "No conversation yet. The first one will be kept here.",
    },
    "questions_one": {"fr": "1 question", "en": "1 question"},
    "questions": {"fr": "{count} questions", "en": "{count} questions"},
    "reopen": {"fr": "Rouvrir", "en": "Open again"},
    "delete": {"fr": "Supprimer", "en": "Delete"},
    "delete_all": {"fr": "Tout supprimer", "en": "Delete all"},
    "delete_n": {"fr": "Supprimer : {question}", "en": "Delete: {question}"},
    "reopen_n": {"fr": "Rouvrir : {question}", "en": "Open again: {question}"},
    "watched": {"fr": "Questions suivies", "en": "Watched questions"},
    "watched_more": {
        "fr": "Reposées après chaque indexation.",
        "en": "Asked again after each indexing.",
    },
    "watched_empty": {
        "fr": "Aucune. Le bouton « Suivre cette question » est sous chaque réponse.",
        "en": "None. The button “Watch this question” is under every answer.",
    },
    "unwatch": {"fr": "Ne plus suivre", "en": "Stop watching"},
    "unwatch_n": {"fr": "Ne plus suivre : {question}", "en": "Stop watching: {question}"},
    "unasked": {
        "fr": "Pas encore reposée depuis le {date} : rouvrez cet onglet dans un moment.",
        "en": "Not asked again yet since {date}: open this tab again in a moment.",
    },
    "unchanged": {"fr": "Inchangée depuis le {date}.", "en": "Unchanged since {date}."},
    # A text that is checked
    "tab_check": {"fr": "Vérifier", "en": "Check"},
    "check": {"fr": "Vérifier", "en": "Check"},
    "claims": {"fr": "Texte à vérifier", "en": "Text to check"},
    "placeholder_check": {
        "fr": "Collez une affirmation, une dépêche ou un article",
        "en": "Paste a claim, a dispatch or an article",
    },
    "welcome_check": {
        "fr": "Ce texte dit-il vrai ?", "en": "Is this text true to the documents?",
    },
    "welcome_check_more": {
        "fr": "Chaque phrase qui affirme est confrontée aux documents : chiffres, dates, noms, "
        "négations. Le verdict vient avec la citation qui le fonde.",
        "en": "Every sentence that states something is held against the documents: figures, "
        "dates, names, denials. Each verdict comes with the quotation that carries it.",
    },
    "examples_check": {"fr": "Essayez avec un exemple", "en": "Try an example"},
    "checking": {
        "fr": "Confrontation aux documents…", "en": "Holding it against the documents…",
    },
    "checked": {"fr": "Verdicts", "en": "Verdicts"},
    "claim_alone": {
        "fr": "Aucun passage des documents ne parle de cela.",
        "en": "No passage of the documents speaks of this.",
    },
    "left_out_one": {
        "fr": "Une phrase n'affirme rien (titre ou question) et n'a pas été vérifiée.",
        "en": "One sentence states nothing (a heading or a question) and was not checked.",
    },
    "left_out": {
        "fr": "{count} phrases n'affirment rien (titres, questions) et n'ont pas été vérifiées.",
        "en": "{count} sentences state nothing (headings, questions) and were not checked.",
    },
    # The library
    "documents_one": {"fr": "1 document", "en": "1 document"},
    "documents": {"fr": "{count} documents", "en": "{count} documents"},
    "library_empty": {
        "fr": "La bibliothèque est vide. Indexez un dossier : rag index DOSSIER",
        "en": "The library is empty. Index a folder: rag index FOLDER",
    },
    "library_none": {
        "fr": "Aucun document ne correspond. Élargissez la recherche.",
        "en": "No document matches. Widen the search.",
    },
    "library_more": {
        "fr": "Les {count} premiers sont montrés. Précisez la recherche.",
        "en": "The first {count} are shown. Narrow the search.",
    },
    "filter": {
        "fr": "Filtrer par titre, émetteur, année ou fichier",
        "en": "Filter by title, issuer, year or file",
    },
    "tongue": {"fr": "Langue des documents", "en": "Language of the documents"},
    "tongue_all": {"fr": "Toutes", "en": "All"},
    "tongue_fr": {"fr": "Français", "en": "French"},
    "tongue_en": {"fr": "Anglais", "en": "English"},
    "column_title": {"fr": "Titre", "en": "Title"},
    "column_issuer": {"fr": "Émetteur", "en": "Issuer"},
    "column_date": {"fr": "Date", "en": "Date"},
    "column_language": {"fr": "Langue", "en": "Language"},
    "column_pages": {"fr": "Pages", "en": "Pages"},
    "column_format": {"fr": "Format", "en": "Format"},
    "undated": {"fr": "sans date", "en": "undated"},
    "reader_empty": {
        "fr": "Choisissez un document pour le lire ici.",
        "en": "Choose a document to read it here.",
    },
    "upload": {"fr": "Ajouter des documents", "en": "Add documents"},
    "upload_more": {
        "fr": "PDF, HTML, DOCX, ODT, Markdown ou texte. Déposez-les ici, ou choisissez-les.",
        "en": "PDF, HTML, DOCX, ODT, Markdown or text. Drop them here, or choose them.",
    },
    "choose": {"fr": "Choisir des fichiers", "en": "Choose files"},
    "sending": {"fr": "Envoi", "en": "Sending"},
    "reading": {"fr": "Lecture et indexation…", "en": "Reading and indexing…"},
    "added": {"fr": "Ajouté à la bibliothèque", "en": "Added to the library"},
    "known": {"fr": "Déjà dans la bibliothèque", "en": "Already in the library"},
    "lost": {
        "fr": "Envoi interrompu. Vérifiez la connexion et recommencez.",
        "en": "The sending was cut. Check the connection and try again.",
    },
    # When something goes wrong
    "error": {"fr": "Impossible de répondre", "en": "Cannot answer"},
}  # fmt: skip

_NARROWED = re.compile(r" ([;!?])")
_WIDE = re.compile(r"(?<=«) | (?=[»:])")


def say(sentence: str, language: Language, **values: object) -> str:
    """The sentence of that name in a language, with the values in place."""
    text = _SENTENCES[sentence][language]
    return (french(text) if language == "fr" else text).format(**values)


def french(text: str) -> str:
    """A French sentence with its non-breaking spaces, narrow before ; ! ?, and its apostrophes."""
    spaced = _NARROWED.sub(rf"{_NARROW}\1", text)
    return _WIDE.sub(_NBSP, spaced).replace("'", "’")


def told(fault: RagError, language: Language) -> str:
    """The sentence of an error, with the spaces of the language."""
    sentence = fault.message(language)
    return french(sentence) if language == "fr" else sentence


def counted(sentence: str, count: int, language: Language) -> str:
    """The sentence with a count, in the singular where the language asks for it."""
    one = count < 2 if language == "fr" else count == 1
    return say(f"{sentence}_one" if one and count else sentence, language, count=count)
