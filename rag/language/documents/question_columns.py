"""The columns of a sheet of questions with what is expected of their answers."""

from __future__ import annotations

from collections.abc import Mapping

from rag.records import Language

# The field that each column heading means, beside the names of the fields themselves.
QUESTION_COLUMNS: dict[Language, Mapping[str, str]] = {
    "fr": {"réponse": "answer", "reponse": "answer", "fichier": "document", "remarque": "note"},
    "en": {"file": "document"},
}
