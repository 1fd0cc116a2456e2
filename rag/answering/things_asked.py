"""Which sentences say which of the things that a question asks for: "quels critères"."""

from __future__ import annotations

from rag.answering.lists import item_mark, leads_in
from rag.answering.question import ParsedQuestion
from rag.answering.standalone import asks_for_list
from rag.language.documents.lists import ANNOUNCES
from rag.language.questions.things_asked import BEFORE_NAMED_THING, WHICH_THINGS
from rag.language.sentences import Sentence
from rag.language.words import family, fold, words
from rag.records import Passage
from rag.weights import SelectionThresholds


def says_which(
    question: ParsedQuestion, sentence: Sentence, passage: Passage, limits: SelectionThresholds
) -> float:
    """What is added to the score of a sentence for how it speaks of the thing asked for.

    "Ce critère est important" says not which one it is; "from six criteria:", with the list after
    it, says all.
    """
    thing = _thing(question)
    if not thing or thing not in sentence.families or passage.language != question.language:
        return 0.0
    if item_mark(passage.text[sentence.end :].lstrip()):
        announces = leads_in(sentence.text) or ANNOUNCES.search(sentence.text)
        return limits.list_of_thing if announces and asks_for_list(question.text) else 0.0
    return limits.thing_named_before if _is_named_before(sentence.text, thing) else 0.0


def _thing(question: ParsedQuestion) -> str:
    """The family of the noun that a question asks which of, "" if it asks for none."""
    found = WHICH_THINGS[question.language].search(fold(question.text))
    named = words(found["thing"]) if found else []
    return family(named[-1].folded) if named else ""


def _is_named_before(text: str, thing: str) -> bool:
    """Whether each mention of a thing in a sentence is after "this" or "ces"."""
    folded = fold(text)
    places = [word.start for word in words(folded) if family(word.folded) == thing]
    return bool(places) and all(BEFORE_NAMED_THING.search(folded[:place]) for place in places)
