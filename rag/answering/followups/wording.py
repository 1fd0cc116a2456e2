"""How a follow-up is worded as a complete question: its mark, what is added, what agrees."""

from __future__ import annotations

from dataclasses import dataclass

from rag.answering.followups.slots import preposition_kind
from rag.answering.followups.topic import TurnTopic
from rag.language.questions.double_questions import BE, FEMININE_FACT, STARTS_WITH_FACT
from rag.language.questions.fragments import QUESTION_MARK
from rag.language.questions.values_asked import AGREES
from rag.language.statements.noun_phrases import GENDERS, INDEFINITE
from rag.language.words import fold
from rag.messages.typography import capitalised
from rag.records import Language

MARKS = " \u00a0\u202f?"
SURE = 2  # the score of a meaning that the form of a fragment alone gives: above all others


@dataclass(frozen=True, slots=True)
class Meaning:
    """A question that a fragment can mean, and how likely it is; higher is better."""

    text: str
    score: float


def asked(text: str, topic: TurnTopic) -> str:
    """A text as a question; one that ends in what an earlier turn added has its mark."""
    text = agreed(text, topic.language)
    return text if text.endswith(")") else f"{text}{QUESTION_MARK[topic.language]}"


def added(fragment: str, topic: TurnTopic) -> str:
    """The question before with a fragment at its end."""
    base, opening, brackets = topic.text, "", ""
    if preposition_kind(fragment, topic.language):
        fragment = fragment[:1].lower() + fragment[1:]
    if base.endswith(")"):
        base, opening, brackets = base.rpartition(" (")
    return f"{base.rstrip(MARKS)} {fragment}{QUESTION_MARK[topic.language]}{opening}{brackets}"


def in_brackets(fragment: str, topic: TurnTopic, person: str = "") -> str:
    """The fragment, and in brackets the question before and the person that it named."""
    mark = QUESTION_MARK[topic.language]
    about = f"{asked(topic.text, topic)} {person}".rstrip()
    if fragment:  # no brackets inside others
        about = about.replace(" (", " ").replace(")", "")
    return f"{capitalised(fragment)}{mark} ({about})" if fragment else about


def asks_what_any_is(text: str, language: Language) -> bool:
    """Whether a question asks what just any thing is, which nobody means: "quel est un cadre"."""
    articles = (found["article"] for form, _ in AGREES[language] if (found := form.match(text)))
    return any(fold(article).strip() in INDEFINITE[language] for article in articles)


def agreed(text: str, language: Language) -> str:
    """A question whose first words agree with its noun: "Quel est le plafond", not "Quelle"."""
    for form, feminine in AGREES[language]:
        found = form.match(text)
        article = fold(found["article"]).strip() if found else ""
        gender = GENDERS[language].get(article, "")
        if found is None or not (gender or article == "l'"):
            continue
        number = 1 if gender == "p" else 0
        noun = text[found.start("article") :]
        if gender not in ("m", "f") and STARTS_WITH_FACT[language].match(noun):
            gender = "f" if FEMININE_FACT.match(noun) else "m"
        endings = {
            "be": next((pair[number] for pair in BE[language] if found["be"].lower() in pair), ""),
            "plural": "s" * number,
            "feminine": {"m": "", "f": feminine}.get(gender, found["feminine"]),
        }
        for group in sorted(endings, key=found.span, reverse=True):
            text = f"{text[: found.start(group)]}{endings[group]}{text[found.end(group) :]}"
        return text
    return text
