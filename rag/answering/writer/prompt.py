"""The prompt: fixed rules, the question, and the numbered quotes.

The text of documents is data. It is in the user message only, in tags that a document cannot
write, and without invisible characters. Quotes that give orders to a model are left out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from rag.language.prompt_injection import PROMPT_INJECTION
from rag.messages.catalogue import CATALOGUE
from rag.records import Citation, Language

_ANGLE_BRACKETS = str.maketrans({"<": "‹", ">": "›"})
_MAX_LENGTH = 2_000  # characters of a quote that are sent


def messages(question: str, quotes: Sequence[Citation], language: Language) -> list[dict[str, str]]:
    """The rules as the system message; the question and the quotes as the user message."""
    passages = "\n".join(
        f'<passage n="{cited.n}">{plain(cited.text)[:_MAX_LENGTH]}</passage>' for cited in quotes
    )
    content = f"<question>{plain(question)}</question>\n{passages}"
    return [
        {"role": "system", "content": CATALOGUE.as_written("writer.rules", language)},
        {"role": "user", "content": content},
    ]


def plain(text: str) -> str:
    """A text without invisible characters, with other characters for its angle brackets."""
    visible = "".join(" " if each.isspace() else each for each in text if not _is_invisible(each))
    return visible.translate(_ANGLE_BRACKETS)


def gives_orders(text: str) -> bool:
    """Whether a text gives orders to a model, or has invisible characters."""
    hidden = any(_is_invisible(each) and each not in "\u00ad\u200c\u200d\ufeff" for each in text)
    visible = "".join(each for each in text if not _is_invisible(each))
    return hidden or PROMPT_INJECTION.search(unicodedata.normalize("NFKC", visible)) is not None


def _is_invisible(character: str) -> bool:
    """Whether a character is invisible: a control, a joiner, a direction mark, a tag."""
    return unicodedata.category(character) in ("Cf", "Cc", "Co", "Cn", "Cs") and not (
        character.isspace()
    )
