"""What a model wrote over the quotes: apart from them, and marked as a model's."""

from __future__ import annotations

from rag.messages.answers import by_model, struck_lines
from rag.records import Language
from rag.records.drafts import Draft
from rag.web.html.markup import Html, tag


def drafted(draft: Draft, language: Language) -> Html:
    """The sentences that stand with the numbers of their quotes, then those struck and why."""
    kept = [
        tag("p", one.text, " ", "".join(f"[{n}]" for n in one.citations))
        for one in draft.sentences
        if not one.struck
    ]
    struck = [tag("p", line, class_="v-frame") for line in struck_lines(draft, language)]
    heading = tag("p", by_model(draft, language), class_="v-frame")
    return tag("section", heading, *kept, *struck, class_="v-draft", lang=language)
